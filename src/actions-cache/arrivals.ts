import { subscribe } from 'node:diagnostics_channel'
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

const LOOK_MS = 100

interface HttpExchange {
  readonly request: ClientRequest
  readonly response: IncomingMessage
}

/**
 * Calls `tell` a few times a second while bytes of an archive come in to this process.
 *
 * The file alone does not show it: from Azure the client holds up to 128 MiB in memory before it writes the first byte
 * (`downloadCacheStorageSDK`). What answers a GET with success is an archive; the service itself is asked by POST, and in
 * the first version by one GET with a short answer.
 */
export function watchArrivals(tell: () => void): void {
  const seen = new Map<Socket, number>()
  subscribe('http.client.response.finish', message => {
    const { request, response } = message as HttpExchange
    const { statusCode = 0, socket } = response
    // At this moment only the head was read: what was counted up to here is none of the archive.
    if (request.method === 'GET' && statusCode >= 200 && statusCode < 300) seen.set(socket, socket.bytesRead)
  })
  const look = (): void => {
    const growing = [...seen].filter(([socket, bytes]) => socket.bytesRead > bytes)
    for (const [socket] of growing) seen.set(socket, socket.bytesRead)
    if (growing.length > 0) tell()
  }
  setInterval(look, LOOK_MS).unref()
}
