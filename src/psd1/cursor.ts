/**
 * The characters of PowerShell: what counts as blank, line end, quote, dash and name. Rules: PowerShell's `CharTraits.cs`
 * and `tokenizer.cs`. It takes typographic quotes and dashes for the plain ones, since texts are pasted from web pages.
 */
export const SINGLE_QUOTES = "'\u2018-\u201b"
export const DOUBLE_QUOTES = '"\u201c-\u201e'
export const DASHES = '\\-\u2013-\u2015'
/** .NET's separators (Zs, Zl, Zp) count as blanks, U+2028 and U+2029 included; a line ends with CR, LF or both alone. */
export const BLANKS = '\\t\\v\\f \\u0085\\p{Z}'

/** A simple name: what a key may be without quotes. PowerShell looks at UTF-16 units, so no letter beyond 0xFFFF is one to it. */
export const NAME = /[[\p{L}_]&&[\0-\uffff]][[\p{L}\p{Nd}_]&&[\0-\uffff]]*/vy

/** A name with an equals sign behind it: an entry of a table begins. */
export const ENTRY_START = new RegExp(`${NAME.source}[ \\t]*=`, 'vy')

const BLANK_RUN = new RegExp(`[${BLANKS}]+`, 'uy')
const LINE_END = /\r\n|[\r\n]/y
const LINE_COMMENT = /#[^\r\n]*/y
/** A backtick joins the next line only if it is the last character; before a blank it counts as one itself. */
const JOINT = new RegExp(`\`(?:\\r\\n|[\\r\\n${BLANKS}])`, 'uy')

/** A reading position in a text. Every token begins where `skipBlanks` or `skipLines` stopped. */
export class Cursor {
  readonly text: string
  at = 0
  /** Where a block comment begins that never ends; everything behind it is comment. */
  unclosedComment: number | undefined

  constructor(text: string) {
    this.text = text
  }

  isDone(): boolean {
    return this.at >= this.text.length
  }

  /** The character here, or the empty string at the end. */
  peek(): string {
    return this.text.charAt(this.at)
  }

  startsWith(token: string): boolean {
    return this.text.startsWith(token, this.at)
  }

  /** The text that a sticky expression matches here; the cursor stays. */
  match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.at
    return sticky.exec(this.text) ?? undefined
  }

  /** Passes what a sticky expression matches here; false where it does not match. */
  skip(sticky: RegExp): boolean {
    sticky.lastIndex = this.at
    if (!sticky.test(this.text)) return false
    this.at = sticky.lastIndex
    return true
  }

  /** Passes blanks, comments and joined line ends, up to a token or the end of the line. */
  skipBlanks(): void {
    while (this.skip(BLANK_RUN) || this.skip(LINE_COMMENT) || this.#skipBlockComment() || this.skip(JOINT));
  }

  /** Passes line ends as well. */
  skipLines(): void {
    do this.skipBlanks()
    while (this.skip(LINE_END))
  }

  /** Passes what stands between two statements: line ends and semicolons. */
  skipSeparators(): void {
    for (;;) {
      this.skipLines()
      if (this.peek() !== ';') return
      this.at += 1
    }
  }

  isAtLineEnd(): boolean {
    return this.peek() === '\n' || this.peek() === '\r'
  }

  /** Whether nothing more of a statement can stand here. */
  isAtStatementEnd(): boolean {
    return this.isDone() || this.isAtLineEnd() || ';)}'.includes(this.peek())
  }

  #skipBlockComment(): boolean {
    if (!this.startsWith('<#')) return false
    const end = this.text.indexOf('#>', this.at + 2)
    if (end === -1) this.unclosedComment = this.at
    this.at = end === -1 ? this.text.length : end + 2
    return true
  }
}

/** Where a global expression matches first from `from` on, or -1. */
export function searchFrom(text: string, global: RegExp, from: number): number {
  global.lastIndex = from
  return global.exec(text)?.index ?? -1
}
