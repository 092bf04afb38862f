import { createHash } from 'node:crypto'
import { lockDigest } from '../../lock/lock-digest.ts'
import { identityKey } from '../../package/identity.ts'
import type { WantedName } from '../close.ts'
import { familyOf } from '../graph-node.ts'

/** Of what lies in an entry; another number and nothing that was saved before is ever asked for. */
const FORMAT = 1

/**
 * The key of the entry that holds just these packages. No text of a user is in it.
 *
 * With a lock it stands for what is locked, so that it needs no request to any gallery. Without one it names the requirements
 * and the graph by its identities and whose they are, since another family may have another build: not by announced hashes,
 * since a mirror that announces none must find the same entry on the day on which the Gallery is down. Those hashes are
 * compared with what is in it.
 */
export function cacheKey(wanted: readonly WantedName[], requirementsDigest: string): string {
  const locked = wanted.flatMap(node => (node.kind === 'locked' ? [node.locked] : []))
  if (wanted.length > 0 && locked.length === wanted.length) return `psmr-${FORMAT}-${lockDigest(locked)}`
  const identities = wanted.map(node => `${familyOf(node)} ${identityKey(node.resolution.identity)}`).toSorted()
  const graph = createHash('sha256').update(identities.join('\n')).digest('hex')
  return `${keyPrefix(requirementsDigest)}${graph}`
}

/** What the keys of all that was ever saved for these requirements without a lock begin with, and no others. */
export function keyPrefix(requirementsDigest: string): string {
  return `psmr-${FORMAT}-${requirementsDigest}-`
}
