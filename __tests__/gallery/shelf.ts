import {
  compareVersions,
  isPrerelease,
  type NuGetVersion,
  normalise,
  parseVersion,
} from '../../src/version/nuget-version.ts'
import type { PackageSpec } from './pack.ts'

/** A package that a site holds, with its version read. */
export interface Item {
  readonly spec: PackageSpec
  readonly version: NuGetVersion
  /** NuGet's normalised text. */
  readonly normalised: string
}

/** What a site holds. Ids are compared without regard to case, versions by their normalised text. */
export interface Shelf {
  /** All versions of all ids, ids in the order of their names, versions ascending. */
  readonly items: readonly Item[]
  /** Ascending; empty for an unknown id. */
  versionsOf(id: string): readonly Item[]
  /** @param version in any spelling that means the same, as `1.0` and `1.0.0.0` do */
  find(id: string, version: string): Item | undefined
}

/** Two packages of one id and version are a mistake of the test that wrote them. */
export function createShelf(packages: readonly PackageSpec[]): Shelf {
  const byId = new Map<string, Item[]>()
  for (const spec of packages) {
    const version = parseVersion(spec.version)
    if (!version.ok) throw new Error(`${spec.id} ${spec.version} is no package: ${version.error}`)
    const versions = byId.get(spec.id.toLowerCase()) ?? []
    versions.push({ spec, version: version.value, normalised: normalise(version.value) })
    byId.set(spec.id.toLowerCase(), versions)
  }
  for (const versions of byId.values()) {
    versions.sort((a, b) => compareVersions(a.version, b.version))
    const twice = versions.find((item, index) => sameVersion(item.normalised, versions[index + 1]?.normalised))
    if (twice) throw new Error(`${twice.spec.id} ${twice.normalised} is there twice`)
  }
  const names = [...byId.keys()].sort()
  const versionsOf = (id: string): readonly Item[] => byId.get(id.toLowerCase()) ?? []
  return {
    items: names.flatMap(versionsOf),
    versionsOf,
    find: (id, version) => {
      const wanted = parseVersion(version)
      if (!wanted.ok) return undefined
      return versionsOf(id).find(item => sameVersion(item.normalised, normalise(wanted.value)))
    },
  }
}

/** The newest listed version, prereleases left out unless asked for. */
export function latest(items: readonly Item[], { prerelease }: { readonly prerelease: boolean }): Item | undefined {
  return items.findLast(({ spec, version }) => !spec.unlisted && (prerelease || !isPrerelease(version)))
}

function sameVersion(a: string, b: string | undefined): boolean {
  return a.toLowerCase() === b?.toLowerCase()
}
