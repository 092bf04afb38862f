import type { Clock } from '../clock.ts'
import type { Call } from '../http/call.ts'
import { HEDGE } from './policy.ts'

/** What was noticed of a source that is silent. */
export interface Silence {
  /** Of the request that brings nothing. */
  readonly origin: string
  /** Milliseconds. */
  readonly ms: number
}

export interface SilenceWatch {
  /** What the requests of the question are to tell. */
  readonly exchange: NonNullable<Call['exchange']>
  /** Nothing is told any more, whatever still arrives. */
  stop(): void
}

/**
 * Watches one source at one question. It is silent when a request that is under way has brought nothing worth speaking of for
 * a while; while we are busy ourselves, between its requests, it is not.
 *
 * @param patienceMs how long that while is by now
 * @param onSilence gives whether the silence is seen to; otherwise it is told again soon
 * @param onAnswer told how long a status line took
 */
export function watchSilence(
  clock: Clock,
  patienceMs: () => number,
  onSilence: (silence: Silence) => boolean,
  onAnswer: (ms: number) => void,
): SilenceWatch {
  let underWay = 0
  let origin = ''
  let since = 0
  let bytes = 0
  let isStopped = false
  let cancel = (): void => undefined

  function begin(): void {
    since = clock.now()
    bytes = 0
    cancel()
    if (!isStopped) cancel = clock.after(patienceMs(), look)
  }
  function look(): void {
    const ms = clock.now() - since
    if (bytes >= ms * HEDGE.tricklePerMs) begin()
    else if (!onSilence({ origin, ms: Math.round(ms) })) cancel = clock.after(HEDGE.lookAgainMs, look)
  }

  return {
    exchange: asked => {
      const at = clock.now()
      underWay += 1
      origin = asked
      begin()
      return {
        answered: () => onAnswer(clock.now() - at),
        heard: more => {
          bytes += more
        },
        ended: () => {
          underWay -= 1
          if (underWay === 0) cancel()
        },
      }
    },
    stop: () => {
      isStopped = true
      cancel()
    },
  }
}
