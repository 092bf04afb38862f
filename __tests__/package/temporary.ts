import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

/** A writer of files into a folder of its own, which is gone after the tests of this file. */
export async function temporaryFiles(): Promise<(bytes: Uint8Array) => Promise<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'psmr-test-'))
  after(() => rm(folder, { recursive: true, force: true }))
  let count = 0
  return async bytes => {
    count += 1
    const path = join(folder, `${count}.zip`)
    await writeFile(path, bytes)
    return path
  }
}
