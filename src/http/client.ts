import { promisify } from 'node:util'
import { gunzip, gunzipSync } from 'node:zlib'
import { type Dispatcher, request as undiciRequest } from 'undici'
import type { Clock } from '../clock.ts'
import type { Failure } from '../failure.ts'
import { PRODUCT } from '../product.ts'
import { err, ok, type Result } from '../result.ts'
import { type HttpBody, headerOf, openBody, type SharedLine } from './body.ts'
import type { Call, Patience } from './call.ts'
import { classifyError, classifyStatus } from './classify.ts'
import type { HttpClocks } from './clocks.ts'
import { type Part, partOf, rangeHeaders, strongTag } from './range.ts'
import { followTo, headersFor, isRedirect, type RedirectRule } from './redirects.ts'

/** Every GET that the project makes. It retries nothing: what to do about a failure is the fallback policy's business. */
export interface HttpClient {
  /** Opens an answer of status 200 for streaming. Every failure, an HTTP status included, is a value. */
  open(request: HttpRequest): Promise<Result<HttpBody, Failure>>
  /** Reads a whole answer, uncompressed, of at most 16 MiB: metadata. */
  read(request: HttpRequest): Promise<Result<HttpDocument, Failure>>
  /** Cuts every connection: whatever is still under way is wanted by nobody. */
  close(): Promise<void>
}

export interface HttpRequest {
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly redirects: RedirectRule
  readonly call: Call
  /** Called with a 401 before it becomes a failure; gives the headers to ask once more with, or undefined. */
  readonly onChallenge?: (challenge: string, at: URL) => Promise<Result<Readonly<Record<string, string>>, Failure>>
}

export interface HttpDocument {
  readonly bytes: Buffer
  /** The address that answered, behind all redirects: what relative links are relative to. */
  readonly url: URL
  header(name: string): string | undefined
}

const METADATA_LIMIT = 16 * 1024 * 1024
const MAX_REDIRECTS = 5
/** Bytes that are unpacked sooner than another thread is told to. */
const SMALL = 64 * 1024
const inflate = promisify(gunzip)

