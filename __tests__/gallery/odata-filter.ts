import { err, ok, type Result } from '../../src/result.ts'

export type Value = string | number | boolean | null
/** The properties of an entry by name. */
export type Row = Readonly<Record<string, Value>>
type Expression = (row: Row) => Value

/** The part of `$filter`'s grammar that NuGet clients use. */
const TOKEN = /\s*(?:(?<text>'(?:[^']|'')*')|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<mark>[(),]))/y

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  eq: order => order === 0,
  ne: order => order !== 0,
  gt: order => order > 0,
  ge: order => order >= 0,
  lt: order => order < 0,
  le: order => order <= 0,
}

const FUNCTIONS: Readonly<Record<string, (...parameters: string[]) => Value>> = {
  substringof: (part = '', text = '') => text.includes(part),
  startswith: (text = '', part = '') => text.startsWith(part),
  endswith: (text = '', part = '') => text.endsWith(part),
  tolower: (text = '') => text,
}

const CONSTANTS: Readonly<Record<string, Value>> = { true: true, false: false, null: null }

class FilterError extends Error {}

/**
 * Reads a `$filter`: comparisons, `and`, `or`, `not`, brackets, and the functions on text.
 *
 * Text is compared as text, versions too: the real server lets its database do so, which is why `NormalizedVersion ge '10'`
 * does not hold for 9.0.0 but neither does it for 100. Letter case does not count there.
 */
export function parseFilter(text: string, properties: ReadonlySet<string>): Result<(row: Row) => boolean, string> {
  try {
    const expression = new FilterParser(tokenise(text), properties).parse()
    return ok(row => expression(row) === true)
  } catch (error) {
    if (error instanceof FilterError) return err(error.message)
    throw error
  }
}

/** Negative, zero or positive; null comes first, text is compared without regard to letter case. */
export function compareValues(a: Value, b: Value): number {
  const [left, right] = [comparable(a), comparable(b)]
  if (left === right) return 0
  if (left === null) return -1
  if (right === null) return 1
  return left < right ? -1 : 1
}

function comparable(value: Value): Value {
  return typeof value === 'string' ? value.toLowerCase() : value
}

function tokenise(text: string): readonly string[] {
  const tokens: string[] = []
  const whole = text.trimEnd()
  for (let at = 0; at < whole.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(whole)
    if (!match) throw new FilterError(`Syntax error at position ${at} in '${text}'.`)
    tokens.push(match[0].trim())
  }
  return tokens
}

class FilterParser {
  readonly #tokens: readonly string[]
  readonly #properties: ReadonlySet<string>
  #at = 0

  constructor(tokens: readonly string[], properties: ReadonlySet<string>) {
    this.#tokens = tokens
    this.#properties = properties
  }

  parse(): Expression {
    const expression = this.#either()
    if (this.#at < this.#tokens.length) throw new FilterError(`Unexpected '${this.#tokens[this.#at]}'.`)
    return expression
  }

  #either(): Expression {
    let left = this.#both()
    while (this.#take('or')) {
      const [first, second] = [left, this.#both()]
      left = row => first(row) === true || second(row) === true
    }
    return left
  }

  #both(): Expression {
    let left = this.#negation()
    while (this.#take('and')) {
      const [first, second] = [left, this.#negation()]
      left = row => first(row) === true && second(row) === true
    }
    return left
  }

  #negation(): Expression {
    if (!this.#take('not')) return this.#comparison()
    const inner = this.#negation()
    return row => inner(row) !== true
  }

  #comparison(): Expression {
    const left = this.#operand()
    const holds = COMPARISONS[this.#tokens[this.#at] ?? '']
    if (!holds) return left
    this.#at += 1
    const right = this.#operand()
    return row => holds(compareValues(left(row), right(row)))
  }

  #operand(): Expression {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw new FilterError('Expression expected.')
    this.#at += 1
    if (token === '(') return this.#bracketed()
    if (token.startsWith("'")) return constant(token.slice(1, -1).replaceAll("''", "'"))
    if (/^\d/.test(token)) return constant(Number(token))
    const value = CONSTANTS[token]
    if (value !== undefined) return constant(value)
    const apply = FUNCTIONS[token.toLowerCase()]
    if (apply && this.#take('(')) return this.#call(apply)
    if (this.#properties.has(token)) return row => row[token] ?? null
    throw new FilterError(`Could not find a property named '${token}' on type 'NuGetGallery.OData.V2FeedPackage'.`)
  }

  #bracketed(): Expression {
    // `(IsLatestVersion)` alone in brackets is refused by the Gallery, although it takes it bare.
    if (this.#properties.has(this.#tokens[this.#at] ?? '') && this.#tokens[this.#at + 1] === ')') {
      throw new FilterError("A binary operator with incompatible types was detected: 'Equal'.")
    }
    const inner = this.#either()
    this.#expect(')')
    return inner
  }

  #call(apply: (...parameters: string[]) => Value): Expression {
    const parameters = [this.#either()]
    while (this.#take(',')) parameters.push(this.#either())
    this.#expect(')')
    return row => apply(...parameters.map(parameter => String(parameter(row) ?? '').toLowerCase()))
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false
    this.#at += 1
    return true
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new FilterError(`'${token}' expected.`)
  }
}

function constant(value: Value): Expression {
  return () => value
}
