/**
 * `npm run bench`: a cold restore of the Az set (103 packages) by the built action, process start, resolution, verification
 * and expansion included, over `curl --parallel`, `sha512sum` and `unzip` of the same files from the same server; and over
 * itself without expansion. Only the ratios mean anything: all run in turn, on a RAM disk where there is one, against a
 * server in a process of its own on loopback.
 */
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { startJob } from '../__tests__/helpers/run-action.ts'

const RUNS = Number(process.env.RUNS ?? 7)
const RAM_DISK = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const run = promisify(execFile)

interface Server extends AsyncDisposable {
  readonly sources: string
  readonly urls: readonly string[]
}

async function serve(set: string): Promise<Server> {
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

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(RAM_DISK, 'psmr-bench-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Milliseconds to fetch and hash everything, and those to unpack every archive as well, on as many processes as cores. */
function curl(urls: readonly string[]): Promise<{ readonly hashed: number; readonly unpacked: number }> {
  return inFolder(async folder => {
    const config = path.join(folder, 'curl.config')
    await writeFile(config, urls.map(url => `url = "${url}"\nremote-name\n`).join(''))
    const hashed = await timed(async () => {
      await run('curl', ['--silent', '--fail', '--parallel', '--parallel-max', '16', '--config', config], {
        cwd: folder,
      })
      await run('sh', ['-c', 'ls *.nupkg | xargs -P 2 -n 52 sha512sum'], { cwd: folder })
    })
    const unzip = `ls *.nupkg | xargs -P ${availableParallelism()} -I {} unzip -qq {} -d {}.d`
    const unpacking = await timed(() => run('sh', ['-c', unzip], { cwd: folder }))
    return { hashed, unpacked: hashed + unpacking }
  })
}

async function restore(server: Server, modules: string, install = 'true'): Promise<number> {
  await using job = await startJob(RAM_DISK)
  const result = await job.run({ modules, sources: server.sources, install })
  if (result.code !== 0) throw new Error(result.log)
  return result.ms
}

/** The highest resident memory of the action, in MB: /proc keeps the mark, read until the process is gone. */
async function peakMemory(work: () => Promise<unknown>): Promise<number> {
  let peak = 0
  let done = false
  const watch = async (): Promise<void> => {
    while (!done) {
      const { stdout } = await run('pgrep', ['-f', 'dist/index.js']).catch(() => ({ stdout: '' }))
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

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function ratioOf(ratios: readonly number[]): string {
  return `${median(ratios).toFixed(2)} x (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`
}

function print(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(78)} ${figure}\n`)
}

{
  await using az = await serve('az')
  await curl(az.urls)
  await restore(az, 'Az')
  const overHashed: number[] = []
  const overPlain: number[] = []
  const overUnpacked: number[] = []
  for (let turn = 0; turn < RUNS; turn += 1) {
    const theirs = await curl(az.urls)
    const ours = await restore(az, 'Az')
    overHashed.push(ours / theirs.hashed)
    overPlain.push(ours / (await restore(az, 'Az', 'false')))
    overUnpacked.push(ours / theirs.unpacked)
  }
  print('Az, 103 packages, cold, over curl --parallel-max 16 + sha512sum', ratioOf(overHashed))
  print('the same, over curl + sha512sum + unzip on as many processes as cores', ratioOf(overUnpacked))
  print('the same, over itself without expansion', ratioOf(overPlain))
  if (existsSync('/proc')) print('peak memory of that', `${Math.round(await peakMemory(() => restore(az, 'Az')))} MB`)
}
if (existsSync('/proc')) {
  await using many = await serve('many-versions')
  const peak = await peakMemory(() => restore(many, 'Many.Versions'))
  print('peak memory with 93 pages of the v2 feed of one name', `${Math.round(peak)} MB`)
}
