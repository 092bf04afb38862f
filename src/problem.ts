/**
 * What a user is told when something is wrong: the only error that reaches a person.
 *
 * A `Problem` names the thing, says what is wrong with it in one sentence and how to mend it in another. It is made where
 * the cause is known and printed at the edge; nothing in between rewrites it.
 */
export interface Problem {
  /** Stable and searchable, upper snake case without a prefix: `PSD1_SYNTAX`, `UNKNOWN_SOURCE`. */
  readonly code: string
  /** One sentence that holds the name of the thing: `RequiredModules.psd1 is not finished: the table opened here is never closed.` */
  readonly sentence: string
  /** What to do about it, one sentence or a few lines to paste. */
  readonly hint?: string
  /** Where in the user's own text, if it is about a text. */
  readonly place?: Place
  /** The line of `place` with a caret under its column. */
  readonly frame?: string
  /** Further lines below the sentence: the attempts made, the two places that contradict each other. */
  readonly details?: readonly string[]
}

/** A place in a user's text: 1-based line and column, the column counted in UTF-16 units as editors count it. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** `file:line:column`, the form that editors and terminals make a link of. */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`
}

/** A very long line is cut around the caret, so that a minified file does not fill the log. */
const FRAME_WIDTH = 120

/**
 * The line that holds `offset`, with a caret under it.
 *
 * @param text the whole text
 * @param offset 0-based index into `text`; past the end points behind the last character
 */
export function frameAt(text: string, offset: number): string {
  const at = Math.min(offset, text.length)
  const { start, end } = lineAround(text, at)
  const from = Math.max(start, at - FRAME_WIDTH / 2)
  const line = text.slice(from, Math.min(end, from + FRAME_WIDTH)).replaceAll('\t', ' ')
  return `${line}\n${' '.repeat(at - from)}^`
}

/** The whole line that holds `offset`. */
export function lineAt(text: string, offset: number): string {
  const { start, end } = lineAround(text, Math.min(offset, text.length))
  return text.slice(start, end)
}

function lineAround(text: string, at: number): { readonly start: number; readonly end: number } {
  let start = at
  while (start > 0 && !endsLine(text, start - 1)) start -= 1
  let end = start
  while (end < text.length && !isLineEnd(text.charCodeAt(end))) end += 1
  return { start, end }
}

/** The 1-based line and column of `offset` in `text`. */
export function placeAt(text: string, offset: number, file: string): Place {
  let line = 1
  let start = 0
  for (let at = 0; at < Math.min(offset, text.length); at += 1) {
    if (!endsLine(text, at)) continue
    line += 1
    start = at + 1
  }
  return { file, line, column: offset - start + 1 }
}

/** The place of what is said of a whole file. */
export function startOf(file: string): Place {
  return { file, line: 1, column: 1 }
}

/** Finds the place of an offset in one text. */
export type Locate = (offset: number) => Place

/** `placeAt` for many offsets of one text: the lines are counted once. */
export function locator(text: string, file: string): Locate {
  const starts = [0]
  for (let at = 0; at < text.length; at += 1) if (endsLine(text, at)) starts.push(at + 1)
  return offset => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

const LF = 0x0a
const CR = 0x0d

/** Whether the character at `at` is the last of its line. LF ends one, and CR, and both together, as editors and PowerShell count. */
function endsLine(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)
}

function isLineEnd(code: number): boolean {
  return code === LF || code === CR
}
