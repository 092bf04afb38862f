import type { Problem } from './problem.ts'
import { frameAt, lineAt, placeAt } from './problem.ts'
import { holdsCredentials, redact } from './redact.ts'
import { err, ok, type Result } from './result.ts'

/** A user's file as text: what every reader of requirements and manifests starts from. */
export interface TextDocument {
  /** The name by which messages speak of it. */
  readonly file: string
  /** Without the byte order mark. */
  readonly text: string
  /** How the bytes were read; `windows-1252` is a guess that deserves a warning. */
  readonly encoding: TextEncoding
}

export type TextEncoding = UnicodeEncoding | 'windows-1252'
type UnicodeEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** Far above any real file (the largest manifest of the Gallery's own modules is under 1 MiB), far below what hurts. */
const MAX_BYTES = 16 * 1024 * 1024

const BYTE_ORDER_MARKS: readonly (readonly [UnicodeEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/**
 * Reads bytes as text. A byte order mark decides; without one, UTF-16 is known by its NULs, else the bytes are UTF-8 if
 * they are valid UTF-8 and Windows-1252 if not, which is how Windows PowerShell saved files for years.
 *
 * Errors: `TEXT_TOO_LARGE` over 16 MiB, `TEXT_NOT_TEXT` for NULs in any other pattern.
 */
export function decodeText(bytes: Uint8Array, file: string): Result<TextDocument, Problem> {
  const tooLarge = refuseSize(bytes.length, file)
  if (tooLarge) return err(tooLarge)
  for (const [encoding, mark] of BYTE_ORDER_MARKS) {
    if (mark.every((byte, index) => bytes[index] === byte)) {
      return ok({ file, encoding, text: decode(bytes.subarray(mark.length), encoding) })
    }
  }
  if (bytes.includes(0)) {
    const encoding = recogniseUtf16(bytes)
    if (encoding !== undefined) return ok({ file, encoding, text: decode(bytes, encoding) })
    return err({
      code: 'TEXT_NOT_TEXT',
      sentence: `${file} is not a text file: it holds NUL bytes.`,
      hint: 'Save it as UTF-8.',
    })
  }
  try {
    return ok({ file, encoding: 'utf-8', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) })
  } catch {
    return ok({ file, encoding: 'windows-1252', text: decodeWindows1252(bytes) })
  }
}

/**
 * A problem at an offset of the document: place and frame are filled in. The sentence and the hint may quote the document;
 * an address in them is redacted, and a line that holds one with a password in it is not shown.
 *
 * @param offset 0-based index into `document.text`
 */
export function problemAt(document: TextDocument, offset: number, problem: Omit<Problem, 'place' | 'frame'>): Problem {
  const { file, text } = document
  const isSecret = holdsCredentials(lineAt(text, offset))
  return {
    ...problem,
    sentence: redact(problem.sentence),
    ...(problem.hint !== undefined && { hint: redact(problem.hint) }),
    place: placeAt(text, offset, file),
    ...(!isSecret && { frame: frameAt(text, offset) }),
  }
}

/** The problem of a file that is too large to be read, undefined for one that is not. */
export function refuseSize(bytes: number, file: string): Problem | undefined {
  if (bytes <= MAX_BYTES) return undefined
  return {
    code: 'TEXT_TOO_LARGE',
    sentence: `${file} has ${bytes} bytes, more than the ${MAX_BYTES} that are read of a text file.`,
    hint: 'Name the file that states the requirements; none needs that size.',
  }
}

function decode(bytes: Uint8Array, encoding: UnicodeEncoding): string {
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)
}

/** Enough to tell: the first bytes of a file in any of our formats are ASCII. */
const SAMPLE_BYTES = 1024

/** UTF-16 of mostly Latin text has a NUL in nearly every high byte and in hardly any low one. */
function recogniseUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES)
  const nuls = [0, 0]
  sample.forEach((byte, index) => {
    if (byte === 0) nuls[index % 2] = (nuls[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = nuls
  const most = Math.floor(sample.length / 2) * 0.7
  if (odd >= most && odd > 4 * even) return 'utf-16le'
  if (even >= most && even > 4 * odd) return 'utf-16be'
  return undefined
}

/** What the bytes 0x80 to 0x9F mean in Windows-1252 (WHATWG Encoding, index-windows-1252). */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

/**
 * Windows-1252 by hand: `TextDecoder('windows-1252')` gives control characters for these 32 bytes, the curly quotes among
 * them, in Node 24.0 to at least 24.6 (nodejs/node#59515), and the runner brings its own Node.
 */
function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return latin1.replace(/[\u0080-\u009f]/g, character => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80))
}
