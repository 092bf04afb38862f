import { createHash, type Hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { Algorithm, Digest } from './integrity.ts'

export interface Hashing {
  readonly algorithm: Algorithm
  readonly hash: Hash
}

/** What bytes are hashed with: sha512 always, and what somebody announced. */
export function hashesOf(also: Algorithm | undefined): readonly Hashing[] {
  const algorithms: readonly Algorithm[] = also === undefined || also === 'sha512' ? ['sha512'] : ['sha512', also]
  return algorithms.map(algorithm => ({ algorithm, hash: createHash(algorithm) }))
}

export function digestsOf(hashes: readonly Hashing[]): readonly Digest[] {
  return hashes.map(({ algorithm, hash }) => ({ algorithm, value: hash.digest('base64') }))
}

/** A file as it lies here. */
export interface HashedBytes {
  readonly size: number
  readonly digests: readonly Digest[]
}

const PIECE_BYTES = 1024 * 1024
/** Some 15 ms of hashing, after which downloads and timers get their turn. */
const PIECES_PER_TURN = 8

/** One for each file would be most of the garbage of a restore from the cache. */
let spare: Buffer | undefined

/**
 * Hashes a file that is here already. Rejects with the system's own error.
 *
 * @param also a second algorithm
 */
export async function hashFile(path: string, also?: Algorithm): Promise<HashedBytes> {
  const hashes = hashesOf(also)
  const piece = spare ?? Buffer.allocUnsafe(PIECE_BYTES)
  spare = undefined
  const file = await open(path)
  try {
    let size = 0
    for (let pieces = 1; ; pieces += 1) {
      const { bytesRead } = await file.read(piece, 0, piece.length, size)
      if (bytesRead === 0) return { size, digests: digestsOf(hashes) }
      for (const { hash } of hashes) hash.update(piece.subarray(0, bytesRead))
      size += bytesRead
      if (pieces % PIECES_PER_TURN === 0) await setImmediate()
    }
  } finally {
    spare = piece
    await file.close()
  }
}
