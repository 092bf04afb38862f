import { createHash } from 'node:crypto'
import { redactAddress } from '../redact.ts'
import type { Requirement } from '../requirements/requirement.ts'
import { formatRange } from '../version/version-range.ts'

/** `pester [5.0.0, 6.0.0)`, with `prerelease`, a repository and a GUID behind it where they are stated. */
export function requirementText(requirement: Requirement): string {
  const { name, range, prerelease, repository, guid } = requirement
  return [
    name.toLowerCase(),
    formatRange(range),
    ...(prerelease ? ['prerelease'] : []),
    ...(repository === undefined ? [] : [`repository ${redactAddress(repository.toLowerCase())}`]),
    ...(guid === undefined ? [] : [`guid ${guid.toLowerCase()}`]),
  ].join(' ')
}

/** Requirements as a lock lists them: told by what they ask for, not by where; each once, by code units. */
export function requirementTexts(requirements: readonly Requirement[]): readonly string[] {
  return [...new Set(requirements.map(requirementText))].sort()
}

/**
 * The same for the same wishes, whatever the file format, the order, the comments and the places; another for any other.
 *
 * @param more what else the answer depends on, such as the sources, as the caller writes it; its order counts
 * @returns lower case hex
 */
export function requirementsDigest(requirements: readonly Requirement[], more: readonly string[]): string {
  const said = JSON.stringify([requirementTexts(requirements), more])
  return createHash('sha256').update(said).digest('hex')
}
