import type { Clock } from '../../src/clock.ts'

/** A clock on which every pause is over at once, and which tells what was waited for. */
export interface InstantClock extends Clock {
  /** Every pause so far, in milliseconds. */
  readonly pauses: readonly number[]
  /** Lets time go by without a pause. */
  advance(ms: number): void
}

export function instantClock(): InstantClock {
  const pauses: number[] = []
  let now = 0
  return {
    pauses,
    advance: ms => {
      now += ms
    },
    now: () => now,
    date: () => now,
    after: (ms, then) => {
      let cancelled = false
      pauses.push(ms)
      queueMicrotask(() => {
        if (cancelled) return
        now += ms
        then()
      })
      return () => {
        cancelled = true
      }
    },
  }
}
