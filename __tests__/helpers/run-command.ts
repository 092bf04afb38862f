import { spawn } from 'node:child_process'
import path from 'node:path'

export const BUNDLE = path.resolve(import.meta.dirname, '../../dist/index.js')

export interface CommandRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The environment of a terminal: nothing of a runner's in it. */
export function terminalEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot'].flatMap(name => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(kept), ...more }
}

/** Runs the built `dist/index.js` as somebody at a terminal does, in the folder `cwd`. */
export async function runCommand(
  cwd: string,
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  node = process.execPath,
): Promise<CommandRun> {
  const child = spawn(node, [BUNDLE, ...argv], {
    cwd,
    env: terminalEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // As bytes, since a chunk may end within a character.
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (data: Buffer) => stdout.push(data))
  child.stderr.on('data', (data: Buffer) => stderr.push(data))
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exit, signal) => resolve(exit ?? (signal ? 128 : 1)))
  })
  return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }
}
