import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface Folder extends AsyncDisposable {
  readonly path: string
}

/** A folder of its own that holds these files, a slash in a name standing for a folder; it goes when it is disposed of. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<Folder> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'psmr-folder-')))
  await writeFiles(folder, files)
  return { path: folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

/** Writes files below a folder. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
  }
}
