import type { Clock } from '../clock.ts'
import type { Failure } from '../failure.ts'
import type { Call } from './call.ts'
import { packageDeadlineMs } from './clocks.ts'

/** The end of all waiting for one package from one source, whatever arrives meanwhile. */
export interface Deadline {
  /** What the requests are made with. */
  readonly call: Call
  /** @param size bytes, once they are known; until then there is time for none */
  expect(size: number): void
  /** The package is here, or given up: nothing is waited for any more. */
  lift(): void
}

/** @param origin who is waited for */
export function startDeadline(call: Call, clock: Clock, origin: string): Deadline {
  const started = clock.now()
  const controller = new AbortController()
  let cancel = endAfter(0)
  function endAfter(size: number): () => void {
    const ms = Math.ceil(packageDeadlineMs(size, call.patience))
    const failure: Failure = { kind: 'timeout', phase: 'whole', ms, origin }
    return clock.after(started + ms - clock.now(), () => controller.abort(failure))
  }
  return {
    call: { ...call, signal: AbortSignal.any([call.signal, controller.signal]) },
    expect: size => {
      cancel()
      cancel = endAfter(size)
    },
    lift: () => cancel(),
  }
}
