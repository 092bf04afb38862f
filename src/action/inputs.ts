import path from 'node:path'
import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'

/** Every input of action.yml with its default. README and action.yml are held equal to this table by a test. */
export const INPUT_DEFAULTS = {
  manifest: '',
  modules: '',
  'working-directory': '',
  sources: '',
  'source-map': '',
  prerelease: 'false',
  tags: '',
  lockfile: '',
  locked: 'auto',
  'on-mismatch': 'next',
  'on-stale': 'warn',
  cache: 'auto',
  'skip-dependencies': 'false',
  'skip-installed': 'false',
  install: 'true',
  'repository-path': '',
  'modules-path': '',
  'register-as': '',
  'register-powershellget': 'false',
  'ca-file': '',
  timeout: '10m',
  'source-timeout': '8s',
  'hedge-after': '750ms',
  concurrency: '16',
} as const

export type InputName = keyof typeof INPUT_DEFAULTS

export interface Inputs {
  readonly manifest: string
  readonly modules: string
  /** Absolute. */
  readonly workingDirectory: string
  /** See `ReadOptions`. */
  readonly fence: string | undefined
  readonly sources: string
  readonly sourceMap: string
  readonly prerelease: boolean
  /** Tags of PSDepend to restrict to; empty for all. */
  readonly tags: readonly string[]
  readonly skipDependencies: boolean
  /** The lock, absolute; undefined for the one beside the requirements. */
  readonly lockfile: string | undefined
  /** Whether a lock is followed: where there is one, in any case, or not at all. */
  readonly locked: (typeof LOCKED)[number]
  /** What follows when a source sends other bytes than are locked. */
  readonly onMismatch: (typeof ON_MISMATCH)[number]
  /** What follows when only the last known good set could be restored. */
  readonly onStale: (typeof ON_STALE)[number]
  readonly cache: (typeof CACHE)[number]
  /** Take modules that the machine already has at a version that will do. */
  readonly skipInstalled: boolean
  /** Expand modules and scripts, and let later steps find them. */
  readonly install: boolean
  /** Absolute; undefined for a folder of our own under the runner's temp folder. */
  readonly repositoryPath: string | undefined
  /** Likewise. */
  readonly modulesPath: string | undefined
  /** The name under which PSResourceGet is to know the local repository. */
  readonly registerAs: string | undefined
  /** Whether PowerShellGet v2 is to know it too. */
  readonly registerPowerShellGet: boolean
  /** Files of certificate authorities, absolute. */
  readonly caFiles: readonly string[]
  readonly timeoutMs: number
  readonly sourceTimeoutMs: number
  /** 0 where no source is ever asked beside a silent one. */
  readonly hedgeAfterMs: number
  readonly concurrency: number
}

