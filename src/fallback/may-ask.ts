import type { Failure } from '../failure.ts'
import type { Family } from '../sources/family.ts'
import type { Source } from '../sources/source.ts'

/** What each source said so far, by its name. */
export type Answers = ReadonlyMap<string, Failure>

/**
 * Where a family stands on a name after what its sources said.
 *
 * - `open`: it may still know it.
 * - `no-version`: it owns the name and has no version that will do; `final` if its authority says so.
 * - `absent`: its authority does not have the name. A mirror's "no" is never enough.
 * - `undetermined`: all were asked and nobody who counts gave an answer.
 */
export type Standing = 'open' | 'no-version' | 'final' | 'absent' | 'undetermined'

export function standingOf(family: Family, answers: Answers): Standing {
  let known = false
  for (const { config } of family.sources) {
    const kind = answers.get(config.name)?.kind
    if (config.isAuthority && kind === 'not-found') return 'absent'
    if (config.isAuthority && kind === 'no-version') return 'final'
    if (kind === 'no-version') known = true
  }
  if (family.sources.some(({ config }) => !answers.has(config.name))) return 'open'
  return known ? 'no-version' : 'undetermined'
}

/**
 * Whether a source may be asked for a name, given the families that may hold it (in order) and what was said so far.
 *
 * No: not before the families in front of it have spoken, and never once another family owns the name or a private one
 * could not answer for it; asking on would let a stranger's package in or a private name out.
 */
export function mayAsk(source: Source, families: readonly Family[], answers: Answers): boolean {
  const own = families.find(({ sources }) => sources.includes(source))
  if (!own) return false
  const standing = standingOf(own, answers)
  if (standing === 'absent' || standing === 'final') return false
  let onlyPublic = false
  for (const family of families.slice(0, families.indexOf(own))) {
    // It may not be asked itself any more, so it bars nobody.
    if (onlyPublic && !family.isPublic) continue
    const passage = passageThrough(family, standingOf(family, answers))
    if (passage === 'nobody') return false
    if (passage === 'public') onlyPublic = true
  }
  return own.isPublic || !onlyPublic
}

/** Whom a family that stands in front lets be asked after it. */
function passageThrough(family: Family, standing: Standing): 'all' | 'public' | 'nobody' {
  switch (standing) {
    case 'absent':
      return 'all'
    case 'open':
    case 'final':
      return 'nobody'
    case 'no-version':
      return family.isPublic ? 'public' : 'nobody'
    case 'undetermined':
      return family.isPublic ? 'public' : family.mayBePassed ? 'all' : 'nobody'
  }
}
