import { formatRange, intersect } from '../version/version-range.ts'
import type { Dependency } from './dependency.ts'
import type { PackageContents } from './nupkg.ts'

/**
 * What a package itself says that it needs, each name once and sorted by it: the dependencies of its nuspec, and the modules
 * that its manifest requires and the nuspec does not name. Modules that come with the system are none, nor is the package.
 *
 * A feed's word on it only serves to ask for things early; once the bytes are here, they have the last one.
 */
export function ownDependencies({
  identity,
  dependencies,
  requiredModules,
  externalModules,
}: Pick<PackageContents, 'identity' | 'dependencies' | 'requiredModules' | 'externalModules'>): readonly Dependency[] {
  const left = new Set([...dependencies.map(({ id }) => id), ...externalModules].map(lower))
  const unnamed = requiredModules.filter(({ id }) => !left.has(lower(id)))
  const needed = [...dependencies, ...unnamed].filter(({ id }) => lower(id) !== lower(identity.id))
  return oncePerName(needed).toSorted((a, b) => (lower(a.id) < lower(b.id) ? -1 : 1))
}

/** Whether both say the same, however they are written or ordered. */
export function sameDependencies(a: readonly Dependency[], b: readonly Dependency[]): boolean {
  return textOf(a) === textOf(b)
}

function textOf(dependencies: readonly Dependency[]): string {
  return oncePerName(dependencies)
    .map(({ id, range }) => `${lower(id)} ${formatRange(range)}`)
    .toSorted()
    .join('\n')
}

/** Both ranges hold where a package names another twice; of two that exclude each other the later one. */
function oncePerName(dependencies: readonly Dependency[]): readonly Dependency[] {
  const byName = new Map<string, Dependency>()
  for (const { id, range } of dependencies) {
    const known = byName.get(lower(id))
    byName.set(lower(id), { id: known?.id ?? id, range: (known && intersect(known.range, range)) ?? range })
  }
  return [...byName.values()]
}

function lower(text: string): string {
  return text.toLowerCase()
}
