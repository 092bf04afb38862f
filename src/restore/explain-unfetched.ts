import type { Failure } from '../failure.ts'
import type { Answers } from '../fallback/may-ask.ts'
import type { LockedPackage } from '../lock/lock.ts'
import type { Problem } from '../problem.ts'
import type { Source } from '../sources/source.ts'
import { attemptLines } from './attempt-lines.ts'
import { explainStop } from './explain-stop.ts'
import { AGAIN } from './explain-unresolved.ts'
import { gravest, grouped } from './said.ts'
import type { Fetched } from './wanted.ts'

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
