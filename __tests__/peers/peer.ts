import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, statSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'

/** Where Debian keeps daemons, which only root looks for there, and what squid starts by itself. */
const DEBIAN: readonly string[] = ['/usr/sbin', '/usr/lib/squid']

/** Where a program is, undefined if it is not installed. */
function findProgram(name: string): string | undefined {
  const windows = process.platform === 'win32'
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...(windows ? [] : DEBIAN)]
  return folders.map(folder => path.join(folder, windows ? `${name}.exe` : name)).find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/**
 * The options of a test that runs programs of other projects: it is skipped where one of them is missing. With
 * `PSMR_PEERS=required` it is not, and `locate` then fails it.
 */
export function needs(...programs: readonly string[]): { readonly skip?: string } {
  const missing = programs.find(name => findProgram(name) === undefined)
  if (missing === undefined || process.env.PSMR_PEERS === 'required') return {}
  return { skip: `skipped: no ${missing}` }
}

/** Where a program that the test needs is. */
export function locate(program: string): string {
  const file = findProgram(program)
  if (file === undefined) throw new Error(`There is no ${program} on PATH, and PSMR_PEERS=required`)
  return file
}

/** A folder of the test's own, gone when it ends. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'psmr-peer-')))
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

export interface Workplace {
  readonly cwd: string
  /** Set beside the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>
}

/** Enough for any of these programs on a busy machine; one that hangs is ended. */
const RUN_MS = 120_000

/** Runs a program to its end and returns its standard output; any other end than success is an error with all it printed. */
export async function run(program: string, args: readonly string[], { cwd, env = {} }: Workplace): Promise<Buffer> {
  const child = spawn(locate(program), args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: RUN_MS,
  })
  const output: Buffer[] = []
  const errors: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  const [code, signal] = await once(child, 'close')
  if (code === 0) return Buffer.concat(output)
  const printed = Buffer.concat([...output, ...errors]).toString()
  throw new Error(`${program} ${args.join(' ')} ended with ${code ?? signal}:\n${printed}`)
}
