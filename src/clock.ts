/** Time as a parameter: whatever waits or measures is given one, so that no test has to sleep. */
export interface Clock {
  /** Milliseconds from any fixed point, never going back. */
  now(): number
  /** Milliseconds since 1970: for people, and for what outlives a run. It may be put back. */
  date(): number
  /** Calls `then` once after `ms` milliseconds, unless the returned function was called before. */
  after(ms: number, then: () => void): () => void
}

/** A timer that is longer fires at once: 25 days, as signed 32 bits of milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, Math.min(ms, LONGEST_TIMER))
    return () => clearTimeout(timer)
  },
}

/** Resolves after `ms` milliseconds, or at once when the signal is aborted. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise(resolve => {
    const wake = (): void => {
      cancel()
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const cancel = clock.after(ms, wake)
    signal.addEventListener('abort', wake, { once: true })
  })
}
