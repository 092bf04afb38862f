import type { Clock } from '../clock.ts'
import type { Failure } from '../failure.ts'
import type { HttpBody } from './body.ts'
import type { Call } from './call.ts'
import { packageDeadlineMs } from './clocks.ts'

/** The end of all waiting for one package from one source, whatever arrives meanwhile. */
export interface Deadline {
  /** What the requests are made with. */
  readonly call: Call
  /**
   * Somebody has begun to send it; until then there is time for nothing but that.
   *
   * @param size bytes
   */
  expect(size: number, body: Pick<HttpBody, 'origin' | 'transfers'>): void
  /** The package is here, or given up: nothing is waited for any more. */
  lift(): void
}

/** @param origin who is waited for at first */
export function startDeadline(call: Call, clock: Clock, origin: string): Deadline {
  const started = clock.now()
  const controller = new AbortController()
  let cancel = endAfter(Math.ceil(packageDeadlineMs(0, call.patience)), origin)
  function endAfter(ms: number, waitedFor: string, isDue = (): boolean => true): () => void {
    const failure: Failure = { kind: 'timeout', phase: 'whole', ms, origin: waitedFor }
    return clock.after(started + ms - clock.now(), () => isDue() && controller.abort(failure))
  }
  /** How many share the line is known only in time, so it is looked at again when the time is up. */
  function expect(size: number, body: Pick<HttpBody, 'origin' | 'transfers'>, most = 1): void {
    const transfers = Math.max(most, body.transfers())
    const ms = Math.ceil(packageDeadlineMs(size, call.patience, transfers))
    cancel()
    cancel = endAfter(ms, body.origin, () => {
      if (body.transfers() <= transfers) return true
      expect(size, body, transfers)
      return false
    })
  }
  return {
    call: { ...call, signal: AbortSignal.any([call.signal, controller.signal]) },
    expect: (size, body) => expect(size, body),
    lift: () => cancel(),
  }
}
