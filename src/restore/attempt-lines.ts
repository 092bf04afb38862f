import { describeFailure, formatSeconds } from '../failure.ts'
import type { Attempt } from '../fallback/try-sources.ts'

/** One line for each thing that a source said about a subject, however often it said so; for the log and an error's details. */
export function attemptLines(attempts: readonly Attempt[]): readonly string[] {
  const lines = new Map<string, { times: number; ms: number }>()
  for (const { step, subject, source, outcome, failure, ms } of attempts) {
    if (failure?.kind === 'unsupported') continue
    const said = failure
      ? describeFailure(failure)
      : outcome === 'served'
        ? 'served it'
        : 'was asked too, and not needed'
    const line = `${step} ${subject}: ${source} ${said}${outcome === 'put-back' ? ' before, so others were asked first' : ''}`
    const known = lines.get(line) ?? { times: 0, ms: 0 }
    lines.set(line, { times: known.times + 1, ms: known.ms + ms })
  }
  return [...lines].map(
    ([line, { times, ms }]) => `${line} [${times > 1 ? `${times} times, ` : ''}${formatSeconds(ms)}]`,
  )
}
