import { lstat, lutimes, rm, stat } from 'node:fs/promises'
import { parseDigest } from '../package/integrity.ts'
import type { PackageStore, StoredPackage } from '../restore/at-hand/package-store.ts'
import { copyOut, type Entry } from './copy-out.ts'

/** How one kind of store lays its packages out on disk. Where anything of it rejects, the store does without. */
export interface Layout {
  /**
   * The entry of a digest in lower-case hex: whole, and reached over no link. Undefined, or rejected, where there is none.
   */
  find(hex: string): Promise<Entry | undefined>
  /** Copies a package in, in place of what is there. Runs within `exclusively`. */
  put(hex: string, from: string): Promise<void>
  /** Runs `work` while nobody else puts anything into the store, as far as the layout needs that. */
  exclusively(work: () => Promise<void>): Promise<void>
  /** Everything of ours that is in the store. */
  list(): Promise<readonly Item[]>
}

/** An entry, what a writer has not finished, or one that is known to have been killed has left. */
export interface Item {
  readonly kind: 'entry' | 'unfinished' | 'abandoned'
  /** Whose time says how old it is. */
  readonly stamp: string
  /** Removed in this order, with all that is in them. */
  readonly paths: readonly string[]
}

const DAY_MS = 24 * 3_600_000
const UNUSED_MS = 30 * DAY_MS
/** No writer takes as long: it was killed. */
const ABANDONED_MS = DAY_MS

/**
 * A store with this layout, for one run.
 *
 * `keep` leaves alone what is there and as long as the package. That the bytes of an entry are damaged is only learnt by
 * whoever verifies a copy, fetches the package anew and keeps that: so what this run asked for and keeps again is replaced.
 *
 * @param now epoch milliseconds; kept as the time of the files, so that it means the same to every process
 */
export function createStore(layout: Layout, now: () => number): PackageStore {
  const asked = new Set<string>()

  const find = (hex: string): Promise<Entry | undefined> => layout.find(hex).catch(() => undefined)

  async function needs({ hex, path }: Wanted): Promise<boolean> {
    if (asked.has(hex)) return true
    return (await find(hex))?.size !== (await stat(path)).size
  }

  async function put(wanted: Wanted): Promise<void> {
    if (!(await needs(wanted))) return
    await layout.put(wanted.hex, wanted.path)
    asked.delete(wanted.hex)
    // A copy has the time of what was copied on some systems: macOS and Windows.
    await touch(await find(wanted.hex))
  }

  /** Only the owner of a file may: to somebody else's store nobody can tell that it is still in use. */
  async function touch(entry: Entry | undefined): Promise<void> {
    const time = new Date(now())
    if (entry) await lutimes(entry.stamp, time, time).catch(() => undefined)
  }

  return {
    copy: async (sha512, to) => {
      const hex = hexOf(sha512)
      const entry = hex === undefined ? undefined : await find(hex)
      if (hex === undefined || entry === undefined) return false
      asked.add(hex)
      await touch(entry)
      return copyOut(entry, to)
    },
    keep: async packages => {
      const missing: Wanted[] = []
      for (const wanted of packages.flatMap(toWanted)) {
        if (await needs(wanted).catch(() => false)) missing.push(wanted)
      }
      if (missing.length === 0) return
      const putAll = async (): Promise<void> => {
        for (const wanted of missing) await put(wanted).catch(() => undefined)
      }
      await layout.exclusively(putAll).catch(() => undefined)
    },
    prune: async () => {
      const items = await layout.list().catch(() => [])
      if (items.length === 0) return
      const removeOld = async (): Promise<void> => {
        for (const item of items) if (await isOld(item, now())) await remove(item).catch(() => undefined)
      }
      await layout.exclusively(removeOld).catch(() => undefined)
    },
  }
}

interface Wanted {
  readonly hex: string
  readonly path: string
}

function toWanted({ sha512, path }: StoredPackage): readonly Wanted[] {
  const hex = hexOf(sha512)
  return hex === undefined ? [] : [{ hex, path }]
}

/** The name of a digest on disk, where upper and lower case may be the same; undefined for what is no base64 of 64 bytes. */
function hexOf(sha512: string): string | undefined {
  const digest = parseDigest(`sha512-${sha512}`)
  return digest && Buffer.from(digest.value, 'base64').toString('hex')
}

/** What is not finished goes by the time that the file system itself keeps: a copy may have that of what it is a copy of. */
async function isOld({ kind, stamp }: Item, now: number): Promise<boolean> {
  const found = await lstat(stamp).catch(() => undefined)
  if (found === undefined) return false
  if (kind === 'abandoned') return true
  return kind === 'entry' ? now - found.mtimeMs > UNUSED_MS : now - found.ctimeMs > ABANDONED_MS
}

async function remove({ paths }: Item): Promise<void> {
  for (const path of paths) await rm(path, { recursive: true, force: true })
}
