import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

/** PowerShell 7: what `PSMR_PWSH` names, else `pwsh` on PATH; undefined if there is none. */
function findPwsh(): string | undefined {
  if (process.env.PSMR_PWSH) return process.env.PSMR_PWSH
  const name = process.platform === 'win32' ? 'pwsh.exe' : 'pwsh'
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.map(folder => path.join(folder, name)).find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The options of a test that asks PowerShell: it is skipped where there is none. */
export function needsPwsh(): { readonly skip?: string } {
  return findPwsh() === undefined ? { skip: 'skipped: no pwsh' } : {}
}

/** A folder to write into, with the home of a PowerShell that has never run; gone when disposed of. */
async function pwshFolder(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'psmr-pwsh-')))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) }
}

/** Enough for thousands of files on a busy machine; one that hangs is ended. */
const RUN_MS = 180_000

/** Runs a script of this folder in a process of its own, at home in `folder`. */
async function runScript(script: string, args: readonly string[], folder: string): Promise<void> {
  const pwsh = findPwsh()
  assert.ok(pwsh !== undefined)
  const home = path.join(folder, 'home')
  await mkdir(home, { recursive: true })
  const file = path.join(import.meta.dirname, script)
  await promisify(execFile)(pwsh, ['-NoProfile', '-NonInteractive', '-File', file, ...args], {
    cwd: folder,
    env: { ...process.env, HOME: home, USERPROFILE: home, NO_COLOR: '1', POWERSHELL_TELEMETRY_OPTOUT: '1' },
    timeout: RUN_MS,
  })
}

/** A value as PowerShell holds it. Numbers are written without regard to culture, so that none loses a digit. */
export type PwshValue =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly type: string; readonly digits: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'array'; readonly items: readonly PwshValue[] }
  | {
      readonly kind: 'table'
      readonly entries: readonly { readonly key: PwshValue; readonly value: PwshValue }[]
    }
  /** A script block, a character, a type. */
  | { readonly kind: 'other'; readonly type: string }

export type Verdict =
  | {
      readonly accepts: true
      /** Whether the value is all that the file holds; PowerShell picks one table out of more. */
      readonly alone: boolean
      readonly value: PwshValue
    }
  | { readonly accepts: false; readonly reason: string }

/** What PowerShell makes of each of these data files, all of them read by one process. */
export async function judge(files: readonly Uint8Array[]): Promise<readonly Verdict[]> {
  await using work = await pwshFolder()
  const { folder } = work
  for (const [index, bytes] of files.entries()) await writeFile(path.join(folder, `${index}.psd1`), bytes)
  await runScript('judge.ps1', [folder, String(files.length)], folder)
  // Texts come as their UTF-16 code units, so that half a surrogate pair survives.
  return JSON.parse(await readFile(path.join(folder, 'verdicts.json'), 'utf8'), (name, value: unknown) =>
    (name === 'text' || name === 'reason') && typeof value === 'string'
      ? Buffer.from(value, 'base64').toString('utf16le')
      : value,
  )
}
