import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Answer, answer, type SiteRequest } from './answer.ts'
import { type Fault, send, spoil } from './fault.ts'
import { startLoopback } from './loopback.ts'

export type { Fault } from './fault.ts'

export interface LoggedRequest {
  readonly method: string
  /** Path and query as they came. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Milliseconds of the monotonic clock, `performance.now()`. */
  readonly at: number
}

export interface FaultRule {
  /** Tested on path and query; absent means every request. */
  readonly route?: RegExp
  readonly fault: Fault
  /** How many requests it spoils; absent means all of them. */
  readonly times?: number
}

/** A server on loopback, an origin of its own, that can be told to fail. */
export interface Site {
  /** What a user would configure. */
  readonly url: string
  readonly origin: string
  /** Every request since the start or the last `clearLog`, spoilt ones too. */
  readonly log: readonly LoggedRequest[]
  /** The clients, by their ports, that wait for an answer or the rest of one which a fault keeps back. */
  readonly hanging: ReadonlySet<number>
  /** Of several rules for a request, the one that was added first applies. */
  fault(rule: FaultRule): void
  /** Forgets all rules. What hangs goes on hanging. */
  heal(): void
  /** Stops listening and drops every connection: new ones are refused. */
  down(): Promise<void>
  /** Listens again, on the same port. */
  up(): Promise<void>
  /** Begins a new log; one that was taken from `log` before stays as it is. */
  clearLog(): void
}

export type Route = (request: SiteRequest) => Answer | Promise<Answer>

/** Starts a site that answers GET and HEAD by `route`; `path` follows the origin in its `url`. Disposing takes it down. */
export async function startSite(path: string, route: Route): Promise<Site & AsyncDisposable> {
  let log: LoggedRequest[] = []
  let rules: { readonly rule: FaultRule; left: number }[] = []
  const hanging = new Set<number>()

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request
    log.push({ method, path: url, headers, at: performance.now() })
    const makeAnswer = async (ranges?: 'without ranges'): Promise<Answer> => {
      const address = URL.parse(url, origin)
      if (!address || !isDecodable(address.pathname)) return answer(400, 'text/plain', 'Bad Request')
      if (method !== 'GET' && method !== 'HEAD') return answer(405, 'text/plain', '', { allow: 'GET, HEAD' })
      const { range, ...others } = headers
      return route({ method, url: address, headers: ranges || range === undefined ? others : headers })
    }
    const hang = (): (() => void) => {
      const port = request.socket.remotePort ?? 0
      const goOn = (): void => void hanging.delete(port)
      if (!response.destroyed) hanging.add(port)
      response.once('close', goOn)
      return goOn
    }
    const fault = nextFault(url)
    if (fault) await spoil(fault, response, makeAnswer, hang)
    else send(response, await makeAnswer())
  }

  function nextFault(path: string): Fault | undefined {
    const entry = rules.find(({ rule, left }) => left > 0 && path.search(rule.route ?? /^/) !== -1)
    if (entry) entry.left -= 1
    return entry?.rule.fault
  }

  const { origin, down, up } = await startLoopback(serve)

  return {
    url: `${origin}${path}`,
    origin,
    get log() {
      return log
    },
    hanging,
    fault: rule => {
      rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY })
    },
    heal: () => {
      rules = []
    },
    down,
    up,
    clearLog: () => {
      log = []
    },
    [Symbol.asyncDispose]: down,
  }
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
