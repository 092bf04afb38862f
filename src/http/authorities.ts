import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { describeLocalIo } from '../failure.ts'
import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import { localIo } from '../system-error.ts'
import { decodeText, problemAt, type TextDocument } from '../text.ts'

/**
 * Reads the files of further certificate authorities: every certificate in them, as PEM.
 *
 * Errors: `CA_FILE`, for a file that is not there, holds no certificate or a broken one, or holds a private key.
 */
export async function readAuthorities(files: readonly string[]): Promise<Result<readonly string[], Problem>> {
  const certificates: string[] = []
  for (const file of files) {
    const bytes = await readBytes(file)
    const read = bytes.ok ? parseAuthorities(bytes.value, file) : bytes
    if (!read.ok) return read
    certificates.push(...read.value)
  }
  return ok(certificates)
}

async function readBytes(file: string): Promise<Result<Buffer, Problem>> {
  try {
    return ok(await readFile(file))
  } catch (error) {
    const { code } = localIo(error, file)
    const reason = UNREADABLE[code] ?? describeLocalIo(code)
    return err({ code: 'CA_FILE', sentence: `The "ca-file" ${file} cannot be read: ${reason}.`, hint: REMEDY })
  }
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'no permission to read it (EACCES)',
}

const REMEDY = 'Name a file with the certificates of your authorities as PEM, "-----BEGIN CERTIFICATE-----" and so on.'

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*(?:-----END \1-----)?/g

/** @param file how messages call it */
export function parseAuthorities(bytes: Uint8Array, file: string): Result<readonly string[], Problem> {
  const called = `The "ca-file" ${file}`
  const wrong = (what: string, hint: string): Result<never, Problem> =>
    err({ code: 'CA_FILE', sentence: `${called} ${what}.`, hint })
  if (isDer(bytes)) {
    if (!isCertificate(bytes)) return wrong('is not PEM text', REMEDY)
    const hint = `Turn it into PEM: openssl x509 -inform der -in "${file}" -out "${file}.pem"`
    return wrong('is not PEM text but a certificate in its binary form (DER)', hint)
  }
  const decoded = decodeText(bytes, file)
  if (!decoded.ok) return wrong('is not PEM text', REMEDY)
  const document = decoded.value
  if (document.text.trim() === '') return wrong('is empty', REMEDY)
  const certificates: string[] = []
  for (const { 0: block, 1: label = '', index } of document.text.matchAll(BLOCK)) {
    // A key in reach of every job is worth a word, even though it would do nothing here.
    if (label.endsWith('PRIVATE KEY')) return err(refuseKey(document, index, called))
    if (!CERTIFICATE_LABELS.includes(label)) continue
    if (!isCertificate(block)) return err(refuseBlock(document, index, called))
    certificates.push(block)
  }
  return certificates.length > 0 ? ok(certificates) : wrong('holds no certificate', REMEDY)
}

/** RFC 7468 has the first, OpenSSL reads the others too. */
const CERTIFICATE_LABELS: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']

/** An ASN.1 sequence of some length: no text begins so. */
function isDer([first, second]: Uint8Array): boolean {
  return first === 0x30 && (second ?? 0) > 0x80
}

function isCertificate(encoded: string | Uint8Array): boolean {
  try {
    return new X509Certificate(encoded).raw.length > 0
  } catch {
    return false
  }
}

function refuseKey(document: TextDocument, at: number, called: string): Problem {
  const sentence = `${called} holds a private key, which an authority gives to nobody.`
  const { frame: _, ...problem } = problemAt(document, at, {
    code: 'CA_FILE',
    sentence,
    hint: 'Take it out of the file.',
  })
  return problem
}

function refuseBlock(document: TextDocument, at: number, called: string): Problem {
  const sentence = `${called} holds a certificate that is damaged or cut off.`
  return problemAt(document, at, { code: 'CA_FILE', sentence, hint: 'Export it anew, as PEM.' })
}
