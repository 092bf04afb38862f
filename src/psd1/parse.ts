import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import type { TextDocument } from '../text.ts'
import { castConstant, readType } from './cast.ts'
import { recogniseCommand, type Surroundings } from './command.ts'
import { Cursor, DASHES, DOUBLE_QUOTES, ENTRY_START, SINGLE_QUOTES } from './cursor.ts'
import { type Fault, problemOf, syntaxFault } from './fault.ts'
import { recogniseForeignFile } from './foreign-file.ts'
import { foldKey, readKey } from './key.ts'
import { afterValue, commaBetweenEntries, duplicateKey, noValue, trailingComma } from './mend.ts'
import { readScalar } from './scalar.ts'
import { mismatchedBracket, type StatementForm, skipStatement, unclosedBracket } from './skip-expression.ts'
import {
  type Psd1Array,
  type Psd1Data,
  type Psd1Entry,
  type Psd1Table,
  type Psd1Unknown,
  type Psd1Value,
  unknownValue,
} from './value.ts'

/**
 * Reads a PowerShell data file (`.psd1`) without running anything: the data subset of the language as PowerShell's own
 * parser reads it (`Parser.cs`, `SafeValues.cs`). The value is mostly a table; an array, a text or a constant alone is
 * data too. An expression that would have to be evaluated becomes `unknown` inside it.
 *
 * Errors: `PSD1_SYNTAX`, `PSD1_DUPLICATE_KEY`, `PSD1_TOO_DEEP`, `PSD1_EMPTY` for a file without a value, `PSD1_NOT_DATA` for
 * a script, `PSD1_OTHER_FORMAT` for JSON, YAML, HTML and XML; each with place, frame and the likely mend. Time and memory
 * are linear in the length of the text.
 */
export function parsePsd1(document: TextDocument): Result<Psd1Data, Problem> {
  const value = new Parser(new Cursor(document.text)).readFile()
  return value.ok ? value : err(problemOf(document, value.error))
}

/** Reads the one value that begins at the cursor, and no list, up to whatever follows it. */
export function readElement(cursor: Cursor): Result<Psd1Value, Fault> {
  return new Parser(cursor).readElement()
}

/** No real file nests deeper than ten; what does is made to exhaust the stack. */
const MAX_DEPTH = 64

/** What calculates with the value before it, or takes a part of it. */
const OPERATOR = new RegExp(`[${DASHES}]\\p{L}*|\\+\\+?|\\.\\.|::|\\?[?.[]?|[|]{1,2}|&&?|[*/%.[<>!]`, 'uy')
/** What stands before an operand; a comma makes an array of it. */
const PREFIX = new RegExp(`[,!]|\\+\\+?|[${DASHES}]\\p{L}+|[${DASHES}]{1,2}`, 'uy')
/** A type literal with anything else behind it stands for the type itself, or a member of it: `[int].5`. */
const CAST_OPERAND = new RegExp(`[${SINGLE_QUOTES}${DOUBLE_QUOTES}${DASHES}@(\\[{$+!0-9]`)

class Parser {
  readonly #cursor: Cursor
  #depth = 0

  constructor(cursor: Cursor) {
    this.#cursor = cursor
  }

  readFile(): Result<Psd1Data, Fault> {
    const value = this.#readRoot()
    const { unclosedComment } = this.#cursor
    if (unclosedComment === undefined) return value
    return syntaxFault(unclosedComment, 'the comment that begins here is never closed', 'Close it with #>')
  }

