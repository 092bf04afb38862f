/** What the client is asked, in the only message it gets. */
export type CacheRequest =
  | { readonly kind: 'restore'; readonly key: string; readonly prefix?: string }
  | { readonly kind: 'save'; readonly key: string }

/** What the client says, in this order. */
export type CacheMessage =
  /** Its script is loaded, and it begins. */
  | { readonly kind: 'asking' }
  /** More of an archive has come in since the last of these. */
  | { readonly kind: 'receiving' }
  | ClientAnswer

export type ClientAnswer =
  /**
   * `got` is the key of what was restored, or the id of what was saved. Undefined for a miss, and for almost every failure:
   * the client tells them apart only in its log.
   */
  { readonly kind: 'done'; readonly got: string | undefined } | { readonly kind: 'threw'; readonly message: string }

/**
 * The folder that an entry holds, relative to the working folder. The text of the path is part of what the service knows an
 * entry by, so it is the same on every machine.
 */
export const PACKAGES = 'packages'
