import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Agent, type Dispatcher, request as undiciRequest } from 'undici'
import type { Clock } from '../clock.ts'
import type { Failure } from '../failure.ts'
import { PRODUCT } from '../product.ts'
import { err, ok, type Result } from '../result.ts'
import { type HttpBody, headerOf, openBody } from './body.ts'
import { classifyError, classifyStatus } from './classify.ts'
import { followTo, headersFor, type RedirectRule } from './redirects.ts'

/** Every GET that the project makes. It retries nothing: what to do about a failure is the fallback policy's business. */
export interface HttpClient {
  /** Opens an answer of status 200 for streaming. Every failure, an HTTP status included, is a value. */
  open(request: HttpRequest): Promise<Result<HttpBody, Failure>>
  /** Reads a whole answer, uncompressed, of at most 16 MiB: metadata. */
  read(request: HttpRequest): Promise<Result<HttpDocument, Failure>>
  close(): Promise<void>
}

export interface HttpRequest {
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly redirects: RedirectRule
  readonly signal: AbortSignal
  /** Called with a 401 before it becomes a failure; gives the headers to ask once more with, or undefined. */
  readonly onChallenge?: (challenge: string, at: URL) => Promise<Result<Readonly<Record<string, string>>, Failure>>
}

export interface HttpDocument {
  readonly bytes: Buffer
  /** The address that answered, behind all redirects: what relative links are relative to. */
  readonly url: URL
  header(name: string): string | undefined
}

/** The waits after which a source is given up. In milliseconds. */
export interface HttpClocks {
  /** DNS, TCP and TLS together. */
  readonly connectMs: number
  /** From the request until the status line, connecting included. */
  readonly headersMs: number
  /** Between two pieces of a body. */
  readonly idleMs: number
}

const METADATA_LIMIT = 16 * 1024 * 1024
const MAX_REDIRECTS = 5
const inflate = promisify(gunzip)

/**
 * HTTP/1.1 on purpose: undici 8 offers HTTP/2 by default, whose one connection with a 512 KiB window was 7 to 9 times
 * slower for downloads over a 40 ms line than 8 connections of HTTP/1.1.
 */
export function createDispatcher(options: { readonly connections: number; readonly connectMs: number }): Dispatcher {
  return new Agent({
    allowH2: false,
    connections: options.connections,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: options.connectMs },
  })
}

export function createHttpClient(ports: {
  readonly dispatcher: Dispatcher
  readonly clock: Clock
  readonly clocks: HttpClocks
}): HttpClient {
  const { dispatcher, clock, clocks } = ports

  async function send(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal) {
    const silence = new AbortController()
    const timedOut: Failure = { kind: 'timeout', phase: 'headers', ms: clocks.headersMs, origin: url.origin }
    const cancelTimer = clock.after(clocks.headersMs, () => silence.abort(timedOut))
    try {
      const answer = await undiciRequest(url, {
        dispatcher,
        method: 'GET',
        headers: { 'user-agent': PRODUCT, ...headers },
        signal: AbortSignal.any([signal, silence.signal]),
      })
      return ok({ answer, silence })
    } catch (error) {
      if (signal.aborted) return err(signal.reason as Failure)
      if (silence.signal.aborted) return err(timedOut)
      return err(classifyError(error, url.origin, clocks.connectMs))
    } finally {
      cancelTimer()
    }
  }

  /** Frees the connection, which undici keeps busy until the body was read or thrown away; one that stalls is cut. */
  async function discard(body: Dispatcher.ResponseData['body']): Promise<void> {
    const cancelTimer = clock.after(clocks.idleMs, () => body.destroy())
    await body.dump({ limit: 64 * 1024 }).catch(() => undefined)
    cancelTimer()
  }

  async function open(request: HttpRequest): Promise<Result<HttpBody, Failure>> {
    let url = request.url
    let headers = request.headers ?? {}
    let challenged = false
    for (let hops = 0; hops <= MAX_REDIRECTS; ) {
      const sent = await send(url, headers, request.signal)
      if (!sent.ok) return sent
      const { answer, silence } = sent.value
      const header = (name: string): string | undefined => headerOf(answer, name)

      if (answer.statusCode >= 300 && answer.statusCode < 400) {
        void discard(answer.body)
        const target = followTo(url, header('location') ?? '', request.redirects)
        if (!target.ok) return err({ kind: 'misdirected', what: target.error, origin: url.origin })
        headers = headersFor(url, target.value, headers)
        url = target.value
        hops += 1
        continue
      }

      const challenge = header('www-authenticate')
      if (answer.statusCode === 401 && challenge !== undefined && request.onChallenge && !challenged) {
        await discard(answer.body)
        challenged = true
        const granted = await request.onChallenge(challenge, url)
        if (!granted.ok) return granted
        headers = { ...headers, ...granted.value }
        continue
      }

      const failure = classifyStatus(answer.statusCode, url.origin, header('retry-after'), Date.now())
      if (failure) {
        await discard(answer.body)
        return err(failure)
      }
      return ok(openBody({ answer, url, silence, signal: request.signal, clock, idleMs: clocks.idleMs }))
    }
    return err({ kind: 'misdirected', what: 'redirects in a circle', origin: url.origin })
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

  return { open, read, close: () => dispatcher.close() }
}

/** Static feeds send gzip whatever was asked for, some without saying so: the two magic bytes decide, not the header. */
async function uncompress(bytes: Buffer, origin: string): Promise<Result<Buffer, Failure>> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return ok(bytes)
  try {
    return ok(await inflate(bytes, { maxOutputLength: METADATA_LIMIT }))
  } catch (error) {
    if (error instanceof RangeError) return err({ kind: 'too-large', limit: METADATA_LIMIT, origin })
    return err({ kind: 'malformed', what: 'a gzip stream that is broken', origin })
  }
}
