import type { PackageIdentity } from '../../package/identity.ts'
import { AT_HAND } from '../../sources/source.ts'
import type { PackageStore } from './package-store.ts'

/**
 * Packages that are at hand: in the store of the machine, in an entry of the Actions cache. They are held to the same
 * expectations as what a source sends, and asked for first.
 */
export interface LocalSupply {
  readonly name: (typeof AT_HAND)[number]
  /**
   * Puts what it has at `to`, which does not exist yet; false if it has nothing. Rejects with the system's own error where
   * `to` cannot be written.
   *
   * @param sha512 digests of the files that will do, in base64; empty where none is known
   */
  take(identity: PackageIdentity, sha512: readonly string[], to: string): Promise<boolean>
}

/** Whether what came from there came from no source. */
export function isAtHand(name: string): boolean {
  return AT_HAND.some(each => each === name)
}

/** The store knows digests and no names: what nobody vouches for is not asked of it. */
export function supplyFromStore(store: PackageStore): LocalSupply {
  return {
    name: 'store',
    take: async (_identity, sha512, to) => {
      for (const each of sha512) if (await store.copy(each, to)) return true
      return false
    },
  }
}
