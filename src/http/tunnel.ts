import { request } from 'node:http'
import type { Socket } from 'node:net'
import type { NetworkFailure } from '../failure.ts'
import { PRODUCT } from '../product.ts'
import { FailureError } from './classify.ts'
import type { HttpProxy } from './proxy.ts'

/**
 * Asks the proxy at the other end of `socket` for a connection to `authority` (CONNECT, RFC 9110 9.3.6); the socket then
 * leads there. Rejects with a `FailureError` of the proxy's where it says no, with the error of the socket where that breaks.
 *
 * undici's `ProxyAgent` has the status in the text of an error alone, waits without end for an answer that never comes, and
 * takes a 404 of what is no proxy at all for any other failure. Here it must never read as "the source does not have it".
 *
 * @param authority `host:port`
 */
export function openTunnel(socket: Socket, authority: string, { authorization, name }: HttpProxy, origin: string) {
  return new Promise<void>((resolve, reject) => {
    const headers = {
      host: authority,
      'user-agent': PRODUCT,
      ...(authorization && { 'proxy-authorization': authorization }),
    }
    request({ method: 'CONNECT', path: authority, headers, createConnection: () => socket })
      .once('connect', ({ statusCode = 0 }) => {
        const refusal = refusalOf(statusCode, origin)
        if (refusal) reject(new FailureError({ ...refusal, by: name }))
        else resolve()
      })
      .once('error', reject)
      .end()
  })
}

function refusalOf(status: number, origin: string): NetworkFailure | undefined {
  if (status >= 200 && status < 300) return undefined
  if (status === 401 || status === 403 || status === 407) return { kind: 'denied', status, origin }
  if (status >= 500) return { kind: 'server-error', status, origin }
  return { kind: 'malformed', what: `HTTP ${status} for a question that only proxies understand`, origin }
}
