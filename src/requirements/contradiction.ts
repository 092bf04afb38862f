import { formatPlace, type Problem } from '../problem.ts'
import { ANY_VERSION, describeRange, intersect, type VersionRange } from '../version/version-range.ts'
import type { Requirement } from './requirement.ts'

/**
 * Two requirements of one name in different files that no version can meet, as a problem that names both places. In one
 * file two such versions are meant side by side.
 */
export function findContradiction(requirements: readonly Requirement[]): Problem | undefined {
  for (const sameName of Map.groupBy(requirements, ({ name }) => name.toLowerCase()).values()) {
    if (isOneFile(sameName) || haveOneVersion(sameName)) continue
    for (const [index, a] of sameName.entries()) {
      const b = sameName.slice(index + 1).find(other => contradict(a, other))
      if (b) return contradiction(a, b)
    }
  }
  return undefined
}

function isOneFile([first, ...others]: readonly Requirement[]): boolean {
  return others.every(({ stated }) => stated.file === first?.stated.file)
}

function haveOneVersion(requirements: readonly Requirement[]): boolean {
  return (
    requirements.reduce<VersionRange | undefined>((sum, { range }) => sum && intersect(sum, range), ANY_VERSION) !==
    undefined
  )
}

function contradict(a: Requirement, b: Requirement): boolean {
  return a.stated.file !== b.stated.file && intersect(a.range, b.range) === undefined
}

function contradiction(a: Requirement, b: Requirement): Problem {
  const [first, second] = [describeRange(a.range), describeRange(b.range)]
  return {
    code: 'CONTRADICTION',
    sentence: `${a.name} is required twice, and no version can be both ${first} and ${second}.`,
    hint: 'Change one of the two; to get both versions side by side, state both in one file.',
    place: b.stated,
    details: [`${formatPlace(a.stated)} wants ${first}`, `${formatPlace(b.stated)} wants ${second}`],
  }
}
