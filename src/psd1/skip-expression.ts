import { err, ok, type Result } from '../result.ts'
import { type Cursor, DASHES, DOUBLE_QUOTES, SINGLE_QUOTES } from './cursor.ts'
import { type Fault, syntaxFault } from './fault.ts'
import { readString, startsString } from './strings.ts'

/** How a statement that is passed unread began, which decides where it ends. */
export type StatementForm =
  /** A word and its arguments: `Get-Date -Format o`. */
  | 'command'
  /** A keyword and its blocks, which may stand on lines of their own: `if (…) {…}`, `else {…}`. */
  | 'keyword'
  /** An operand and what is calculated with it: `'a' + 'b'`. */
  | 'expression'

/**
 * Passes the rest of a statement that cannot be evaluated: up to the end of its line or the next `;`, and further if open
 * brackets, an operator at the end of the line, or a block on the next one carry it on. Nothing in it is understood but
 * strings, comments and brackets. It takes linear time, and no stack however deep the brackets nest.
 *
 * @returns the end of the statement's last token
 */
export function skipStatement(cursor: Cursor, form: StatementForm): Result<number, Fault> {
  const open: number[] = []
  let end = cursor.at
  for (;;) {
    cursor.skipBlanks()
    if (cursor.isAtLineEnd()) {
      const lineEnd = cursor.at
      cursor.skipLines()
      if (open.length > 0 || wantsOperand(cursor.text, end, form) || beginsContinuation(cursor, form)) continue
      cursor.at = lineEnd
      return ok(end)
    }
    if (open.length === 0 && cursor.isAtStatementEnd()) return ok(end)
    const passed = passToken(cursor, open, form === 'expression' && open.length === 0 ? OPERAND : PLAIN)
    if (!passed.ok) return passed
    end = cursor.at
  }
}

/** Passes a bracket that opens here, and all that is in it. */
export function skipBracket(cursor: Cursor): Result<void, Fault> {
  const open: number[] = []
  do {
    if (open.length > 0) cursor.skipLines()
    const passed = passToken(cursor, open, PLAIN)
    if (!passed.ok) return passed
  } while (open.length > 0)
  return ok(undefined)
}

/** Characters that mean nothing for where a statement ends: a number, a name, an operator, a type. */
const OPERAND = new RegExp(`[^\\s${SINGLE_QUOTES}${DOUBLE_QUOTES}@\`#<(){};]+`, 'y')
/** The same where it may be a word of a command, in which a `#` (`C#`) begins no comment. */
const PLAIN = new RegExp(`${OPERAND.source}#?`, 'y')
const ESCAPED = /`[\s\S]?/y

/**
 * Passes one token. Where a token may begin, the cursor has passed a `#` as a comment.
 *
 * @param open where the brackets open that are not closed yet, the innermost last
 */
function passToken(cursor: Cursor, open: number[], plain: RegExp): Result<void, Fault> {
  const { at, text } = cursor
  const char = cursor.peek()
  if (cursor.isDone()) {
    const unclosed = open.at(-1)
    return unclosed === undefined ? ok(undefined) : unclosedBracket(unclosed, closingOf(text, unclosed))
  }
  if (startsString(text, at)) {
    const string = readString(text, at)
    if (!string.ok) return string
    cursor.at = string.value.end
    return ok(undefined)
  }
  if (char === ')' || char === '}') {
    const opening = open.pop()
    if (opening !== undefined && closingOf(text, opening) !== char) {
      return mismatchedBracket(opening, closingOf(text, opening), at)
    }
  }
  if (char === '(' || char === '{') open.push(at)
  if (!cursor.skip(ESCAPED) && !cursor.skip(plain)) cursor.at += 1
  return ok(undefined)
}

/** What closes the bracket that opens at `at`. */
function closingOf(text: string, at: number): string {
  return text.charAt(at) === '(' ? ')' : '}'
}

export function unclosedBracket(at: number, closing: string): Result<never, Fault> {
  return syntaxFault(at, 'the bracket opened here is never closed', `Close it with ${closing}`)
}

/** A closing bracket that is not the one that the innermost open bracket asks for. */
export function mismatchedBracket(openAt: number, closing: string, at: number): Result<never, Fault> {
  return err({
    code: 'PSD1_SYNTAX',
    at,
    what: `"${closing}" is missing here: another bracket is closed first`,
    hint: `Put ${closing} here, or remove this bracket.`,
    other: { at: openAt, label: 'The bracket was opened at' },
  })
}

const UNFINISHED_COMMAND = /(?:[,|]|&&)$/
const WORD_OPERATORS =
  '[ic]?(?:eq|ne|gt|ge|lt|le|(?:not)?like|(?:not)?match|(?:not)?contains|(?:not)?in|replace|split)|' +
  'join|is|isnot|as|f|not|and|or|xor|b(?:not|and|or|xor)|sh[lr]'
const UNFINISHED_EXPRESSION = new RegExp(
  `(?:[,|=*/%!.:]|&&|\\s\\?\\??|(?<!\\+)\\+|(?<![${DASHES}])[${DASHES}]|[${DASHES}](?:${WORD_OPERATORS}))$`,
  'i',
)
/** More than the longest operator has. */
const TAIL = 16

/** Whether what ends here cannot stand alone, because a comma or an operator ends it. */
function wantsOperand(text: string, end: number, form: StatementForm): boolean {
  const tail = text.slice(Math.max(0, end - TAIL), end)
  return (form === 'command' ? UNFINISHED_COMMAND : UNFINISHED_EXPRESSION).test(tail)
}

const NEXT_BLOCK = /(?:else|elseif|catch|finally|while|until)(?![\p{L}\p{Nd}_])(?!\s*=)/iuy

/** Whether the next line goes on with the statement: no entry and no item begins with `{` or `|`. */
function beginsContinuation(cursor: Cursor, form: StatementForm): boolean {
  if (cursor.peek() === '{' || cursor.peek() === '|') return true
  return form === 'keyword' && (cursor.peek() === '(' || cursor.match(NEXT_BLOCK) !== undefined)
}
