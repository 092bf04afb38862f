/** Somebody who waits for a moment. */
export interface Timer {
  readonly at: number
  readonly then: () => void
}

/** The timers of a test's own clock. */
export interface Timers {
  readonly size: number
  /** Gives what cancels it. */
  add(at: number, then: () => void): () => void
  /** Takes the next one out, if there is one until that moment; of several at one moment the first that was added. */
  take(until?: number): Timer | undefined
  clear(): void
}

export function timers(): Timers {
  const waiting = new Set<Timer>()
  return {
    get size() {
      return waiting.size
    },
    add: (at, then) => {
      const timer = { at, then }
      waiting.add(timer)
      return () => waiting.delete(timer)
    },
    take: (until = Number.POSITIVE_INFINITY) => {
      let next: Timer | undefined
      for (const timer of waiting) if (timer.at <= until && (!next || timer.at < next.at)) next = timer
      if (next) waiting.delete(next)
      return next
    },
    clear: () => waiting.clear(),
  }
}
