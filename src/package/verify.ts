import type { Failure } from '../failure.ts'
import { err, ok, type Result } from '../result.ts'
import { formatIdentity, type PackageIdentity } from './identity.ts'
import { type Digest, formatDigest, sameDigest } from './integrity.ts'
import { type PackageContents, readNupkg } from './nupkg.ts'
import type { ReceivedFile } from './receive.ts'

declare const verified: unique symbol

/** A package that was held to everything known about it. Only `verifyPackage` makes one, and nothing else is ever stored. */
export interface VerifiedPackage {
  readonly [verified]: true
  readonly path: string
  readonly size: number
  /** Base64. */
  readonly sha512: string
  readonly contents: PackageContents
  readonly check: Check
}

/**
 * What the bytes were held to.
 *
 * - `announced`: a digest that a source announced before it sent them.
 * - `content`: nobody announced one; every entry was inflated and its checksum compared, and identity is that of the nuspec.
 * - `stale`: they differ from the announced digest, and no source of the family sent others.
 */
export type Check = 'announced' | 'content' | 'stale'

export interface Expectation {
  readonly identity: PackageIdentity
  /** What was announced, and by whom; the strongest that is known. */
  readonly digest?: Digest
  /** Bytes, as announced; it counts where no digest was announced. */
  readonly size?: number
  /** The GUID that a requirement states, in any letter case. */
  readonly guid?: string
}

/** A sound package with other bytes than announced: kept until it is known whether any source disagrees with it. */
export interface Discrepancy {
  readonly failure: Failure
  readonly sound: VerifiedPackage | undefined
}

/**
 * Holds received bytes to what is expected of them: the digest before anything is unpacked, then the archive entry by entry,
 * then identity and GUID. Bytes that are not even a package are malformed whatever their digest: that is the outage in which
 * a CDN sends error bodies with status 200, and no sign of tampering.
 */
export async function verifyPackage(
  received: ReceivedFile,
  expected: Expectation,
): Promise<Result<VerifiedPackage, Discrepancy>> {
  const matching = received.digests.find(({ algorithm }) => algorithm === expected.digest?.algorithm)
  const differs = expected.digest !== undefined && !(matching && sameDigest(matching, expected.digest))
  const read = await readNupkg(received.path, expected.identity)
  if (!read.ok) return refuse({ kind: 'malformed', what: read.error })
  if (expected.guid !== undefined && read.value.guid?.toLowerCase() !== expected.guid.toLowerCase()) {
    const what = `${formatIdentity(read.value.identity)} with the GUID ${read.value.guid ?? '(none)'}, where ${expected.guid} is required`
    return refuse({ kind: 'malformed', what })
  }
  if (expected.digest === undefined) return verifySize(received, expected.size, read.value)
  const sound = seal(received, read.value, differs ? 'stale' : 'announced')
  if (!differs) return ok(sound)
  const got = matching ? formatDigest(matching) : `sha512-${sound.sha512}`
  return err({ failure: { kind: 'differs-announced', expected: formatDigest(expected.digest), got }, sound })
}

function verifySize(
  received: ReceivedFile,
  announced: number | undefined,
  contents: PackageContents,
): Result<VerifiedPackage, Discrepancy> {
  if (announced === undefined || announced === received.size) return ok(seal(received, contents, 'content'))
  const failure: Failure = { kind: 'differs-announced', expected: `${announced} bytes`, got: `${received.size} bytes` }
  return err({ failure, sound: seal(received, contents, 'stale') })
}

function refuse(failure: Failure): Result<never, Discrepancy> {
  return err({ failure, sound: undefined })
}

function seal(received: ReceivedFile, contents: PackageContents, check: Check): VerifiedPackage {
  const sha512 = received.digests.find(({ algorithm }) => algorithm === 'sha512')?.value ?? ''
  return { path: received.path, size: received.size, sha512, contents, check } as VerifiedPackage
}
