import type { Failure } from '../failure.ts'
import type { HttpBody } from '../http/body.ts'
import type { Call } from '../http/call.ts'
import type { RedirectRule } from '../http/redirects.ts'
import type { Dependency } from '../package/dependency.ts'
import type { PackageIdentity } from '../package/identity.ts'
import type { Digest } from '../package/integrity.ts'
import type { Result } from '../result.ts'
import type { VersionRange } from '../version/version-range.ts'

/** A configured place that can resolve and/or download packages. One file of this folder per kind makes them. */
export interface Source {
  readonly config: SourceConfig
  /** Finds versions and dependencies of a name. A kind that cannot (a CDN knows only whole addresses) has none. */
  readonly resolver?: Resolver
  readonly downloader: Downloader
}

export type SourceKind = 'nuget-v2' | 'nuget-v3' | 'oci' | 'direct'

/** What packages are told to come from that come from no source. */
export const AT_HAND = ['store', 'cache'] as const

export interface SourceConfig {
  readonly name: string
  readonly kind: SourceKind
  /** The base address, without a trailing slash; for `direct` a template with `{id}` and `{version}`. */
  readonly url: string
  /** Sources with the same family hold the same packages of the same owners. */
  readonly family: string
  /** Its "no" counts for the family. */
  readonly isAuthority: boolean
  /** `next`: when this source cannot answer, even a name of a private family may be asked elsewhere. */
  readonly onError: 'stop' | 'next'
  readonly redirects: RedirectRule
}

export interface Resolver {
  /**
   * Answers a whole question: lists all versions, chooses one, finds its dependencies. `not-found` says that the source
   * does not have the name, `no-version` that none of its versions will do.
   */
  resolve(question: Question, call: Call): Promise<Result<Resolution, Failure>>
}

export interface Downloader {
  /** Opens the bytes of one identity. Whoever asked drains and verifies them. */
  download(identity: PackageIdentity, call: Call): Promise<Result<Download, Failure>>
}

/** "Which version of this name?" */
export interface Question {
  readonly name: string
  readonly range: VersionRange
  /** Prereleases are candidates though no bound names one. */
  readonly prerelease: boolean
}

/** "This one, and it needs those." */
export interface Resolution {
  readonly identity: PackageIdentity
  /** What the source's metadata names; the package itself may name more. */
  readonly dependencies: readonly Dependency[]
  readonly announced: Announcement
}

/** What a source says about the bytes before it sends them. Empty where it says nothing. */
export interface Announcement {
  readonly digest?: Digest
  /** Bytes. */
  readonly size?: number
}

export interface Download {
  readonly body: HttpBody
  /** What this very answer is bound to: the digest of the blob that a registry's manifest names. */
  readonly announced: Announcement
}

/** The address of a configured source, the placeholders of a template being read as letters. */
export function addressOf({ url }: Pick<SourceConfig, 'url'>): URL {
  return new URL(url.replaceAll(/[{}]/g, ''))
}

/** The origin that is asked first, and whose health decides about the source. */
export function originOfSource(config: SourceConfig): string {
  return addressOf(config).origin
}
