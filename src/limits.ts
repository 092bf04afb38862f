import { systemClock } from './clock.ts'

/**
 * Runs something that ends when its time is up or the job is cancelled: the signal's reason is the failure that everything
 * ends with. The signals of the system are taken from the first to the last moment, so that whatever was begun is undone.
 *
 * @param timeoutMs milliseconds
 */
export async function withLimits<T>(timeoutMs: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const cancel = (): void => controller.abort({ kind: 'cancelled' })
  const stopTimer = systemClock.after(timeoutMs, () => controller.abort({ kind: 'deadline', ms: timeoutMs }))
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  try {
    return await run(controller.signal)
  } finally {
    // A timer that stays would hold the process until the time is up.
    stopTimer()
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
  }
}
