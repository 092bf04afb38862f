import type { Clock } from '../../src/clock.ts'
import { timers } from './timers.ts'

/** A clock that goes only when it is told to. */
export interface HandClock extends Clock {
  /** Lets time go by; what falls due is called in its order. */
  advance(ms: number): void
}

export function handClock(): HandClock {
  const waiting = timers()
  let now = 0
  return {
    now: () => now,
    date: () => now,
    after: (ms, then) => waiting.add(now + ms, then),
    advance: ms => {
      const until = now + ms
      for (let next = waiting.take(until); next; next = waiting.take(until)) {
        now = next.at
        next.then()
      }
      now = until
    },
  }
}
