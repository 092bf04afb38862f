import { describeFailure, type Failure, formatSeconds } from '../failure.ts'
import type { Problem } from '../problem.ts'

/** @param failure why a restore was ended that had fetched everything, and handed nothing on */
export function explainCut(failure: Failure): Problem {
  const cut = explainStop('', failure)
  if (failure.kind !== 'deadline') return cut
  return {
    ...cut,
    sentence: `The restore was not done within ${formatSeconds(failure.ms)}; everything was fetched by then.`,
  }
}

/** What ended a whole run, whoever was asked. @param by the source that it was heard of, where one was */
export function explainStop(name: string, failure: Failure, by = 'somebody'): Problem {
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
