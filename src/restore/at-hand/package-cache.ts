/**
 * A cache of whole sets of packages, kept under keys by somebody who is not trusted: what it gives is held to the same
 * expectations as what a source sends.
 */
export interface PackageCache {
  /**
   * Looks for the entry of `key`, else for the newest whose key begins with `prefix`, and unpacks it.
   *
   * Never rejects, and gives up in time of its own: a cache that fails is as good as none.
   */
  restore(wanted: CacheQuestion, signal: AbortSignal): Promise<CacheAnswer>
  /** Saves files under a key. Never rejects; an entry that is there already stays as it is. */
  save(key: string, files: readonly CachedFile[], signal: AbortSignal): Promise<CacheSaved>
}

export interface CacheQuestion {
  readonly key: string
  readonly prefix?: string
}

export type CacheAnswer =
  /** `folder` holds what was unpacked and is nobody else's; whoever asked takes what it wants and calls `discard`. */
  | {
      readonly kind: 'found'
      readonly matchedKey: string
      readonly folder: string
      discard(): Promise<void>
    }
  | { readonly kind: 'missed' }
  /** `why` completes "The Actions cache could not be used: …". */
  | { readonly kind: 'failed'; readonly why: string }

export interface CachedFile {
  /** The name of the file in the entry. */
  readonly name: string
  /** Where it lies now; it stays there. */
  readonly path: string
}

export type CacheSaved =
  | { readonly kind: 'saved' }
  /** Somebody else has saved the key meanwhile, or this job may only read; nothing to worry about. */
  | { readonly kind: 'left'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string }
