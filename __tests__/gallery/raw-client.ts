import { once } from 'node:events'
import { connect } from 'node:net'
import type { Site } from './site.ts'

/** One HTTP exchange seen as bytes, for what HTTP clients hide. */
export interface RawExchange {
  /** Resolves when at least so many bytes of the body are there, with all that is; never if they do not come. */
  bodyOf(bytes: number): Promise<Buffer>
  /** Everything that came until the connection was over, and how it ended. */
  readonly over: Promise<{ readonly head: string; readonly body: Buffer; readonly ending: 'closed' | 'reset' }>
}

export async function startExchange(site: Site, path: string, method = 'GET'): Promise<RawExchange> {
  const { hostname, port } = new URL(site.origin)
  const socket = connect(Number(port), hostname)
  let received = Buffer.alloc(0)
  let ending: 'closed' | 'reset' = 'closed'
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
  })
  socket.on('error', () => {
    ending = 'reset'
  })
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nconnection: close\r\n\r\n`)

  const parts = (): { head: string; body: Buffer } => {
    const end = received.indexOf('\r\n\r\n')
    if (end === -1) return { head: received.toString('latin1'), body: Buffer.alloc(0) }
    return { head: received.toString('latin1', 0, end), body: received.subarray(end + 4) }
  }
  return {
    bodyOf: async bytes => {
      while (!received.includes('\r\n\r\n') || parts().body.length < bytes) await once(socket, 'data')
      return parts().body
    },
    over: closed.then(() => ({ ...parts(), ending })),
  }
}
