import { chmod, mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { removeAbandoned, stagingName } from '../files/staging.ts'

/** A new folder that is nobody else's. What killed runs have left beside it is removed first. */
export async function makeWorkingFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true })
  // A folder that cannot be removed is no reason to go without a cache.
  await removeAbandoned(parent, await readdir(parent)).catch(() => undefined)
  const folder = path.join(parent, stagingName())
  await mkdir(folder)
  return folder
}

/** Never rejects. Windows may hold files of a process for a moment after its end, for which this waits. */
export async function removeWorkingFolder(folder: string): Promise<void> {
  await openUp(folder).catch(() => undefined)
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined)
}

/** An archive may hold folders that nobody may read or change, which keeps them from being removed. Links are not followed. */
async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o700)
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries) if (entry.isDirectory()) await openUp(path.join(folder, entry.name))
}
