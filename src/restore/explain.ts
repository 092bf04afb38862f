import { describeFailure, type Failure, formatSeconds } from '../failure.ts'
import { type Answers, standingOf } from '../fallback/may-ask.ts'
import { GRAVITY } from '../fallback/policy.ts'
import type { LockedPackage } from '../lock/lock.ts'
import type { Problem } from '../problem.ts'
import type { Binding, Family } from '../sources/family.ts'
import type { Source } from '../sources/source.ts'
import { describeRange, pinnedVersion } from '../version/version-range.ts'
import { attemptLines } from './attempt-lines.ts'
import { type DemandGroup, statedPlace } from './demand.ts'
import { listed } from './enumerate.ts'
import type { NameAnswer } from './resolve-name.ts'
import type { Fetched } from './wanted.ts'

/** What is known of a question that nobody answered. */
interface Unanswered {
  readonly group: DemandGroup
  readonly binding: Binding
  readonly answers: Answers
}

/**
 * Why a name could not be resolved. That it does not exist is said only when the authority of every family that may hold
 * the name has said so.
 */
export function explainUnresolved(
  group: DemandGroup,
  binding: Binding,
  answer: Exclude<NameAnswer, { kind: 'resolved' }>,
): Problem {
  const wanted = group.demands.map(({ by, range }) => `wanted by ${by}: ${describeRange(range)}`)
  const details = [...wanted, ...attemptLines(answer.attempts)]
  const place = statedPlace(group)
  const problem =
    answer.kind === 'stopped'
      ? explainStop(group.name, answer.failure)
      : explainAnswers({ group, binding, answers: answer.answers })
  return { ...problem, details, ...(place && { place }) }
}

function explainAnswers(unanswered: Unanswered): Problem {
  const { binding, answers } = unanswered
  const silent: Family[] = []
  for (const family of binding.families) {
    const standing = standingOf(family, answers)
    if (standing === 'absent') continue
    if (standing === 'final' && silent.length === 0) return explainNoVersion(unanswered, family)
    // Not asked to the end: a family in front of it barred the way, and is the one to speak of.
    if (standing === 'open' && silent.length > 0) continue
    if (!family.mayBePassed) return explainPrivate(unanswered, family)
    silent.push(family)
  }
  return silent.length === 0 ? explainAbsence(unanswered) : explainSilence(unanswered, silent)
}

/** Nobody misspelt what a package requires; ActiveDirectory and its like are in no gallery. */
const WITH_THE_SYSTEM =
  'If it comes with the system, "skip-installed" takes it from a machine that has it, and "skip-dependencies" leaves it out.'

function explainAbsence({ group, binding }: Unanswered): Problem {
  const { families, boundBy } = binding
  const authorities = families.flatMap(({ sources }) => sources).filter(({ config }) => config.isAuthority)
  const names = authorities.map(({ config }) => config.name)
  // One that lists nothing was asked for a version, and knows of no other.
  const listsAll = authorities.every(({ resolver }) => resolver)
  const what = listsAll ? group.name : `${group.name} (${describeRange(group.range)})`
  const remedy =
    boundBy === undefined
      ? 'a module of a private feed needs its source in "sources"'
      : `or change what binds it: ${boundBy}`
  return {
    code: 'NOT_FOUND',
    sentence: `${what} does not exist: ${listed(names)} ${names.length === 1 ? 'says' : 'say'} so${boundTo(binding)}.`,
    hint: statedPlace(group)
      ? `Check the spelling; ${remedy}.`
      : `${WITH_THE_SYSTEM} Otherwise check the spelling; ${remedy}.`,
  }
}

function explainNoVersion({ group, binding, answers }: Unanswered, family: Family): Problem {
  const said = family.sources.find(
    ({ config }) => config.isAuthority && answers.get(config.name)?.kind === 'no-version',
  )
  const failure = said && answers.get(said.config.name)
  const reason = said && failure ? `${said.config.name} ${describeFailure(failure)}` : family.name
  const ways = pinnedVersion(group.range)
    ? 'Ask for one that there is.'
    : group.prerelease
      ? 'Widen the range.'
      : 'Widen the range; prereleases are taken only where they are asked for.'
  return {
    code: 'NO_VERSION',
    sentence: `No version of ${group.name} is ${describeRange(group.range)}${boundTo(binding)}: ${reason}.`,
    hint: ways,
  }
}

/** The name may be private, so nobody else is asked; the user can say that it is not. */
function explainPrivate({ group: { name }, binding, answers }: Unanswered, family: Family): Problem {
  const elsewhere = binding.families.find(({ isPublic }) => isPublic)?.sources[0]
  const consequence = elsewhere ? '; no other source was asked, since the name may be private' : boundTo(binding)
  return {
    code: 'UNDETERMINED',
    sentence: `${family.name} could not answer for ${name}: ${gravestOf([family], answers)}${consequence}.`,
    hint: elsewhere
      ? `If ${name} is a public module, say so in "source-map": ${name}: ${elsewhere.config.name}`
      : `Run the job again when ${family.name} is back.`,
  }
}

const AGAIN = 'Run the job again later, or add a source that has it to "sources".'

function explainSilence({ group, binding, answers }: Unanswered, silent: readonly Family[]): Problem {
  const { name, range } = group
  const unlisting = silent
    .flatMap(({ sources }) => sources)
    .find(({ config }) => answers.get(config.name)?.kind === 'unsupported')
  const leaderless = silent.find(({ sources }) => !sources.some(({ config }) => config.isAuthority))
  const hint = leaderless
    ? `Add the authority of ${leaderless.name} to "sources", or mark one of them: "(family ${leaderless.name}, authority)".`
    : unlisting
      ? `${unlisting.config.name} cannot list versions but may have an exact one: state it, as in ${name}@1.2.3. ${AGAIN}`
      : AGAIN
  return {
    code: 'UNDETERMINED',
    sentence: `${name} (${describeRange(range)}) could not be determined${boundTo(binding)}: ${gravestOf(silent, answers)}.`,
    hint,
  }
}

