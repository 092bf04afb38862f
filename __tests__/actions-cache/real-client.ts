import assert from 'node:assert/strict'
import { readdir, readlink } from 'node:fs/promises'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { createActionsCache } from '../../src/actions-cache/actions-cache.ts'
import { type Clock, systemClock } from '../../src/clock.ts'
import type { PackageCache } from '../../src/restore/at-hand/package-cache.ts'
import { cacheVersion } from '../cache-service/archive.ts'
import {
  type CacheService,
  type CacheServiceOptions,
  type JobScope,
  startCacheService,
} from '../cache-service/cache-service.ts'
import { folderWith } from '../helpers/folder-with.ts'

/** What the bundle of the client is made of; Node runs it as it is. */
export const CLIENT = path.resolve(import.meta.dirname, '../../src/cache-client.ts')

/** The version of our entries on this machine. */
export const VERSION = cacheVersion(['packages'])

export const NEVER = new AbortController().signal

/** A cache as a job has it, with a service of its own. */
export interface JobCache {
  readonly service: CacheService
  /** Of a job in this scope, with these variables besides those of the runner. */
  cache(scope?: JobScope, environment?: Readonly<Record<string, string>>): PackageCache
  /** Where it works. */
  readonly folder: string
  /** Fails if anything of the client is left: a file or a process. */
  checkNothingLeft(): Promise<void>
}

export interface JobCacheOptions extends CacheServiceOptions {
  readonly silenceMs?: number
  readonly entry?: string
  readonly clock?: Clock
}

/** All of it goes with the test. A silence of 20 s is longer than any test. */
export async function startJobCache(
  t: TestContext,
  { silenceMs = 20_000, entry = CLIENT, clock = systemClock, ...options }: JobCacheOptions = {},
): Promise<JobCache> {
  const [service, home] = await Promise.all([startCacheService(options), folderWith()])
  t.after(async () => {
    await service[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })
  const folder = path.join(home.path, 'not', 'there-yet')
  return {
    service,
    folder,
    cache: (scope, others = {}) => {
      const environment = { PATH: process.env.PATH, HOME: home.path, ...service.environment(scope), ...others }
      return createActionsCache({ entry, folder, environment, clock, silenceMs, wholeMs: 60_000 })
    },
    checkNothingLeft: async () => {
      assert.deepEqual(await readdir(folder), [])
      assert.deepEqual(await processesIn(folder), [])
    },
  }
}

/** The processes that work in a folder or below; none where there is no /proc to tell. */
export async function processesIn(folder: string): Promise<readonly number[]> {
  const pids = await readdir('/proc').catch(() => [])
  const there = pids.map(async pid => {
    const at = await readlink(`/proc/${pid}/cwd`).catch(() => '')
    return at.startsWith(`${folder}${path.sep}`) ? [Number(pid)] : []
  })
  return (await Promise.all(there)).flat()
}
