import { ok, type Result } from '../result.ts'
import { type Cursor, ENTRY_START } from './cursor.ts'
import { type Fault, shown, syntaxFault } from './fault.ts'
import type { StatementForm } from './skip-expression.ts'

/** What a statement stands in. */
export type Surroundings = 'file' | 'table' | 'array' | 'brackets'

/** A statement that PowerShell would run. */
export interface Command {
  readonly form: StatementForm
  readonly why: string
}

/** The first word of a command; dots, slashes, stars and the like are part of it. */
const WORD = /(?:[\p{L}_\\/~*%?^:]|\.(?!\d))[^\s'"\u2018-\u201e`(){};,|&#]*|&/uy
const KEYWORD = new RegExp(
  `^(?:${[
    'if|switch|foreach|for|while|do|try|trap|function|filter|workflow|configuration|class|enum|data|param|begin|process',
    'end|using|return|throw|exit|break|continue|parallel|sequence|inlinescript',
  ].join('|')})$`,
  'i',
)
/** `Verb-Noun`, a call even if it stands alone. */
const CMDLET = /^\p{L}+-\p{L}[\p{L}\p{Nd}]*$/u

/**
 * The command that a statement begins with, or undefined if it begins with something else. The cursor stays.
 *
 * One word alone is an error rather than a call: in a data file it is text without its quotes. Only in round brackets, where
 * nobody puts mere text, it is taken for a call.
 */
export function recogniseCommand(cursor: Cursor, surroundings: Surroundings): Result<Command | undefined, Fault> {
  const start = cursor.at
  const word = cursor.match(WORD)?.[0]
  if (word === undefined) return ok(undefined)
  if (KEYWORD.test(word)) return ok({ form: 'keyword', why: `it runs the statement "${word}"` })

  if (cursor.match(ENTRY_START)) {
    if (surroundings === 'array') return entryInArray(start)
    if (surroundings === 'table') return missingValue(start)
  }
  cursor.at += word.length
  cursor.skipBlanks()
  const alone = cursor.isAtStatementEnd() || cursor.peek() === ','
  cursor.at = start
  if (alone && surroundings !== 'brackets' && !CMDLET.test(word)) return bareWord(start, word)
  return ok({
    form: 'command',
    why: /^[&.]$/.test(word) ? 'it calls a command' : `it calls the command ${shown(word)}`,
  })
}

/** A name and "=" where the value of the entry before should be. */
export function missingValue(at: number): Result<never, Fault> {
  const hint = `Write the value of the entry before behind its "="; '' is the empty text.`
  return syntaxFault(at, 'a value is missing before this entry', hint)
}

export function entryInArray(at: number): Result<never, Fault> {
  const hint = 'Write a table as @{ … }; @( … ) holds values without names.'
  return syntaxFault(at, 'an entry stands in an array', hint)
}

/** What a literal of other languages is in PowerShell. */
const CONSTANTS: Readonly<Record<string, string>> = { true: '$true', false: '$false', null: '$null', none: '$null' }

/** The fault of text that stands without quotes where a value should be. */
export function bareWord(at: number, word: string): Result<never, Fault> {
  const constant = CONSTANTS[word.toLowerCase()]
  const hint = constant === undefined ? `Put it in quotes: '${shown(word)}'` : `Write it as ${constant}`
  return syntaxFault(at, `${shown(word)} is neither text in quotes nor a number`, hint)
}

/** Versions and ranges that begin like a number or a type but are none: `5.7.1`, `2.*`, `1.0-beta`, `>=1.0`, `[1.0,2.0)`. */
const VERSION =
  /\d+(?:\.\d+){2,}[\w.*+-]*|\d+(?:\.\d+)*(?:\.\*|-\p{L}[\w.]*)|[<>]=?\s*\d[\w.*+-]*|\[(?=[ ,]*\d)[\w .,*+-]+[\])]/uy

/** The fault of a version that stands without quotes; undefined if there is none here. */
export function bareVersion(cursor: Cursor): Result<never, Fault> | undefined {
  const version = cursor.match(VERSION)?.[0]
  if (version === undefined) return undefined
  return syntaxFault(cursor.at, `${shown(version)} needs quotes`, `Write it as '${shown(version)}'`)
}
