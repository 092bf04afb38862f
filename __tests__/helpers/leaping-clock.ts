import type { Clock } from '../../src/clock.ts'

/**
 * A clock on which every pause is over as soon as nothing else is left to do: it leaps from one timer to the next, each after
 * all that the one before has caused. Hours last no time, and what happens at which moment is always the same.
 */
export function leapingClock(): Clock {
  const waiting = new Set<{ readonly at: number; readonly then: () => void }>()
  let now = 0
  let isAboutToLeap = false

  function leapSoon(): void {
    if (isAboutToLeap || waiting.size === 0) return
    isAboutToLeap = true
    setImmediate(leap)
  }
  function leap(): void {
    isAboutToLeap = false
    const [next] = [...waiting].sort((a, b) => a.at - b.at)
    if (!next) return
    waiting.delete(next)
    now = next.at
    leapSoon()
    next.then()
  }

  return {
    now: () => now,
    date: () => now,
    after: (ms, then) => {
      const entry = { at: now + Math.max(0, ms), then }
      waiting.add(entry)
      leapSoon()
      return () => waiting.delete(entry)
    },
  }
}
