import { formatPlace } from '../problem.ts'
import { redactAddress } from '../redact.ts'
import type { Requirement, RequirementsSource } from '../requirements/requirement.ts'
import { describeRange, formatRange, intersect, type VersionRange } from '../version/version-range.ts'
import { table } from './table.ts'

/** The requirements as they were understood: name, what is written, what that became, place. */
export function requirementLines(requirements: readonly Requirement[]): readonly string[] {
  return table(requirements.map(requirementCells))
}

export function requirementCells(requirement: Requirement): readonly string[] {
  return [requirement.name, requirement.written, describeRequirement(requirement), formatPlace(requirement.stated)]
}

function describeRequirement({ range, prerelease, repository, guid }: Requirement): string {
  return [
    describeRange(range),
    ...(prerelease ? ['prereleases too'] : []),
    ...(repository === undefined ? [] : [`from ${redactAddress(repository)}`]),
    ...(guid === undefined ? [] : [`with the GUID ${guid}`]),
  ].join(', ')
}

/** What is left of the names that are stated more than once, where their statements differ. */
export function combinedLines(requirements: readonly Requirement[]): readonly string[] {
  return [...Map.groupBy(requirements, ({ name }) => name.toLowerCase()).values()].flatMap(each => {
    const [first, ...others] = each.map(({ range }) => range)
    const isOneRange = others.every(range => first && formatRange(range) === formatRange(first))
    if (!first || isOneRange) return []
    const both = others.reduce<VersionRange | undefined>((sum, range) => sum && intersect(sum, range), first)
    const left = both ? describeRange(both) : 'no one version; they are restored side by side'
    return [`${each[0]?.name} is stated ${each.length} times, together: ${left}.`]
  })
}

/** How each file was read, and why so. */
export function fileLines(files: readonly RequirementsSource[]): readonly string[] {
  return files.map(({ file, format, because }) => `${file} is read as ${format}: ${because}.`)
}

/**
 * A requirement as the JSON of reports has it; a field that is not known is left out. Reports are uploaded and read by
 * others: an address keeps no password.
 */
export function requirementJson({ name, range, written, prerelease, type, repository, guid, stated }: Requirement) {
  return {
    name,
    range: formatRange(range),
    written,
    prerelease,
    type,
    repository: repository === undefined ? undefined : redactAddress(repository),
    guid,
    stated,
  }
}
