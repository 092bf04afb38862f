import { err, ok, type Result } from '../result.ts'
import { ANY_VERSION, formatRange, parseRange, type VersionRange } from '../version/version-range.ts'
import { validId } from './identity.ts'

/** Another package that a package needs. */
export interface Dependency {
  readonly id: string
  readonly range: VersionRange
}

/**
 * A dependency from an id and a range in NuGet's grammar, in which a bare `1.0` is a minimum and an empty range is any
 * version. The error completes "sent something else: …".
 */
export function parseDependency(id: string, range: string): Result<Dependency, string> {
  const name = id.trim()
  if (!validId(name)) return err(`a dependency on ${JSON.stringify(name.slice(0, 80))}, which is no package id`)
  if (range.trim() === '') return ok({ id: name, range: ANY_VERSION })
  const parsed = parseRange(range)
  if (parsed.ok) return ok({ id: name, range: parsed.value })
  return err(
    `a dependency on ${name} at ${JSON.stringify(range.slice(0, 80))}, which is no version range: ${parsed.error}`,
  )
}

/**
 * The package with the most dependencies of the Gallery has a hundred. Each one is asked for, and all ranges of a name are held
 * against each other: 40,000 of them, which fit into 100 KB, take minutes.
 */
export const MAX_DEPENDENCIES = 1000

/** Of as many dependencies for ten frameworks. */
const MAX_SEGMENTS = 10 * MAX_DEPENDENCIES

/**
 * Reads the `d:Dependencies` of a v2 feed: `Id:Range:Framework` joined by `|`; the framework, or range and framework,
 * may be missing, a segment without id is a framework that needs nothing, and Nexus writes `null` for none. The error
 * completes "sent something else: …".
 */
export function parseFeedDependencies(text: string): Result<readonly Dependency[], string> {
  const segments = text.split('|', MAX_SEGMENTS + 1)
  if (segments.length > MAX_SEGMENTS) return err(TOO_MANY)
  const dependencies: Dependency[] = []
  for (const segment of segments) {
    const [id = '', range = ''] = segment.split(':')
    if (id.trim() === '' || segment.trim() === 'null') continue
    const dependency = parseDependency(id, range)
    if (!dependency.ok) return dependency
    dependencies.push(dependency.value)
  }
  return distinctFew(dependencies)
}

const TOO_MANY = `more than ${MAX_DEPENDENCIES} dependencies of one package`

/** The same as `distinct`, refused where they are more than any package has. The error completes "sent something else: …". */
export function distinctFew(dependencies: readonly Dependency[]): Result<readonly Dependency[], string> {
  const once = distinct(dependencies)
  return once.length > MAX_DEPENDENCIES ? err(TOO_MANY) : ok(once)
}

/** Each dependency once, in the order of their first appearance: a package says the same one for several frameworks. */
export function distinct(dependencies: readonly Dependency[]): readonly Dependency[] {
  const keyed = dependencies.map(each => [`${each.id.toLowerCase()} ${formatRange(each.range)}`, each] as const)
  const seen = new Set<string>()
  return keyed.filter(([key]) => !seen.has(key) && seen.add(key)).map(([, each]) => each)
}
