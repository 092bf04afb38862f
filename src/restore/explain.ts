import { describeFailure, type Failure, formatSeconds } from '../failure.ts'
import { type Answers, standingOf } from '../fallback/may-ask.ts'
import { GRAVITY } from '../fallback/policy.ts'
import type { Attempt } from '../fallback/try-sources.ts'
import type { Problem } from '../problem.ts'
import type { Binding, Family } from '../sources/family.ts'
import { describeRange } from '../version/version-range.ts'
import type { DemandGroup } from './demand.ts'
import type { NameAnswer } from './resolve-name.ts'

/** `a`, `a and b`, `a, b, and c`. */
const LIST = new Intl.ListFormat('en')

/**
 * Why a name could not be resolved, in the terms of promise P4: "not found" is said only when the authority of every family
 * that may hold the name has said so.
 */
export function explainUnresolved(
  group: DemandGroup,
  binding: Binding,
  answer: Exclude<NameAnswer, { kind: 'resolved' }>,
): Problem {
  const { name } = group
  const by = group.demands.map(demand => `wanted by ${demand.by}: ${describeRange(demand.range)}`)
  const details = [...by, ...attemptLines(answer.attempts)]
  if (answer.kind === 'stopped') return explainStop(name, answer.failure, details)
  const { answers } = answer
  const { families, boundBy } = binding
  const where =
    boundBy === undefined ? '' : ` (${boundBy} binds the name to ${families.map(family => family.name).join(', ')})`

  const silent: Family[] = []
  for (const family of families) {
    const standing = standingOf(family, answers)
    if (standing === 'absent') continue
    if (standing === 'final' && silent.length === 0) return explainNoVersion(group, family, where, answers, details)
    // Not asked to the end: a family in front of it barred the way, and is the one to speak of.
    if (standing === 'open' && silent.length > 0) break
    if (!family.mayBePassed) return explainPrivate(name, family, boundBy, answers, details)
    silent.push(family)
  }
  if (silent.length === 0) {
    const authorities = families.flatMap(({ sources }) => sources).filter(({ config }) => config.isAuthority)
    const names = authorities.map(({ config }) => config.name)
    return {
      code: 'NOT_FOUND',
      sentence: `${name} does not exist: ${LIST.format(names)} ${names.length === 1 ? 'says' : 'say'} so${where}.`,
      hint: 'Check the spelling; a module of a private feed needs its source in "sources".',
      details,
    }
  }
  return {
    code: 'UNDETERMINED',
    sentence: `${name} (${describeRange(group.range)}) could not be determined${where}: ${gravestOf(silent, answers)}.`,
    hint: 'Run the job again when the source is back, or add a source that has it to "sources".',
    details,
  }
}

function explainNoVersion(
  group: DemandGroup,
  family: Family,
  where: string,
  answers: Answers,
  details: readonly string[],
): Problem {
  const said = family.sources.find(
    ({ config }) => config.isAuthority && answers.get(config.name)?.kind === 'no-version',
  )
  const failure = said && answers.get(said.config.name)
  const reason = said && failure ? `${said.config.name} ${describeFailure(failure)}` : family.name
  return {
    code: 'NO_VERSION',
    sentence: `No version of ${group.name} is ${describeRange(group.range)}${where}: ${reason}.`,
    hint: group.prerelease ? 'Widen the range.' : 'Widen the range, or ask for prereleases if that is what it needs.',
    details,
  }
}

/** The name may be private, so nobody else is asked; the user can say that it is not. */
function explainPrivate(
  name: string,
  family: Family,
  boundBy: string | undefined,
  answers: Answers,
  details: readonly string[],
): Problem {
  const elsewhere =
    boundBy === undefined
      ? '; no other source was asked, since the name may be private'
      : ` (${boundBy} binds the name to it)`
  return {
    code: 'UNDETERMINED',
    sentence: `${family.name} could not answer for ${name}: ${gravestOf([family], answers)}${elsewhere}.`,
    hint:
      boundBy === undefined
        ? `If ${name} is a public module, say so in "source-map": ${name}: gallery`
        : `Run the job again when ${family.name} is back.`,
    details,
  }
}

function explainStop(name: string, failure: Failure, details: readonly string[]): Problem {
  switch (failure.kind) {
    case 'deadline':
      return {
        code: 'TIMEOUT',
        sentence: `The restore was not done within ${formatSeconds(failure.ms)}; ${name} was still missing.`,
        hint: 'Give it more time with "timeout", or see below who kept it waiting.',
        details,
      }
    case 'cancelled':
      return { code: 'CANCELLED', sentence: 'The restore was cancelled.', details }
    default:
      return {
        code: 'LOCAL_IO',
        sentence: `${name} ${describeFailure(failure)}.`,
        hint: 'Free space, or name another folder with "repository-path".',
        details,
      }
  }
}

/** Why the bytes of a package could not be had although its version is known. */
export function explainUnfetched(subject: string, outcome: Failure | Answers, attempts: readonly Attempt[]): Problem {
  const details = attemptLines(attempts)
  if (!isAnswers(outcome)) return explainStop(subject, outcome, details)
  const [source, failure] = gravest([...outcome]) ?? []
  const sentence = failure
    ? `${subject} could not be fetched: ${source} ${describeFailure(failure)}`
    : `${subject} could not be fetched`
  return {
    code: failure?.kind === 'differs-announced' ? 'INTEGRITY' : 'UNFETCHED',
    sentence: `${sentence}.`,
    hint: 'Every source that may serve it was asked; see below what each said.',
    details,
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
  const names = new Map<string, string[]>()
  for (const [name, failure] of sortByGravity(said)) {
    const what = describeFailure(failure)
    names.set(what, [...(names.get(what) ?? []), name])
  }
  const sentences = [...names].map(([what, sources]) => `${LIST.format(sources)} ${what}`)
  const missing = unasked.map(({ name }) => `the authority of ${name} is not among the sources`)
  return [...sentences, ...missing].join('; ')
}

function gravest(said: readonly (readonly [string, Failure])[]): readonly [string, Failure] | undefined {
  return sortByGravity(said)[0]
}

function sortByGravity(said: readonly (readonly [string, Failure])[]): readonly (readonly [string, Failure])[] {
  return said.toSorted(([, a], [, b]) => GRAVITY.indexOf(a.kind) - GRAVITY.indexOf(b.kind))
}

/** One line for each thing that a source said about a subject, however often it said so; for the log and an error's details. */
export function attemptLines(attempts: readonly Attempt[]): readonly string[] {
  const lines = new Map<string, { times: number; ms: number }>()
  for (const { step, subject, source, outcome, failure, ms } of attempts) {
    if (failure?.kind === 'unsupported') continue
    const said = failure ? describeFailure(failure) : 'served it'
    const line = `${step} ${subject}: ${source} ${said}${outcome === 'put-back' ? ' before, so others were asked first' : ''}`
    const known = lines.get(line) ?? { times: 0, ms: 0 }
    lines.set(line, { times: known.times + 1, ms: known.ms + ms })
  }
  return [...lines].map(
    ([line, { times, ms }]) => `${line} [${times > 1 ? `${times} times, ` : ''}${formatSeconds(ms)}]`,
  )
}
