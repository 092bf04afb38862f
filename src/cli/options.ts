import { SHELLS } from '../powershell/print-environment.ts'

/** What can stand behind a command. The inputs of the action are options of the same name and meaning. */
export interface CommandOptions {
  /** Inputs that want a value. */
  readonly texts: readonly string[]
  /** Those of them that may be repeated, a line each; of another the last one counts. */
  readonly lists: readonly string[]
  /** Inputs that are off unless they are named. */
  readonly switches: readonly string[]
  /** Inputs that are on unless `--no-…` is said. */
  readonly negatable: readonly string[]
  /** What only the command has: switches, and one with the values that it takes. */
  readonly own: readonly string[]
  /** Switches of the command that may have a name behind them, and be repeated. */
  readonly named: readonly string[]
  readonly choices: Readonly<Record<string, readonly string[]>>
}

export const COMMANDS = {
  lock: {
    texts: [
      'modules',
      'working-directory',
      'sources',
      'source-map',
      'tags',
      'lockfile',
      'cache',
      'ca-file',
      'timeout',
      'source-timeout',
      'concurrency',
    ],
    lists: ['modules', 'sources', 'source-map', 'tags', 'ca-file'],
    switches: ['prerelease', 'skip-dependencies'],
    negatable: [],
    own: ['corroborate'],
    named: ['upgrade'],
    choices: {},
  },
  restore: {
    texts: [
      'modules',
      'working-directory',
      'sources',
      'source-map',
      'tags',
      'lockfile',
      'locked',
      'on-mismatch',
      'on-stale',
      'cache',
      'repository-path',
      'modules-path',
      'register-as',
      'ca-file',
      'timeout',
      'source-timeout',
      'hedge-after',
      'concurrency',
    ],
    lists: ['modules', 'sources', 'source-map', 'tags', 'ca-file'],
    switches: ['prerelease', 'skip-dependencies', 'skip-installed', 'register-powershellget'],
    negatable: ['install'],
    own: ['json'],
    named: [],
    choices: { 'print-env': SHELLS },
  },
  requirements: {
    texts: ['modules', 'working-directory', 'tags'],
    lists: ['modules', 'tags'],
    switches: ['prerelease'],
    negatable: [],
    own: ['json', 'explain'],
    named: [],
    choices: {},
  },
} as const satisfies Readonly<Record<string, CommandOptions>>

export type CommandName = keyof typeof COMMANDS

/** The inputs that a command takes; a variable of another command is none of its business. `manifest` is its FILE. */
export function inputsOf(name: CommandName): readonly string[] {
  const { texts, switches, negatable }: CommandOptions = COMMANDS[name]
  return ['manifest', ...texts, ...switches, ...negatable]
}
