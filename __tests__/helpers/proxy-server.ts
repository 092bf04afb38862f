import { createServer, type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { listen } from './web-server.ts'

/** What a proxy was asked: the method, what stood behind it, and the headers. */
export interface ProxyRequest {
  readonly method: string
  readonly target: string
  readonly headers: IncomingMessage['headers']
}

export interface ProxyServer extends AsyncDisposable {
  /** `127.0.0.1:port` */
  readonly host: string
  readonly origin: string
  readonly requests: readonly ProxyRequest[]
}

/** How it behaves in place of connecting. */
export type ProxyManners =
  /** Answers with the status. */
  | { readonly status: number }
  /** Says nothing at all. */
  | { readonly silent: true }
  /** Says this and nothing more. */
  | { readonly says: string }
  /** Wants `user:password`. */
  | { readonly credentials: string }

/** A proxy on loopback for one test, to which every host is 127.0.0.1. */
export async function startProxy(manners?: ProxyManners): Promise<ProxyServer> {
  const requests: ProxyRequest[] = []
  const server = createServer((asked, response) => {
    requests.push({ method: asked.method ?? '', target: asked.url ?? '', headers: asked.headers })
    if (manners && 'silent' in manners) return
    const refusal = statusOf(manners, asked)
    if (refusal !== undefined) {
      response.writeHead(refusal).end('<html>the proxy</html>')
      return
    }
    const { port, pathname, search } = new URL(asked.url ?? '')
    const { 'proxy-authorization': _, ...headers } = asked.headers
    const onwards = request({ host: '127.0.0.1', port, path: pathname + search, headers }, answer => {
      response.writeHead(answer.statusCode ?? 0, answer.headers)
      answer.pipe(response)
    })
    onwards.on('error', () => response.writeHead(502).end())
    onwards.end()
  })
  server.on('connect', (asked: IncomingMessage, socket: Socket) => {
    requests.push({ method: 'CONNECT', target: asked.url ?? '', headers: asked.headers })
    socket.on('error', () => undefined)
    if (manners && 'silent' in manners) return
    if (manners && 'says' in manners) return void socket.end(manners.says)
    const refusal = statusOf(manners, asked)
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 3\r\n\r\nno\n`)
    const onwards = connect(Number(/:(\d+)$/.exec(asked.url ?? '')?.[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(onwards).pipe(socket)
    })
    onwards.on('error', () => socket.destroy())
    socket.once('close', () => onwards.destroy())
  })
  const listening = await listen(server, requests)
  return { ...listening, host: new URL(listening.origin).host }
}

function statusOf(manners: ProxyManners | undefined, { headers }: IncomingMessage): number | undefined {
  if (manners && 'status' in manners) return manners.status
  if (!manners || !('credentials' in manners)) return undefined
  const wanted = `Basic ${Buffer.from(manners.credentials).toString('base64')}`
  return headers['proxy-authorization'] === wanted ? undefined : 407
}