function boundTo({ families, boundBy }: Binding): string {
  return boundBy === undefined ? '' : ` (${boundBy} binds the name to ${families.map(({ name }) => name).join(', ')})`
}

/** @param failure why a restore was ended that had fetched everything, and handed nothing on */
export function explainCut(failure: Failure): Problem {
  const cut = explainStop('', failure)
  if (failure.kind !== 'deadline') return cut
  return {
    ...cut,
    sentence: `The restore was not done within ${formatSeconds(failure.ms)}; everything was fetched by then.`,
  }
}

function explainStop(name: string, failure: Failure, by = 'somebody'): Problem {
  switch (failure.kind) {
    case 'deadline':
      return {
        code: 'TIMEOUT',
        sentence: `The restore was not done within ${formatSeconds(failure.ms)}; ${name} was still missing.`,
        hint: 'Give it more time with "timeout", or see below who kept it waiting.',
      }
    case 'cancelled':
      return { code: 'CANCELLED', sentence: 'The restore was cancelled; the folders are as they were.' }
    case 'differs-locked':
      return {
        code: 'INTEGRITY',
        sentence: `${name} is not what is locked: ${by} ${describeFailure(failure)}.`,
        hint: 'The input "on-mismatch" is "fail", so nobody else was asked.',
      }
    default:
      return {
        code: 'LOCAL_IO',
        sentence: `${name} ${describeFailure(failure)}.`,
        hint: 'Free space there, or name other folders in "repository-path" and "modules-path".',
      }
  }
}

/** Why the bytes of a package could not be had although its version is known. */
export function explainUnfetched(
  subject: string,
  { outcome, attempts }: Extract<Fetched, { kind: 'unfetched' }>,
  candidates: readonly Source[],
  locked: LockedPackage | undefined,
): Problem {
  const details = attemptLines(attempts)
  if (!isAnswers(outcome)) {
    const by = attempts.find(({ failure }) => failure === outcome)?.source
    return { ...explainStop(subject, outcome, by), details }
  }
  const [, failure] = gravest([...outcome]) ?? []
  if (locked && !failure) return { ...explainNobody(subject, locked), details }
  const code = codeOf(outcome, failure, authorityOf(candidates, locked))
  const why = failure ? `: ${grouped([...outcome])}` : ''
  return { code, sentence: `${subject} could not be fetched${why}.`, hint: remedyOf(code, locked), details }
}

function remedyOf(code: string, locked: LockedPackage | undefined): string {
  if (code === 'INTEGRITY' && locked) {
    return 'Either the lock was edited (see "git log -p" of it), or the version was replaced where it comes from: find out which.'
  }
  return code === 'UNFETCHED' ? AGAIN : 'Every source that may serve it was asked; see below what each said.'
}

/** What its authority lists and then does not have was withdrawn, which is no outage. */
function codeOf(answers: Answers, failure: Failure | undefined, authority: string | undefined): string {
  if (failure && MISMATCHES.has(failure.kind)) return 'INTEGRITY'
  return authority !== undefined && answers.get(authority)?.kind === 'not-found' ? 'WITHDRAWN' : 'UNFETCHED'
}

/** The name of the authority of the package's own family, if it is among the sources. */
function authorityOf(candidates: readonly Source[], locked: LockedPackage | undefined): string | undefined {
  const family = locked?.family ?? candidates[0]?.config.family
  return candidates.find(({ config }) => config.isAuthority && config.family === family)?.config.name
}

const MISMATCHES: ReadonlySet<Failure['kind']> = new Set(['differs-announced', 'differs-locked', 'other-build'])

function explainNobody(subject: string, { family }: LockedPackage): Problem {
  return {
    code: 'UNFETCHED',
    sentence: `${subject} could not be fetched: it is locked from the family ${family}, and no source of it is configured.`,
    hint: `Add one to "sources", or mark one there: "(family ${family})".`,
  }
}

function isAnswers(outcome: Failure | Answers): outcome is Answers {
  return outcome instanceof Map
}

/** The headline: what the gravest failures among these families were, then what their mirrors said. */
function gravestOf(families: readonly Family[], answers: Answers): string {
  const said = families.flatMap(({ sources }) =>
    sources.flatMap(({ config }) => {
      const failure = answers.get(config.name)
      return failure && failure.kind !== 'unsupported' ? [[config.name, failure] as const] : []
    }),
  )
  const unasked = families.filter(({ sources }) => !sources.some(({ config }) => config.isAuthority))
  const missing = unasked.map(({ name }) => `the authority of ${name} is not among the sources`)
  return [...(said.length > 0 ? [grouped(said)] : []), ...missing].join('; ')
}

/** What was said, the gravest first, and who all said it. */
function grouped(said: readonly (readonly [string, Failure])[]): string {
  const names = new Map<string, string[]>()
  for (const [name, failure] of sortByGravity(said)) {
    const what = describeFailure(failure)
    names.set(what, [...(names.get(what) ?? []), name])
  }
  return [...names].map(([what, sources]) => `${listed(sources)} ${what}`).join('; ')
}

function gravest(said: readonly (readonly [string, Failure])[]): readonly [string, Failure] | undefined {
  return sortByGravity(said)[0]
}

function sortByGravity(said: readonly (readonly [string, Failure])[]): readonly (readonly [string, Failure])[] {
  return said.toSorted(([, a], [, b]) => GRAVITY.indexOf(a.kind) - GRAVITY.indexOf(b.kind))
}
