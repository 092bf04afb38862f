import { err, ok, type Result } from '../result.ts'
import { BLANKS, DOUBLE_QUOTES, SINGLE_QUOTES, searchFrom } from './cursor.ts'
import { type Fault, syntaxFault } from './fault.ts'

/** A string that was read: its text, or, where it takes in a variable or a sub-expression, why there is none. */
export interface StringRead {
  readonly value: string
  /** Why the value is not known; absent if it is. */
  readonly why?: string
  /** The offset behind the closing quote. */
  readonly end: number
}

const SINGLE_QUOTE = new RegExp(`[${SINGLE_QUOTES}]`)
const NEXT_SINGLE_QUOTE = new RegExp(SINGLE_QUOTE, 'g')
const DOUBLE_QUOTE = new RegExp(`[${DOUBLE_QUOTES}]`)
const HERE_HEADER = new RegExp(`@([${SINGLE_QUOTES}${DOUBLE_QUOTES}])[${BLANKS}]*(?:\\r\\n|[\\r\\n])?`, 'uy')
const STRING_START = new RegExp(`@?[${SINGLE_QUOTES}${DOUBLE_QUOTES}]`, 'y')

/** Whether a string of any of the four forms begins here. */
export function startsString(text: string, at: number): boolean {
  STRING_START.lastIndex = at
  return STRING_START.test(text)
}

/** Reads the string that begins at `at`. */
export function readString(text: string, at: number): Result<StringRead, Fault> {
  if (text.charAt(at) === '@') return readHereString(text, at)
  if (DOUBLE_QUOTE.test(text.charAt(at))) return readExpandable(text, at, at + 1, IN_LINE)
  return readLiteral(text, at)
}

/** `'it''s'`: nothing is special but the quote, which is doubled to be meant; the second of the two counts. */
function readLiteral(text: string, start: number): Result<StringRead, Fault> {
  let value = ''
  let from = start + 1
  for (;;) {
    const quote = searchFrom(text, NEXT_SINGLE_QUOTE, from)
    if (quote === -1) return unclosedString(start, "'")
    value += text.slice(from, quote)
    if (!SINGLE_QUOTE.test(text.charAt(quote + 1))) return ok({ value, end: quote + 1 })
    value += text.charAt(quote + 1)
    from = quote + 2
  }
}

/** `@'` or `@"`, a line end, whole lines, and the closing quote and `@` at the very start of a line. */
function readHereString(text: string, start: number): Result<StringRead, Fault> {
  HERE_HEADER.lastIndex = start
  const header = HERE_HEADER.exec(text)
  const quote = header?.[1] ?? ''
  const body = HERE_HEADER.lastIndex
  if (!/[\r\n]$/.test(header?.[0] ?? '')) {
    return syntaxFault(start, `nothing may follow @${quote} on its line`, 'Begin the text on the next line.')
  }
  const expands = DOUBLE_QUOTE.test(quote)
  if (isFooter(text, body, expands ? DOUBLE_FOOTER : SINGLE_FOOTER)) return ok({ value: '', end: body + 2 })
  if (expands) return readExpandable(text, start, body, HERE)
  SINGLE_HERE_END.lastIndex = body
  const end = SINGLE_HERE_END.exec(text)
  if (!end) return unclosedHereString(text, start, "'")
  return ok({ value: text.slice(body, end.index), end: SINGLE_HERE_END.lastIndex })
}

const SINGLE_FOOTER = new RegExp(`[${SINGLE_QUOTES}]@`, 'y')
const DOUBLE_FOOTER = new RegExp(`[${DOUBLE_QUOTES}]@`, 'y')
const SINGLE_HERE_END = new RegExp(`(?:\\r\\n|[\\r\\n])[${SINGLE_QUOTES}]@`, 'g')
const FALSE_FOOTER = new RegExp(`[\\r\\n][${BLANKS}]+([${SINGLE_QUOTES}${DOUBLE_QUOTES}])@`, 'gu')

function isFooter(text: string, at: number, footer: RegExp): boolean {
  footer.lastIndex = at
  return footer.test(text)
}

/** The two forms that expand differ in what ends them, and so in what must be looked at besides the backtick and `$`. */
interface ExpandableForm {
  readonly special: RegExp
  /** What the special character at `at` is: the end of the string, or a piece of its text. */
  readonly read: (
    text: string,
    at: number,
  ) => { readonly closes: boolean; readonly value: string; readonly end: number }
  readonly unclosed: (text: string, start: number) => Result<never, Fault>
}

/** A quote ends it, and two are one that is meant. */
const IN_LINE: ExpandableForm = {
  special: new RegExp(`[${DOUBLE_QUOTES}\`$]`, 'g'),
  read: (text, at) => {
    const second = text.charAt(at + 1)
    return DOUBLE_QUOTE.test(second)
      ? { closes: false, value: second, end: at + 2 }
      : { closes: true, value: '', end: at + 1 }
  },
  unclosed: (_text, start) => unclosedString(start, '"'),
}

