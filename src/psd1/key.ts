import { ok, type Result } from '../result.ts'
import { type Cursor, NAME } from './cursor.ts'
import { type Fault, shown, syntaxFault } from './fault.ts'
import { commaBetweenEntries, unclosedString } from './mend.ts'
import { readNumber } from './numbers.ts'
import { mismatchedBracket } from './skip-expression.ts'
import { readString, startsString } from './strings.ts'

/** The left side of an entry. */
export interface Key {
  readonly key: string
  readonly keyAt: number
}

/**
 * Reads the key of an entry and its `=`, up to the value. A key is a simple name, a string or a number; PowerShell would
 * take expressions too, but whatever they give, the reader of a table could not tell which entries it has.
 *
 * @param tableAt where the table opens
 */
export function readKey(cursor: Cursor, tableAt: number): Result<Key, Fault> {
  const keyAt = cursor.at
  const read = readName(cursor)
  if (!read.ok) return read
  const key = read.value
  if (key === undefined) return noKey(cursor, tableAt)
  cursor.skipBlanks()
  if (cursor.peek() !== '=') return noEquals(cursor, key, keyAt)
  cursor.at += 1
  if (cursor.peek() === '=') return syntaxFault(cursor.at, 'there is one "=" too many', 'Remove it.')
  cursor.skipLines()
  if (cursor.isAtStatementEnd()) {
    return syntaxFault(keyAt, `${shown(key)} has no value`, 'Write one behind the "="; \'\' is the empty text.')
  }
  return ok({ key, keyAt })
}

function readName(cursor: Cursor): Result<string | undefined, Fault> {
  const { at, text } = cursor
  const name = cursor.match(NAME)?.[0]
  if (name !== undefined) {
    cursor.at += name.length
    return ok(name)
  }
  if (startsString(text, at)) {
    const string = readString(text, at)
    if (!string.ok) return string
    if (string.value.why !== undefined) {
      return syntaxFault(at, `the name of an entry cannot be known: ${string.value.why}`, 'Write it in single quotes.')
    }
    cursor.at = string.value.end
    return ok(string.value.value)
  }
  const number = readNumber(text, at)
  if (number?.value === undefined || !isPlain(number.value, number.text)) return ok(undefined)
  cursor.at += number.text.length
  return ok(String(number.value))
}

/** Whether .NET writes the number as we do: without an exponent, and without the zeros that `1.50d` keeps. */
function isPlain(value: number, text: string): boolean {
  const size = Math.abs(value)
  return Object.is(value, 0) || (size >= 1e-4 && size < 1e15 && !/\.\d*d/i.test(text))
}

/** Controls, soft hyphens, zero-width spaces: what pasting leaves in a name, and no comparison of .NET sees. */
const INVISIBLE = /[[\p{Cc}--[\t-\r\u0085]]\p{Cf}\p{Default_Ignorable_Code_Point}]/gv

/**
 * What of a key counts where two must not be equal. PowerShell compares ordinally while it parses, and by the culture of the
 * user when it makes the table: letter case, what does not show, and the two ways to write an accent make no difference.
 * Beyond that it depends on the culture (`ﬁ` and `fi`), and the keys are two.
 */
export function foldKey(key: string): string {
  return key
    .toLowerCase()
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(/\P{ASCII}/gu, foldLetter)
}

/** Upper case brings together what has two small letters (`σ` and `ς`); it must not make `SS` of `ß`, nor `S` of `ſ`. */
function foldLetter(letter: string): string {
  const upper = letter.toUpperCase()
  return upper.length === letter.length && upper > '\u007f' ? upper : letter
}

/** A word as somebody may have meant it to be a key: `Az.Accounts`, `$name`, `owner/name`. */
const BARE_KEY = /[^\s=:;,(){}'"\u2018-\u201e#`]+/y

/** Nothing here can be the key of an entry. */
function noKey(cursor: Cursor, tableAt: number): Result<never, Fault> {
  const { at } = cursor
  const char = cursor.peek()
  if (cursor.isDone()) return syntaxFault(tableAt, 'the table opened here is never closed', 'Close it with }')
  if (char === ')') return mismatchedBracket(tableAt, '}', at)
  if (char === ',') return commaBetweenEntries(at)
  if (cursor.startsWith('@{')) {
    const hint = 'Write Name = @{ … }, or @( ) in place of the outer @{ } to make a list.'
    return syntaxFault(at, 'a table inside a table has no name', hint)
  }
  const word = cursor.match(BARE_KEY)?.[0]
  if (word === undefined) {
    return syntaxFault(at, 'the name of an entry should stand here', "An entry is written Name = 'value'")
  }
  if (word.startsWith('$')) {
    const hint = `Write it without the dollar sign: ${shown(word.slice(1))} = …`
    return syntaxFault(at, `${shown(word)} is a variable, where the name of an entry should be`, hint)
  }
  return unquotedKey(at, word)
}

function unquotedKey(at: number, word: string): Result<never, Fault> {
  return syntaxFault(at, `the name ${shown(word)} needs quotes`, `Write '${shown(word)}' = …`)
}

/** A key was read from `keyAt` on, and no `=` follows. */
function noEquals(cursor: Cursor, key: string, keyAt: number): Result<never, Fault> {
  const { at, text } = cursor
  const char = cursor.peek()
  const quoted = `'${shown(key).replaceAll("'", "''")}'`
  if (char === ':') {
    return syntaxFault(at, `":" stands behind ${shown(key)}, where "=" should be`, `Write ${quoted} = …`)
  }
  if (char === ',') {
    const hint = 'Write a list as @( … ), or give each name a value.'
    return syntaxFault(keyAt, `${shown(key)} is an item of a list inside @{ }, which holds entries`, hint)
  }
  BARE_KEY.lastIndex = keyAt
  const word = BARE_KEY.exec(text)?.[0] ?? ''
  if (word.length > key.length) return unquotedKey(keyAt, word)
  if (/[\r\n=]/.test(key) && text.charAt(keyAt) !== '@') return unclosedString(keyAt)
  return syntaxFault(at, `"=" is missing behind ${shown(key)}`, `Write ${quoted} = 'value'`)
}
