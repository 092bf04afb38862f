import type { Clock } from '../clock.ts'
import { formatSeconds } from '../failure.ts'
import type { CacheRequest } from './messages.ts'

/** How long a client is waited for, told what it does. */
export interface Patience {
  /** Its script is loaded. */
  begun(): void
  /** More of an archive has come. */
  received(): void
  /** It is not waited for any more. */
  over(): void
}

export interface PatienceLimits {
  readonly clock: Clock
  /** For how long an archive that has begun to come may pause, in milliseconds. */
  readonly silenceMs: number
  /** For how long it may come at all, in milliseconds: the sources need some of the run's time too. */
  readonly wholeMs: number
}

/** A loaded machine takes seconds to read the script; what has not begun after this will not. */
const START_MS = 20_000

/** A service that is well begins to send within a second. */
const FIRST_BYTE_MS = 5_000

/** Nothing in this job needs what is saved; enough for 1 GB at 10 MB/s. */
const SAVE_MS = 120_000

/**
 * The client tries five times and waits for three minutes each time, which no option shortens, so what counts here is that
 * bytes of an archive come, not what it writes about its tries. Both also have a time for the whole of it: an archive that
 * drips would else use up that of the run.
 *
 * @param onEnd is called once when the time is up, with why, as the end of a sentence; never after `over`
 */
export function startPatience(
  kind: CacheRequest['kind'],
  { clock, silenceMs, wholeMs }: PatienceLimits,
  onEnd: (why: string) => void,
): Patience {
  let stopTimer = (): void => undefined
  let stopWhole = (): void => undefined
  let isOver = false
  const over = (): void => {
    isOver = true
    stopTimer()
    stopWhole()
  }
  const endAfter = (ms: number, missed: string): (() => void) =>
    clock.after(ms, () => {
      over()
      onEnd(`it ${missed} within ${formatSeconds(ms)}`)
    })
  const allow = (ms: number, missed: string): void => {
    stopTimer()
    if (!isOver) stopTimer = endAfter(ms, missed)
  }
  allow(START_MS, 'did not start')
  if (kind === 'restore') stopWhole = endAfter(wholeMs, 'did not send everything')
  return {
    begun: () => {
      if (kind === 'save') allow(SAVE_MS, 'did not take everything')
      else allow(Math.min(FIRST_BYTE_MS, silenceMs), 'sent nothing')
    },
    received: () => {
      if (kind === 'restore') allow(silenceMs, 'stopped in the middle and sent nothing more')
    },
    over,
  }
}
