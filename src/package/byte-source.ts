import { type FileHandle, open } from 'node:fs/promises'

/** Bytes at positions: a file that is read in places, or one that was read whole. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number
  /** The bytes from `position` on: `length` of them, fewer only where the file ends. Rejects with the system's own error. */
  read(position: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

/** Half of all packages are below 3 MB; up to this size one read is several times faster than two for every entry. */
const WHOLE = 32 * 1024 * 1024

/** Opens a file. Rejects with the system's own error (`ENOENT`, `EACCES`, `EISDIR`). */
export async function openBytes(path: string): Promise<ByteSource> {
  const file = await open(path, 'r')
  let keep = false
  try {
    const { size } = await file.stat()
    if (size <= WHOLE) return whole(await file.readFile())
    keep = true
    return { size, read: (position, length) => readAt(file, position, length), close: () => file.close() }
  } finally {
    if (!keep) await file.close()
  }
}

function whole(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
    close: async () => {},
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
