import type { Dependency } from '../package/dependency.ts'
import { identityKey, type PackageIdentity } from '../package/identity.ts'
import { compareVersions } from '../version/nuget-version.ts'
import { contains } from '../version/version-range.ts'
import { groupCircles } from './circles.ts'
import type { Collision, Lookup } from './name-collisions.ts'
import type { FolderPackage } from './split-repository.ts'

/** One folder of packages as PSResourceGet sees it when it looks for what a package requires, which is there or nowhere. */
export interface FolderView {
  readonly packages: readonly FolderPackage[]
  /**
   * What a dependency may come to, the oldest first: without a bound the newest alone. Of several, 1.2.0 takes the oldest and
   * 1.3.0-preview1 the newest. None stops the client.
   */
  fitting(dependency: Dependency): readonly FolderPackage[]
  /** All the packages of the circle of dependencies that this one is on; undefined if it is on none. */
  circleOf(each: FolderPackage): readonly FolderPackage[] | undefined
  /** Whose file is mistaken for the package's when it is asked for in this way. */
  inTheWay(asked: FolderPackage, lookup: Lookup): PackageIdentity | undefined
}

/** @param collisions those of a larger set will do */
export function viewFolder(packages: readonly FolderPackage[], collisions: readonly Collision[]): FolderView {
  const versions = Map.groupBy(
    packages.toSorted((a, b) => compareVersions(a.identity.version, b.identity.version)),
    ({ identity }) => identity.id.toLowerCase(),
  )
  const fitting = ({ id, range }: Dependency): readonly FolderPackage[] => {
    const known = versions.get(id.toLowerCase()) ?? []
    return range.min || range.max ? known.filter(({ identity }) => contains(range, identity.version)) : known.slice(-1)
  }

  const leadsTo = (each: FolderPackage): readonly FolderPackage[] => each.requiredModules.flatMap(fitting)
  const circles = new Map(
    groupCircles(packages, leadsTo)
      .filter(group => group.length > 1 || group.some(each => leadsTo(each).includes(each)))
      .flatMap(circle => circle.map(each => [each, circle] as const)),
  )

  const held = new Set(packages.map(({ identity }) => identityKey(identity)))
  const here = collisions.filter(({ inTheWay }) => held.has(identityKey(inTheWay)))
  const obstacles = Map.groupBy(here, ({ asked }) => identityKey(asked))
  return {
    packages,
    fitting,
    circleOf: each => circles.get(each),
    inTheWay: ({ identity }, lookup) =>
      obstacles.get(identityKey(identity))?.find(({ fails }) => fails.includes(lookup))?.inTheWay,
  }
}
