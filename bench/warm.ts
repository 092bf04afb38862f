/**
 * `npm run bench`, the second half: a locked restore of the Az set (103 packages) from the Actions cache, over the cache's own
 * client (`dist/cache` alone, process start included) followed by `sha512sum` of the same files; what verifying costs; and how
 * many requests a lock makes.
 */
import { fork } from 'node:child_process'
import { on, once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startGallery } from '../__tests__/gallery/gallery.ts'
import { azSet } from '../__tests__/gallery/sets.ts'
import { startJob } from '../__tests__/helpers/run-action.ts'
import { runCommand } from '../__tests__/helpers/run-command.ts'
import { inFolder, print, RAM_DISK, RUNS, ratioOf, run, serve, timed } from './measure.ts'

interface Feed {
  readonly sources: string
}

interface Cache {
  readonly environment: Readonly<Record<string, string>>
}

const CLIENT = path.resolve(import.meta.dirname, '../dist/cache/index.js')

interface Warm {
  readonly ms: number
  readonly key: string
  readonly bytes: number
  readonly lock: string
}

async function restore(feed: Feed, cache: Cache, lock: string, install: 'true' | 'false'): Promise<Warm> {
  await using job = await startJob(RAM_DISK)
  if (lock !== '') await writeFile(path.join(job.workspace, 'modules.lock.json'), lock)
  const result = await job.run({ modules: 'Az', sources: feed.sources, install }, cache.environment)
  if (result.code !== 0) throw new Error(result.log)
  const restored: readonly { readonly size: number }[] = JSON.parse(result.outputs.restored ?? '[]')
  return {
    ms: result.ms,
    key: result.outputs['cache-hit'] === 'true' ? (result.outputs['cache-key'] ?? '') : '',
    bytes: restored.reduce((sum, { size }) => sum + size, 0),
    lock: await readFile(result.outputs.lockfile ?? '', 'utf8'),
  }
}

/** Milliseconds of the cache's client alone, and of `sha512sum` of what it brought, on two processes. */
function bare({ environment }: Cache, key: string): Promise<{ readonly client: number; readonly hashing: number }> {
  return inFolder(async folder => {
    const temp = path.join(folder, 'temp')
    await mkdir(temp)
    const client = await timed(async () => {
      const child = fork(CLIENT, {
        cwd: folder,
        env: { PATH: process.env.PATH, GITHUB_WORKSPACE: folder, RUNNER_TEMP: temp, ...environment },
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      })
      child.send({ kind: 'restore', key })
      // It waits to be ended, as the action ends it.
      for await (const [message] of on(child, 'message')) if (message.kind === 'done') break
      child.kill('SIGKILL')
      await once(child, 'exit')
    })
    const hashing = await timed(() =>
      run('sh', ['-c', 'ls packages/*.nupkg | xargs -P 2 -n 52 sha512sum'], { cwd: folder }),
    )
    return { client, hashing }
  })
}

{
  await using feed = await serve<Feed>('az')
  await using cache = await serve<Cache>('cache')
  const { lock } = await restore(feed, cache, '', 'false')
  await restore(feed, cache, lock, 'false')
  const { key, bytes } = await restore(feed, cache, lock, 'false')
  if (key === '') throw new Error('the second locked run found nothing in the cache')
  await bare(cache, key)
  const [overBare, installed, verifying]: [number[], number[], number[]] = [[], [], []]
  for (let turn = 0; turn < RUNS; turn += 1) {
    const theirs = await bare(cache, key)
    const ours = await restore(feed, cache, lock, 'false')
    overBare.push(ours.ms / (theirs.client + theirs.hashing))
    installed.push((await restore(feed, cache, lock, 'true')).ms / (theirs.client + theirs.hashing))
    verifying.push((ours.ms - theirs.client) / theirs.hashing)
  }
  const size = `${(bytes / 1e6).toFixed(0)} MB`
  print(`Az, 103 packages, ${size}, locked, from the cache, over its client + sha512sum`, ratioOf(overBare))
  print('the same with expansion into the module path', ratioOf(installed))
  print('what is ours of it, process start to report, over sha512sum of the same bytes', ratioOf(verifying))
}
{
  await using gallery = await startGallery({ packages: azSet({ scale: 0.01 }) })
  await inFolder(async folder => {
    const sources = gallery.sources.split('\n').flatMap(line => ['--sources', line])
    const lock = async (...more: readonly string[]): Promise<void> => {
      for (const site of gallery.sites) site.clearLog()
      const { code, stderr } = await runCommand(folder, ['lock', '--modules', 'Az', ...sources, ...more], {
        HOME: folder,
      })
      if (code !== 0) throw new Error(stderr)
    }
    const requests = (): string => {
      const counts = gallery.sites.map(({ log }) => log.length)
      return `${counts.reduce((sum, count) => sum + count)} requests`
    }
    await lock()
    print('lock of the Az set, 103 packages', requests())
    await lock('--corroborate')
    print('lock --corroborate of what is locked already', requests())
    await lock()
    print('lock again', requests())
  })
}
