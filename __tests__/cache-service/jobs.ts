import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { type Folder, folderWith } from '../helpers/folder-with.ts'
import { buildArchive, cacheVersion } from './archive.ts'
import { type CacheService, type CacheServiceOptions, type JobScope, startCacheService } from './cache-service.ts'
import { type ClientRun, runClient } from './client.ts'

export const PATHS = ['packages']
export const VERSION = cacheVersion(PATHS)
const FILE = 'packages/pester.5.7.1.nupkg'

/** A cache service, and jobs that use it by the real client. */
export interface Jobs {
  readonly service: CacheService
  /** What a job saves has this file, of incompressible bytes. */
  readonly content: Buffer
  readonly save: (key: string, scope?: JobScope, environment?: Readonly<Record<string, string>>) => Promise<ClientRun>
  /** Into a folder of its own each time. */
  readonly restore: (key: string, restoreKeys?: readonly string[], scope?: JobScope) => Promise<Restored>
}

export interface Restored extends ClientRun {
  /** Undefined where the file is not there. */
  readonly content: Buffer | undefined
}

/** @param size of the file that is saved, in bytes */
export async function startJobs(t: TestContext, options: CacheServiceOptions = {}, size = 3000): Promise<Jobs> {
  const service = await startCacheService(options)
  t.after(() => service[Symbol.asyncDispose]())
  const content = randomBytes(size)
  const folder = async (files: Readonly<Record<string, Buffer>>): Promise<Folder> => {
    const made = await folderWith(files)
    t.after(() => made[Symbol.asyncDispose]())
    return made
  }
  return {
    service,
    content,
    save: async (key, scope, environment) => {
      const from = await folder({ [FILE]: content })
      return runClient({ kind: 'save', paths: PATHS, key }, from.path, {
        ...service.environment(scope),
        ...environment,
      })
    },
    restore: async (key, restoreKeys = [], scope) => {
      const to = await folder({})
      const order = { kind: 'restore', paths: PATHS, key, restoreKeys } as const
      const run = await runClient(order, to.path, service.environment(scope))
      return { ...run, content: await readFile(path.join(to.path, FILE)).catch(() => undefined) }
    },
  }
}

/** What such a job would have saved. */
export function archiveOf(content: string | Buffer): Buffer {
  return buildArchive([{ kind: 'file', path: FILE, content }])
}
