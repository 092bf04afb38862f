import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type Inspected, type Inspection, type Inspector, inspectHere } from '../package/inspect.ts'
import type { Result } from '../result.ts'
import { type Request, type Response, receiveError } from './messages.ts'

/**
 * What a thread reads is garbage soon; room for less of it costs no time and saves a tenth of the memory of the whole
 * process (the Az set: 205 to 220 MB at most, against 228 to 257).
 */
const YOUNG_MB = 6

interface Waiting {
  readonly resolve: (result: Result<Inspected, string>) => void
  readonly reject: (error: unknown) => void
}

interface Thread {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
  /** Why it gives no answers any more; undefined as long as it lives. */
  ended(): unknown
}

/** On two cores a second thread gains nothing: the first leaves the other core to the downloads. */
function threadCount(): number {
  return availableParallelism() < 4 ? 1 : 2
}

/** Packages before a new one at which it is read in the thread that asks, while it has nothing else to read. */
const QUEUE = 2

/**
 * Starts threads that read packages. A package goes to the thread that has the fewest before it; where they all have some,
 * the thread that asks reads one itself, since it mostly waits (the Az set on two cores: 0.87 of the time). A thread that
 * dies takes what it was given with it, as an error, and whoever asks it later gets the same one.
 *
 * @param entry the script that calls `serveInspections`
 */
export function startInspectors(entry: string): Inspector {
  const threads = Array.from({ length: threadCount() }, () => startThread(entry))
  let asked = 0
  let isReading = false
  return {
    inspect: async inspection => {
      const thread = threads.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a))
      if (thread.waiting.size < QUEUE || isReading) {
        asked += 1
        return ask(thread, asked, inspection)
      }
      isReading = true
      return inspectHere.inspect(inspection).finally(() => {
        isReading = false
      })
    },
    close: async () => {
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}

function startThread(entry: string): Thread {
  const worker = new Worker(entry, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } })
  const waiting = new Map<number, Waiting>()
  worker.on('message', (response: Response) => {
    const asked = waiting.get(response.id)
    waiting.delete(response.id)
    if ('result' in response) asked?.resolve(response.result)
    else asked?.reject(receiveError(response.error))
  })
  let ended: unknown
  const fail = (error: unknown): void => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('error', fail)
  worker.on('exit', code => fail(new Error(`the thread that reads packages ended with ${code}`)))
  // Only what is asked of it keeps the process alive.
  worker.unref()
  return { worker, waiting, ended: () => ended }
}

function ask(
  { worker, waiting, ended }: Thread,
  id: number,
  inspection: Inspection,
): Promise<Result<Inspected, string>> {
  const error = ended()
  if (error !== undefined) return Promise.reject(error)
  const { promise, resolve, reject } = Promise.withResolvers<Result<Inspected, string>>()
  waiting.set(id, { resolve, reject })
  worker.ref()
  const request: Request = { id, inspection }
  worker.postMessage(request)
  return promise.finally(() => {
    if (waiting.size === 0) worker.unref()
  })
}
