import { readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** A file that is read in places. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number
  /**
   * The bytes from `position` on: `length` of them, fewer only where the file ends. They lie in memory that the next call uses
   * again. Throws the system's own error.
   */
  read(position: number, length: number): Buffer
  close(): Promise<void>
}

/** What is read for a header or a small entry: their neighbours are asked for next. */
const WINDOW = 32 * 1024

/** Opens a file. Rejects with the system's own error (`ENOENT`, `EACCES`). */
export async function openBytes(path: string): Promise<ByteSource> {
  const file = await open(path, 'r')
  let opened = false
  try {
    const { size } = await file.stat()
    opened = true
    return windowed(file, size)
  } finally {
    if (!opened) await file.close()
  }
}

/**
 * Reads ahead into one piece of memory, and gives what lies there already without reading it again. A piece of its own for each
 * read would be garbage of the size of the package, which piles up to a hundred megabytes before anybody clears it away.
 */
function windowed(file: FileHandle, size: number): ByteSource {
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
    close: () => file.close(),
  }
}

/** Fills a buffer; the part that was filled, where the file ends before. Synchronously, as threads read that do nothing else. */
function readAt(file: FileHandle, position: number, buffer: Buffer): Buffer {
  let filled = 0
  while (filled < buffer.length) {
    const bytesRead = readSync(file.fd, buffer, filled, buffer.length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
