import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { assignmentsIn, pathsIn } from './runner.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

export interface ActionRun {
  readonly code: number
  /** Standard output, which is all that the runner reads, and standard error behind it. */
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  /** The variables that later steps of the job have. */
  readonly environment: Readonly<Record<string, string>>
  /** The folders that later steps have in front of their PATH, the last one first. */
  readonly path: readonly string[]
  /** What the post step is handed. */
  readonly state: Readonly<Record<string, string>>
  readonly summary: string
  readonly ms: number
}

/** A job of the runner: its folders and files, as `dist` finds them. */
export interface Job extends AsyncDisposable {
  /** `HOME` of all its steps. */
  readonly home: string
  readonly workspace: string
  readonly temp: string
  /** Runs the built action once, with the inputs that a workflow would state; `environment` stands in for the runner's own. */
  run(inputs: Readonly<Record<string, string>>, environment?: Readonly<Record<string, string>>): Promise<ActionRun>
  /** Runs the post step of an earlier run. */
  post(run: ActionRun, environment?: Readonly<Record<string, string>>): Promise<ActionRun>
}

/** Makes the folders that a hosted runner has before a step. */
export async function startJob(parent = tmpdir()): Promise<Job> {
  const home = await realpath(await mkdtemp(path.join(parent, 'psmr-job-')))
  const workspace = path.join(home, 'repo')
  const temp = path.join(home, '_temp')
  await Promise.all([workspace, temp].map(folder => mkdir(folder)))
  return {
    home,
    workspace,
    temp,
    run: (inputs, environment = {}) => runAction({ home, workspace, temp }, inputs, environment),
    post: ({ state }, environment = {}) => {
      const saved = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value] as const)
      return runAction({ home, workspace, temp }, {}, { ...Object.fromEntries(saved), ...environment })
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  }
}

/** Starts `dist/index.js` as the runner starts it: inputs and files by environment, the workspace as current folder. */
async function runAction(
  { home, workspace, temp }: { readonly home: string; readonly workspace: string; readonly temp: string },
  inputs: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
): Promise<ActionRun> {
  const declared = await declaredInputs()
  for (const name of Object.keys(inputs)) {
    if (!declared.has(name)) throw new Error(`action.yml declares no input "${name}"`)
  }
  const files = Object.fromEntries(
    ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'].map(name => [
      name,
      path.join(home, `${name.toLowerCase()}_${randomUUID()}`),
    ]),
  )
  await Promise.all(Object.values(files).map(file => writeFile(file, '')))
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temp,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_EVENT_NAME: 'push',
    ...files,
    ...environment,
  }
  if (process.platform === 'win32') env.SystemRoot = process.env.SystemRoot ?? ''
  for (const [name, value] of declared) env[inputVariable(name)] = inputs[name] ?? value

  const started = performance.now()
  const child = spawn(process.execPath, [path.join(ROOT, 'dist/index.js')], { cwd: workspace, env })
  let log = ''
  child.stdout.on('data', (data: Buffer) => {
    log += data
  })
  child.stderr.on('data', (data: Buffer) => {
    log += data
  })
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exit, signal) => resolve(exit ?? (signal ? 128 : 1)))
  })
  const read = (name: string): Promise<string> => readFile(files[name] ?? '', 'utf8')
  return {
    code,
    log,
    outputs: Object.fromEntries(assignmentsIn(await read('GITHUB_OUTPUT'))),
    environment: Object.fromEntries(assignmentsIn(await read('GITHUB_ENV'))),
    path: pathsIn(await read('GITHUB_PATH')),
    state: Object.fromEntries(assignmentsIn(await read('GITHUB_STATE'))),
    summary: await read('GITHUB_STEP_SUMMARY'),
    ms: performance.now() - started,
  }
}

function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`
}

/** Names and defaults of the inputs, from action.yml itself: an input that it lacks would reach nobody. */
export async function declaredInputs(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(path.join(ROOT, 'action.yml'), 'utf8')
  return new Map(
    [...section(text, 'inputs')].map(([name, body]) => [name, /^ {4}default: *'?(.*?)'?$/m.exec(body)?.[1] ?? '']),
  )
}

/** The entries of a top-level section of action.yml, each with the text below its name. */
export function section(text: string, name: 'inputs' | 'outputs'): ReadonlyMap<string, string> {
  const body = new RegExp(`^${name}:\\n((?:(?: .*)?\\n)*)`, 'm').exec(text)?.[1] ?? ''
  const entries = body.split(/^ {2}(?=[a-z])/m).slice(1)
  return new Map(entries.map(entry => [entry.slice(0, entry.indexOf(':')), entry.slice(entry.indexOf('\n') + 1)]))
}
