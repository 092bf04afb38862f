/** What the next token of a script belongs to, which decides how it is read. */
export type State =
  /** A statement begins: with a word it is a command, with anything else an expression. */
  | 'start'
  /** Arguments of a command; nearly every character can be part of a word. */
  | 'command'
  /** Operands and operators. The names of entries, and of members of a class, are read alike. */
  | 'expression'
  /** Behind `function`: a name that is read as an argument is, then as behind other keywords. */
  | 'function'
  /** Behind `if`, `try` and the like: as an expression, but the block ends it. */
  | 'keyword'
  /** On the line after that: the block can follow, or else the keyword needed none. */
  | 'keyword-line'
  /** Behind `param`: as behind other keywords, but the round brackets end it. */
  | 'parameters'
  /** Behind `class` and `enum`: as behind other keywords, but the block holds names. */
  | 'declaration'

/** What each line begins as between some brackets. */
export type Base = 'start' | 'expression'

interface Opening {
  readonly closing: string
  /** What stood around the bracket, and goes on behind it. */
  readonly state: State
  readonly base: Base
}

const STATE_AFTER: ReadonlyMap<string, State> = new Map<string, State>([
  ...afterEach('return throw exit', 'start'),
  ...afterEach('class enum', 'declaration'),
  ...afterEach('if elseif else switch for foreach while until do try catch finally trap', 'keyword'),
  ...afterEach('data begin process end clean dynamicparam', 'keyword'),
  ...afterEach('function filter workflow configuration', 'function'),
  ...afterEach('param', 'parameters'),
])

function afterEach(keywords: string, state: State): readonly (readonly [string, State])[] {
  return keywords.split(' ').map(keyword => [keyword, state])
}

/** The bracket that ends what a keyword began. */
const ENDS: Readonly<Partial<Record<State, string>>> = { keyword: '}', declaration: '}', parameters: ')' }

/** What the next line goes on with: a statement behind `=` or `|`, a block behind `class Name`. */
const GOES_ON: ReadonlySet<State> = new Set<State>(['start', 'function', 'keyword-line', 'parameters', 'declaration'])

/** Keeps memory small; no script comes near. */
const MAX_DEPTH = 10_000

/**
 * Where in a script a reader stands: the part of PowerShell's grammar that its tokenizer's modes hang on (`Parser.cs`,
 * `SetTokenizerMode`), and no more of it. It takes no stack however deep the brackets nest.
 */
export class ScriptContext {
  state: State = 'start'
  #base: Base = 'start'
  readonly #open: Opening[] = []

  /** Goes into a bracket; false if it nests too deep. */
  enter(closing: ')' | '}' | ']', base: Base): boolean {
    if (this.#open.length === MAX_DEPTH) return false
    this.#open.push({ closing, state: this.state, base: this.#base })
    this.state = base
    this.#base = base
    return true
  }

  /** Leaves a bracket. One that closes nothing is left to PowerShell to complain of. */
  leave(closing: string): void {
    while (closing !== ']' && this.#open.at(-1)?.closing === ']') this.#pop()
    if (this.#open.at(-1)?.closing === closing) this.#pop()
  }

  #pop(): void {
    const opening = this.#open.pop()
    if (opening === undefined) return
    const endsStatement = opening.closing === ENDS[opening.state]
    this.#base = opening.base
    this.state = endsStatement ? opening.base : opening.state
  }

  endLine(): void {
    if (this.state === 'keyword') this.state = 'keyword-line'
    else if (!GOES_ON.has(this.state)) this.endStatement()
  }

  /** A token follows that is neither blank nor comment. */
  beginToken(char: string): void {
    if (this.state === 'keyword-line') this.state = char === '{' ? 'keyword' : this.#base
  }

  endStatement(): void {
    this.state = this.#base
  }

  /** A statement began with a word, which is a command unless it is a keyword. */
  beginWith(word: string): void {
    this.state = STATE_AFTER.get(word.toLowerCase()) ?? 'command'
  }

  /** A name stands in an expression: in `foreach ($x in …)` a statement follows one. */
  passName(name: string): void {
    if (/^in$/i.test(name) && this.#open.at(-1)?.state === 'keyword') this.state = 'start'
  }
}
