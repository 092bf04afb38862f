import type { Failure } from '../failure.ts'
import { err, ok, type Result } from '../result.ts'
import { compareVersions, equalVersions, type NuGetVersion, normalise } from '../version/nuget-version.ts'
import { admits, pinnedVersion } from '../version/version-range.ts'
import type { Question } from './source.ts'

export interface Candidate {
  readonly version: NuGetVersion
  /** False for a version that its owner took off the lists. */
  readonly listed: boolean
}

/** How many of a source's versions an error text shows. */
const SHOWN = 5

/**
 * The highest listed version that the question admits; an unlisted one only for an exact pin, as its owner withdrew it.
 *
 * Servers are never asked to choose: the Gallery compares versions as strings, which has caused outages, and its "latest"
 * flags have been wrong.
 */
export function chooseVersion<T extends Candidate>(candidates: readonly T[], question: Question): Result<T, Failure> {
  const pin = pinnedVersion(question.range)
  let best: T | undefined
  for (const candidate of candidates) {
    const fits = pin
      ? equalVersions(candidate.version, pin)
      : candidate.listed && admits(question.range, candidate.version, question)
    if (fits && (!best || compareVersions(candidate.version, best.version) > 0)) best = candidate
  }
  return best ? ok(best) : err(noVersion(candidates))
}

function noVersion(candidates: readonly Candidate[]): Failure {
  const newest = candidates.filter(candidate => candidate.listed).sort((a, b) => compareVersions(b.version, a.version))
  return { kind: 'no-version', known: newest.slice(0, SHOWN).map(({ version }) => normalise(version)) }
}
