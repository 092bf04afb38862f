import { type LookupFunction, Socket } from 'node:net'
import { createSecureContext, getCACertificates } from 'node:tls'
import { buildConnector } from 'undici'
import type { Clock } from '../clock.ts'
import type { NetworkFailure, TimeoutPhase } from '../failure.ts'
import { classifyError, FailureError } from './classify.ts'
import { withoutBrackets } from './host.ts'
import { type HttpProxy, type ProxySettings, proxyFor } from './proxy.ts'
import { openTunnel } from './tunnel.ts'

export interface ConnectorOptions {
  /** The time for everything until a request can be sent: DNS, TCP and TLS, a proxy in between included. Milliseconds. */
  readonly connectMs: number
  readonly clock: Clock
  readonly proxy: ProxySettings
  /** Authorities that are trusted beside those of Node and of NODE_EXTRA_CA_CERTS. PEM. */
  readonly ca: readonly string[]
  readonly lookup?: LookupFunction | undefined
}

/** Makes connections for undici. */
export interface Connector {
  readonly connect: buildConnector.connector
  /** Ends all attempts that are under way: undici leaves them to run, and they would hold the process. */
  end(): void
}

/**
 * RFC 8305 proposes 250 ms before the next address of a host is tried; Node has had 250, then 500. A dead IPv6 route in
 * front of a live IPv4 one costs that much once a connection. The last address has what is left of the connect clock.
 */
const NEXT_ADDRESS_MS = 250

/**
 * The clock is ours and ends the attempt itself: undici's own timers are up to 0.5 s late, and know of no proxy.
 */
export function createConnector({ connectMs, clock, proxy: settings, ca, lookup }: ConnectorOptions): Connector {
  let dialer: buildConnector.connector | undefined
  const dial: buildConnector.connector = (to, callback) => {
    dialer ??= buildConnector({
      allowH2: false,
      timeout: 0,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
      ...(lookup && { lookup }),
      // Once, and for who connects at all: with `ca` in its place every connection would read some 150 certificates anew.
      ...(ca.length > 0 && { secureContext: createSecureContext({ ca: [...getCACertificates('default'), ...ca] }) }),
    })
    return dialer(to, callback)
  }
  const attempts = new Set<Attempt>()

  function open(to: buildConnector.Options, attempt: Attempt): Promise<Socket> {
    return new Promise((resolve, reject) => {
      // undici gives the socket at once, which its types do not say; an attempt can be ended by nothing else.
      const opening: unknown = dial(to, (error, socket) => (socket ? resolve(socket) : reject(error)))
      if (opening instanceof Socket) attempt.sockets.push(opening)
    })
  }

  async function reach(to: buildConnector.Options, attempt: Attempt): Promise<Socket> {
    const proxy = proxyFor(settings, to)
    if (!proxy) return open(to, attempt)
    const socket = await open(addressOf(proxy), attempt)
    // A request by http is put to the proxy itself, see `createDispatcher`.
    if (to.protocol === 'http:') return socket
    attempt.phase = 'tunnel'
    await openTunnel(socket, to.port ? `${to.host}` : `${to.host}:443`, proxy, attempt.origin)
    attempt.phase = 'connect'
    attempt.by = undefined
    return open({ ...to, httpSocket: socket }, attempt)
  }

  function connect(to: buildConnector.Options, callback: buildConnector.Callback): void {
    const by = proxyFor(settings, to)?.name
    const attempt: Attempt = { origin: `${to.protocol}//${to.host}`, sockets: [], phase: 'connect', by }
    const cancelTimer = clock.after(connectMs, () => endAttempt(attempt, connectMs))
    const settle = (): void => {
      cancelTimer()
      attempts.delete(attempt)
    }
    attempts.add(attempt)
    reach(to, attempt).then(
      socket => {
        settle()
        callback(null, socket)
      },
      error => {
        settle()
        for (const socket of attempt.sockets) socket.destroy()
        callback(new FailureError(blame(attempt, classifyError(error, attempt.origin, connectMs))), null)
      },
    )
  }

  function end(): void {
    for (const attempt of attempts) endAttempt(attempt, connectMs)
  }

  return { connect, end }
}

/** What an attempt to connect is at. */
interface Attempt {
  readonly origin: string
  /** The one to the proxy before the one through it. */
  readonly sockets: Socket[]
  phase: TimeoutPhase
  /** The proxy, until there is a way through it. */
  by: string | undefined
}

function endAttempt(attempt: Attempt, ms: number): void {
  const { phase, origin, sockets } = attempt
  const error = new FailureError({ kind: 'timeout', phase, ms, origin })
  for (const socket of sockets.toReversed()) socket.destroy(error)
}

function blame({ by }: Attempt, failure: NetworkFailure): NetworkFailure {
  return by === undefined ? failure : { ...failure, by }
}

function addressOf({ url }: HttpProxy): buildConnector.Options {
  const { protocol, host, port } = url
  return { protocol, host, hostname: withoutBrackets(url.hostname), port }
}
