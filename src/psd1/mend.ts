import { err, type Result } from '../result.ts'
import { bareVersion, bareWord, entryInArray, missingValue, type Surroundings } from './command.ts'
import type { Cursor } from './cursor.ts'
import { type Fault, shown, syntaxFault } from './fault.ts'
import type { Psd1Value } from './value.ts'

/** A value was read, and what follows neither ends its statement nor goes on with it. */
export function afterValue(cursor: Cursor, value: Psd1Value, surroundings: Surroundings): Result<never, Fault> {
  const { at, text } = cursor
  const char = cursor.peek()
  const last = (value.kind === 'array' ? value.items.at(-1) : undefined) ?? value
  const goesOverLines = last.kind === 'string' && /[\r\n]/.test(last.value) && text.charAt(last.at) !== '@'
  if (goesOverLines) return unclosedString(last.at)
  if (char === ']') {
    return syntaxFault(at, 'this ] closes nothing', 'Write an array as @( … ); a range of versions needs quotes.')
  }
  if (char === ')' || char === '}') {
    return syntaxFault(at, `this ${char} closes nothing`, 'Remove it, or look above for one too many.')
  }
  switch (surroundings) {
    case 'table':
      if (char === '=') return missingValue(value.at)
      return syntaxFault(at, 'two entries of a table are not separated', 'Begin a new line here, or put ; before it.')
    case 'array':
      if (char === '=') return entryInArray(at)
      return syntaxFault(at, 'two items of an array are not separated', 'Put a comma before it, or begin a new line.')
    case 'brackets':
      return syntaxFault(at, 'something follows the value in round brackets', 'Close them before it with )')
    case 'file':
      if (char === '=') return entriesOutsideTable(at)
      return syntaxFault(at, 'something follows the value of the file', 'A data file holds one value; remove the rest.')
  }
}

/** A text that goes over line ends, and is not followed by what should follow, has lost its own closing quote. */
export function unclosedString(at: number): Result<never, Fault> {
  return syntaxFault(at, 'the string that begins here is closed too late', 'Put the closing quote where the text ends.')
}

function entriesOutsideTable(at: number): Result<never, Fault> {
  return syntaxFault(at, 'its entries stand outside a table', 'Put @{ before the first entry and } behind the last.')
}

/** No value begins here, where one must. */
export function noValue(cursor: Cursor): Result<never, Fault> {
  const { at } = cursor
  const char = cursor.peek()
  const version = bareVersion(cursor)
  if (version) return version
  if (char === '[') return syntaxFault(at, 'an array in square brackets is not PowerShell', 'Write it as @( … )')
  const word = cursor.match(WORD)?.[0]
  if (word !== undefined) return bareWord(at, word)
  return syntaxFault(at, 'a value is missing here', "Write one; text stands in quotes, and '' is the empty text.")
}

const WORD = /[^\s;,(){}'"\u2018-\u201e#`]+/y

/** A comma with a name and "=" behind it. */
export function commaBetweenEntries(at: number): Result<never, Fault> {
  const hint = 'Put each entry on a line of its own, or ; between them.'
  return syntaxFault(at, 'a comma stands between two entries of a table', hint)
}

export function trailingComma(at: number): Result<never, Fault> {
  return syntaxFault(at, 'nothing follows this comma', 'Remove it, or add the item that is missing.')
}

export function duplicateKey(key: string, at: number, firstAt: number): Result<never, Fault> {
  const what = `${shown(key)} is stated twice in one table`
  const hint = 'Keep one of the two; letter case makes no difference.'
  return err({ code: 'PSD1_DUPLICATE_KEY', at, what, hint, other: { at: firstAt, label: 'The other one is at' } })
}
