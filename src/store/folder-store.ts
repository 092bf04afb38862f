import { copyFile, lstat, mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { isRunning, ownerMark, processOf } from '../files/owner.ts'
import { place } from '../files/place.ts'
import type { PackageStore } from '../restore/at-hand/package-store.ts'
import { COPY_MODE } from './copy-out.ts'
import { createStore, type Item } from './store.ts'

const SHARD = /^[0-9a-f]{2}$/
const ENTRY = /^[0-9a-f]{128}\.nupkg$/
const PART = /^[0-9a-f]{128}\.(?<mark>[0-9]+-[0-9a-f]{8})\.part$/

/**
 * A store in a folder of this user: `<two hex digits>/<sha512 in hex>.nupkg`. An entry is renamed into its place, so every
 * reader and writer sees all of it or nothing and none waits for another.
 *
 * @param folder need not be there
 * @param now epoch milliseconds
 */
export function createFolderStore(folder: string, now: () => number = Date.now): PackageStore {
  const shardOf = (hex: string): string => path.join(folder, hex.slice(0, 2))
  return createStore(
    {
      find: async hex => {
        if (!(await isFolder(shardOf(hex)))) return undefined
        const file = path.join(shardOf(hex), `${hex}.nupkg`)
        const found = await lstat(file)
        return found.isFile() ? { file, size: found.size, stamp: file } : undefined
      },
      put: async (hex, from) => {
        const shard = shardOf(hex)
        await mkdir(shard, { recursive: true })
        // Over a link it would be written somewhere else.
        if (!(await isFolder(shard))) return
        const part = path.join(shard, `${hex}.${ownerMark()}.part`)
        try {
          await copyFile(from, part, COPY_MODE)
          // A folder in its place is not ours, and stays: a file cannot take its place.
          await place(part, path.join(shard, `${hex}.nupkg`))
        } finally {
          await rm(part, { force: true })
        }
      },
      exclusively: work => work(),
      list: async () => {
        const names = (await readdir(folder)).filter(name => SHARD.test(name))
        return (await Promise.all(names.map(name => listShard(path.join(folder, name))))).flat()
      },
    },
    now,
  )
}

async function listShard(shard: string): Promise<readonly Item[]> {
  if (!(await isFolder(shard))) return []
  return (await readdir(shard)).flatMap((name): readonly Item[] => {
    const file = path.join(shard, name)
    if (ENTRY.test(name)) return [{ kind: 'entry', stamp: file, paths: [file] }]
    const mark = PART.exec(name)?.groups?.mark
    if (mark === undefined) return []
    const pid = processOf(mark)
    const isLeft = pid !== undefined && !isRunning(pid)
    return [{ kind: isLeft ? 'abandoned' : 'unfinished', stamp: file, paths: [file] }]
  })
}

/** A link to a folder is none. */
async function isFolder(name: string): Promise<boolean> {
  return (await lstat(name)).isDirectory()
}
