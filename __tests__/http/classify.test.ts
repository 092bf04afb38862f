import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FailureKind } from '../../src/failure.ts'
import { POLICY } from '../../src/fallback/policy.ts'
import { classifyError, classifyStatus, parseRetryAfter } from '../../src/http/classify.ts'

const ORIGIN = 'https://gallery.test'
const NOW = Date.UTC(2026, 10, 20, 12, 0, 0)

/** Every status that a server can send, by ranges without a gap. */
const STATUSES: readonly (readonly [from: number, to: number, FailureKind | 'success'])[] = [
  [100, 199, 'malformed'],
  [200, 200, 'success'],
  [201, 202, 'malformed'],
  [203, 203, 'success'],
  [204, 299, 'malformed'],
  [300, 399, 'malformed'],
  [400, 400, 'malformed'],
  [401, 401, 'denied'],
  [402, 402, 'malformed'],
  [403, 403, 'denied'],
  [404, 404, 'not-found'],
  [405, 406, 'malformed'],
  [407, 407, 'denied'],
  [408, 408, 'rate-limited'],
  [409, 409, 'malformed'],
  [410, 410, 'not-found'],
  [411, 424, 'malformed'],
  [425, 425, 'rate-limited'],
  [426, 428, 'malformed'],
  [429, 429, 'rate-limited'],
  [430, 450, 'malformed'],
  [451, 451, 'denied'],
  [452, 499, 'malformed'],
  [500, 599, 'server-error'],
]

for (const [from, to, expected] of STATUSES) {
  test(`Status ${from === to ? from : `${from} to ${to}`} is ${expected}.`, () => {
    for (let status = from; status <= to; status += 1) {
      const failure = classifyStatus(status, ORIGIN, undefined, NOW)
      assert.equal(failure?.kind ?? 'success', expected, String(status))
      if (failure) assert.ok('origin' in failure && failure.origin === ORIGIN)
      if (failure && 'status' in failure) assert.equal(failure.status, status)
    }
  })
}

test('The table of statuses has every status from 100 to 599 once.', () => {
  const statuses = STATUSES.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
  assert.deepEqual(
    statuses,
    Array.from({ length: 500 }, (_, index) => 100 + index),
  )
})

test('The statuses that pip and uv ask for again are worth another try here.', () => {
  for (const status of [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 530]) {
    const failure = classifyStatus(status, ORIGIN, undefined, NOW)
    assert.equal(failure && POLICY[failure.kind].again, 'yes', String(status))
  }
})

const RETRY_AFTER: readonly (readonly [string | undefined, number | undefined])[] = [
  [undefined, undefined],
  ['', undefined],
  ['0', 0],
  ['1', 1000],
  [' 120 ', 120_000],
  ['86400', 86_400_000],
  ['Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
  ['Fri, 20 Nov 2026 11:59:00 GMT', 0],
  ['soon', undefined],
  ['-1e99', undefined],
  ['99999999999999999999', undefined],
]

for (const [header, ms] of RETRY_AFTER) {
  test(`Retry-After ${JSON.stringify(header)} asks for ${ms === undefined ? 'no pause' : `a pause of ${ms} ms`}.`, () => {
    assert.equal(parseRetryAfter(header, NOW), ms)
    const failure = classifyStatus(429, ORIGIN, header, NOW)
    assert.equal(failure?.kind === 'rate-limited' && failure.retryAfterMs, ms)
  })
}

function networkError(code: string, message = 'it broke'): Error {
  return Object.assign(new Error(message), { code })
}

/** What the fault lab saw of undici, and what systems call the same faults. */
const UNREACHABLE: readonly string[] = [
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]

for (const code of UNREACHABLE) {
  test(`${code} means that the source could not be reached, and is worth another try.`, () => {
    const failure = classifyError(networkError(code), ORIGIN, 5000)
    assert.deepEqual(failure, { kind: 'unreachable', code, origin: ORIGIN })
    assert.equal(POLICY[failure.kind].again, 'yes')
  })
}

const CERTIFICATE: readonly string[] = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]

for (const code of CERTIFICATE) {
  test(`${code} means that the certificate cannot be trusted.`, () => {
    const failure = classifyError(networkError(code), ORIGIN, 5000)
    assert.deepEqual(failure, { kind: 'untrusted', code, origin: ORIGIN })
  })
}

test('A connection that is not made in time is a timeout with its clock.', () => {
  const failure = classifyError(networkError('UND_ERR_CONNECT_TIMEOUT'), ORIGIN, 5000)
  assert.deepEqual(failure, { kind: 'timeout', phase: 'connect', ms: 5000, origin: ORIGIN })
})

test('An answer that is not HTTP is malformed, although its error has no code of its own.', () => {
  const bare = Object.assign(new Error('Expected HTTP/'), { name: 'HTTPParserError' })
  for (const error of [
    bare,
    Object.assign(bare, { code: 'HPE_INVALID_CONSTANT' }),
    networkError('HPE_INVALID_VERSION'),
  ]) {
    const failure = classifyError(error, ORIGIN, 5000)
    assert.deepEqual(failure, { kind: 'malformed', what: 'an answer that is not HTTP', origin: ORIGIN })
  }
})

test('More headers than are read are an answer, if not one to be had.', () => {
  const failure = classifyError(networkError('UND_ERR_HEADERS_OVERFLOW'), ORIGIN, 5000)
  assert.deepEqual(failure, { kind: 'malformed', what: 'more headers than anybody needs', origin: ORIGIN })
})

const WRAPPED: readonly (readonly [string, unknown, string])[] = [
  ['in its cause', new TypeError('fetch failed', { cause: networkError('ECONNRESET') }), 'ECONNRESET'],
  [
    'in the last of several attempts, the others having been cut short',
    new AggregateError([networkError('ETIMEDOUT'), networkError('ECONNREFUSED')]),
    'ECONNREFUSED',
  ],
  [
    'there too where undici calls them a timeout',
    Object.assign(networkError('UND_ERR_CONNECT_TIMEOUT'), {
      cause: new AggregateError([networkError('ETIMEDOUT'), networkError('EHOSTUNREACH')]),
    }),
    'EHOSTUNREACH',
  ],
  ['in itself, before a cause without one', Object.assign(networkError('EPIPE'), { cause: new Error('x') }), 'EPIPE'],
  ['nowhere, so that its name stands for it', new TypeError('odd'), 'TypeError'],
  ['nowhere, not being an error at all', 'odd', 'Error'],
]

for (const [where, error, code] of WRAPPED) {
  test(`The code of an error is found ${where}.`, () => {
    const failure = classifyError(error, ORIGIN, 5000)
    assert.equal(failure.kind === 'unreachable' && failure.code, code)
  })
}
