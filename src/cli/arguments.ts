import { parseArgs } from 'node:util'
import type { Problem } from '../problem.ts'
import { excerpt } from '../redact.ts'
import { nearestWord } from '../requirements/nearest.ts'
import { err, ok, type Result } from '../result.ts'
import { COMMANDS, type CommandName, type CommandOptions } from './options.ts'

/** What somebody typed behind the name of the program. */
export interface Command {
  readonly name: CommandName | 'help' | 'version'
  /** What stands behind the command without a dash. */
  readonly operands: readonly string[]
  /** Options that are inputs of the action, by their names; what is repeated has a line for each. */
  readonly inputs: Readonly<Record<string, string>>
  /** The command's own: a switch has the value `true`, one with names has them, a line each; an empty line means all. */
  readonly options: Readonly<Record<string, string>>
}

const GENERAL = ['help', 'version'] as const

/** Reads the arguments. Errors: `USAGE`, with what was probably meant. */
export function parseArguments(argv: readonly string[]): Result<Command, Problem> {
  const overlong = optionsOf(argv).find(text => /^-[^-]/.test(text) && text.length > MAX_SHORT)
  if (overlong !== undefined) return err(usage(`there is no option ${excerpt(overlong)}`, SEE_HELP))
  const tokens = tokensOf(argv)
  const [word, ...operands] = tokens.flatMap(token => (token.kind === 'positional' ? token.value : []))
  const command = commandNamed(word)
  const options = command === undefined ? ALL_OPTIONS : COMMANDS[command]
  const given = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const problem = wrongOption(token, options)
    if (problem) return err(problem)
    const values = given.get(token.name) ?? []
    values.push(token.value ?? 'true')
    given.set(token.name, values)
  }
  if (given.has('version')) return ok({ ...NOTHING, name: 'version' })
  if (given.has('help') || word === 'help' || argv.length === 0) return ok({ ...NOTHING, name: 'help' })
  if (word === undefined) return err(usage('there is no command in it', 'Did you mean "restore"?'))
  if (command === undefined) return err(unknownCommand(word))
  if (given.has('json') && given.has('print-env')) {
    return err(usage('--json and --print-env both want standard output for themselves', 'Leave one of them out.'))
  }
  const odd = operands.find(operand => NO_LINE.test(operand))
  if (odd !== undefined) return err(noFile(odd))
  return ok({ name: command, operands, inputs: inputsIn(given, options), options: ownIn(given, options) })
}

/** `parseArgs` takes each letter behind a single dash for an option, in a time that grows with the square of their number. */
const MAX_SHORT = 100

/** What stands in front of `--`, behind which nothing is an option. */
function optionsOf(argv: readonly string[]): readonly string[] {
  return argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
}

const NOTHING = { operands: [], inputs: {}, options: {} } as const

/** Those of every command, for what is typed before it is known which one is meant. */
const ALL_OPTIONS: CommandOptions = {
  texts: all(({ texts }) => texts),
  lists: all(({ lists }) => lists),
  switches: all(({ switches }) => switches),
  negatable: all(({ negatable }) => negatable),
  own: all(({ own }) => own),
  named: all(({ named }) => named),
  choices: Object.assign({}, ...Object.values(COMMANDS).map(({ choices }) => choices)),
}

function all(select: (options: CommandOptions) => readonly string[]): readonly string[] {
  return [...new Set(Object.values(COMMANDS).flatMap(select))]
}

