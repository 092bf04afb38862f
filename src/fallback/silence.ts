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

export interface SilenceRules {
  /** How long a request may bring nothing worth speaking of, by now. */
  readonly patienceMs: () => number
  /** The least that is worth speaking of, by now. Bytes. */
  readonly tricklePerMs: () => number
  /** Gives whether the silence is seen to; otherwise it is told again soon. */
  readonly onSilence: (silence: Silence) => boolean
  /** It is not silent any more. */
  readonly onSound: () => void
  /** Its first request begins, or its last one has ended. */
  readonly onBegin: () => void
  readonly onEnd: () => void
  /** A status line took so long. */
  readonly onAnswer: (ms: number) => void
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
 * Every request has the whole patience, but not one after the other without end: a feed that names a next page with every
 * page, each within its time, kept a restore for two minutes beside a source that was well. What takes more requests than any
 * question should has one patience for all that are left, unless they bring something.
 */
export function watchSilence(clock: Clock, rules: SilenceRules): SilenceWatch {
  let underWay = 0
  let requests = 0
  let origin = ''
  /** When the stretch began that is looked at, and what it has brought. */
  let from = 0
  let bytes = 0
  /** How much of the stretch the requests before this one have taken. */
  let spentMs = 0
  /** When the silence began, if there is one. */
  let silentSince: number | undefined
  let isStopped = false
  let cancel = (): void => undefined

  function lookAfter(ms: number): void {
    cancel()
    if (!isStopped) cancel = clock.after(ms, look)
  }
  function endSilence(): void {
    if (silentSince !== undefined) rules.onSound()
    silentSince = undefined
  }
  function begin(): void {
    from = clock.now()
    bytes = 0
    endSilence()
    lookAfter(rules.patienceMs())
  }
  /** One request more than a question should need has what those before it have left of the patience. */
  function goOn(): void {
    if (underWay === 1) from = clock.now() - spentMs
    lookAfter(Math.max(0, from + rules.patienceMs() - clock.now()))
  }
  function look(): void {
    const now = clock.now()
    if (bytes >= (now - from) * rules.tricklePerMs()) {
      begin()
      return
    }
    silentSince ??= from
    const isSeenTo = rules.onSilence({ origin, ms: Math.round(now - silentSince) })
    if (isSeenTo) {
      from = now
      bytes = 0
    }
    lookAfter(isSeenTo ? rules.patienceMs() : HEDGE.lookAgainMs)
  }

  return {
    exchange: asked => {
      const at = clock.now()
      underWay += 1
      requests += 1
      if (underWay === 1) rules.onBegin()
      origin = asked
      if (requests > HEDGE.requests) goOn()
      else begin()
      return {
        answered: () => rules.onAnswer(clock.now() - at),
        heard: more => {
          bytes += more
        },
        ended: () => {
          underWay -= 1
          if (underWay > 0) return
          rules.onEnd()
          cancel()
          spentMs = clock.now() - from
          if (requests <= HEDGE.requests) endSilence()
        },
      }
    },
    stop: () => {
      isStopped = true
      cancel()
    },
  }
}
