import type { Lock, LockedPackage } from '../../lock/lock.ts'
import type { Problem } from '../../problem.ts'
import type { Binding } from '../../sources/family.ts'
import { equalVersions, normalise } from '../../version/nuget-version.ts'
import { admits, describeRange, pinnedVersion } from '../../version/version-range.ts'
import { type Demand, type DemandGroup, statedGuid, statedPlace } from '../demand.ts'
import { listed } from '../enumerate.ts'
import { hasGuid, isOfFamily, lockedOfName } from './locked-name.ts'

/** A lock that was read, and where from. */
export interface LockFile {
  readonly lock: Lock
  /** Absolute. */
  readonly path: string
  /** For messages: relative to what the user has before them. */
  readonly shown: string
  /** The command that writes it anew. */
  readonly renew: string
}

/** Inline modules of a step meet the lock of the repository, too. */
const FOR_ANOTHER = 'If the lock is not meant for this restore, set "locked" to false.'
/** A lock that we wrote has no such edge: somebody edited it, or merged two. */
const EDITED = 'If that changes nothing, the lock was edited: run it with --upgrade.'

/** Why a lock does not satisfy: which requirement or edge it does not meet, from what to what, and the command. */
export function explainUnlocked(group: DemandGroup, binding: Binding, file: LockFile): Problem {
  const place = statedPlace(group)
  return {
    code: 'LOCK_OUTDATED',
    sentence: `${file.shown} is out of date: ${reason(group, binding, file.lock)}.`,
    hint: `Renew it and commit it: ${file.renew}\n${place ? FOR_ANOTHER : EDITED}`,
    ...(place && { place }),
  }
}

function reason(group: DemandGroup, binding: Binding, lock: Lock): string {
  const { name, demands } = group
  const named = lockedOfName(name, lock.packages)
  if (named.length === 0) return `${wishes(demands)}, and none is locked${before(name, lock)}`
  const held = listed(named.map(({ identity }) => normalise(identity.version)))
  const are = named.length === 1 ? 'is' : 'are'
  const unmet = demands.filter(demand => !named.some(locked => meets(locked, demand)))
  if (unmet.length > 0) return `${wishes(unmet)}, and ${held} ${are} locked${before(name, lock)}`
  const bound = named.filter(locked => isOfFamily(locked, binding))
  if (bound.length === 0) {
    const [was, is] = [new Set(named.map(({ family }) => family)), binding.families.map(family => family.name)]
    return `${binding.boundBy} binds ${name} to ${listed(is)}, and ${held} of ${listed(was)} ${are} locked`
  }
  const guid = statedGuid(group)
  if (!bound.some(locked => hasGuid(locked, guid))) {
    const guids = listed(new Set(bound.map(locked => locked.guid ?? 'none')))
    return `${wishes(demands)} with the GUID ${guid}, and ${held} with ${guids} ${are} locked`
  }
  return `${wishes(demands)}, and nothing that is locked (${held}) meets all of that`
}

function meets({ identity: { version } }: LockedPackage, { range, prerelease }: Demand): boolean {
  const pin = pinnedVersion(range)
  return pin ? equalVersions(pin, version) : admits(range, version, { prerelease })
}

function wishes(demands: readonly Demand[]): string {
  return listed(demands.map(({ by, name, range }) => `${by} wants ${name}, ${describeRange(range)}`))
}

/** What the lock was written for, where a requirement of the name was stated then. */
function before(name: string, { requirements }: Lock): string {
  const prefix = `${name.toLowerCase()} `
  const texts = requirements.filter(text => text.startsWith(prefix)).map(text => text.slice(prefix.length))
  return texts.length === 0 ? '' : ` (for ${listed(texts)})`
}
