import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { digestOfFiles } from './content-digest.ts'

/**
 * The content digest of a module that lies expanded in a folder: that of the package it came from, if nothing was changed
 * since. Undefined where something in it is neither file nor folder. Rejects with the system's own error.
 *
 * @param except the name of a file in it that does not count
 */
export async function folderDigest(folder: string, except?: string): Promise<string | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => !entry.isDirectory() && !(entry.parentPath === folder && entry.name === except))
  if (!files.every(entry => entry.isFile())) return undefined
  const hashed: { readonly path: string; readonly sha256Hex: string }[] = []
  for (const entry of files) {
    const file = path.join(entry.parentPath, entry.name)
    const sha256Hex = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
    hashed.push({ path: path.relative(folder, file).replaceAll(path.sep, '/'), sha256Hex })
  }
  return digestOfFiles(hashed)
}
