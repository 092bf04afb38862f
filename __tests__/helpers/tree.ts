import { createHash } from 'node:crypto'
import { lstat, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** What lies below a folder, by its path with forward slashes; a folder is undefined. */
export type Tree = Readonly<Record<string, string | undefined>>

/** What is longer, or no text, stands in a tree by its hash. */
const MAX_TEXT = 4096

/** Everything below a folder: the text of each file. Equal before and after if nothing was changed. */
export async function treeIn(folder: string): Promise<Tree> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const pairs = entries.map(async entry => {
    const file = path.join(entry.parentPath, entry.name)
    const name = path.relative(folder, file).replaceAll(path.sep, '/')
    return [name, entry.isFile() ? textOf(await readFile(file)) : undefined] as const
  })
  return Object.fromEntries(await Promise.all(pairs))
}

function textOf(bytes: Buffer): string {
  const isText = !bytes.includes(0) && Buffer.from(bytes.toString()).equals(bytes)
  if (isText && bytes.length <= MAX_TEXT) return bytes.toString()
  return `sha256-${createHash('sha256').update(bytes).digest('base64')}`
}

/** The permissions of every file below a folder, by its path with forward slashes. */
export async function modesIn(folder: string): Promise<Readonly<Record<string, number>>> {
  const files = Object.entries(await treeIn(folder)).filter(([, text]) => text !== undefined)
  const pairs = files.map(async ([name]) => [name, (await lstat(path.join(folder, name))).mode & 0o7777] as const)
  return Object.fromEntries(await Promise.all(pairs))
}
