/** Time as a parameter: whatever waits or measures is given one, so that no test has to sleep. */
export interface Clock {
  /** Milliseconds from any fixed point, never going back. */
  now(): number
  /** Milliseconds since 1970: for people, and for what outlives a run. It may be put back. */
  date(): number
  /** Calls `then` once after `ms` milliseconds, unless the returned function was called before. */
  after(ms: number, then: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms)
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
