import { describeFailure, type Failure, type NetworkFailure } from '../failure.ts'

/**
 * What a status tells about the source; undefined for a success.
 *
 * 403 is among the statuses that the Gallery shows in an outage, and 404 among those that some registries show without a
 * login: neither is interpreted here. Which statuses are worth another try later: pip and uv agree on this set.
 *
 * @param retryAfter the header as sent: seconds or an HTTP date
 * @param wallClock milliseconds since 1970, to read a date against
 */
export function classifyStatus(
  status: number,
  origin: string,
  retryAfter: string | undefined,
  wallClock: number,
): Failure | undefined {
  // Of the other successes none has what was asked for: 204 has no body, and a 206 that nobody asked for is a part of one.
  if (status === 200 || status === 203) return undefined
  switch (status) {
    case 404:
    case 410:
      return { kind: 'not-found', origin }
    case 401:
    case 403:
    case 407:
    case 451:
      return { kind: 'denied', status, origin }
    case 408:
    case 425:
    case 429:
      return { kind: 'rate-limited', status, retryAfterMs: parseRetryAfter(retryAfter, wallClock), origin }
  }
  if (status >= 500) {
    const retryAfterMs = parseRetryAfter(retryAfter, wallClock)
    return { kind: 'server-error', status, ...(retryAfterMs !== undefined && { retryAfterMs }), origin }
  }
  return { kind: 'malformed', what: `HTTP ${status} for a well-formed question`, origin }
}

/** The pause that a `Retry-After` header asks for, in milliseconds; undefined if there is none that can be read. */
export function parseRetryAfter(header: string | undefined, wallClock: number): number | undefined {
  const text = header?.trim()
  if (!text) return undefined
  if (/^[0-9]{1,9}$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - wallClock)
}

/** What certificate verification says in Node (`X509ErrorCode`): "not the host it claims to be, or not now". */
const CERTIFICATE =
  /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY|DECODE_ISSUER|DECRYPT_CERT)|INVALID_(?:CA|PURPOSE)$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$|ERROR_IN_CERT_)/

/** The form in which a failure that we have found ourselves passes through undici, which knows errors only. */
export class FailureError extends Error {
  readonly failure: NetworkFailure

  constructor(failure: NetworkFailure) {
    super(describeFailure(failure))
    this.failure = failure
  }
}

/**
 * What an error thrown by undici or the system beneath it tells. undici wraps the network's error in `cause`, gives a
 * connect timeout a code of its own, and a broken answer (`HTTPParserError`) none at all.
 *
 * @param connectMs the clock that a connect timeout ran out of
 */
export function classifyError(error: unknown, origin: string, connectMs: number): NetworkFailure {
  if (error instanceof FailureError) return error.failure
  const { name, code } = innermost(error)
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return { kind: 'timeout', phase: 'connect', ms: connectMs, origin }
  if (name === 'HTTPParserError' || code.startsWith('HPE_')) {
    return { kind: 'malformed', what: 'an answer that is not HTTP', origin }
  }
  // Two lengths, or one beside chunks: a connection that ends too early has other codes.
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return { kind: 'malformed', what: 'an answer of which its own length is not true', origin }
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return { kind: 'malformed', what: 'more headers than anybody needs', origin }
  return { kind: CERTIFICATE.test(code) ? 'untrusted' : 'unreachable', code: code || name, origin }
}

/**
 * The deepest error that carries a code, else the outermost one. Attempts on several addresses of a host come as an
 * `AggregateError`, which undici calls a timeout if any attempt was cut short to try the next: the last one had its time.
 */
function innermost(error: unknown): { readonly name: string; readonly code: string } {
  const outer = { name: error instanceof Error ? error.name : 'Error', code: codeOf(error) }
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors.at(-1))
  if (error instanceof Error && error.cause instanceof AggregateError) return innermost(error.cause)
  if (error instanceof Error && error.cause instanceof Error && codeOf(error.cause)) return innermost(error.cause)
  return outer
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}
