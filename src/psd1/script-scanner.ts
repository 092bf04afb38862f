import { err, ok, type Result } from '../result.ts'
import { BLANKS, Cursor, DASHES, DOUBLE_QUOTES, SINGLE_QUOTES, searchFrom } from './cursor.ts'
import { type Fault, syntaxFault } from './fault.ts'
import { readNumber } from './numbers.ts'
import { type Base, ScriptContext } from './script-context.ts'
import { readString, type StringRead, startsString } from './strings.ts'
import { PARAMETER, readDollar, readWord, WORD_ENDS } from './word.ts'

/**
 * Finds where the line comments of a script begin, in order. Those in a sub-expression inside a string or word are not among
 * them: to PowerShell too that is text at first.
 *
 * What is a comment depends on where it stands: `$x#y` holds one where it begins a statement, and none as an argument. So the
 * scanner follows the modes that PowerShell's parser puts its tokenizer in, as far as statements, commands, expressions and
 * brackets tell; it knows no grammar. It takes linear time, and no stack however deep the brackets nest.
 *
 * Errors: a string, block comment or `${` that is never closed; brackets that nest absurdly deep.
 */
export function findLineComments(text: string): Result<readonly number[], Fault> {
  return new Scanner(text).scan()
}

const BLANK_RUN = new RegExp(`[${BLANKS}]+`, 'uy')
const JOINT = new RegExp(`\`(?:\\r\\n|[\\r\\n${BLANKS}])`, 'uy')
const LINE_COMMENT = /#[^\r\n]*/y
const NAME = /[\p{L}\p{Nd}_]+/uy
const OPERATOR = new RegExp(`[${DASHES}]\\p{L}+`, 'uy')
/** A bracket and the name of a type, which may hold a `#`. */
const TYPE = /\[(?:[\p{L}_][\p{L}\p{Nd}_.`+#\\]*)?/uy
const OPENING = /[@$]?\(|@?\{/y
const VARIABLE = /[$@](?:[$^?]|[\p{L}\p{Nd}_:][\p{L}\p{Nd}_?]*(?::(?!:)[\p{L}\p{Nd}_?]*){0,4})/uy
const VARIABLE_END = new RegExp(`[${WORD_ENDS}.[=]|::|$`, 'uy')
const MEMBER = new RegExp(`(?:\\??\\.(?!\\.)|::)(?![${BLANKS}\\r\\n])`, 'uy')
/** The operator that runs a script in place; before anything else a dot begins a word. */
const DOT = /\.(?=[$"'])/y
const REDIRECTION = new RegExp(`[*1-6]?>>?(?:&[12])?[${BLANKS}]*`, 'uy')
/** What begins a statement that is an expression: an operand, or an operator that can stand before one. */
const OPERAND = new RegExp(`[$@[+!,${DASHES}${SINGLE_QUOTES}${DOUBLE_QUOTES}({]`, 'y')
/** A file name behind a redirection, which is read as an argument even if an expression is redirected. */
const FILE_NAME = /[\p{L}\p{Nd}_.\\/~:$]/uy

class Scanner {
  readonly #cursor: Cursor
  readonly #comments: number[] = []
  readonly #context = new ScriptContext()
  /** Where the last operand ended: what follows at once can take a member of it. */
  #operandEnd = -1
  /** Where the last name in an expression ended: a bracket at once behind it holds arguments. */
  #nameEnd = -1

  constructor(text: string) {
    this.#cursor = new Cursor(text)
  }

  scan(): Result<readonly number[], Fault> {
    while (!this.#cursor.isDone()) {
      const fault = this.#passToken()
      if (fault) return err(fault)
    }
    return ok(this.#comments)
  }

  #passToken(): Fault | undefined {
    const cursor = this.#cursor
    const char = cursor.peek()
    if (cursor.skip(BLANK_RUN) || cursor.skip(JOINT)) return undefined
    if (char === '#') return this.#passLineComment()
    if (cursor.startsWith('<#')) return this.#passBlockComment()
    if (char === '\n' || char === '\r') return this.#passLineEnd()
    if (';|&'.includes(char)) return this.#passSeparator(char)
    this.#context.beginToken(char)
    if (this.#context.state === 'start' && (cursor.match(OPERAND) || readNumber(cursor.text, cursor.at))) {
      this.#context.state = 'expression'
    }
    const opening = cursor.match(OPENING)?.[0]
    if (opening !== undefined) return this.#passOpening(opening)
    if (')}]'.includes(char)) return this.#passClosing(char)
    if (startsString(cursor.text, cursor.at)) return this.#passOperand(readString(cursor.text, cursor.at))
    if (this.#context.state === 'start') return this.#passFirstWord()
    if (this.#context.state === 'function') return this.#passFunctionName()
    return this.#context.state === 'command' ? this.#passArgument() : this.#passInExpression(char)
  }

  #passLineComment(): undefined {
    this.#comments.push(this.#cursor.at)
    this.#cursor.skip(LINE_COMMENT)
  }

  #passBlockComment(): Fault | undefined {
    const { at, text } = this.#cursor
    const end = text.indexOf('#>', at + 2)
    if (end === -1) return syntaxFault(at, 'the comment that begins here is never closed', 'Close it with #>').error
    this.#cursor.at = end + 2
    return undefined
  }

  #passLineEnd(): undefined {
    this.#cursor.at += 1
    this.#context.endLine()
  }

  #passSeparator(char: string): undefined {
    const invokes = char === '&' && this.#context.state === 'start'
    this.#cursor.at += this.#cursor.startsWith('&&') ? 2 : 1
    if (char === ';') this.#context.endStatement()
    else this.#context.state = invokes ? 'command' : 'start'
  }

  #passOpening(opening: string): Fault | undefined {
    const { at } = this.#cursor
    const holdsArguments = opening === '(' && this.#nameEnd === at
    const holdsNames = opening === '@{' || (opening === '{' && this.#context.state === 'declaration')
    this.#cursor.at += opening.length
    return this.#enter(at, opening.endsWith('(') ? ')' : '}', holdsArguments || holdsNames ? 'expression' : 'start')
  }

  #passSquareBracket(): Fault | undefined {
    const { at } = this.#cursor
    this.#cursor.skip(TYPE)
    this.#nameEnd = this.#cursor.at
    return this.#enter(at, ']', 'expression')
  }

  #enter(at: number, closing: ')' | '}' | ']', base: Base): Fault | undefined {
    if (this.#context.enter(closing, base)) return undefined
    const hint = 'Look for brackets that are opened and not closed.'
    return { code: 'PSD1_TOO_DEEP', at, what: 'its brackets nest too deep', hint }
  }

  #passClosing(closing: string): undefined {
    this.#context.leave(closing)
    this.#cursor.at += 1
    this.#operandEnd = this.#cursor.at
  }

  #passFirstWord(): Fault | undefined {
    const cursor = this.#cursor
    const { at, text } = cursor
    if (cursor.skip(DOT)) {
      this.#context.state = 'command'
      return undefined
    }
    const fault = this.#passWord()
    this.#context.beginWith(text.slice(at, cursor.at))
    return fault
  }

  #passFunctionName(): Fault | undefined {
    this.#context.state = 'keyword'
    return this.#passWord()
  }

  #passArgument(): Fault | undefined {
    const cursor = this.#cursor
    const { at, text } = cursor
    if (this.#operandEnd === at) {
      if (cursor.peek() === '[') return this.#passSquareBracket()
      if (cursor.skip(MEMBER)) return this.#passName()
    }
    if (cursor.skip(DOT) || cursor.skip(REDIRECTION) || cursor.skip(PARAMETER)) return undefined
    if ('$@'.includes(cursor.peek())) return this.#passVariable()
    const fault = this.#passWord()
    if (cursor.at === at + 3 && text.startsWith('--%', at)) cursor.at = verbatimEnd(text, cursor.at)
    return fault
  }

  #passInExpression(char: string): Fault | undefined {
    const cursor = this.#cursor
    if ('$@'.includes(char)) return this.#passVariable()
    if (char === '[') return this.#passSquareBracket()
    if (char === '`') return this.#passWord()
    if (char === '>') {
      cursor.skip(REDIRECTION)
      return cursor.match(FILE_NAME) ? this.#passWord() : undefined
    }
    const name = cursor.match(NAME)?.[0]
    if (name !== undefined) {
      this.#context.passName(name)
      return this.#passName()
    }
    if (cursor.skip(OPERATOR)) return undefined
    if (char === '=') this.#context.state = 'start'
    cursor.at += 1
    return undefined
  }

  #passName(): undefined {
    if (!this.#cursor.skip(NAME)) return
    this.#operandEnd = this.#cursor.at
    this.#nameEnd = this.#cursor.at
  }

  /** In a command, a variable with anything but its end behind it is the beginning of a word. */
  #passVariable(): Fault | undefined {
    const cursor = this.#cursor
    const { at, text } = cursor
    if (cursor.startsWith('${')) {
      const fault = this.#passOperand(readDollar(text, at))
      if (fault) return fault
    } else if (!cursor.skip(VARIABLE)) {
      return this.#passWord()
    }
    this.#operandEnd = cursor.at
    if (this.#context.state !== 'command' || cursor.match(VARIABLE_END)) return undefined
    cursor.at = at
    return this.#passWord()
  }

  /** Passes at least one character: where no word begins, there is one that means nothing here. */
  #passWord(): Fault | undefined {
    const { at, text } = this.#cursor
    const word = readWord(text, at)
    if (!word.ok) return word.error
    this.#cursor.at = Math.max(word.value.end, at + 1)
    return undefined
  }

  #passOperand(operand: Result<StringRead, Fault>): Fault | undefined {
    if (!operand.ok) return operand.error
    this.#cursor.at = operand.value.end
    this.#operandEnd = this.#cursor.at
    return undefined
  }
}

const VERBATIM_SPECIAL = new RegExp(`[|&\\r\\n${DOUBLE_QUOTES}]`, 'g')

/** Behind `--%` the line counts as it stands, up to a pipe outside of double quotes. */
function verbatimEnd(text: string, from: number): number {
  let quoted = false
  let at = searchFrom(text, VERBATIM_SPECIAL, from)
  while (at !== -1) {
    const char = text.charAt(at)
    if (char === '\r' || char === '\n') return at
    if (char !== '|' && char !== '&') quoted = !quoted
    else if (!quoted && (char === '|' || text.startsWith('&&', at))) return at
    at = searchFrom(text, VERBATIM_SPECIAL, at + 1)
  }
  return text.length
}
