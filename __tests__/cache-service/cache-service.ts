import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { type Answer, answer } from '../gallery/answer.ts'
import { type Fault, send, spoil } from '../gallery/fault.ts'
import { startLoopback } from '../gallery/loopback.ts'
import { artifactCacheRoutes } from './artifact-cache.ts'
import { AZURE_ORIGIN, azureBlobs } from './azure-blobs.ts'
import { CacheEntries, type CacheEntry } from './cache-entries.ts'
import type { CacheRequest, Route, RouteName } from './route.ts'
import { DEFAULT_BRANCH, type JobScope, runtimeToken } from './runtime-token.ts'
import { twirpRoutes } from './twirp.ts'

export type { Fault } from '../gallery/fault.ts'
export type { CacheEntry } from './cache-entries.ts'
export type { RouteName } from './route.ts'
export type { JobScope } from './runtime-token.ts'

export interface CacheServiceOptions {
  /** `v2` if absent. */
  readonly protocol?: 'v1' | 'v2'
  /** Blobs at addresses of Azure, for which the environment has this service as proxy. */
  readonly azure?: boolean
}

export interface LoggedCacheRequest {
  /** Undefined for a request that no part of the service knows. */
  readonly route: RouteName | undefined
  readonly method: string
  /** Path and query as they came. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** The value of a JSON body; undefined for any other. */
  readonly body: unknown
}

export interface CacheFaultRule {
  /** Absent means every request. */
  readonly route?: RouteName
  readonly fault: Fault
  /** How many requests it spoils; absent means all of them. */
  readonly times?: number
}

/** GitHub's cache service on loopback, with the scopes of one repository, that can be told to fail and to lie. */
export interface CacheService extends AsyncDisposable {
  /** What the runner gives to a step of such a job; the scope travels in the token. */
  environment(scope?: JobScope): Readonly<Record<string, string>>
  /** The finished ones, oldest first. */
  readonly entries: readonly CacheEntry[]
  /** Every request since the start, spoilt ones too. */
  readonly log: readonly LoggedCacheRequest[]
  /** The first request of a step, whether it was made already or is still to come. */
  requested(route: RouteName): Promise<LoggedCacheRequest>
  /** Puts an entry there as an attacker would, or other bytes into one; the scope is that of `main` if absent. */
  plant(entry: Omit<CacheEntry, 'scope'> & { readonly scope?: string }): void
  /** Of several rules for a request, the one that was added first applies. */
  fault(rule: CacheFaultRule): void
  /** Forgets all rules. What hangs goes on hanging. */
  heal(): void
  /** Drops every connection and refuses new ones. */
  down(): Promise<void>
  up(): Promise<void>
}

/** Starts one without entries. Disposing takes it down. */
export async function startCacheService({
  protocol = 'v2',
  azure = false,
}: CacheServiceOptions = {}): Promise<CacheService> {
  const entries = new CacheEntries()
  const log: LoggedCacheRequest[] = []
  let waiting: { readonly route: RouteName; readonly tell: (request: LoggedCacheRequest) => void }[] = []
  let rules: { readonly rule: CacheFaultRule; left: number }[] = []

  const { origin, down, up } = await startLoopback(serve)
  const blobs = azureBlobs(entries, azure ? AZURE_ORIGIN : `${origin}/devstoreaccount1`, randomUUID())
  const routes = protocol === 'v1' ? artifactCacheRoutes(entries, blobs) : twirpRoutes(entries, blobs)

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = message
    const url = new URL(message.url ?? '', origin)
    const body = await buffer(message).catch(() => undefined)
    // Whoever was killed in the middle of an upload is not heard.
    if (!body) return
    const request = { method, url, headers, body }
    const route = routes.find(({ methods, path }) => methods.includes(method) && path.test(url.pathname))
    note(request, route?.name)
    const makeAnswer = async (): Promise<Answer> => answerTo(request, route)
    const fault = nextFault(route?.name)
    if (fault) await spoil(fault, response, makeAnswer)
    else send(response, await makeAnswer())
  }

  function note({ method, url, headers, body }: CacheRequest, route: RouteName | undefined): void {
    const isJson = headers['content-type']?.startsWith('application/json') === true
    const request = {
      route,
      method,
      path: url.pathname + url.search,
      headers,
      body: isJson ? JSON.parse(body.toString()) : undefined,
    }
    log.push(request)
    for (const { tell } of waiting.filter(other => other.route === route)) tell(request)
    waiting = waiting.filter(other => other.route !== route)
  }

  function nextFault(route: RouteName | undefined): Fault | undefined {
    const entry = rules.find(({ rule, left }) => left > 0 && (rule.route ?? route) === route)
    if (entry) entry.left -= 1
    return entry?.rule.fault
  }

  return {
    environment: (scope = {}) => ({
      ACTIONS_RUNTIME_TOKEN: runtimeToken(scope),
      ...(azure && { http_proxy: origin }),
      // The client takes v1 wherever the server is not github.com, whatever else is set.
      ...(protocol === 'v1'
        ? { ACTIONS_CACHE_URL: `${origin}/`, GITHUB_SERVER_URL: 'https://github.test' }
        : { ACTIONS_RESULTS_URL: `${origin}/`, ACTIONS_CACHE_SERVICE_V2: 'true' }),
    }),
    get entries() {
      return entries.finished.map(({ key, version, scope, bytes }) => ({ key, version, scope, bytes }))
    },
    log,
    requested: async route =>
      log.find(request => request.route === route) ?? new Promise(tell => waiting.push({ route, tell })),
    plant: entry => entries.plant({ scope: DEFAULT_BRANCH, ...entry }),
    fault: rule => {
      rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY })
    },
    heal: () => {
      rules = []
    },
    down,
    up,
    [Symbol.asyncDispose]: down,
  }
}

function answerTo(request: CacheRequest, route: Route | undefined): Answer {
  if (!route) return answer(404, 'text/plain', 'Not Found')
  return route.answer(request, Number(route.path.exec(request.url.pathname)?.[1]))
}
