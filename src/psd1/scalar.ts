import { ok, type Result } from '../result.ts'
import { bareVersion } from './command.ts'
import { type Cursor, DOUBLE_QUOTES, SINGLE_QUOTES } from './cursor.ts'
import type { Fault } from './fault.ts'
import { readNumber } from './numbers.ts'
import { skipBracket } from './skip-expression.ts'
import { readString, readsVariable, startsString } from './strings.ts'
import { type Psd1Value, unknownValue } from './value.ts'
import { WORD_ENDS } from './word.ts'

const VARIABLE = /\$(?:[$?^]|[\p{L}\p{Nd}_:?]+|\{[^}]*\})/uy

/**
 * A comment right behind a number or a constant, with a quote in its first word: `$true#don't`. PowerShell 7 first reads all of
 * it as the name of a command, and refuses the file for the quote that is not closed.
 */
const GLUED_COMMENT = new RegExp(`#[^${WORD_ENDS}]*?[${SINGLE_QUOTES}${DOUBLE_QUOTES}\`$]`, 'uy')
const GLUED = 'a comment begins right behind it, which PowerShell reads as part of a command'

/**
 * Reads a value that holds no other values: a string, a number, a constant; and what cannot be known and holds nothing that
 * need be understood: a variable, a sub-expression, a script block. Undefined if none of them begins here.
 */
export function readScalar(cursor: Cursor): Result<Psd1Value, Fault> | undefined {
  const { at, text } = cursor
  if (startsString(text, at)) {
    const string = readString(text, at)
    if (!string.ok) return string
    const { value, why, end } = string.value
    cursor.at = end
    return ok(why === undefined ? { kind: 'string', value, at } : unknownValue(text, at, end, why))
  }
  const version = bareVersion(cursor)
  if (version) return version
  const number = readNumber(text, at)
  if (number) {
    cursor.at += number.text.length
    const { value, text: written } = number
    if (value === undefined)
      return ok(unknownValue(text, at, cursor.at, 'its suffix or form makes it uncertain which number it is'))
    if (cursor.match(GLUED_COMMENT)) return ok(unknownValue(text, at, cursor.at, GLUED))
    return ok({ kind: 'number', value, text: written, at })
  }
  if (cursor.startsWith('$(')) return readBlock(cursor, at + 1, 'it runs a sub-expression, $( )')
  if (cursor.startsWith('{')) return readBlock(cursor, at, 'it is a script block; a table begins with @{')
  const variable = cursor.match(VARIABLE)?.[0]
  return variable === undefined ? undefined : readVariable(cursor, variable)
}

function readVariable(cursor: Cursor, name: string): Result<Psd1Value, Fault> {
  const { at, text } = cursor
  cursor.at += name.length
  if (cursor.match(GLUED_COMMENT)) return ok(unknownValue(text, at, cursor.at, GLUED))
  switch (name.toLowerCase()) {
    case '$true':
      return ok({ kind: 'boolean', value: true, at })
    case '$false':
      return ok({ kind: 'boolean', value: false, at })
    case '$null':
      return ok({ kind: 'null', at })
    default:
      return ok(unknownValue(text, at, cursor.at, readsVariable(name)))
  }
}

function readBlock(cursor: Cursor, bracketAt: number, why: string): Result<Psd1Value, Fault> {
  const { at, text } = cursor
  cursor.at = bracketAt
  const skipped = skipBracket(cursor)
  return skipped.ok ? ok(unknownValue(text, at, cursor.at, why)) : skipped
}
