import { closeSync, openSync, writeSync, writevSync } from 'node:fs'
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

export interface ReceiveLimits {
  /** After so many bytes the body is given up. */
  readonly bytes: number
  /** How often the rest of a body that broke off is asked for. Each must bring some of it, or it is the last. */
  readonly resumes: number
}

/**
 * Streams a body into a new file, hashing on the way. The file must not exist yet.
 *
 * A body that breaks off is taken up where it ended, if its server can tell that it is the same one; from a server that sends
 * the whole again, all is received anew. The digests are always over the whole.
 *
 * @param also a second algorithm to hash with, where somebody announced such a digest
 */
export async function receive(
  first: HttpBody,
  path: string,
  limits: ReceiveLimits,
  also?: Algorithm,
): Promise<Result<ReceivedFile, Failure>> {
  let body = first
  let file: number | undefined
  try {
    file = openSync(path, 'wx')
    let hashes = hashesOf(also)
    let size = 0
    for (let resumes = limits.resumes; ; resumes -= 1) {
      const before = size
      const writer = createWriter(file)
      const drained = await body.drain(chunk => {
        for (const { hash } of hashes) hash.update(chunk)
        size += chunk.length
        writer.write(chunk)
      }, limits.bytes - body.offset)
      writer.flush()
      if (drained.ok) return ok({ path, size, origin: body.origin, digests: digestsOf(hashes) })
      const rest = resumes > 0 && size > before && isBroken(drained.error) ? await body.resume?.(size) : undefined
      if (!rest?.ok) return drained
      body = rest.value
      if (body.offset > 0) continue
      closeSync(file)
      file = openSync(path, 'w')
      hashes = hashesOf(also)
      size = 0
    }
  } catch (error) {
    body.close()
    return err(localIo(error, path))
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/**
 * Synchronously: what lies in memory is in the system's in a twentieth of a millisecond, which is less than it takes to tell
 * another thread of it.
 */
function createWriter(file: number): { write(chunk: Buffer): void; flush(): void } {
  let pending: Buffer[] = []
  let bytes = 0
  function flush(): void {
    const batch = pending
    const expected = bytes
    pending = []
    bytes = 0
    if (batch.length === 0) return
    const written = writevSync(file, batch)
    if (written < expected) writeRest(file, Buffer.concat(batch).subarray(written))
  }
  return {
    write: chunk => {
      pending.push(chunk)
      bytes += chunk.length
      if (bytes >= BATCH_BYTES) flush()
    },
    flush,
  }
}

/** A connection that ended too early or went silent; a fresh one may do better, and what is here need not come again. */
function isBroken(failure: Failure): boolean {
  const isSilent = failure.kind === 'timeout' && (failure.phase === 'idle' || failure.phase === 'slow')
  return failure.kind === 'truncated' || failure.kind === 'unreachable' || isSilent
}

/** A nearly full disk takes a part; asking for the rest gives the error that says why. */
function writeRest(file: number, rest: Buffer): void {
  let left = rest
  while (left.length > 0) left = left.subarray(writeSync(file, left))
}
