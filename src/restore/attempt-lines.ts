import { describeFailure, formatSeconds } from '../failure.ts'
import type { Attempt } from '../fallback/try-sources.ts'

/**
 * One line for each thing that a source said about a subject, however often it said so; for the log and an error's details.
 * Of what was said several times the time is that from the first asking to the last answer, pauses included.
 */
export function attemptLines(attempts: readonly Attempt[]): readonly string[] {
  const lines = new Map<string, { times: number; from: number; until: number }>()
  for (const { step, subject, source, outcome, failure, at, ms } of attempts) {
    if (failure?.kind === 'unsupported') continue
    const said = failure ? describeFailure(failure) : SAID[outcome]
    const line = `${step} ${subject}: ${source} ${said}${outcome === 'put-back' ? ' before, so others were asked first' : ''}`
    const known = lines.get(line) ?? { times: 0, from: at, until: at }
    lines.set(line, {
      times: known.times + 1,
      from: Math.min(known.from, at),
      until: Math.max(known.until, at + ms),
    })
  }
  return [...lines].map(
    ([line, { times, from, until }]) =>
      `${line} [${times > 1 ? `${times} times in ` : ''}${formatSeconds(until - from)}]`,
  )
}

const SAID = {
  served: 'served it',
  unneeded: 'was asked too, and not needed',
  failed: 'failed',
  'put-back': 'was put back',
} as const satisfies Record<Attempt['outcome'], string>
