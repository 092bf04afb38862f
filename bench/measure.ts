/** What all benchmarks share. Only ratios within one run mean anything: what is compared runs in turn, on a RAM disk. */
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

export const RUNS = Number(process.env.RUNS ?? 7)
export const RAM_DISK = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
export const BUNDLE = path.resolve(import.meta.dirname, '../dist/index.js')
export const run = promisify(execFile)

/** A server in a process of its own, so that what is measured shares no event loop with it. */
export async function serve<T extends object>(set: string): Promise<T & AsyncDisposable> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'serve.ts'), set], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>(resolve => createInterface(child.stdout).once('line', resolve))
  return {
    ...JSON.parse(line),
    [Symbol.asyncDispose]: async () => {
      child.stdin.end()
      await new Promise(resolve => child.once('close', resolve))
    },
  }
}

/** Gives a folder on the RAM disk. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(RAM_DISK, 'psmr-bench-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** The highest resident memory of the action, in MB: /proc keeps the mark, read until the process is gone. */
export async function peakMemory(work: () => Promise<unknown>): Promise<number> {
  let peak = 0
  let done = false
  const watch = async (): Promise<void> => {
    while (!done) {
      const { stdout } = await run('pgrep', ['-P', String(process.pid), '-f', BUNDLE]).catch(() => ({
        stdout: '',
      }))
      for (const pid of stdout.split('\n').filter(Boolean)) {
        const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0))
      }
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  }
  const watching = watch()
  await work()
  done = true
  await watching
  return peak / 1024
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

export function ratioOf(ratios: readonly number[]): string {
  return `${median(ratios).toFixed(2)} x (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`
}

/** What the yardstick of most benchmarks does: fetches everything, sixteen at once, into a folder. */
export async function curl(urls: readonly string[], folder: string): Promise<void> {
  const config = path.join(folder, 'curl.config')
  await writeFile(config, urls.map(url => `url = "${url}"\nremote-name\n`).join(''))
  await run('curl', ['--silent', '--fail', '--parallel', '--parallel-max', '16', '--config', config], { cwd: folder })
}

export function print(what: string, figure: string, aim?: string): void {
  process.stdout.write(`${what.padEnd(78)} ${figure}${aim === undefined ? '' : `; aim ${aim}`}\n`)
}
