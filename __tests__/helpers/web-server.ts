import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net'

/** A server on loopback for one test. */
export interface WebServer extends AsyncDisposable {
  readonly origin: string
  /** The requests so far, in order. */
  readonly requests: readonly IncomingMessage[]
}

/** Serves every request by `answer`. */
export async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<WebServer> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  return listen(server, requests)
}

/** Speaks by hand: `speak` is called with a connection when the first bytes of a request have come. */
export async function serveRaw(speak: (socket: Socket) => void): Promise<WebServer> {
  const server = createSocketServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', () => speak(socket))
  })
  return listen(server, [])
}

/** Listens on loopback; at its end all connections end. */
export async function listen<T>(
  server: Server,
  requests: readonly T[],
): Promise<AsyncDisposable & { readonly origin: string; readonly requests: readonly T[] }> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}
