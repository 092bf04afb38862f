import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { declaredInputs } from '../helpers/run-action.ts'
import { BUNDLE, terminalEnvironment } from '../helpers/run-command.ts'
import { type Tree, treeIn } from '../helpers/tree.ts'
import type { Interference } from './interfere.ts'

/** How the bundle is started: by a person, or by the runner of a machine of one's own, which has a tool cache. */
export type Edge = 'command' | 'action'

/** A machine on which restores run, and are stopped. Everything that they may touch lies in `home`. */
export interface Machine extends AsyncDisposable {
  readonly home: string
  readonly packages: string
  readonly modules: string
  start(modules: string, options?: RunOptions): Running
  run(modules: string, options?: RunOptions): Promise<Ended>
}

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>
  readonly interference?: Interference
  readonly environment?: Readonly<Record<string, string>>
  /** A line of the shell that runs the program `"$@"`, with limits of its own. */
  readonly shell?: string
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
}

export interface MachineOptions {
  readonly sources: string
  /** Where the home is made. */
  readonly parent?: string
  /** What is named in `repository-path` and `modules-path`; in the home unless absolute. */
  readonly packages?: string
  readonly modules?: string
}

const INTERFERE = pathToFileURL(path.join(import.meta.dirname, 'interfere.ts')).href
/** Compiled once for all the processes of a test. */
const COMPILED = path.join(tmpdir(), `psmr-compiled-${process.pid}`)
process.on('exit', () => rmSync(COMPILED, { recursive: true, force: true }))

/** A new machine of this kind. */
export async function newMachine(edge: Edge, options: MachineOptions): Promise<Machine> {
  const root = await realpath(await mkdtemp(path.join(options.parent ?? tmpdir(), 'psmr-survival-')))
  const home = path.join(root, 'home')
  await Promise.all(['home/work', 'home/temp', 'runner'].map(name => mkdir(path.join(root, name), { recursive: true })))
  await Promise.all(FILES.map(name => writeFile(path.join(root, 'runner', name), '')))
  const packages = path.resolve(home, options.packages ?? 'packages')
  const modules = path.resolve(home, options.modules ?? 'modules')
  const start = (wanted: string, run: RunOptions = {}): Running => {
    const inputs = { ...run.inputs, sources: options.sources, 'repository-path': packages, 'modules-path': modules }
    const { argv, env } = edge === 'command' ? asCommand(home, wanted, inputs) : asAction(root, home, wanted, inputs)
    const interferes = run.interference && {
      NODE_OPTIONS: `--import=${INTERFERE}`,
      PSMR_INTERFERE: JSON.stringify(run.interference),
    }
    return startProcess(run.shell, argv, {
      cwd: path.join(home, 'work'),
      env: { ...env, NODE_COMPILE_CACHE: COMPILED, ...interferes, ...run.environment },
    })
  }
  return {
    home,
    packages,
    modules,
    start,
    run: (wanted, run) => start(wanted, run).ended,
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

interface Call {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

function asCommand(home: string, wanted: string, inputs: Readonly<Record<string, string>>): Call {
  const options = Object.entries({ ...inputs, modules: wanted }).flatMap(([name, value]) => [`--${name}`, value])
  const env = terminalEnvironment({ HOME: home, XDG_CACHE_HOME: path.join(home, 'cache') })
  return { argv: [BUNDLE, 'restore', ...options], env }
}

const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY']
const declared = await declaredInputs()

function asAction(root: string, home: string, wanted: string, inputs: Readonly<Record<string, string>>): Call {
  const values = [...declared].map(([name, value]) => [name, inputs[name] ?? value] as const)
  const stated = [...values, ['modules', wanted] as const].map(
    ([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const,
  )
  const files = FILES.map(name => [name, path.join(root, 'runner', name)] as const)
  return {
    argv: [BUNDLE],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: path.join(home, 'work'),
      GITHUB_EVENT_NAME: 'push',
      RUNNER_TEMP: path.join(home, 'temp'),
      RUNNER_OS: 'Linux',
      RUNNER_ENVIRONMENT: 'self-hosted',
      RUNNER_TOOL_CACHE: path.join(home, 'tools'),
      ...Object.fromEntries([...files, ...stated]),
    },
  }
}

function startProcess(
  shell: string | undefined,
  argv: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Running {
  const [file, args] =
    shell === undefined ? [process.execPath, argv] : ['sh', ['-c', shell, 'sh', process.execPath, ...argv]]
  const child = spawn(file, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      output += data
    })
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, output }))
  })
  return { child, ended }
}

/** Everything in the home but what says when and where: equal trees are equal restores, with nothing left beside them. */
export async function keptIn({ home }: Pick<Machine, 'home'>): Promise<Tree> {
  const tree = await treeIn(home)
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([name]) => !name.endsWith('/report.json'))
      .sort(),
  )
}

/** What one of two trees lacks or has otherwise: `+` for what the second has and the first has not. */
export function differences(one: Tree, other: Tree): readonly string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort()
  return names.flatMap(name => {
    if (!(name in one)) return [`+${name}`]
    if (!(name in other)) return [`-${name}`]
    return one[name] === other[name] ? [] : [`-${name}: ${one[name]}`, `+${name}: ${other[name]}`]
  })
}

/** Names at the top of a folder that a client would see. */
export async function visibleIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter(name => !name.startsWith('.psmr-')).sort()
}
