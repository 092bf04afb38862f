import type { Failure } from '../failure.ts'
import { err, ok, type Result } from '../result.ts'
import { localIo } from '../system-error.ts'
import type { Dependency } from './dependency.ts'
import { formatIdentity, type PackageIdentity } from './identity.ts'
import { type Inspected, type Inspection, type Inspector, isSame, type KnownFile } from './inspect.ts'
import { type Digest, formatDigest, sameDigest } from './integrity.ts'
import type { PackageContents } from './nupkg.ts'
import { ownDependencies, sameDependencies } from './own-dependencies.ts'
import type { ReceivedFile } from './receive.ts'

declare const verified: unique symbol

/** A package that was held to everything known about it. Only this file makes one, and nothing else is ever stored. */
export interface VerifiedPackage {
  readonly [verified]: true
  readonly path: string
  /** The folder into which the module's files were written while they were checked; undefined if nobody asked for that. */
  readonly expanded: string | undefined
  /** As of `ReceivedFile`. */
  readonly origin: string | undefined
  readonly size: number
  /** Base64. */
  readonly sha512: string
  readonly contents: PackageContents
  readonly check: Check
}

/**
 * What the bytes were held to.
 *
 * - `locked`: they are a file that the lock accepts.
 * - `repackaged`: packed otherwise, with the content that the lock accepts and the same type and dependencies.
 * - `announced`: a digest that a source announced before it sent them.
 * - `content`: nobody announced one; every entry was inflated and its checksum compared, and identity is that of the nuspec.
 * - `stale`: they differ from the announced digest, and no source of the family sent others.
 */
export type Check = 'locked' | 'repackaged' | 'announced' | 'content' | 'stale'

export interface Expectation {
  /** Left out where the package itself is asked what it is. */
  readonly identity?: PackageIdentity
  /** What was announced, and by whom; the strongest that is known. */
  readonly digest?: Digest
  /** Bytes, as announced; it counts where no digest was announced. */
  readonly size?: number
  /** The GUID that a requirement states, in any letter case. */
  readonly guid?: string
  /** What a lock accepts; nothing that anybody announces counts beside it. */
  readonly locked?: LockedBytes
}

/** What a lock knows of the bytes of a package. */
export interface LockedBytes {
  readonly identity: PackageIdentity
  readonly type: PackageContents['type']
  /** Whole files; the first is the one that was locked. Sizes in bytes, sha512 in base64. */
  readonly accepted: readonly { readonly sha512: string; readonly size: number }[]
  /** Content digests; the first is that of the first file. */
  readonly content: readonly string[]
  readonly dependencies: readonly Dependency[]
}

/** A sound package with other bytes than announced: kept until it is known whether any source disagrees with it. */
export interface Discrepancy {
  readonly failure: Failure
  readonly sound: VerifiedPackage | undefined
}

/**
 * Holds received bytes to what is expected of them: the archive entry by entry, then identity and GUID, then digests. Bytes
 * that are not even a package are malformed whatever their digest: that is the outage in which a CDN sends error bodies with
 * status 200, and no sign of tampering. The very file that was locked is unpacked only to be expanded.
 *
 * @param expandTo a folder that does not exist yet, for the module's files; what is in it counts only if the package is sound
 * @param signal aborted with a failure, which it comes to then unless it is being read already
 */
export async function verifyPackage(
  received: ReceivedFile,
  expected: Expectation,
  inspector: Inspector,
  expandTo?: string,
  signal?: AbortSignal,
): Promise<Result<VerifiedPackage, Discrepancy>> {
  const known = knownFile(expected)
  const inspection = {
    ...inspectionOf(received.path, expected, expandTo),
    ...(known && isSame(received, known) && { knownDigest: known.contentDigest }),
  }
  const read = await inspect(inspection, inspector, signal)
  return read.ok ? judge(received, read.value.contents, expected, expandTo) : refuse(read.error)
}

/** The same for a file that is here already, and is hashed where it is read. */
export async function verifyFile(
  path: string,
  expected: Expectation,
  inspector: Inspector,
  expandTo?: string,
  signal?: AbortSignal,
): Promise<Result<VerifiedPackage, Discrepancy>> {
  const hash = { also: expected.digest?.algorithm, known: knownFile(expected) }
  const read = await inspect({ ...inspectionOf(path, expected, expandTo), hash }, inspector, signal)
  if (!read.ok) return refuse(read.error)
  const { contents, hashed } = read.value
  if (!hashed) throw new Error(`${path} was not hashed`)
  return judge({ path, origin: undefined, ...hashed }, contents, expected, expandTo)
}

