import { sortedBy } from '../../lock/format-lock.ts'
import type { Lock, LockedPackage, LockOptions } from '../../lock/lock.ts'
import { requirementTexts } from '../../lock/requirement-text.ts'
import { identityKey } from '../../package/identity.ts'
import { ownDependencies } from '../../package/own-dependencies.ts'
import type { VerifiedPackage } from '../../package/verify.ts'
import type { Requirement } from '../../requirements/requirement.ts'

/** What a lock says of a package, all of it read from the package itself but whose it is. */
export function lockedPackage({ sha512, size, contents }: VerifiedPackage, family: string): LockedPackage {
  return {
    identity: contents.identity,
    type: contents.type,
    guid: contents.guid?.toLowerCase(),
    family,
    accepted: [{ sha512, size, family: undefined }],
    content: [contents.contentDigest],
    dependencies: ownDependencies(contents),
    corroboration: undefined,
  }
}

/** A lock of these packages, which says the same wherever and in whatever order they came. */
export function lockOf(
  requirements: readonly Requirement[],
  packages: readonly LockedPackage[],
  options: LockOptions,
): Lock {
  const keyed = new Map(packages.map(each => [identityKey(each.identity), each]))
  return {
    options: { prerelease: options.prerelease, skipDependencies: options.skipDependencies },
    requirements: requirementTexts(requirements),
    packages: sortedBy([...keyed.values()], ({ identity }) => identityKey(identity)),
  }
}