/** A line end with a footer behind it ends it; quotes mean nothing. */
const HERE: ExpandableForm = {
  special: /[\r\n`$]/g,
  read: (text, at) => {
    const end = at + (text.startsWith('\r\n', at) ? 2 : 1)
    return isFooter(text, end, DOUBLE_FOOTER)
      ? { closes: true, value: '', end: end + 2 }
      : { closes: false, value: text.slice(at, end), end }
  },
  unclosed: (text, start) => unclosedHereString(text, start, '"'),
}

/** `"a $b"`: backtick escapes, and `$`, which makes the value unknown. `body` is where the text begins. */
function readExpandable(text: string, start: number, body: number, form: ExpandableForm): Result<StringRead, Fault> {
  let value = ''
  let why: string | undefined
  let from = body
  for (;;) {
    const at = searchFrom(text, form.special, from)
    if (at === -1) return form.unclosed(text, start)
    value += text.slice(from, at)
    const special = text.charAt(at)
    if (special === '`' || special === '$') {
      const part = special === '`' ? readEscape(text, at) : readExpansion(text, at)
      if (!part.ok) return part
      why ??= part.value.why
      value += part.value.value
      from = part.value.end
    } else {
      const part = form.read(text, at)
      value += part.value
      from = part.end
      if (part.closes) return ok({ value, end: from, ...(why !== undefined && { why }) })
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const UNICODE_ESCAPE = /u\{([0-9a-f]{1,6})\}/iy

/** A backtick and what it stands for: `` `n ``, `` `u{1F600} ``; before any other character it only takes its meaning away. */
export function readEscape(text: string, at: number): Result<StringRead, Fault> {
  const next = text.charAt(at + 1)
  if (next !== 'u') return ok({ value: ESCAPES[next] ?? next, end: at + 1 + next.length })
  UNICODE_ESCAPE.lastIndex = at + 1
  const code = Number.parseInt(UNICODE_ESCAPE.exec(text)?.[1] ?? '', 16)
  if (!(code <= 0x10ffff)) {
    return syntaxFault(
      at,
      '`u in double quotes begins a Unicode escape that is not complete',
      'Write it as `u{20AC}, or put the text in single quotes if a backtick is meant.',
    )
  }
  return ok({ value: String.fromCodePoint(code), end: UNICODE_ESCAPE.lastIndex })
}

const VARIABLE = /\$(?:[$?^]|[\p{L}\p{Nd}_:][\p{L}\p{Nd}_:?]*)/uy
const PARENTHESIS = /[()]/g
const BRACE_END = /[}`]/g

/**
 * A `$` in a string that expands. It stands for itself unless a variable name, `{` or `(` follows. The parentheses of a
 * sub-expression are counted with no regard to strings inside, as PowerShell's `ScanSubExpression` does.
 */
export function readExpansion(text: string, at: number): Result<StringRead, Fault> {
  VARIABLE.lastIndex = at
  const variable = VARIABLE.exec(text)?.[0]
  if (variable !== undefined) return ok({ value: '', why: readsVariable(variable), end: at + variable.length })
  const next = text.charAt(at + 1)
  if (next === '{') {
    let end = searchFrom(text, BRACE_END, at + 2)
    while (text.charAt(end) === '`') end = searchFrom(text, BRACE_END, end + 2)
    if (end !== -1) return ok({ value: '', why: readsVariable(text.slice(at, end + 1)), end: end + 1 })
  } else if (next === '(') {
    let depth = 1
    let end = at + 1
    while (depth > 0 && end !== -1) {
      end = searchFrom(text, PARENTHESIS, end + 1)
      depth += text.charAt(end) === '(' ? 1 : -1
    }
    if (end !== -1) return ok({ value: '', why: 'it runs a sub-expression, $( )', end: end + 1 })
  } else {
    return ok({ value: '$', end: at + 1 })
  }
  return syntaxFault(
    at,
    `$${next} in double quotes begins an expression that is never closed`,
    'Put the text in single quotes if a dollar sign is meant.',
  )
}

/** The clause for a value that reads a variable, which is cut where its name is absurdly long. */
export function readsVariable(name: string): string {
  return `it reads the variable ${name.slice(0, 40)}`
}

function unclosedString(at: number, quote: string): Result<never, Fault> {
  return syntaxFault(at, 'the string that begins here is never closed', `Close it with ${quote}`)
}

function unclosedHereString(text: string, start: number, quote: string): Result<never, Fault> {
  const falseFooter = searchFrom(text, FALSE_FOOTER, start)
  const hint = `Close it with ${quote}@ at the very start of a line.`
  const what = 'the here-string that begins here is never closed'
  if (falseFooter === -1) return syntaxFault(start, what, hint)
  const at = FALSE_FOOTER.lastIndex - 2
  const other = { at: start, label: 'The here-string begins at' }
  return err({
    code: 'PSD1_SYNTAX',
    at,
    what: `blanks stand before ${quote}@, which so does not close the here-string`,
    hint,
    other,
  })
}
