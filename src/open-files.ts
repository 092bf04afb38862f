import { readFileSync } from 'node:fs'

/**
 * How many files and connections this process may have open at once; undefined where nobody says. Node raises the limit as
 * far as it may when it starts (seen with 24), so there is none beyond this one.
 */
export function openFileLimit(): number | undefined {
  try {
    const [, limit] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return limit === undefined ? undefined : Number(limit)
  } catch {
    return undefined
  }
}

/** What Node and a thread of it have open before any download (26 seen with 24). */
const SPARE = 40
/** A connection, the file that it goes into, and one that is expanded meanwhile. */
const FOR_EACH = 3

/** How many downloads at once the limit of open files allows: fewer are slower, and more would fail. */
export function affordable(concurrency: number, limit = openFileLimit()): number {
  return limit === undefined ? concurrency : Math.max(1, Math.min(concurrency, Math.floor((limit - SPARE) / FOR_EACH)))
}

/** Whether there are enough for threads beside the downloads. */
export function affordsThreads(limit = openFileLimit()): boolean {
  return limit === undefined || limit >= 2 * SPARE
}
