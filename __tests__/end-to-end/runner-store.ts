import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { copyFile, lstat, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { hashesIn } from '../helpers/folder.ts'
import { type ActionRun, type Job, startJob } from '../helpers/run-action.ts'
import { BUNDLE, terminalEnvironment } from '../helpers/run-command.ts'

/** A self-hosted runner: jobs come and go, and its tool cache stays. */
export interface Runner extends AsyncDisposable {
  readonly gallery: Gallery
  readonly job: Job
  readonly toolCache: string
  /** Runs the action for the packages in it, as a step on this machine. */
  run(inputs?: Readonly<Record<string, string>>, environment?: Readonly<Record<string, string>>): Promise<ActionRun>
  /** Begins a run that does not come to its end. */
  start(): Doomed
  /** Restores once, so that all is in the store, and forgets what was asked for that. */
  fill(): Promise<ActionRun>
  /** Puts the lock that a run offers beside the requirements. */
  lock(run: ActionRun): Promise<void>
}

export interface Doomed {
  /** Ends it, as a machine does that fails, as soon as this is so. */
  killWhen(isSo: () => boolean): Promise<void>
}

export const TOOL: PackageSpec = { id: 'Tool', version: '1.2.3', dependencies: { Library: '1.0' } }
export const LIBRARY: PackageSpec = { id: 'Library', version: '1.0.0' }

export async function startRunner(packages: readonly PackageSpec[] = [TOOL, LIBRARY]): Promise<Runner> {
  const gallery = await startGallery({ packages })
  const job = await startJob()
  const toolCache = path.join(job.home, 'tools')
  await mkdir(toolCache)
  const modules = packages.map(({ id }) => id).join('\n')
  const selfHosted = { RUNNER_ENVIRONMENT: 'self-hosted', RUNNER_TOOL_CACHE: toolCache }
  const run: Runner['run'] = (inputs = {}, environment = {}) =>
    job.run({ sources: gallery.sources, modules, ...inputs }, { ...selfHosted, ...environment })
  return {
    gallery,
    job,
    toolCache,
    run,
    start: () => {
      const child = spawn(process.execPath, [BUNDLE], {
        cwd: job.workspace,
        env: {
          ...terminalEnvironment(),
          ...selfHosted,
          HOME: job.home,
          GITHUB_ACTIONS: 'true',
          GITHUB_WORKSPACE: job.workspace,
          RUNNER_TEMP: job.temp,
          INPUT_SOURCES: gallery.sources,
          INPUT_MODULES: modules,
        },
        stdio: 'ignore',
      })
      const gone = once(child, 'exit')
      return {
        killWhen: async isSo => {
          while (!isSo()) {
            assert.equal(child.exitCode, null, 'it ended by itself')
            await setImmediate()
          }
          child.kill('SIGKILL')
          await gone
        },
      }
    },
    fill: async () => {
      const filled = await run()
      assert.equal(filled.code, 0, filled.log)
      for (const site of gallery.sites) site.clearLog()
      return filled
    },
    lock: ({ outputs }) => copyFile(outputs.lockfile ?? '', path.join(job.workspace, 'modules.lock.json')),
    [Symbol.asyncDispose]: async () => {
      await gallery[Symbol.asyncDispose]()
      await job[Symbol.asyncDispose]()
    },
  }
}

/** The folder of a package in a tool cache, beside which its marker is. */
export async function folderInStore(toolCache: string, spec: PackageSpec): Promise<string> {
  const hex = Buffer.from((await pack(spec)).sha512, 'base64').toString('hex')
  return path.join(toolCache, 'psmodule-store', '1.0.0', hex)
}

export async function fileInStore(toolCache: string, spec: PackageSpec): Promise<string> {
  return path.join(await folderInStore(toolCache, spec), 'package.nupkg')
}

/** The digests, in hex, of what a tool cache says is whole. Each must be just that, in a file of its own. */
export async function wholeInStore(toolCache: string): Promise<readonly string[]> {
  const folder = path.join(toolCache, 'psmodule-store', '1.0.0')
  const names = await readdir(folder)
  const whole = names.filter(name => names.includes(`${name}.complete`))
  for (const hex of whole) {
    const file = path.join(folder, hex, 'package.nupkg')
    assert.ok((await lstat(file)).isFile(), `${file} is no file`)
    assert.equal(
      createHash('sha512')
        .update(await readFile(file))
        .digest('hex'),
      hex,
    )
  }
  return whole.sort()
}

/** That a run has restored just these packages, byte for byte. */
export async function assertWhole({ code, log, outputs }: ActionRun, specs: readonly PackageSpec[]): Promise<void> {
  assert.equal(code, 0, log)
  const packed = await Promise.all(specs.map(spec => pack(spec)))
  assert.deepEqual(
    await hashesIn(outputs['repository-path'] ?? ''),
    Object.fromEntries(packed.map(({ fileName, sha512 }) => [fileName, sha512])),
  )
}

/** That it has, each from where it says; in the order of the packages. */
export async function assertRestored(
  run: ActionRun,
  from: readonly string[],
  specs: readonly PackageSpec[] = [LIBRARY, TOOL],
): Promise<void> {
  await assertWhole(run, specs)
  const restored: readonly { readonly source: string }[] = JSON.parse(run.outputs.restored ?? '')
  const sources = restored.map(({ source }) => source)
  assert.deepEqual(sources, from, run.log)
}

/** The path of everything that any host of a gallery was asked. */
export function requestsTo({ sites }: Gallery): readonly string[] {
  return sites.flatMap(({ log }) => log.map(({ path: asked }) => asked))
}

/** Of those, what asks for the bytes of a package. */
export function downloadsFrom(gallery: Gallery): readonly string[] {
  return requestsTo(gallery).filter(asked => /\/package\/|\.nupkg|\/blobs\//.test(asked))
}

/** Flips one bit in the middle of a file. */
export async function damage(file: string): Promise<void> {
  const bytes = await readFile(file)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  await writeFile(file, bytes)
}

const DAY_MS = 24 * 3_600_000

/** Makes a file so old. */
export async function daysAgo(file: string, days: number): Promise<void> {
  const then = new Date(Date.now() - days * DAY_MS)
  await utimes(file, then, then)
}
