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

interface Queued {
  readonly inspection: Inspection
  readonly signal: AbortSignal | undefined
  readonly resolve: (answer: Promise<Result<Inspected, string>>) => void
}

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

/** What a thread is given before it has answered: one that it reads, and one so that it need not wait for the next. */
const AHEAD = 2

/**
 * Starts threads that read packages, one after the other as they come. Where all of them have enough to do, the thread that
 * asks reads one itself, since it mostly waits (the Az set from the store, on two cores: 0.75 of the time). What waits
 * has its turn in order; what nobody wants by then is passed over. A thread that dies takes what it was given with it, as an
 * error, and whoever is given to it later gets the same one.
 *
 * @param entry the script that calls `serveInspections`
 */
export function startInspectors(entry: string): Inspector {
  const threads = Array.from({ length: threadCount() }, () => startThread(entry))
  const queue: Queued[] = []
  let asked = 0
  let isReading = false

  function handOut(): void {
    for (let next = queue[0]; next; next = queue[0]) {
      const thread = threads.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a))
      if (next.signal?.aborted) {
        next.resolve(Promise.reject(next.signal.reason))
      } else if (thread.waiting.size < AHEAD) {
        asked += 1
        settle(next, ask(thread, asked, next.inspection))
      } else if (!isReading) {
        isReading = true
        const reading = inspectHere.inspect(next.inspection).finally(() => {
          isReading = false
        })
        settle(next, reading)
      } else {
        return
      }
      queue.shift()
    }
  }
  function settle({ resolve }: Queued, answer: Promise<Result<Inspected, string>>): void {
    resolve(answer)
    answer.then(handOut, handOut)
  }

  return {
    inspect: (inspection, signal) =>
      new Promise(resolve => {
        queue.push({ inspection, signal, resolve })
        handOut()
      }),
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
