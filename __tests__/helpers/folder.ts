import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'

/** The files of a flat folder: sha512 in base64 by name, in the order of the names. */
export async function hashesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).sort()
  const hashes = names.map(async name => {
    const bytes = await readFile(path.join(folder, name))
    return [name, createHash('sha512').update(bytes).digest('base64')] as const
  })
  return Object.fromEntries(await Promise.all(hashes))
}

/** Everything below a folder, a line each: files with size and time of change. Equal before and after if nothing was touched. */
export async function snapshot(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { recursive: true })).sort()
  return Promise.all(
    names.map(async name => {
      const found = await stat(path.join(folder, name))
      return found.isDirectory() ? `${name}/` : `${name} ${found.size} bytes, ${found.mtimeMs}`
    }),
  )
}
