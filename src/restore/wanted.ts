import { rm } from 'node:fs/promises'
import type { Failure } from '../failure.ts'
import type { Answers } from '../fallback/may-ask.ts'
import type { Attempt } from '../fallback/try-sources.ts'
import type { LockedPackage } from '../lock/lock.ts'
import type { PackageIdentity } from '../package/identity.ts'
import type { Inspector } from '../package/inspect.ts'
import type { Expectation, VerifiedPackage } from '../package/verify.ts'
import type { Announcement, Source } from '../sources/source.ts'
import type { LocalSupply } from './at-hand/local-supply.ts'

/** What is to be fetched, from whom, and what the bytes are held to. */
export interface Wanted {
  readonly identity: PackageIdentity
  /** Every source that may serve it, in the order of preference. */
  readonly candidates: readonly Source[]
  readonly announced: Announcement
  readonly guid: string | undefined
  /** What the lock says of it, if there is one. */
  readonly locked: LockedPackage | undefined
}

export interface FetchPorts {
  /** A folder on the file system of the local repository. */
  readonly staging: string
  /** A folder on the file system of the module path, for what is expanded on the way; undefined if nothing is to be. */
  readonly expanding: string | undefined
  readonly inspector: Inspector
  /** What is at hand and asked before any source, in this order. */
  readonly supplies: readonly LocalSupply[]
  /** Whether the run goes on when a source sends other bytes than are locked. */
  readonly onMismatch: 'next' | 'fail'
}

export type Fetched =
  | {
      readonly kind: 'fetched'
      readonly package: VerifiedPackage
      /** The name of the source or the supply that had it. */
      readonly from: string
      readonly attempts: readonly Attempt[]
    }
  | { readonly kind: 'unfetched'; readonly outcome: Failure | Answers; readonly attempts: readonly Attempt[] }

/** What one attempt needs to know. */
export type Attempted = Pick<Wanted, 'identity' | 'announced' | 'guid' | 'locked'>

/** What the bytes are held to. */
export function expectationOf({ identity, guid, locked }: Attempted, { digest, size }: Announcement): Expectation {
  return {
    identity,
    ...(digest && { digest }),
    ...(size !== undefined && { size }),
    ...(guid !== undefined && { guid }),
    ...(locked && { locked }),
  }
}

/** Removes what was received and is not handed on. What cannot be removed goes with its folder, or was never there. */
export async function discard({ path: file, expanded }: Pick<VerifiedPackage, 'path' | 'expanded'>): Promise<void> {
  const paths = expanded === undefined ? [file] : [file, expanded]
  for (const each of paths) await rm(each, { recursive: true, force: true }).catch(() => undefined)
}