function judge(
  received: ReceivedFile,
  contents: PackageContents,
  expected: Expectation,
  expandTo: string | undefined,
): Result<VerifiedPackage, Discrepancy> {
  if (expected.guid !== undefined && contents.guid?.toLowerCase() !== expected.guid.toLowerCase()) {
    const what = `${formatIdentity(contents.identity)} with the GUID ${contents.guid ?? '(none)'}, where ${expected.guid} is required`
    return refuse({ kind: 'malformed', what })
  }
  const seal = (check: Check): VerifiedPackage => sealed(received, expandTo, contents, check)
  if (expected.locked) {
    const held = holdToLock(seal('content'), expected.locked)
    return held.ok ? ok(seal(held.value)) : refuse(held.error)
  }
  if (expected.digest === undefined) {
    if (expected.size === undefined || expected.size === received.size) return ok(seal('content'))
    return discrepancy(`${expected.size} bytes`, `${received.size} bytes`, seal('stale'))
  }
  const matching = received.digests.find(({ algorithm }) => algorithm === expected.digest?.algorithm)
  if (matching && sameDigest(matching, expected.digest)) return ok(seal('announced'))
  const sound = seal('stale')
  return discrepancy(formatDigest(expected.digest), matching ? formatDigest(matching) : `sha512-${sound.sha512}`, sound)
}

/** What whoever locked a package has unpacked. */
function knownFile({ locked }: Expectation): KnownFile | undefined {
  const [file, contentDigest] = [locked?.accepted[0], locked?.content[0]]
  return file && contentDigest !== undefined ? { sha512: file.sha512, size: file.size, contentDigest } : undefined
}

function inspectionOf(path: string, { identity }: Expectation, expandTo: string | undefined): Inspection {
  return { path, ...(identity && { expected: identity }), ...(expandTo !== undefined && { expandTo }) }
}

/**
 * How a sound package fits a lock, or the failure that it is. A signature or another compression makes other bytes of the
 * same module; other dependencies make another package.
 */
export function holdToLock(
  { sha512, size, contents }: Pick<VerifiedPackage, 'sha512' | 'size' | 'contents'>,
  locked: LockedBytes,
): Result<'locked' | 'repackaged', Failure> {
  if (locked.accepted.some(file => file.sha512 === sha512 && file.size === size)) return ok('locked')
  const differs = (got: string): Result<never, Failure> =>
    err({ kind: 'differs-locked', expected: `sha512-${locked.accepted[0]?.sha512}`, got })
  if (!locked.content.includes(contents.contentDigest)) return differs(`sha512-${sha512}`)
  // Its letter case becomes that of a file and a folder.
  const name = formatIdentity(contents.identity)
  if (name !== formatIdentity(locked.identity)) return differs(`the locked files packed as ${name}`)
  if (contents.type !== locked.type) return differs(`the locked files packed as a ${contents.type}`)
  if (!sameDependencies(ownDependencies(contents), locked.dependencies)) {
    return differs('the locked files packed with other dependencies')
  }
  return ok('repackaged')
}

/** What is no package is the fault of who sent it; a file that cannot be written is this machine's. */
async function inspect(
  inspection: Inspection,
  inspector: Inspector,
  signal?: AbortSignal,
): Promise<Result<Inspected, Failure>> {
  try {
    const read = await inspector.inspect(inspection, signal)
    return read.ok ? read : err({ kind: 'malformed', what: read.error })
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return err(signal.reason as Failure)
    return err(localIo(error, inspection.expandTo ?? inspection.path))
  }
}

function refuse(failure: Failure): Result<never, Discrepancy> {
  return err({ failure, sound: undefined })
}

function discrepancy(expected: string, got: string, sound: VerifiedPackage): Result<never, Discrepancy> {
  return err({ failure: { kind: 'differs-announced', expected, got }, sound })
}

function sealed(
  { path, size, origin, digests }: ReceivedFile,
  expanded: string | undefined,
  contents: PackageContents,
  check: Check,
): VerifiedPackage {
  const sha512 = digests.find(({ algorithm }) => algorithm === 'sha512')?.value ?? ''
  return { path, expanded, origin, size, sha512, contents, check } as VerifiedPackage
}
