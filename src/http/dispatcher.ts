import { Agent, type Dispatcher, Pool } from 'undici'
import type { Clock } from '../clock.ts'
import type { Failure, NetworkFailure } from '../failure.ts'
import { classifyStatus, FailureError } from './classify.ts'
import { type Connector, type ConnectorOptions, createConnector } from './connector.ts'
import { KeptConnection } from './kept-connection.ts'
import { passOn } from './pass-on.ts'
import { type HttpProxy, type ProxySettings, proxyFor } from './proxy.ts'

export interface DispatcherOptions extends ConnectorOptions {
  /** To one origin at once. */
  readonly connections: number
}

/**
 * What sends requests: by the direct way, or by the proxy that is set for it. What is asked by https goes through a tunnel
 * of the proxy's, what is asked by http is put to the proxy itself: many (squid as Debian has it) make tunnels to port 443
 * alone. `destroy` ends attempts to connect too; all clocks but that of connecting are the caller's.
 *
 * HTTP/1.1 on purpose: undici 8 offers HTTP/2 by default, whose one connection with a 512 KiB window was 7 to 9 times
 * slower for downloads over a 40 ms line than 8 connections of HTTP/1.1.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  return new Network(options, createConnector(options))
}

class Network extends Agent {
  readonly #proxy: ProxySettings
  readonly #connector: Connector
  readonly #clock: Clock

  constructor({ connections, proxy, clock }: DispatcherOptions, connector: Connector) {
    super({
      allowH2: false,
      connections,
      pipelining: 1,
      keepAliveTimeout: 30_000,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: connector.connect,
      factory: (origin, options) =>
        new Pool(origin, { ...options, factory: (to, each) => new KeptConnection(to, each) }),
    })
    this.#proxy = proxy
    this.#connector = connector
    this.#clock = clock
  }

  override dispatch(request: Agent.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const origin = new URL(`${request.origin}`)
    const proxy = origin.protocol === 'http:' ? proxyFor(this.#proxy, origin) : undefined
    if (!proxy) return super.dispatch(request, handler)
    return super.dispatch(putTo(proxy, request, origin), this.#hearing(proxy, handler, origin))
  }

  #hearing(proxy: HttpProxy, handler: Dispatcher.DispatchHandler, { origin }: URL): Dispatcher.DispatchHandler {
    return {
      ...passOn(handler),
      onResponseStart: (controller, status, headers, message) => {
        const retryAfter = [headers['retry-after']].flat()[0]
        const refusal = blame(proxy, status, classifyStatus(status, origin, retryAfter, this.#clock.date()))
        if (refusal) controller.abort(new FailureError(refusal))
        else handler.onResponseStart?.(controller, status, headers, message)
      },
    }
  }

  override destroy(...how: unknown[]): Promise<void> {
    this.#connector.end()
    return (super.destroy as (...how: unknown[]) => Promise<void>).apply(this, how)
  }
}

/** The request in the form for proxies (RFC 9112 3.2.2). Its connections lead there, see `createConnector`. */
function putTo({ authorization }: HttpProxy, request: Agent.DispatchOptions, { origin }: URL): Agent.DispatchOptions {
  const headers = { ...(request.headers as Readonly<Record<string, string>>) }
  if (authorization) headers['proxy-authorization'] = authorization
  return { ...request, path: origin + request.path, headers }
}

/** Tells who has refused, where that is the proxy itself (407) or may be it; every other answer is the source's. */
function blame({ name }: HttpProxy, status: number, failure: Failure | undefined): NetworkFailure | undefined {
  if (failure?.kind !== 'denied' && failure?.kind !== 'server-error') return undefined
  if (status === 407) return { ...failure, by: name }
  return status === 403 || status >= 500 ? { ...failure, by: `${name}, or the server behind it,` } : undefined
}
