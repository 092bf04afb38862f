import { constants, copyFile, lstat, rm, writeFile } from 'node:fs/promises'
import { asSystemError } from '../system-error.ts'

/** A package in a store. */
export interface Entry {
  readonly file: string
  /** Bytes. */
  readonly size: number
  /** The file whose time says when the package was last asked for. */
  readonly stamp: string
}

/** Blocks may be shared until somebody writes to one of the files; a name (a hard link) never is. */
export const COPY_MODE = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE

/** What a copy fails with that can only be about the file that is written. */
const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/**
 * Copies an entry to `to`, which does not exist yet. False if it cannot be read to its end; then nothing is at `to`. Rejects
 * with the system's own error where `to` cannot be written.
 */
export async function copyOut({ file, size }: Entry, to: string): Promise<boolean> {
  try {
    await copyFile(file, to, COPY_MODE)
  } catch (error) {
    if (NO_ROOM.has(asSystemError(error).code)) throw error
    // The error names both files and does not say which of them it is about.
    await writeFile(to, '', { flag: 'wx' })
    await rm(to)
    return false
  }
  // Shorter, if somebody began to replace the entry after it was found.
  if ((await lstat(to)).size === size) return true
  await rm(to)
  return false
}
