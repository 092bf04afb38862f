import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A server on loopback that can go down and come back. */
export interface Loopback {
  readonly origin: string
  /** Stops listening and drops every connection: new ones are refused. */
  down(): Promise<void>
  /** Listens again, on the same port. */
  up(): Promise<void>
}

export async function startLoopback(
  serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Loopback> {
  const sockets = new Set<Socket>()
  // Without a Date header, and with connections that outlive any test: nothing depends on the clock.
  const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
    response.sendDate = false
    void serve(request, response)
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })

  async function listen(port: number): Promise<void> {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }

  await listen(0)
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    down: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
    up: async () => {
      if (!server.listening) await listen(port)
    },
  }
}
