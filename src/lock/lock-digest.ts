import { createHash } from 'node:crypto'
import { identityKey } from '../package/identity.ts'
import { formatRange } from '../version/version-range.ts'
import { acceptedInOrder, contentInOrder, sortedBy } from './format-lock.ts'
import type { LockedPackage } from './lock.ts'

/**
 * A digest over what a lock lets in, for the key of a cache: the same however the lock is written, in whatever order, and
 * whatever the letter case of ids, versions and GUIDs. What others had to say about the bytes does not count.
 *
 * @returns lower case hex
 */
export function lockDigest(packages: readonly LockedPackage[]): string {
  const said = sortedBy(packages, ({ identity }) => identityKey(identity)).map(locked => [
    identityKey(locked.identity),
    locked.type,
    locked.guid?.toLowerCase() ?? null,
    locked.family,
    acceptedInOrder(locked.accepted).map(({ sha512, size, family = null }) => [sha512, size, family]),
    contentInOrder(locked.content),
    locked.dependencies.map(({ id, range }) => `${id} ${formatRange(range)}`.toLowerCase()).sort(),
  ])
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}
