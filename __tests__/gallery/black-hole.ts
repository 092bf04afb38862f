import { once } from 'node:events'
import { connect } from 'node:net'
import { Worker } from 'node:worker_threads'

/** An address at which connections are neither accepted nor refused. */
export interface BlackHole extends AsyncDisposable {
  readonly origin: string
}

/** Listens with room for one connection that nobody has accepted yet, and stops the only thread that could accept it. */
const LISTENER = `
const { createServer } = require('node:net')
const { parentPort } = require('node:worker_threads')
const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
})`

/** More than the kernel keeps for a listener with room for one. */
const FILLING = 8

export async function startBlackHole(): Promise<BlackHole> {
  const listener = new Worker(LISTENER, { eval: true })
  const [port] = (await once(listener, 'message')) as [number]
  const filling = Array.from({ length: FILLING }, () => connect(port, '127.0.0.1').on('error', () => undefined))
  return {
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of filling) socket.destroy()
      await listener.terminate()
    },
  }
}
