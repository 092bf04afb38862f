import { describeFailure, originOf } from '../failure.ts'
import { type Answers, standingOf } from '../fallback/may-ask.ts'
import type { Problem } from '../problem.ts'
import type { Binding, Family } from '../sources/family.ts'
import { describeRange, pinnedVersion, type VersionRange } from '../version/version-range.ts'
import { attemptLines } from './attempt-lines.ts'
import { type DemandGroup, statedPlace } from './demand.ts'
import { listed } from './enumerate.ts'
import { explainStop } from './explain-stop.ts'
import type { NameAnswer } from './resolve-name.ts'
import { grouped } from './said.ts'

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
  if (isUnbounded(group.range)) {
    return {
      code: 'NO_VERSION',
      sentence: `There is no version of ${group.name} to take${boundTo(binding)}: ${reason}.`,
      hint: 'Prereleases are taken only where they are asked for, and withdrawn versions only where they are stated exactly.',
    }
  }
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

function isUnbounded({ min, max, float }: VersionRange): boolean {
  return !min && !max && float === undefined
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
      : `Run the job again when ${family.name} answers, or mend what keeps it from that.`,
  }
}

export const AGAIN = 'Run the job again later, or add a source that has it to "sources".'

const CUT_OFF =
  'None of the sources can be reached from this machine: look at its network, its name servers and its proxy (HTTPS_PROXY), then run the job again.'

function explainSilence({ group, binding, answers }: Unanswered, silent: readonly Family[]): Problem {
  const { name, range } = group
  return {
    code: 'UNDETERMINED',
    sentence: `${name} (${describeRange(range)}) could not be determined${boundTo(binding)}: ${gravestOf(silent, answers)}.`,
    hint: remedyOf(name, silent, answers),
  }
}

function remedyOf(name: string, silent: readonly Family[], answers: Answers): string {
  if (isCutOff(answers)) return CUT_OFF
  const leaderless = silent.find(({ sources }) => !sources.some(({ config }) => config.isAuthority))
  if (leaderless) {
    return `Add the authority of ${leaderless.name} to "sources", or mark one of them: "(family ${leaderless.name}, authority)".`
  }
  const unlisting = silent
    .flatMap(({ sources }) => sources)
    .find(({ config }) => answers.get(config.name)?.kind === 'unsupported')
  if (!unlisting) return AGAIN
  return `${unlisting.config.name} cannot list versions but may have an exact one: state it, as in ${name}@1.2.3. ${AGAIN}`
}

/** What the system says of a host to which it finds no way. Of one host alone that may be the fault of its address. */
const NO_WAY: ReadonlySet<string> = new Set(['EAI_AGAIN', 'ENOTFOUND', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'])

/** Whether several hosts were asked and no way was found to any: they hardly vanish at once. */
function isCutOff(answers: Answers): boolean {
  const said = [...answers.values()].filter(({ kind }) => kind !== 'unsupported')
  const hosts = new Set(said.map(originOf))
  return hosts.size > 1 && said.every(failure => failure.kind === 'unreachable' && NO_WAY.has(failure.code))
}

function boundTo({ families, boundBy }: Binding): string {
  return boundBy === undefined ? '' : ` (${boundBy} binds the name to ${families.map(({ name }) => name).join(', ')})`
}

/** The headline: what the gravest failures among these families were, then what their mirrors said. */
function gravestOf(families: readonly Family[], answers: Answers): string {
  const all = families.flatMap(({ sources }) =>
    sources.flatMap(({ config }) => {
      const failure = answers.get(config.name)
      return failure ? [[config.name, failure] as const] : []
    }),
  )
  const said = all.filter(([, { kind }]) => kind !== 'unsupported')
  const unasked = families.filter(({ sources }) => !sources.some(({ config }) => config.isAuthority))
  const missing = unasked.map(({ name }) => `the authority of ${name} is not among the sources`)
  const words = [...(said.length > 0 ? [grouped(said)] : []), ...missing]
  return words.length > 0 ? words.join('; ') : grouped(all)
}
