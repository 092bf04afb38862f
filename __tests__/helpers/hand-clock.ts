import type { Clock } from '../../src/clock.ts'

/** A clock that goes only when it is told to. */
export interface HandClock extends Clock {
  /** Lets time go by; what falls due is called in its order. */
  advance(ms: number): void
}

export function handClock(): HandClock {
  const waiting = new Set<{ readonly at: number; readonly then: () => void }>()
  let now = 0
  return {
    now: () => now,
    date: () => now,
    after: (ms, then) => {
      const entry = { at: now + ms, then }
      waiting.add(entry)
      return () => waiting.delete(entry)
    },
    advance: ms => {
      const until = now + ms
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
        if (!next) break
        waiting.delete(next)
        now = next.at
        next.then()
      }
      now = until
    },
  }
}
