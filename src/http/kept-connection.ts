import { Client, type Dispatcher } from 'undici'
import { passOn } from './pass-on.ts'

/**
 * A connection that is kept for the next request, and made anew when it has ended.
 *
 * A server may end it at the very moment at which the next request is on its way, which says nothing about the server: such a
 * request is put once more, on a connection of its own (RFC 9112 9.3.1). What ends on a fresh connection is told as it is.
 */
export class KeptConnection extends Client {
  /** Whether something was answered on the present connection. */
  #isProven = false

  constructor(origin: string | URL, options: Client.Options) {
    super(origin, options)
    this.on('connect', () => {
      this.#isProven = false
    })
  }

  override dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    let isReused = false
    return super.dispatch(request, {
      ...passOn(handler),
      onRequestStart: (controller, context) => {
        isReused = this.#isProven
        handler.onRequestStart?.(controller, context)
      },
      onResponseStart: (controller, status, headers, message) => {
        isReused = false
        this.#isProven = true
        handler.onResponseStart?.(controller, status, headers, message)
      },
      onResponseError: (controller, error) => {
        if (isReused && isEnd(error)) this.dispatch(request, handler)
        else handler.onResponseError?.(controller, error)
      },
    })
  }
}

/** What is read of a connection that the other end has closed, politely or not. */
const ENDS: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

function isEnd(error: Error): boolean {
  return 'code' in error && ENDS.has(error.code)
}
