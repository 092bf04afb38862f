import { formatPlace, type Problem } from '../problem.ts'

/** A problem in full, the sentence first. */
export function problemLines(problem: Problem): readonly string[] {
  return [
    `${problem.sentence} [${problem.code}]`,
    ...(problem.place ? [`  at ${formatPlace(problem.place)}`] : []),
    ...(problem.frame?.split('\n').map(line => `  ${line}`) ?? []),
    ...(problem.hint?.split('\n') ?? []),
    ...(problem.details?.map(line => `  ${line}`) ?? []),
  ]
}
