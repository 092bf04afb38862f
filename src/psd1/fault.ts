import type { Problem } from '../problem.ts'
import { placeAt } from '../problem.ts'
import { excerpt } from '../redact.ts'
import { type Err, err } from '../result.ts'
import { problemAt, type TextDocument } from '../text.ts'

/** What is wrong with the text of a data file, before it becomes a `Problem` with line, column and frame. */
export interface Fault {
  readonly code: FaultCode
  /** 0-based offset into the text. */
  readonly at: number
  /** A clause that completes "`x.psd1` cannot be read: …". */
  readonly what: string
  /** The likely mend. */
  readonly hint: string
  /** The other place that it speaks of: the first of two equal keys, an opening bracket. */
  readonly other?: { readonly at: number; readonly label: string }
}

export type FaultCode =
  | 'PSD1_SYNTAX'
  | 'PSD1_DUPLICATE_KEY'
  | 'PSD1_TOO_DEEP'
  | 'PSD1_EMPTY'
  /** The file is sound PowerShell perhaps, but not data: a script, an expression. */
  | 'PSD1_NOT_DATA'
  /** The file is written in another language: JSON, YAML, HTML, XML. */
  | 'PSD1_OTHER_FORMAT'

export function syntaxFault(at: number, what: string, hint: string): Err<Fault> {
  return err({ code: 'PSD1_SYNTAX', at, what, hint })
}

/** The user's own words in a message, but not at any length. */
export function shown(words: string): string {
  return excerpt(words, 60)
}

export function problemOf(document: TextDocument, fault: Fault): Problem {
  const { code, at, what, hint, other } = fault
  const problem = { code, sentence: `${document.file} cannot be read: ${what}.`, hint }
  if (other === undefined) return problemAt(document, at, problem)
  const { line, column } = placeAt(document.text, other.at, document.file)
  return problemAt(document, at, { ...problem, details: [`${other.label}: line ${line}, column ${column}`] })
}
