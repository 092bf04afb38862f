import type { Clock } from '../../src/clock.ts'
import { timers } from './timers.ts'

/**
 * A clock on which every pause is over as soon as nothing else is left to do: it leaps from one timer to the next, each after
 * all that the one before has caused. Hours last no time, and what happens at which moment is always the same.
 */
export function leapingClock(): Clock {
  const waiting = timers()
  let now = 0
  let isAboutToLeap = false

  function leapSoon(): void {
    if (isAboutToLeap || waiting.size === 0) return
    isAboutToLeap = true
    setImmediate(leap)
  }
  function leap(): void {
    isAboutToLeap = false
    const next = waiting.take()
    if (!next) return
    now = next.at
    leapSoon()
    next.then()
  }

  return {
    now: () => now,
    date: () => now,
    after: (ms, then) => {
      const cancel = waiting.add(now + Math.max(0, ms), then)
      leapSoon()
      return cancel
    },
  }
}
