import type { LockedPackage } from '../../lock/lock.ts'
import { chooseVersion } from '../../sources/choose-version.ts'
import type { Binding } from '../../sources/family.ts'
import type { Resolution } from '../../sources/source.ts'
import { type DemandGroup, statedGuid } from '../demand.ts'

/** A name for which nobody has to be asked: the lock has a version that meets all who want it. */
export interface LockedName {
  readonly kind: 'locked'
  readonly group: DemandGroup
  readonly resolution: Resolution
  readonly locked: LockedPackage
}

/**
 * The highest version of the name that the group admits, that has the GUID that is stated, and is of a family that may be
 * asked for the name.
 */
export function chooseLocked(
  group: DemandGroup,
  binding: Binding,
  named: readonly LockedPackage[],
): LockedPackage | undefined {
  const candidates = named
    .filter(locked => isOfFamily(locked, binding) && hasGuid(locked, statedGuid(group)))
    .map(locked => ({ locked, version: locked.identity.version, listed: true }))
  const chosen = chooseVersion(candidates, group)
  return chosen.ok ? chosen.value.locked : undefined
}

/** Those of a name, in any letter case. */
export function lockedOfName(name: string, packages: readonly LockedPackage[]): readonly LockedPackage[] {
  return packages.filter(({ identity }) => identity.id.toLowerCase() === name.toLowerCase())
}

/** Where nothing binds the name, the lock does. */
export function isOfFamily({ family }: LockedPackage, { boundBy, families }: Binding): boolean {
  return boundBy === undefined || families.some(({ name }) => name === family)
}

export function hasGuid({ guid }: LockedPackage, stated: string | undefined): boolean {
  return stated === undefined || guid?.toLowerCase() === stated.toLowerCase()
}
