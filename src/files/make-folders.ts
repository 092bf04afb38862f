import { lstat, mkdir, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * Makes a folder and those on the way to it; the value is the outermost that was made, undefined if it was there. Rejects with
 * the system's own error, which is ENOENT while somebody else removes them again: `mkdir` of Node itself, asked for the same,
 * says ENOENT of a disk that may only be read and of a used up quota, and tries for ever within `/proc` (seen with 24).
 */
export async function makeFolders(folder: string): Promise<string | undefined> {
  try {
    return (await makeOne(folder)) ? folder : undefined
  } catch (error) {
    const parent = path.dirname(folder)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) throw error
    const made = await makeFolders(parent)
    return (await makeOne(folder)) ? (made ?? folder) : made
  }
}

/** False for one that is there: it may have been made by somebody else a moment ago, and be gone in another one. */
async function makeOne(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return true
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code === 'EEXIST' ? await lstat(folder) : undefined
    if (found?.isDirectory() || (await isFolder(folder))) return false
    throw error
  }
}

function isFolder(name: string): Promise<boolean> {
  return stat(name).then(
    found => found.isDirectory(),
    () => false,
  )
}
