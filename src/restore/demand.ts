import { requirementText } from '../lock/requirement-text.ts'
import type { Dependency } from '../package/dependency.ts'
import { formatPlace, type Place } from '../problem.ts'
import type { Requirement } from '../requirements/requirement.ts'
import { formatRange, intersect, pinnedVersion, type VersionRange } from '../version/version-range.ts'

/** Somebody wants a package: a line of a requirements file, or a package that depends on it. */
export interface Demand {
  readonly name: string
  readonly range: VersionRange
  readonly prerelease: boolean
  /** For messages: `RequiredModules.psd1:3:5`, or `Az 17.0.0`. */
  readonly by: string
  /** Undefined for a dependency. */
  readonly requirement: Requirement | undefined
  /** For a dependency, the family of the package that has it, where it came from one. */
  readonly parentFamily: string | undefined
}

/** Demands on one name that one version can meet, as far as their ranges tell. */
export interface DemandGroup {
  readonly name: string
  readonly demands: readonly Demand[]
  readonly range: VersionRange
  readonly prerelease: boolean
}

export function statedDemand(requirement: Requirement): Demand {
  const { name, range, prerelease, stated } = requirement
  return { name, range, prerelease, by: formatPlace(stated), requirement, parentFamily: undefined }
}

export function dependencyDemand(dependency: Dependency, by: string, parentFamily: string | undefined): Demand {
  const { id, range } = dependency
  return { name: id, range, prerelease: false, by, requirement: undefined, parentFamily }
}

/** One group of all demands, or undefined if no version could lie in all of their ranges. */
export function groupOf(demands: readonly Demand[]): DemandGroup | undefined {
  const [first, ...rest] = demands
  if (!first) return undefined
  let range: VersionRange | undefined = first.range
  for (const demand of rest) {
    range = intersect(range, demand.range)
    if (!range) return undefined
  }
  return { name: first.name, demands, range, prerelease: demands.some(({ prerelease }) => prerelease) }
}

/** The GUID that a requirement of the group states, if any. */
export function statedGuid({ demands }: DemandGroup): string | undefined {
  return demands.find(({ requirement }) => requirement?.guid !== undefined)?.requirement?.guid
}

/** Where the group is stated first; undefined where only packages ask for it. */
export function statedPlace({ demands }: DemandGroup): Place | undefined {
  return demands.find(({ requirement }) => requirement)?.requirement?.stated
}

/**
 * Groups the demands on one name: all together if one version can meet them, else each, in the order given, joins the
 * first group that it fits into.
 */
export function groupDemands(demands: readonly Demand[]): readonly DemandGroup[] {
  const whole = groupOf(demands)
  if (whole) return [whole]
  const groups: DemandGroup[] = []
  for (const demand of inOrder(demands)) {
    const at = groups.findIndex(group => groupOf([...group.demands, demand]) !== undefined)
    const joined = groupOf([...(groups[at]?.demands ?? []), demand])
    if (!joined) continue
    if (at === -1) groups.push(joined)
    else groups[at] = joined
  }
  return groups
}

/**
 * What is stated first, then by what is asked for: who goes first decides which versions stand side by side, and the order in
 * which a file states its wishes is none of them.
 */
export function inOrder(demands: readonly Demand[]): readonly Demand[] {
  const keyOf = ({ requirement, range, by }: Demand): string =>
    requirement ? `0 ${requirementText(requirement)}` : `1 ${formatRange(range)} ${by}`
  return demands.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
}

/** Whether several versions of a name are what one file asks for outright. */
export function areMeantSideBySide(groups: readonly DemandGroup[]): boolean {
  return groups.every(({ demands }) =>
    demands.some(({ requirement, range }) => requirement !== undefined && pinnedVersion(range) !== undefined),
  )
}
