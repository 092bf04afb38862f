import { parseArgs } from 'node:util'
import type { Problem } from '../problem.ts'
import { nearestWord } from '../requirements/nearest.ts'
import { err, ok, type Result } from '../result.ts'

/** What somebody typed behind the name of the program. */
export interface Command {
  readonly name: CommandName | 'help' | 'version'
  /** What stands behind the command without a dash. */
  readonly operands: readonly string[]
  /** Flags that have the names and meanings of the action's inputs; several of a list are its lines, else the last counts. */
  readonly inputs: Readonly<Record<string, string>>
  readonly json: boolean
  readonly explain: boolean
}

const COMMANDS = ['requirements'] as const
type CommandName = (typeof COMMANDS)[number]

/** The action's inputs that the command takes as flags. */
const TEXTS = ['modules', 'working-directory', 'tags'] as const
const LISTS: readonly string[] = ['modules', 'tags']
const SWITCHES = ['prerelease'] as const
const OWN = ['json', 'explain', 'help', 'version'] as const

/** Reads the arguments. Errors: `USAGE`, with what was probably meant. */
export function parseArguments(argv: readonly string[]): Result<Command, Problem> {
  const { tokens } = parseArgs({
    args: [...argv],
    options: {
      ...Object.fromEntries(TEXTS.map(name => [name, { type: 'string' as const, multiple: true }])),
      ...Object.fromEntries([...SWITCHES, ...OWN].map(name => [name, { type: 'boolean' as const }])),
      help: { type: 'boolean', short: 'h' },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = new Map<string, string[]>()
  const words: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    const problem = wrongOption(token)
    if (problem) return err(problem)
    given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? 'true'])
  }
  const [word, ...operands] = words
  const name = given.has('version') ? 'version' : given.has('help') || word === undefined ? 'help' : commandNamed(word)
  if (name === undefined) return err(unknownCommand(word ?? ''))
  const odd = operands.find(operand => NO_LINE.test(operand))
  if (odd !== undefined) return err(noFile(odd))
  const inputs = [...TEXTS, ...SWITCHES].flatMap(each => {
    const values = given.get(each)
    return values ? [[each, LISTS.includes(each) ? values.join('\n') : (values.at(-1) ?? '')] as const] : []
  })
  return ok({
    name,
    operands,
    inputs: Object.fromEntries(inputs),
    json: given.has('json'),
    explain: given.has('explain'),
  })
}

function commandNamed(word: string): CommandName | 'help' | undefined {
  return word === 'help' ? 'help' : COMMANDS.find(name => name === word)
}

interface Option {
  readonly name: string
  /** As it was typed. */
  readonly rawName: string
  readonly value?: string | undefined
  /** Whether the value stood behind a "=". */
  readonly inlineValue?: boolean | undefined
}

function wrongOption({ name, rawName, value, inlineValue }: Option): Problem | undefined {
  const texts: readonly string[] = TEXTS
  const switches: readonly string[] = [...SWITCHES, ...OWN]
  if (texts.includes(name)) {
    // What begins with a dash is the next option: the value was forgotten.
    const isMissing = value === undefined || (inlineValue !== true && value.startsWith('-'))
    return isMissing ? usage(`${rawName} wants a value behind it`, `Write ${rawName}=…`) : undefined
  }
  if (switches.includes(name)) {
    return value === undefined ? undefined : usage(`${rawName} takes no value`, `Write ${rawName} alone.`)
  }
  const nearest = nearestWord(name, [...texts, ...switches])
  return usage(`there is no option ${rawName}`, nearest === undefined ? SEE_HELP : `Did you mean --${nearest}?`)
}

/** What would be no line of the input "manifest", or several: left out there, and a search would begin in its place. */
const NO_LINE = /^\s*(?:#|$)|[\r\n]/

function noFile(operand: string): Problem {
  const hint = /[\r\n]/.test(operand) ? 'Give each file an argument of its own.' : `Write ./${operand}`
  const whenEmpty = 'Is a variable empty? Without any FILE, one is searched for.'
  return usage(`${JSON.stringify(operand.slice(0, 80))} is no FILE`, operand.trim() === '' ? whenEmpty : hint)
}

function unknownCommand(word: string): Problem {
  const nearest = nearestWord(word, COMMANDS)
  const isFile = /[./\\*]/.test(word)
  const meant = isFile ? `requirements ${word.slice(0, 80)}` : nearest
  const hint = meant === undefined ? SEE_HELP : `Did you mean "${meant}"?`
  return usage(`there is no command "${word.slice(0, 80)}"`, hint)
}

const SEE_HELP = 'See psmodule-restore --help.'

function usage(what: string, hint: string): Problem {
  return { code: 'USAGE', sentence: `The command line cannot be understood: ${what}.`, hint }
}
