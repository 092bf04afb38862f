import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { decodedPath, isPackagingPart } from './content-digest.ts'
import type { ZipEntry } from './zip.ts'

/** Writes what belongs to the module of a package into a folder, one file at a time. */
export interface Expander {
  /** Takes a folder of the zip, which may be empty. */
  makeFolder(entry: ZipEntry): void
  /** Begins a file; undefined for a part that belongs to the packing. Its `close` must be called, whatever happens. */
  begin(entry: ZipEntry): ExpandedFile | undefined
}

export interface ExpandedFile {
  write(piece: Buffer): void
  close(): void
}

/** For everybody to read, as far as the umask lets them; what the zip marks executable stays so. */
const FILE_MODE = 0o644
const EXECUTABLE_MODE = 0o755

/**
 * Expands into `root`, which must not exist yet. Names are percent-decoded, as clients write them; the rules of the zip have
 * made sure that none leaves the folder and no two are one. Errors of the file system are thrown as they are.
 *
 * It writes synchronously: creating thousands of small files is what takes the time, and a promise for each doubles it.
 */
export function createExpander(root: string): Expander {
  mkdirSync(root)
  const made = new Set(['.'])
  // One by one: asked for all of them, `mkdir` of Node says ENOENT of a used up quota and of a disk that may only be read.
  const makeFolders = (folder: string): void => {
    if (made.has(folder)) return
    makeFolders(path.posix.dirname(folder))
    makeFolder(path.join(root, folder))
    made.add(folder)
  }
  return {
    makeFolder: entry => {
      const folder = decodedPath(entry.path).slice(0, -1)
      if (!isPackagingFolder(folder)) makeFolders(folder)
    },
    begin: entry => {
      const file = decodedPath(entry.path)
      if (isPackagingPart(file)) return undefined
      makeFolders(path.posix.dirname(file))
      const descriptor = openSync(path.join(root, file), 'wx', entry.executable ? EXECUTABLE_MODE : FILE_MODE)
      return {
        write: piece => {
          for (let done = 0; done < piece.length; ) done += writeSync(descriptor, piece, done)
        },
        close: () => closeSync(descriptor),
      }
    },
  }
}

/** One that is there was made under a name in other letter case. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** A folder that packers list for their own parts. */
function isPackagingFolder(folder: string): boolean {
  return /^(?:_rels|package(?:\/services(?:\/metadata(?:\/core-properties)?)?)?)$/i.test(folder)
}
