import { parentPort } from 'node:worker_threads'
import { inspectHere } from '../package/inspect.ts'
import { type Request, type Response, sendError } from './messages.ts'

/** What a thread does: one package after the other, as they come. */
export function serveInspections(): void {
  const port = parentPort
  if (!port) throw new Error('not a thread')
  let last = Promise.resolve()
  port.on('message', (request: Request) => {
    last = last.then(async () => port.postMessage(await answer(request)))
  })
}

async function answer({ id, inspection }: Request): Promise<Response> {
  try {
    return { id, result: await inspectHere.inspect(inspection) }
  } catch (error) {
    return { id, error: sendError(error) }
  }
}
