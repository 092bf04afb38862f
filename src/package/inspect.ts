import { ok, type Result } from '../result.ts'
import { type HashedBytes, hashFile } from './hashing.ts'
import type { Algorithm } from './integrity.ts'
import { type PackageContents, type Reading, readNupkg } from './nupkg.ts'

/** A package to be read, and how. */
export interface Inspection extends Reading {
  readonly path: string
  /** How the file is hashed besides; left out for one that was hashed on its way here. */
  readonly hash?: { readonly also: Algorithm | undefined; readonly known: KnownFile | undefined }
}

/** A file that somebody has read before: of one with the same bytes the content is not hashed again. */
export interface KnownFile {
  /** Base64. */
  readonly sha512: string
  readonly size: number
  readonly contentDigest: string
}

export interface Inspected {
  readonly contents: PackageContents
  /** If that was asked for. */
  readonly hashed?: HashedBytes
}

/** Reads packages: here, or in a thread of its own, so that downloads go on meanwhile. Results and errors as of `readNupkg`. */
export interface Inspector {
  /** @param signal what still waits to be read when it is aborted is not read, and rejects with its reason */
  inspect(inspection: Inspection, signal?: AbortSignal): Promise<Result<Inspected, string>>
  close(): Promise<void>
}

export const inspectHere: Inspector = {
  inspect: async ({ path, hash, ...reading }) => {
    const hashed = hash && (await hashFile(path, hash.also))
    const known = hashed && hash.known && isSame(hashed, hash.known) ? hash.known : undefined
    const read = await readNupkg(path, { ...reading, ...(known && { knownDigest: known.contentDigest }) })
    return read.ok ? ok({ contents: read.value, ...(hashed && { hashed }) }) : read
  },
  close: async () => {},
}

/** Reads here, one package after the other: each has a file open, and two when it is expanded. */
export function inspectInTurn(): Inspector {
  let last: Promise<unknown> = Promise.resolve()
  return {
    ...inspectHere,
    inspect: (inspection, signal) => {
      const read = last.then(() => {
        signal?.throwIfAborted()
        return inspectHere.inspect(inspection)
      })
      last = read.catch(() => undefined)
      return read
    },
  }
}

/** Whether bytes are those of a file that is known. */
export function isSame({ size, digests }: HashedBytes, known: KnownFile): boolean {
  return size === known.size && digests.some(each => each.algorithm === 'sha512' && each.value === known.sha512)
}