  #readRoot(): Result<Psd1Data, Fault> {
    const cursor = this.#cursor
    cursor.skipSeparators()
    if (cursor.isDone()) {
      return err({
        code: 'PSD1_EMPTY',
        at: cursor.at,
        what: 'it is empty',
        hint: "Write a table: @{ Pester = @{ version = '5.7.1' } }",
      })
    }
    const foreign = recogniseForeignFile(cursor)
    if (foreign) return err(foreign)
    const read = this.#readStatement('file')
    if (!read.ok) return read
    const root = read.value
    cursor.skipSeparators()
    if (!cursor.isDone()) return afterValue(cursor, root, 'file')
    if (root.kind !== 'unknown') return ok(root)
    const hint = 'A data file holds one table and nothing that must be evaluated.'
    return err({ code: 'PSD1_NOT_DATA', at: root.at, what: `it is not plain data: ${root.why}`, hint })
  }

  /** A statement gives one value: an element, a list of elements, or something that only running it would tell. */
  #readStatement(surroundings: Surroundings): Result<Psd1Value, Fault> {
    const cursor = this.#cursor
    const start = cursor.at
    const command = recogniseCommand(cursor, surroundings)
    if (!command.ok) return command
    if (command.value) return this.#skipStatement(start, command.value.why, command.value.form)
    const value = this.#readList()
    if (!value.ok) return value
    if (cursor.isAtStatementEnd()) return value
    const operator = cursor.match(OPERATOR)?.[0]
    if (operator === undefined) return afterValue(cursor, value.value, surroundings)
    const why = value.value.kind === 'unknown' ? value.value.why : describeOperator(operator)
    return this.#skipStatement(start, why, 'expression')
  }

  /** `'a', 'b'`: an array without brackets, which goes on after a comma at the end of a line. */
  #readList(): Result<Psd1Value, Fault> {
    const cursor = this.#cursor
    const first = this.readElement()
    if (!first.ok) return first
    cursor.skipBlanks()
    if (cursor.peek() !== ',') return first
    const items = [first.value]
    while (cursor.peek() === ',') {
      const commaAt = cursor.at
      cursor.at += 1
      cursor.skipLines()
      if (cursor.isAtStatementEnd()) return trailingComma(commaAt)
      if (cursor.match(ENTRY_START)) return commaBetweenEntries(commaAt)
      const item = this.readElement()
      if (!item.ok) return item
      items.push(item.value)
      cursor.skipBlanks()
      if (cursor.peek() === '=') return commaBetweenEntries(commaAt)
    }
    return ok({ kind: 'array', items, at: first.value.at })
  }

  readElement(): Result<Psd1Value, Fault> {
    const cursor = this.#cursor
    const scalar = readScalar(cursor)
    if (scalar) return scalar
    if (this.#depth === MAX_DEPTH) return tooDeep(cursor.at)
    this.#depth += 1
    const element = this.#readNested()
    this.#depth -= 1
    return element
  }

  #readNested(): Result<Psd1Value, Fault> {
    const cursor = this.#cursor
    const { at, text } = cursor
    if (cursor.startsWith('@{')) return this.#readTable()
    if (cursor.startsWith('@(')) return this.#readArray()
    if (cursor.startsWith('(')) return this.#readBrackets()
    if (cursor.startsWith('[')) return this.#readCast()
    const prefix = cursor.match(PREFIX)?.[0]
    if (prefix === undefined) return noValue(cursor)
    cursor.at += prefix.length
    cursor.skipLines()
    const operand = this.readElement()
    if (!operand.ok) return operand
    if (prefix === ',') return ok({ kind: 'array', items: [operand.value], at })
    return ok(unknownValue(text, at, cursor.at, `it uses the operator ${prefix}`))
  }

  #readTable(): Result<Psd1Table, Fault> {
    const cursor = this.#cursor
    const { at } = cursor
    const entries: Psd1Entry[] = []
    const places = new Map<string, number>()
    cursor.at += 2
    cursor.skipLines()
    while (cursor.peek() !== '}') {
      const key = readKey(cursor, at)
      if (!key.ok) return key
      const value = this.#readStatement('table')
      if (!value.ok) return value
      const entry = { ...key.value, value: value.value }
      const folded = foldKey(entry.key)
      const firstAt = places.get(folded)
      if (firstAt !== undefined) return duplicateKey(entry.key, entry.keyAt, firstAt)
      places.set(folded, entry.keyAt)
      entries.push(entry)
      cursor.skipSeparators()
    }
    cursor.at += 1
    return ok({ kind: 'table', entries, at })
  }

  /** `@( … )` gathers what its statements give; an array among them is taken apart, as everything PowerShell puts out is. */
  #readArray(): Result<Psd1Array, Fault> {
    const cursor = this.#cursor
    const { at } = cursor
    const items: Psd1Value[] = []
    cursor.at += 2
    cursor.skipSeparators()
    while (cursor.peek() !== ')') {
      if (cursor.isDone()) return unclosedBracket(at, ')')
      if (cursor.peek() === '}') return mismatchedBracket(at, ')', cursor.at)
      const value = this.#readStatement('array')
      if (!value.ok) return value
      if (value.value.kind === 'array') for (const item of value.value.items) items.push(item)
      else items.push(value.value)
      cursor.skipSeparators()
    }
    cursor.at += 1
    return ok({ kind: 'array', items, at })
  }

  #readBrackets(): Result<Psd1Value, Fault> {
    const cursor = this.#cursor
    const { at } = cursor
    cursor.at += 1
    cursor.skipLines()
    const read = this.#readStatement('brackets')
    if (!read.ok) return read
    cursor.skipLines()
    if (cursor.isDone()) return unclosedBracket(at, ')')
    if (cursor.peek() !== ')') return mismatchedBracket(at, ')', cursor.at)
    cursor.at += 1
    return ok(
      read.value.kind === 'unknown' ? unknownValue(cursor.text, at, cursor.at, read.value.why) : { ...read.value, at },
    )
  }

  #readCast(): Result<Psd1Value, Fault> {
    const cursor = this.#cursor
    const { at } = cursor
    const type = readType(cursor)
    if (type === undefined) return noValue(cursor)
    cursor.skipBlanks()
    if (!CAST_OPERAND.test(cursor.peek())) {
      return ok(unknownValue(cursor.text, at, cursor.at, `it is the type [${type}]`))
    }
    const operand = this.readElement()
    if (!operand.ok) return operand
    return ok(
      castConstant(type, operand.value, at) ?? unknownValue(cursor.text, at, cursor.at, `it casts to [${type}]`),
    )
  }

  #skipStatement(at: number, why: string, form: StatementForm): Result<Psd1Unknown, Fault> {
    const end = skipStatement(this.#cursor, form)
    return end.ok ? ok(unknownValue(this.#cursor.text, at, end.value, why)) : end
  }
}

function describeOperator(operator: string): string {
  if (operator.startsWith('|')) return 'it passes a value to a command'
  return /[[.:]$/.test(operator) && operator !== '..'
    ? 'it takes a part of a value'
    : `it uses the operator ${operator}`
}

function tooDeep(at: number): Result<never, Fault> {
  const hint = 'No requirements need that; look for brackets that are opened and not closed.'
  return err({ code: 'PSD1_TOO_DEEP', at, what: `it nests deeper than ${MAX_DEPTH} levels`, hint })
}
