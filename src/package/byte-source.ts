import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/**
 * A file that is read in places. Synchronously: a thread that reads packages does nothing else, and a promise for each call
 * had it wait a tenth of its time.
 */
export interface ByteSource {
  /** In bytes. */
  readonly size: number
  /**
   * The bytes from `position` on: `length` of them, fewer only where the file ends. They lie in memory that the next call uses
   * again. Throws the system's own error.
   */
  read(position: number, length: number): Buffer
  close(): void
}

/** What is read for a header or a small entry: their neighbours are asked for next. */
const WINDOW = 32 * 1024

/** Opens a file. Throws the system's own error (`ENOENT`, `EACCES`). */
export function openBytes(path: string): ByteSource {
  const file = openSync(path, 'r')
  try {
    return windowed(file, fstatSync(file).size)
  } catch (error) {
    closeSync(file)
    throw error
  }
}

/**
 * Reads ahead into one piece of memory, and gives what lies there already without reading it again. A piece of its own for each
 * read would be garbage of the size of the package, which piles up to a hundred megabytes before anybody clears it away.
 */
function windowed(file: number, size: number): ByteSource {
  let memory = Buffer.alloc(0)
  let start = 0
  let filled: Buffer = memory
  return {
    size,
    read: (position, length) => {
      // A zip64 offset can be beyond what the system takes for one.
      if (position >= size) return memory.subarray(0, 0)
      if (position < start || position + length > start + filled.length) {
        const wanted = Math.max(length, WINDOW)
        if (memory.length < wanted) memory = Buffer.allocUnsafe(wanted)
        filled = readAt(file, position, memory.subarray(0, wanted))
        start = position
      }
      return filled.subarray(position - start, position - start + length)
    },
    close: () => closeSync(file),
  }
}

/** Fills a buffer; the part that was filled, where the file ends before. */
function readAt(file: number, position: number, buffer: Buffer): Buffer {
  let filled = 0
  while (filled < buffer.length) {
    const bytesRead = readSync(file, buffer, filled, buffer.length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
