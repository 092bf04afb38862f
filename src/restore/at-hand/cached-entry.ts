import { chmod, copyFile, lstat, readdir, rename } from 'node:fs/promises'
import path from 'node:path'

/** What was unpacked from an entry of a cache. Nobody vouches for any of it, the kinds of its files included. */
export interface CachedEntry {
  /** The files that may be packages, by name. */
  readonly files: readonly CachedPackageFile[]
  /** Moves a file to `to`; false if there is none of this name, letter case aside. */
  take(name: string, to: string): Promise<boolean>
  /**
   * Everything that nobody took, sorted, but for the files with one of these names; `any` for packages of whatever name.
   */
  foreign(known: readonly string[] | 'any'): readonly string[]
}

export interface CachedPackageFile {
  readonly name: string
  readonly path: string
  /** Milliseconds since 1970, as whoever saved it says. */
  readonly savedAt: number
}

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*\.nupkg$/

/** Reads the folder of an unpacked entry, without following anything in it. */
export async function openEntry(folder: string): Promise<CachedEntry> {
  // The archive says who may read and change what, and may say nobody.
  await chmod(folder, 0o755)
  const left = new Set(await readdir(folder))
  const files = new Map<string, CachedPackageFile>()
  for (const name of left) {
    const file = path.join(folder, name)
    const found = await lstat(file)
    // A second name of a file that lies elsewhere would change with it.
    if (!found.isFile() || found.nlink > 1 || !NAME.test(name) || files.has(name.toLowerCase())) continue
    await chmod(file, 0o644)
    files.set(name.toLowerCase(), { name, path: file, savedAt: found.mtimeMs })
  }
  return {
    files: [...files.values()],
    take: async (name, to) => {
      const file = files.get(name.toLowerCase())
      if (!file || !left.delete(file.name)) return false
      await move(file.path, to)
      return true
    },
    foreign: known => {
      const names = known === 'any' ? [...files.keys()] : known
      const own = new Set(names.flatMap(name => files.get(name.toLowerCase())?.name ?? []))
      return [...left].filter(name => !own.has(name)).toSorted()
    },
  }
}

/** The working folder of a cache need not be on the file system of the local repository. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await copyFile(from, to)
  }
}
