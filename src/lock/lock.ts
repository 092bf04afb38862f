import type { Dependency } from '../package/dependency.ts'
import type { PackageIdentity } from '../package/identity.ts'

/** What a lock file says, whatever its text looks like. */
export interface Lock {
  readonly options: LockOptions
  /** What it was written for, each as `requirementText` has it; sorted. */
  readonly requirements: readonly string[]
  /** Sorted by `identityKey`, each identity once. */
  readonly packages: readonly LockedPackage[]
}

/** The options that change what is locked. */
export interface LockOptions {
  readonly prerelease: boolean
  readonly skipDependencies: boolean
}

/** What a lock says about one package: enough to fetch it from anybody and to know it again. */
export interface LockedPackage {
  readonly identity: PackageIdentity
  readonly type: 'module' | 'script'
  readonly guid: string | undefined
  /** The family whose package this is; a private one keeps it. */
  readonly family: string
  /** Whole files that will do, at least one; the first is the one that was locked. */
  readonly accepted: readonly AcceptedFile[]
  /** Content digests that will do, at least one; likewise. */
  readonly content: readonly string[]
  /** What the package itself says that it needs, each name once. */
  readonly dependencies: readonly Dependency[]
  /** What another operator had to say about the bytes; undefined where nobody was asked. */
  readonly corroboration: Corroboration | undefined
}

export interface AcceptedFile {
  /** Base64. */
  readonly sha512: string
  /** Bytes. */
  readonly size: number
  /** Whose build it is, where it is that of another family than the package's own. */
  readonly family: string | undefined
}

/**
 * - `agreed`: somebody else has the same content.
 * - `other-build`: another family has another build, which is accepted too.
 * - `single-sourced`: nobody else has it.
 */
export interface Corroboration {
  readonly outcome: 'agreed' | 'other-build' | 'single-sourced'
  /** Names of the sources that said so, sorted; empty for `single-sourced`. */
  readonly by: readonly string[]
}
