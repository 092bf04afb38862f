import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { type Clock, sleep } from '../clock.ts'

/** Often enough for the shortest silence that anybody allows, seldom enough to cost nothing with some hundred files. */
const LOOK_MS = 100

/** Calls `tell` whenever the files of a folder hold more bytes than at the last look, until the signal is aborted. */
export async function watchGrowth(folder: string, tell: () => void, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let before = 0; !signal.aborted; ) {
    await sleep(clock, LOOK_MS, signal)
    // A folder that goes while it is looked at tells nothing.
    const bytes = await bytesIn(folder).catch(() => before)
    if (bytes > before && !signal.aborted) tell()
    before = bytes
  }
}

/** Links are not followed. */
async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => lstat(path.join(entry.parentPath, entry.name)))
  const sizes = await Promise.all(files)
  return sizes.reduce((sum, { size }) => sum + size, 0)
}
