import { lstat, mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { cacheFile } from '@actions/tool-cache'
import { withLock } from '../files/exclusive.ts'
import type { PackageStore } from '../restore/at-hand/package-store.ts'
import { createStore, type Item } from './store.ts'

const TOOL = 'psmodule-store'
/** Always the same: the library knows no versions of two or four parts, so the digest is the architecture of the tool. */
const VERSION = '1.0.0'
const FILE = 'package.nupkg'
/** The empty file beside a folder of the tool cache that says that the folder is whole. */
const COMPLETE = '.complete'

/** The store saves time; nobody waits for it, least of all for another job that holds the lock on purpose. */
const PATIENCE_MS = 2000

const NAME = /^(?<hex>[0-9a-f]{128})(?<complete>\.complete)?$/

/**
 * A store in the tool cache of a self-hosted runner, where it outlives the job: `psmodule-store/1.0.0/<sha512 in hex>`.
 *
 * `cacheFile` of `@actions/tool-cache` writes the entries; it deletes what is there first, so writers wait for each other,
 * those of other runners on this machine too. Readers do not wait: they go by the library's marker, which it takes away
 * before it begins and sets when it is done. Its `find` is not asked: it follows links, and after it has seen the marker the
 * file may be taken away and begun anew. What `cacheFile` prints is for the debug log, and names no more than paths.
 *
 * @param toolCache what `RUNNER_TOOL_CACHE` says; the library reads the variable itself
 * @param now epoch milliseconds
 */
export function createToolCacheStore(toolCache: string, now: () => number = Date.now): PackageStore {
  const tool = path.join(toolCache, TOOL)
  const entries = path.join(tool, VERSION)
  const lock = path.join(tool, 'lock')
  return createStore(
    {
      find: async hex => {
        const folder = path.join(entries, hex)
        const file = path.join(folder, FILE)
        const stamp = folder + COMPLETE
        const isFolder = (await lstat(folder)).isDirectory()
        const found = await lstat(file)
        // After the file: a marker that is seen now was not there while one was being written.
        const isComplete = (await lstat(stamp)).isFile()
        return isFolder && found.isFile() && isComplete ? { file, size: found.size, stamp } : undefined
      },
      put: async (hex, from) => {
        await cacheFile(from, FILE, TOOL, VERSION, hex)
      },
      exclusively: async work => {
        await mkdir(tool, { recursive: true })
        await withLock(lock, work, AbortSignal.timeout(PATIENCE_MS))
      },
      list: async () => {
        const names = new Set(await readdir(entries))
        return [...names].flatMap((name): readonly Item[] => {
          const { hex, complete } = NAME.exec(name)?.groups ?? {}
          if (hex === undefined) return []
          const folder = path.join(entries, hex)
          const marker = folder + COMPLETE
          // The marker goes first: whoever is killed in between leaves what nobody reads.
          if (complete) return [{ kind: 'entry', stamp: marker, paths: [marker, folder] }]
          return names.has(hex + COMPLETE) ? [] : [{ kind: 'unfinished', stamp: folder, paths: [folder] }]
        })
      },
    },
    now,
  )
}