/** @param get gives an input's text; empty for one that is not set */
export function readInputs(
  get: (name: InputName) => string,
  { workspace, fence }: { readonly workspace: string; readonly fence?: string },
): Result<Inputs, Problem> {
  const text = (name: InputName): string => get(name).trim() || INPUT_DEFAULTS[name]
  const wrong: Problem[] = []
  const valid = <T>(read: Result<T, Problem>, otherwise: T): T => {
    if (read.ok) return read.value
    wrong.push(read.error)
    return otherwise
  }
  const isOn = (name: InputName): boolean => valid(readSwitch(name, text(name)), false)
  const choice = <const T extends string>(name: InputName, words: readonly T[]): T =>
    valid(readChoice(name, text(name), words), words[0] as T)
  const duration = (name: InputName): number => valid(readDuration(name, text(name)), 0)
  const absolute = (name: InputName, stated: string): string => {
    if (/^~|\$\{\{/.test(stated)) wrong.push(unexpanded(name, stated))
    if (/\p{Cc}/u.test(stated)) wrong.push(unprintable(name))
    return path.resolve(workspace, stated)
  }
  const folder = (name: InputName): string | undefined => (text(name) === '' ? undefined : absolute(name, text(name)))
  const paths = (name: InputName): readonly string[] =>
    text(name)
      .split(/[\r\n]/)
      .map(line => line.trim())
      .filter(line => line !== '')
      .map(line => absolute(name, line))
  const inputs: Inputs = {
    manifest: text('manifest'),
    modules: get('modules'),
    workingDirectory: path.resolve(workspace, text('working-directory')),
    fence,
    sources: text('sources'),
    sourceMap: text('source-map'),
    prerelease: isOn('prerelease'),
    tags: readWords(text('tags')),
    skipDependencies: isOn('skip-dependencies'),
    lockfile: folder('lockfile'),
    locked: choice('locked', LOCKED),
    onMismatch: choice('on-mismatch', ON_MISMATCH),
    onStale: choice('on-stale', ON_STALE),
    cache: choice('cache', CACHE),
    skipInstalled: isOn('skip-installed'),
    install: isOn('install'),
    repositoryPath: folder('repository-path'),
    modulesPath: folder('modules-path'),
    registerAs: text('register-as') || undefined,
    registerPowerShellGet: isOn('register-powershellget'),
    caFiles: paths('ca-file'),
    timeoutMs: duration('timeout'),
    sourceTimeoutMs: duration('source-timeout'),
    hedgeAfterMs: duration('hedge-after'),
    concurrency: valid(readCount('concurrency', text('concurrency')), 1),
  }
  const [problem] = wrong
  return problem ? err(problem) : ok(inputs)
}

/** What a shell or the runner would have put something else in the place of. */
function unexpanded(name: InputName, stated: string): Problem {
  return {
    code: 'INPUT',
    sentence: `The input "${name}" is "${stated.slice(0, 80)}", of which nothing makes a path.`,
    hint: 'Write the path itself; "~" is only known to shells.',
  }
}

/** Behind a line end would stand a second entry of PATH, or of the output `repository-paths`. */
function unprintable(name: InputName): Problem {
  return {
    code: 'INPUT',
    sentence: `The input "${name}" holds a line end or another control character, which no folder or file of ours may have.`,
    hint: 'Name one path; what is right of the colon in YAML should begin with no "|" or ">".',
  }
}

function readSwitch(name: InputName, text: string): Result<boolean, Problem> {
  const lower = text.toLowerCase()
  if (lower === 'true' || lower === 'false') return ok(lower === 'true')
  return err(wrongInput(name, text, 'true or false'))
}

const LOCKED = ['auto', 'true', 'false'] as const
const ON_MISMATCH = ['next', 'fail'] as const
const ON_STALE = ['warn', 'fail'] as const
const CACHE = ['auto', 'true', 'false', 'restore-only'] as const

function readChoice<const T extends string>(name: InputName, text: string, words: readonly T[]): Result<T, Problem> {
  const found = words.find(word => word === text.toLowerCase())
  return found === undefined
    ? err(wrongInput(name, text, new Intl.ListFormat('en', { type: 'disjunction' }).format(words)))
    : ok(found)
}

/** Words a line or between commas. */
function readWords(text: string): readonly string[] {
  return text
    .split(/[\r\n,]/)
    .map(word => word.trim())
    .filter(word => word !== '')
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** `750ms`, `8s`, `10m`, `1h` in milliseconds: from 1 ms to 24 h; 0, in any unit or none, where it means never. */
export function readDuration(name: InputName, text: string): Result<number, Problem> {
  const mayBeNever = name === 'hedge-after'
  const [, number, unit = ''] = /^([0-9]{1,9}(?:\.[0-9]{1,3})?)\s*(ms|s|m|h)?$/.exec(text.toLowerCase()) ?? []
  if (mayBeNever && Number(number) === 0) return ok(0)
  const ms = Number(number) * (UNIT_MS[unit] ?? Number.NaN)
  if (ms >= 1 && ms <= 24 * 3_600_000) return ok(ms)
  const [first, second, third] = new Set([INPUT_DEFAULTS[name], '750ms', '1.5m', '8s'])
  const wanted = `a time such as ${first}, ${second} or ${third}, of at most 24h${mayBeNever ? ', nor 0 for never' : ''}`
  return err(wrongInput(name, text, wanted))
}

const MOST_AT_ONCE = 64

function readCount(name: InputName, text: string): Result<number, Problem> {
  const count = /^[0-9]{1,4}$/.test(text) ? Number(text) : Number.NaN
  if (count >= 1 && count <= MOST_AT_ONCE) return ok(count)
  return err(wrongInput(name, text, `a whole number from 1 to ${MOST_AT_ONCE}`))
}

function wrongInput(name: InputName, text: string, wanted: string): Problem {
  return {
    code: 'INPUT',
    sentence: `The input "${name}" is "${text.slice(0, 80)}", which is not ${wanted}.`,
    hint: `Leave it out for the default${INPUT_DEFAULTS[name] === '' ? '' : ` (${INPUT_DEFAULTS[name]})`}.`,
  }
}
