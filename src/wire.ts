import path from 'node:path'
import { systemClock } from './clock.ts'
import { createHttpClient } from './http/client.ts'
import { clocksFor, type HttpClocks } from './http/clocks.ts'
import { createDispatcher } from './http/dispatcher.ts'
import { affordsThreads } from './open-files.ts'
import { inspectInTurn } from './package/inspect.ts'
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
 * @param signal ends the run; its reason is a failure
 */
export async function withWorld<T>(
  { inputs, sources, network }: Wishes,
  entry: string,
  signal: AbortSignal,
  run: (world: World) => Promise<T>,
): Promise<T> {
  const clocks = clocksFor(inputs.sourceTimeoutMs)
  const { concurrency: connections } = inputs
  const dispatcherOf = ({ connectMs }: HttpClocks) =>
    createDispatcher({ ...network, connections, connectMs, clock: systemClock })
  const dispatchers = { brief: dispatcherOf(clocks.brief), long: dispatcherOf(clocks.long) }
  const http = createHttpClient({ dispatchers, clock: systemClock, clocks })
  const worker = path.join(path.dirname(entry), 'worker', 'index.js')
  const inspector = affordsThreads() ? startInspectors(worker) : inspectInTurn()
  try {
    return await run({
      sources: sources.map(config => createSource(config, http)),
      clock: systemClock,
      random: Math.random,
      signal,
      inspector,
    })
  } finally {
    // A connection that stays would hold the process.
    await inspector.close()
    await http.close()
  }
}
