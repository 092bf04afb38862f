import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

/** More than the queue of a listener that holds one. */
const FILLING = 4
const FILLED_MS = 50

/**
 * Makes a port of loopback unreachable, as behind a firewall that drops packets: a thread listens there and never accepts,
 * and once its queue is full, Linux answers no further SYN.
 */
export async function openBlackHole(port: number): Promise<AsyncDisposable> {
  const thread = new Worker(new URL(import.meta.url), { workerData: port })
  await once(thread, 'message')
  const filling: Socket[] = []
  for (let index = 0; index < FILLING; index += 1) {
    filling.push(connect(port, '127.0.0.1').on('error', () => undefined))
  }
  await wait(FILLED_MS)
  return {
    [Symbol.asyncDispose]: async () => {
      for (const socket of filling) socket.destroy()
      await thread.terminate()
    },
  }
}

if (!isMainThread) {
  const server = createServer().listen({ port: workerData, host: '127.0.0.1', backlog: 1 })
  await once(server, 'listening')
  parentPort?.postMessage('listening')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}
