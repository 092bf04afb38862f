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
  let cancel = endAfter(packageDeadlineMs(0, call.patience), origin)
  function endAfter(exactMs: number, waitedFor: string): () => void {
    const ms = Math.ceil(exactMs)
    const failure: Failure = { kind: 'timeout', phase: 'whole', ms, origin: waitedFor }
    return clock.after(started + ms - clock.now(), () => controller.abort(failure))
  }
  return {
    call: { ...call, signal: AbortSignal.any([call.signal, controller.signal]) },
    expect: (size, body) => {
      cancel()
      cancel = endAfter(packageDeadlineMs(size, call.patience, body.transfers()), body.origin)
    },
    lift: () => cancel(),
  }
}
