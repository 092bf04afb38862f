import { type FileHandle, open } from 'node:fs/promises'
import type { Failure } from '../failure.ts'
import type { HttpBody } from '../http/body.ts'
import { err, ok, type Result } from '../result.ts'
import { localIo } from '../system-error.ts'
import { digestsOf, hashesOf } from './hashing.ts'
import type { Algorithm, Digest } from './integrity.ts'

/** Bytes that arrived whole and lie in a file of their own; not yet known to be a package. */
export interface ReceivedFile {
  readonly path: string
  readonly size: number
  /** Who sent them, after all redirects; undefined for a file that was here already. */
  readonly origin: string | undefined
  /** Always the sha512, and what else was asked for. */
  readonly digests: readonly Digest[]
}

/** Written together: one system call for four pieces of the network's size. */
const BATCH_BYTES = 256 * 1024

/**
 * Streams a body into a new file, hashing on the way. The file must not exist yet.
 *
 * @param limit bytes after which the body is given up
 * @param also a second algorithm to hash with, where somebody announced such a digest
 */
export async function receive(
  body: HttpBody,
  path: string,
  limit: number,
  also?: Algorithm,
): Promise<Result<ReceivedFile, Failure>> {
  const hashes = hashesOf(also)
  let file: FileHandle | undefined
  try {
    file = await open(path, 'wx')
    const writer = createWriter(file)
    const drained = await body.drain(chunk => {
      for (const { hash } of hashes) hash.update(chunk)
      return writer.write(chunk)
    }, limit)
    if (!drained.ok) return drained
    await writer.flush()
    return ok({ path, size: drained.value, origin: body.origin, digests: digestsOf(hashes) })
  } catch (error) {
    body.close()
    return err(localIo(error, path))
  } finally {
    await file?.close()
  }
}

function createWriter(file: FileHandle): { write(chunk: Buffer): Promise<void> | undefined; flush(): Promise<void> } {
  let pending: Buffer[] = []
  let bytes = 0
  async function flush(): Promise<void> {
    const batch = pending
    const expected = bytes
    pending = []
    bytes = 0
    if (batch.length === 0) return
    const { bytesWritten } = await file.writev(batch)
    if (bytesWritten < expected) await writeRest(file, Buffer.concat(batch).subarray(bytesWritten))
  }
  return {
    write: chunk => {
      pending.push(chunk)
      bytes += chunk.length
      return bytes >= BATCH_BYTES ? flush() : undefined
    },
    flush,
  }
}

/** A nearly full disk takes a part; asking for the rest gives the error that says why. */
async function writeRest(file: FileHandle, rest: Buffer): Promise<void> {
  let left = rest
  while (left.length > 0) {
    const { bytesWritten } = await file.write(left)
    left = left.subarray(bytesWritten)
  }
}
