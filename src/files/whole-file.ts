import { writeFile } from 'node:fs/promises'
import { place } from './place.ts'
import { withStaged } from './staging.ts'

/**
 * Writes a file in one step: whoever reads it meanwhile sees the old or the new one. What killed processes have left beside
 * it is removed, and where it cannot be written nothing is left.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  await withStaged(file, async next => {
    await writeFile(next, text)
    await place(next, file)
  })
}
