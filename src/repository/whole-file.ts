import { readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { place } from './place.ts'
import { removeAbandoned, stagingName } from './staging.ts'

/**
 * Writes a file in one step: whoever reads it meanwhile sees the old or the new one. What killed processes have left beside
 * it is removed, and where it cannot be written nothing is left.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const folder = path.dirname(file)
  await removeAbandoned(folder, await readdir(folder))
  const next = path.join(folder, stagingName())
  try {
    await writeFile(next, text)
    await place(next, file)
  } finally {
    await rm(next, { force: true })
  }
}