function tokensOf(argv: readonly string[]) {
  const { valued, valueless } = namesOf(ALL_OPTIONS)
  const { tokens } = parseArgs({
    args: withNames(argv),
    options: {
      ...Object.fromEntries(valued.map(name => [name, { type: 'string' as const, multiple: true }])),
      ...Object.fromEntries(valueless.map(name => [name, { type: 'boolean' as const }])),
      ...Object.fromEntries(ALL_OPTIONS.named.map(name => [name, { type: 'string' as const, multiple: true }])),
      help: { type: 'boolean', short: 'h' },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  return tokens
}

/** The name of a module, which a FILE is told from by its extension. */
const NAME = /^(?!.*\.(?:psd1|psm1|ps1|jsonc?)$)[A-Za-z0-9_][A-Za-z0-9_.-]*$/i

/** `--upgrade Pester` as `--upgrade=Pester`; what cannot be a name is the next argument. */
function withNames(argv: readonly string[]): string[] {
  const options = optionsOf(argv)
  const args: string[] = []
  for (const text of options) {
    const before = args.at(-1) ?? ''
    if (NAME.test(text) && isUnnamed(before)) args[args.length - 1] = before + text
    else args.push(isUnnamed(`${text}=`) ? `${text}=` : text)
  }
  return [...args, ...argv.slice(options.length)]
}

function isUnnamed(text: string): boolean {
  return ALL_OPTIONS.named.some(name => text === `--${name}=`)
}

function namesOf({ texts, switches, negatable, own, choices }: CommandOptions): {
  readonly valued: readonly string[]
  readonly valueless: readonly string[]
} {
  return {
    valued: [...texts, ...Object.keys(choices)],
    valueless: [...switches, ...negatable.map(name => `no-${name}`), ...own, ...GENERAL],
  }
}

type Given = ReadonlyMap<string, readonly string[]>

function inputsIn(
  given: Given,
  { texts, lists, switches, negatable }: CommandOptions,
): Readonly<Record<string, string>> {
  const inputs: Record<string, string> = {}
  for (const name of [...texts, ...switches]) {
    const values = given.get(name)
    if (values) inputs[name] = lists.includes(name) ? values.join('\n') : (values.at(-1) ?? '')
  }
  for (const name of negatable) if (given.has(`no-${name}`)) inputs[name] = 'false'
  return inputs
}

function ownIn(given: Given, { own, named, choices }: CommandOptions): Readonly<Record<string, string>> {
  const stated = [...own, ...Object.keys(choices)].filter(name => given.has(name))
  const repeated = named.filter(name => given.has(name))
  return Object.fromEntries([
    ...stated.map(name => [name, given.get(name)?.at(-1) ?? '']),
    ...repeated.map(name => [name, (given.get(name) ?? []).join('\n')]),
  ])
}

function commandNamed(word: string | undefined): CommandName | undefined {
  return NAMES.find(name => name === word)
}

const NAMES = Object.keys(COMMANDS) as readonly CommandName[]

interface Option {
  readonly name: string
  /** As it was typed. */
  readonly rawName: string
  readonly value?: string | undefined
  /** Whether the value stood behind a "=". */
  readonly inlineValue?: boolean | undefined
}

function wrongOption({ name, rawName, value, inlineValue }: Option, options: CommandOptions): Problem | undefined {
  const { valued, valueless } = namesOf(options)
  if (valued.includes(name)) {
    // What begins with a dash is the next option: the value was forgotten.
    const isMissing = value === undefined || (inlineValue !== true && value.startsWith('-'))
    if (isMissing) return usage(`${rawName} wants a value behind it`, `Write ${rawName}=…`)
    const choices = Object.entries(options.choices).find(([option]) => option === name)?.[1]
    if (!choices || choices.includes(value)) return undefined
    return usage(`${rawName} is not for "${excerpt(value)}"`, `It takes ${choices.join(' or ')}.`)
  }
  if (options.named.includes(name)) return undefined
  if (valueless.includes(name)) {
    return value === undefined ? undefined : usage(`${rawName} takes no value`, `Write ${rawName} alone.`)
  }
  if (options.negatable.includes(name)) {
    return usage(`there is no option ${excerpt(rawName)}`, `It is on unless --no-${name} is said.`)
  }
  const nearest = nearestWord(name, [...valued, ...valueless, ...options.named])
  return usage(
    `there is no option ${excerpt(rawName)}`,
    nearest === undefined ? SEE_HELP : `Did you mean --${nearest}?`,
  )
}

/** What would be no line of the input "manifest", or several: left out there, and a search would begin in its place. */
const NO_LINE = /^\s*(?:#|$)|[\r\n]/

function noFile(operand: string): Problem {
  const hint = /[\r\n]/.test(operand) ? 'Give each file an argument of its own.' : `Write ./${operand}`
  const whenEmpty = 'Is a variable empty? Without any FILE, one is searched for.'
  return usage(`${JSON.stringify(operand.slice(0, 80))} is no FILE`, operand.trim() === '' ? whenEmpty : hint)
}

function unknownCommand(word: string): Problem {
  const nearest = nearestWord(word, NAMES)
  const isFile = /[./\\*]/.test(word)
  const meant = isFile ? `restore ${word.slice(0, 80)}` : nearest
  const hint = meant === undefined ? SEE_HELP : `Did you mean "${meant}"?`
  return usage(`there is no command "${excerpt(word)}"`, hint)
}

const SEE_HELP = 'See psmodule-restore --help.'

function usage(what: string, hint: string): Problem {
  return { code: 'USAGE', sentence: `The command line cannot be understood: ${what}.`, hint }
}
