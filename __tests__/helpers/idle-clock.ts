import type { Clock } from '../../src/clock.ts'
import { timers } from './timers.ts'

/** A clock that stands while anything goes on, and then goes to the next thing that is waited for. */
export interface IdleClock extends Clock {
  /** Whatever is still waited for is given up. */
  stop(): void
}

/** Nothing happened in so many turns of the event loop and so many milliseconds: an answer in this process takes fewer. */
const QUIET = { turns: 10, ms: 2 } as const

/** When every such clock begins: a headers' date is then as far away in every run. */
const START = Date.UTC(2026, 0, 6)

/**
 * Lets real sockets and files be used under a time that nobody waits for: eight seconds of silence are over as soon as
 * there is nothing but silence.
 *
 * @param isBusy whether something is under way that will end by itself; files and threads are looked at besides
 */
export function idleClock(isBusy: () => boolean): IdleClock {
  const waiting = timers()
  let now = 0
  let turning = false
  let turns = 0
  let quietSince = 0

  function rest(): void {
    turns = 0
    quietSince = performance.now()
  }

  function turn(): void {
    if (waiting.size === 0) {
      turning = false
      return
    }
    turns += 1
    if (isBusy() || filesAreBusy()) rest()
    else if (turns >= QUIET.turns && performance.now() - quietSince >= QUIET.ms) goOn()
    setImmediate(turn)
  }

  function goOn(): void {
    const next = waiting.take()
    if (!next) return
    now = next.at
    rest()
    next.then()
  }

  return {
    now: () => now,
    date: () => START + now,
    after: (ms, then) => {
      const cancel = waiting.add(now + ms, then)
      rest()
      if (!turning) {
        turning = true
        setImmediate(turn)
      }
      return cancel
    },
    stop: () => waiting.clear(),
  }
}

function filesAreBusy(): boolean {
  return process.getActiveResourcesInfo().some(name => name.startsWith('FS') || name === 'CloseReq')
}