export function createHttpClient(ports: {
  /** The connect clock is that of a connection, so each patience has connections of its own. */
  readonly dispatchers: Readonly<Record<Patience, Dispatcher>>
  readonly clock: Clock
  readonly clocks: Readonly<Record<Patience, HttpClocks>>
}): HttpClient {
  const { clock } = ports
  const line: SharedLine = { transfers: 0 }

  async function send(url: URL, headers: Readonly<Record<string, string>>, { signal, patience, exchange }: Call) {
    if (signal.aborted) return err(signal.reason as Failure)
    const { headersMs, connectMs } = ports.clocks[patience]
    const heard = exchange?.(url.origin)
    const silence = new AbortController()
    const timedOut: Failure = { kind: 'timeout', phase: 'headers', ms: headersMs, origin: url.origin }
    const ends = AbortSignal.any([signal, silence.signal])
    const asked = undiciRequest(url, {
      dispatcher: ports.dispatchers[patience],
      method: 'GET',
      headers: { 'user-agent': PRODUCT, 'accept-encoding': 'identity', ...headers },
      signal: ends,
    })
    // Set after that of the connection, which the line above begins: of two that run out together the first one speaks.
    const cancelTimer = clock.after(headersMs, () => silence.abort(timedOut))
    try {
      const answer = await unlessAborted(asked, ends)
      heard?.answered()
      return ok({ answer, silence, heard })
    } catch (error) {
      heard?.ended()
      if (signal.aborted) return err(signal.reason as Failure)
      if (silence.signal.aborted) return err(timedOut)
      return err(classifyError(error, url.origin, connectMs))
    } finally {
      cancelTimer()
    }
  }

  /**
   * Frees the connection, which undici keeps busy until the body was read or thrown away; one that stalls is cut. Nobody waits
   * for it: what the status line says is enough, and an error whose page never ends would cost a whole clock.
   */
  function discard(body: Dispatcher.ResponseData['body'], { patience }: Call): void {
    const cancelTimer = clock.after(ports.clocks[patience].idleMs, () => body.destroy())
    const dumped = body.dump({ limit: 64 * 1024 })
    dumped.catch(() => undefined).finally(cancelTimer)
  }

  async function open(request: HttpRequest, part?: Part): Promise<Result<HttpBody, Failure>> {
    const { call } = request
    let url = request.url
    let headers = { ...request.headers, ...(part && rangeHeaders(part)) }
    let challenged = false
    for (let hops = 0; hops <= MAX_REDIRECTS; ) {
      const sent = await send(url, headers, call)
      if (!sent.ok) return sent
      const { answer, silence, heard } = sent.value
      const header = (name: string): string | undefined => headerOf(answer, name)

      if (isRedirect(answer.statusCode)) {
        heard?.ended()
        discard(answer.body, call)
        const target = followTo(url, answer.headers.location, request.redirects)
        if (!target.ok) return err({ kind: 'misdirected', what: target.error, origin: url.origin })
        headers = headersFor(url, target.value, headers)
        url = target.value
        hops += 1
        continue
      }

      const challenge = header('www-authenticate')
      if (answer.statusCode === 401 && challenge !== undefined && request.onChallenge && !challenged) {
        heard?.ended()
        discard(answer.body, call)
        challenged = true
        const granted = await request.onChallenge(challenge, url)
        if (!granted.ok) return granted
        headers = { ...headers, ...granted.value }
        continue
      }

      const isPart = answer.statusCode === 206 && part !== undefined
      const failure = isPart
        ? partOf(header('content-range'), header('etag'), part, url.origin)
        : classifyStatus(answer.statusCode, url.origin, header('retry-after'), clock.date())
      if (failure) {
        heard?.ended()
        discard(answer.body, call)
        return err(failure)
      }
      const tag = strongTag(header('etag'))
      return ok(
        openBody({
          answer,
          url,
          offset: isPart ? part.from : 0,
          reopen: tag === undefined ? undefined : (from, length) => open(request, { from, length, tag }),
          silence,
          heard,
          call,
          clock,
          clocks: ports.clocks[call.patience],
          line,
        }),
      )
    }
    return err({ kind: 'misdirected', what: `redirects more than ${MAX_REDIRECTS} times`, origin: url.origin })
  }

  async function read(request: HttpRequest): Promise<Result<HttpDocument, Failure>> {
    const opened = await open({ ...request, headers: { 'accept-encoding': 'gzip', ...request.headers } })
    if (!opened.ok) return opened
    const body = opened.value
    const chunks: Buffer[] = []
    const drained = await body.drain(chunk => void chunks.push(chunk), METADATA_LIMIT)
    if (!drained.ok) return drained
    const bytes = await uncompress(Buffer.concat(chunks), body.origin)
    return bytes.ok ? ok({ bytes: bytes.value, url: body.url, header: body.header }) : bytes
  }

  const close = async (): Promise<void> => {
    await Promise.all(Object.values(ports.dispatchers).map(dispatcher => dispatcher.destroy()))
  }
  return { open: request => open(request), read, close }
}

/**
 * undici hears of an abort only when it has a connection (8.12). One that is neither made nor refused would keep whoever
 * called the request off until the connect clock ends it.
 */
async function unlessAborted<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([asked, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Static feeds send gzip whatever was asked for, some without saying so: the two magic bytes decide, not the header. */
async function uncompress(bytes: Buffer, origin: string): Promise<Result<Buffer, Failure>> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return ok(bytes)
  try {
    const limits = { maxOutputLength: METADATA_LIMIT }
    return ok(bytes.length < SMALL ? gunzipSync(bytes, limits) : await inflate(bytes, limits))
  } catch (error) {
    if (error instanceof RangeError) return err({ kind: 'too-large', limit: METADATA_LIMIT, origin })
    return err({ kind: 'malformed', what: 'a gzip stream that is broken', origin })
  }
}
