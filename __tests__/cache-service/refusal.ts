import type { Fault } from '../gallery/fault.ts'

/**
 * A fault that answers as the service itself does, in words that the client shows. A page of HTML, which is what a status
 * without a body gives, is retried for half a minute whatever its status: it does not parse as JSON.
 *
 * @param message begins with `cache read denied:` or `cache write denied:` where policy says no
 */
export function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Fault {
  const body = JSON.stringify({ code: 'unavailable', msg: message, message })
  return { kind: 'status', status, body, headers: { 'content-type': 'application/json', ...headers } }
}
