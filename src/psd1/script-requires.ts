import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import type { TextDocument } from '../text.ts'
import { Cursor } from './cursor.ts'
import { type Fault, problemOf, shown, syntaxFault } from './fault.ts'
import { trailingComma } from './mend.ts'
import { readElement } from './parse.ts'
import { findLineComments } from './script-scanner.ts'
import { skipBracket } from './skip-expression.ts'
import { startsString } from './strings.ts'
import { type Psd1Value, unknownValue } from './value.ts'
import { PARAMETER, readWord } from './word.ts'

/** What a script's `#Requires` comments ask for. */
export interface ScriptRequires {
  /**
   * The arguments of every `-Modules`, in order: a text (a name) or a table (a module specification); `at` is the offset in
   * the script. A value that is not constant is `unknown`.
   */
  readonly modules: readonly Psd1Value[]
  /** Where each `#Requires` begins, with or without `-Modules`; none if the script states none. */
  readonly statements: readonly number[]
}

/**
 * Reads the `#Requires` statements of a PowerShell script or module (`.ps1`, `.psm1`) without running anything, as PowerShell's
 * own tokenizer finds and reads them (`tokenizer.cs`, `GetScriptRequirements`). A statement is a line comment that begins with
 * `#requires`, wherever in the script it stands: in a function, behind code. `# requires` and `##requires` are remarks.
 *
 * Of a statement only `-Modules` is read, which may be shortened (`-Module`, `-m`); whether the rest of it is right is left to
 * PowerShell.
 *
 * Errors: `PSD1_SYNTAX` for a statement whose modules cannot be read, and for a string or block comment of the script that is
 * never closed, even if all statements stand before it: PowerShell would not run such a script, and what follows the fault
 * cannot be told from text, so that a statement there would be missed without a word. `PSD1_TOO_DEEP` for brackets nested
 * absurdly deep. Each has place, frame and the likely mend. Other faults of the script are left to PowerShell. Time and memory
 * are linear in the length of the text.
 */
export function readScriptRequires(document: TextDocument): Result<ScriptRequires, Problem> {
  const requires = readStatements(document.text)
  return requires.ok ? requires : err(problemOf(document, requires.error))
}

const REQUIRES = /#requires/iy
const LINE_END = /[\r\n]|$/g

function readStatements(text: string): Result<ScriptRequires, Fault> {
  const comments = findLineComments(text)
  if (!comments.ok) return comments
  const statements = comments.value.filter(at => {
    REQUIRES.lastIndex = at
    return REQUIRES.test(text)
  })
  const modules: Psd1Value[] = []
  for (const at of statements) {
    LINE_END.lastIndex = at
    const line = new Cursor(text.slice(0, LINE_END.exec(text)?.index))
    line.at = at
    const read = readStatement(line)
    if (!read.ok) return read
    for (const module of read.value) modules.push(module)
  }
  return ok({ modules, statements })
}

/** The command that PowerShell takes the comment for, up to the end of the line or whatever else ends a command. */
function readStatement(cursor: Cursor): Result<readonly Psd1Value[], Fault> {
  const { at, text } = cursor
  const command = readWord(text, at + 1)
  if (!command.ok) return command
  const { value: name, end } = command.value
  if (name.toLowerCase() !== 'requires') {
    const hint = 'Put a blank behind #Requires, or write a remark with one before the word: # requires'
    return syntaxFault(
      at,
      `PowerShell takes this comment for #Requires, and "${shown(name)}" is no such statement`,
      hint,
    )
  }
  cursor.at = end
  return readParameters(cursor)
}

/** Everything but `-Modules` and its arguments is passed unread. */
function readParameters(cursor: Cursor): Result<readonly Psd1Value[], Fault> {
  const modules: Psd1Value[] = []
  while (!isAtEnd(cursor)) {
    const parameter = cursor.match(PARAMETER)
    if (parameter === undefined) {
      const passed = readList(cursor)
      if (!passed.ok) return passed
      continue
    }
    const [text, name = ''] = parameter
    cursor.at += text.length
    if (!'modules'.startsWith(name.toLowerCase())) continue
    const read = readModules(cursor)
    if (!read.ok) return read
    for (const module of read.value) modules.push(module)
  }
  return ok(modules)
}

const COMMAND_END = /[\0\r\n;)}|&]|$/y

/** Whether the command ends here, blanks and comments aside. */
function isAtEnd(cursor: Cursor): boolean {
  cursor.skipBlanks()
  return cursor.match(COMMAND_END) !== undefined
}

/** The arguments of `-Modules`, which has been passed. */
function readModules(cursor: Cursor): Result<readonly Psd1Value[], Fault> {
  const { at } = cursor
  if (isAtEnd(cursor) || cursor.match(PARAMETER)) {
    return syntaxFault(
      at,
      'no module is named behind -Modules',
      'Name one, as in #Requires -Modules Pester, or remove it.',
    )
  }
  const list = readList(cursor)
  if (!list.ok) return list
  if (!isAtEnd(cursor) && !cursor.match(PARAMETER)) {
    return syntaxFault(cursor.at, 'two modules are not separated', 'Put a comma before this one.')
  }
  const [first] = list.value
  return first?.kind === 'array' && list.value.length === 1 ? ok(first.items) : list
}

/** Arguments with commas between them. */
function readList(cursor: Cursor): Result<readonly Psd1Value[], Fault> {
  const values: Psd1Value[] = []
  for (;;) {
    if (cursor.peek() === ',')
      return syntaxFault(cursor.at, 'a value is missing before this comma', 'Remove the comma.')
    const value = readArgument(cursor)
    if (!value.ok) return value
    values.push(value.value)
    cursor.skipBlanks()
    if (cursor.peek() !== ',') return ok(values)
    const { at } = cursor
    cursor.at += 1
    if (isAtEnd(cursor)) return trailingComma(at)
  }
}

const BRACKET = /@?[({]/y
/** What takes a part of the value before it, or calls a method of it. */
const MEMBER = /[.[:(]/y

function readArgument(cursor: Cursor): Result<Psd1Value, Fault> {
  const { at, text } = cursor
  if (!cursor.match(BRACKET) && !startsString(text, at)) return readBareWord(cursor)
  const value = readElement(cursor)
  if (!value.ok) return value
  const { at: end } = cursor
  while (cursor.match(MEMBER)) {
    const passed = cursor.peek() === '(' ? skipBracket(cursor) : readBareWord(cursor)
    if (!passed.ok) return passed
  }
  if (cursor.at > end) return ok(unknownValue(text, at, cursor.at, 'it takes a part of a value'))
  // `IsConstantValueVisitor` refuses it, whatever it holds.
  if (!text.startsWith('@(', at)) return value
  return ok(unknownValue(text, at, end, 'it is an array in @( ), which #Requires does not take'))
}

/** A text without quotes; a number is one too, since `-Modules` takes names. */
function readBareWord(cursor: Cursor): Result<Psd1Value, Fault> {
  const { at, text } = cursor
  const word = readWord(text, at)
  if (!word.ok) return word
  const { value, why, end } = word.value
  cursor.at = end
  return ok(why === undefined ? { kind: 'string', value, at } : unknownValue(text, at, end, why))
}
