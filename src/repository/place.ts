import { copyFile, link, lstat, mkdir, rename } from 'node:fs/promises'
import path from 'node:path'

/**
 * Renames a file or folder to where it belongs, in place of what is there. A file is exchanged in one step; a folder cannot
 * be, so the old one is moved out of the way first, and back if the new one cannot take its place.
 *
 * @param aside a free name on the same file system for the old folder
 */
export async function place(from: string, to: string, aside: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true })
  const there = await lstat(to).catch(() => undefined)
  if (!there?.isDirectory()) return renamePatiently(from, to)
  await renamePatiently(to, aside)
  try {
    await renamePatiently(from, to)
  } catch (error) {
    await rename(aside, to)
    throw error
  }
}

/** The same file under a second name: a hard link, or a copy where the file system has none. */
export async function duplicate(file: string, name: string): Promise<void> {
  try {
    await link(file, name)
  } catch {
    await copyFile(file, name)
  }
}

/** Virus scanners on Windows hold a new file open for a moment; waiting for them is what uv does, ten times. */
async function renamePatiently(from: string, to: string): Promise<void> {
  for (let wait = 10; ; wait *= 2) {
    try {
      return await rename(from, to)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? ''
      const mayPass = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(code) && wait < 10_000
      if (!mayPass) throw error
      await new Promise(resolve => setTimeout(resolve, wait))
    }
  }
}
