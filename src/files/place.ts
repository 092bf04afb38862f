import { renameSync } from 'node:fs'
import { copyFile, link, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** Renames a file to where it belongs, in place of a file that is there, in one step. The folders on the way are made. */
export async function place(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true })
  await renamePatiently(from, to)
}

/** The same file under a second name: a hard link, or a copy where the file system has none. */
export async function duplicate(file: string, name: string): Promise<void> {
  try {
    await link(file, name)
  } catch {
    await copyFile(file, name)
  }
}

/** What a rename is done with. */
export interface RenamePorts {
  readonly platform: NodeJS.Platform
  rename(from: string, to: string): void
  /** Resolves after so many milliseconds. */
  pause(ms: number): Promise<unknown>
}

/** Synchronously: a rename takes a tenth of what it takes to be told by a promise that it is done. */
const SYSTEM: RenamePorts = { platform: process.platform, rename: renameSync, pause: setTimeout }

/** What Windows says of a file that a virus scanner or an indexer still holds open. */
const PASSING: ReadonlySet<string | undefined> = new Set(['EPERM', 'EACCES', 'EBUSY'])
const FIRST_PAUSE_MS = 10
const PAUSES = 10

/**
 * Renames. On Windows what may pass is waited for as uv does it: ten times, the first pause 10 ms and each twice as long as
 * the one before, ten seconds in all. Elsewhere the same errors are final.
 */
export async function renamePatiently(from: string, to: string, ports = SYSTEM): Promise<void> {
  for (let pauses = 0; ; pauses += 1) {
    try {
      return ports.rename(from, to)
    } catch (error) {
      const mayPass = ports.platform === 'win32' && PASSING.has((error as NodeJS.ErrnoException).code)
      if (!mayPass || pauses === PAUSES) throw error
      await ports.pause(FIRST_PAUSE_MS * 2 ** pauses)
    }
  }
}
