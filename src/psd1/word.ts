import { ok, type Result } from '../result.ts'
import { BLANKS, DASHES, DOUBLE_QUOTES, SINGLE_QUOTES, searchFrom } from './cursor.ts'
import { type Fault, syntaxFault } from './fault.ts'
import { readEscape, readExpansion, readString, type StringRead, startsString } from './strings.ts'

/** What ends a word of a command (`CharTraits.cs`, `ForceStartNewToken`): a `#` does not, so `C#` is one word. */
export const WORD_ENDS = `${BLANKS}\\r\\n\\0&(),;{|}`

const SPECIAL = new RegExp(`[${WORD_ENDS}${SINGLE_QUOTES}${DOUBLE_QUOTES}\`$]`, 'gu')

/**
 * `-Name`, or `-Name:`, whose argument follows the colon. Only what ends a word, or takes a part of a value, ends the name: with
 * a quote in it, it is no parameter but a word. Rules: `tokenizer.cs`, `ScanParameter`.
 */
export const PARAMETER = new RegExp(
  `[${DASHES}]([\\p{L}_?][^${WORD_ENDS}${SINGLE_QUOTES}${DOUBLE_QUOTES}.[:]*)(?::|(?=[${WORD_ENDS}.[]|$))`,
  'uy',
)

/**
 * Reads a word of a command, as it stands without quotes or with quotes inside it: `Pester`, `C:\x`, `Az."Accounts"`. Rules:
 * `tokenizer.cs`, `ScanGenericToken`. The word is empty where none begins.
 */
export function readWord(text: string, start: number): Result<StringRead, Fault> {
  let value = ''
  let why: string | undefined
  let from = start
  for (;;) {
    const special = searchFrom(text, SPECIAL, from)
    const at = special === -1 ? text.length : special
    value += text.slice(from, at)
    const part = readPart(text, at)
    if (part === undefined) return ok({ value, end: at, ...(why !== undefined && { why }) })
    if (!part.ok) return part
    why ??= part.value.why
    value += part.value.value
    from = part.value.end
  }
}

/** A piece of a word that does not stand for itself; undefined where the word ends. */
function readPart(text: string, at: number): Result<StringRead, Fault> | undefined {
  const char = text.charAt(at)
  if (char === '`') return readEscape(text, at)
  if (char === '$') return readDollar(text, at)
  return startsString(text, at) ? readString(text, at) : undefined
}

/** A `$` outside of strings: a variable, a sub-expression, or nothing but itself. */
export function readDollar(text: string, at: number): Result<StringRead, Fault> {
  const expansion = readExpansion(text, at)
  if (expansion.ok) return expansion
  const closing = text.charAt(at + 1) === '(' ? ')' : '}'
  return syntaxFault(at, 'the expression that begins here is never closed', `Close it with ${closing}`)
}
