import path from 'node:path'
import { systemClock } from './clock.ts'
import { createHttpClient } from './http/client.ts'
import { clocksFor, type HttpClocks } from './http/clocks.ts'
import { createDispatcher } from './http/dispatcher.ts'
import type { Wishes } from './plan.ts'
import type { RunPorts } from './restore/run.ts'
import { createSource } from './sources/registry.ts'
import type { Source } from './sources/source.ts'
import { startInspectors } from './worker/start-inspectors.ts'

/** What a run works with, and its time. */
export interface World extends RunPorts {
  readonly sources: readonly Source[]
}

/**
 * Makes what a run works with, and takes it down behind it.
 *
 * @param entry the bundle, beside which lies that of the threads that read packages
 */
export async function withWorld<T>(
  { inputs, sources, network }: Wishes,
  entry: string,
  run: (world: World) => Promise<T>,
): Promise<T> {
  const clocks = clocksFor(inputs.sourceTimeoutMs)
  const { concurrency: connections } = inputs
  const dispatcherOf = ({ connectMs }: HttpClocks) =>
    createDispatcher({ ...network, connections, connectMs, clock: systemClock })
  const dispatchers = { brief: dispatcherOf(clocks.brief), long: dispatcherOf(clocks.long) }
  const http = createHttpClient({ dispatchers, clock: systemClock, clocks })
  const limits = limitRun(inputs.timeoutMs)
  const inspector = startInspectors(path.join(path.dirname(entry), 'worker', 'index.js'))
  try {
    return await run({
      sources: sources.map(config => createSource(config, http)),
      clock: systemClock,
      random: Math.random,
      signal: limits.signal,
      inspector,
    })
  } finally {
    // A timer or a connection that stays would hold the process until the time is up.
    limits.end()
    await inspector.close()
    await http.close()
  }
}

/** Ends the run when its time is up or the job is cancelled; the signal's reason is the failure that everything ends with. */
function limitRun(timeoutMs: number): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const cancel = (): void => controller.abort({ kind: 'cancelled' })
  const stopTimer = systemClock.after(timeoutMs, () => controller.abort({ kind: 'deadline', ms: timeoutMs }))
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  return {
    signal: controller.signal,
    end: () => {
      stopTimer()
      process.off('SIGINT', cancel)
      process.off('SIGTERM', cancel)
    },
  }
}
