import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import { systemClock } from '../../src/clock.ts'
import type { Failure } from '../../src/failure.ts'
import type { HttpClient, HttpRequest } from '../../src/http/client.ts'
import { createHttpClient } from '../../src/http/client.ts'
import type { HttpClocks } from '../../src/http/clocks.ts'
import { createDispatcher } from '../../src/http/dispatcher.ts'
import { DIRECT } from '../../src/http/proxy.ts'
import type { Result } from '../../src/result.ts'
import { createTokenKeeper } from '../../src/sources/oci-token.ts'
import { someCall } from '../helpers/ask.ts'
import { blackHole } from '../helpers/black-hole.ts'
import { httpClient } from '../helpers/http-client.ts'
import { serve } from '../helpers/web-server.ts'

/** What each of the client's clocks is set to here, and how much later a request may end: robustness I4. Milliseconds. */
const CLOCK = 150
const GRACE = 700
const SHORT: HttpClocks = {
  connectMs: CLOCK,
  headersMs: CLOCK,
  idleMs: CLOCK,
  slowest: { bytes: 1024, ms: 2 * CLOCK },
}
const redirects = { kind: 'public', privateToo: true } as const

interface Ended {
  readonly failure: Failure | undefined
  readonly ms: number
}

async function time(ask: () => Promise<Result<unknown, Failure>>): Promise<Ended> {
  const began = performance.now()
  const result = await ask()
  return { failure: result.ok ? undefined : result.error, ms: performance.now() - began }
}

function get(address: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { url: new URL(address), redirects, call: someCall(), ...more }
}

/** Sends that much again and again, until nobody is there any more. */
function drip(response: ServerResponse, everyMs: number): void {
  const timer = setInterval(() => response.write('x'), everyMs)
  response.once('close', () => clearInterval(timer))
}

function hang(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-length': '1000', ...headers }).write('begin')
}

interface Row {
  readonly what: string
  readonly answer: (response: ServerResponse, path: string) => void
  /** How many clocks run one after the other. */
  readonly clocks: number
  readonly failure: string
}

const PHASES: readonly Row[] = [
  { what: 'before the status line', answer: () => {}, clocks: 1, failure: 'timeout headers' },
  {
    what: 'behind the status line',
    answer: response => response.writeHead(200).flushHeaders(),
    clocks: 1,
    failure: 'timeout idle',
  },
  { what: 'in the body', answer: response => hang(response, 200), clocks: 1, failure: 'timeout idle' },
  {
    what: 'by a byte now and then',
    answer: response => drip(response.writeHead(200), 20),
    clocks: 2,
    failure: 'timeout slow',
  },
  {
    what: 'behind a redirect',
    answer: (response, path) => path === '/' && response.writeHead(302, { location: '/next' }).end(),
    clocks: 1,
    failure: 'timeout headers',
  },
  {
    what: 'in the body of a redirect, and again behind it',
    answer: (response, path) => path === '/' && hang(response, 302, { location: '/next' }),
    clocks: 1,
    failure: 'timeout headers',
  },
  { what: 'in the body of an error', answer: response => hang(response, 503), clocks: 0, failure: 'server-error' },
  { what: 'in the body of an absence', answer: response => hang(response, 404), clocks: 0, failure: 'not-found' },
  {
    what: 'in the body of an error, by a byte now and then',
    answer: response => drip(response.writeHead(429), 20),
    clocks: 0,
    failure: 'rate-limited',
  },
]

for (const { what, answer, clocks, failure } of PHASES) {
  test(`A request that hangs ${what} ends ${clocks === 0 ? 'at once' : 'with its clock'}.`, async () => {
    await using server = await serve(({ url = '' }, response) => void answer(response, url))
    // What is due at once must not wait for any clock.
    await using http = httpClient(clocks === 0 ? {} : SHORT)
    const ended = await time(() => http.read(get(server.origin)))
    assertEnded(ended, clocks, failure)
  })
}

function assertEnded({ failure, ms }: Ended, clocks: number, expected: string): void {
  const phase = failure?.kind === 'timeout' ? ` ${failure.phase}` : ''
  assert.equal(`${failure?.kind}${phase}`, expected)
  const due = clocks * CLOCK
  assert.ok(ms >= due - 5 && ms <= due + GRACE, `${Math.round(ms)} ms, where ${due} were due`)
}

/** A request for a package of a registry, whose answer is a challenge. */
function authorised(http: HttpClient, address: string): HttpRequest {
  return createTokenKeeper(http, redirects).authorise(get(address), 'pester')
}

const CHALLENGE = { 'www-authenticate': 'Bearer realm="/token"' }

test('A request that hangs while its token is fetched ends with the clock of that.', async () => {
  await using server = await serve(({ url }, response) => {
    if (url === '/') response.writeHead(401, CHALLENGE).end()
  })
  await using http = httpClient(SHORT)
  assertEnded(await time(() => http.open(authorised(http, server.origin))), 1, 'timeout headers')
})

test('A challenge whose body hangs is answered at once.', async () => {
  await using server = await serve(({ url }, response) => {
    if (url === '/') hang(response, 401, CHALLENGE)
  })
  await using http = httpClient({ ...SHORT, idleMs: 5000 })
  assertEnded(await time(() => http.open(authorised(http, server.origin))), 1, 'timeout headers')
})

test('A connection that is neither made nor refused ends with the clock of the status line at the latest.', async () => {
  await using hole = await blackHole('127.0.0.1')
  await using http = httpClient({ ...SHORT, connectMs: 20_000 })
  const ended = await time(() => http.read(get(hole.origin)))
  assertEnded(ended, 1, 'timeout headers')
})

test('The clock of the connection is kept as well.', async () => {
  await using hole = await blackHole('127.0.0.1')
  await using http = httpClient({ ...SHORT, headersMs: 20_000, connectMs: 1100 })
  const { failure, ms } = await time(() => http.read(get(hole.origin)))
  assert.equal(failure?.kind === 'timeout' && failure.phase, 'connect')
  assert.ok(ms >= 1000 && ms <= 1100 + GRACE, `${Math.round(ms)} ms`)
})

test('Whoever calls a request off, in any phase, has its end at once.', async () => {
  await using server = await serve(({ url }, response) => {
    if (url === '/body') hang(response, 200)
    if (url === '/error') hang(response, 503)
  })
  await using hole = await blackHole('127.0.0.1')
  await using http = httpClient()
  for (const address of [hole.origin, `${server.origin}/head`, `${server.origin}/body`]) {
    const controller = new AbortController()
    const asked = time(() => http.read(get(address, { call: someCall(controller.signal) })))
    const cancel = systemClock.after(CLOCK, () => controller.abort({ kind: 'cancelled' }))
    const { failure, ms } = await asked
    cancel()
    assert.deepEqual(failure, { kind: 'cancelled' }, address)
    assert.ok(ms <= CLOCK + GRACE, `${address}: ${Math.round(ms)} ms`)
  }
})

test('A request that was called off before it is made is not made, nor is anything waited for.', async () => {
  await using hole = await blackHole('127.0.0.1')
  await using server = await serve((_, response) => hang(response, 200))
  await using http = httpClient()
  const call = someCall(AbortSignal.abort({ kind: 'cancelled' }))
  for (const address of [hole.origin, server.origin]) {
    const { failure, ms } = await time(() => http.open(get(address, { call })))
    assert.deepEqual(failure, { kind: 'cancelled' }, address)
    assert.ok(ms <= CLOCK, `${address}: ${Math.round(ms)} ms`)
  }
  assert.deepEqual(server.requests, [])
})

test('Nothing that still hangs keeps the client from being closed at once.', async () => {
  await using hole = await blackHole('127.0.0.1')
  await using server = await serve((_, response) => hang(response, 503))
  const clocks: HttpClocks = { ...SHORT, connectMs: 20_000, idleMs: 20_000 }
  const plain = { connections: 4, clock: systemClock, proxy: DIRECT, ca: [] }
  const dispatcher = createDispatcher({ ...plain, connectMs: clocks.connectMs })
  const http = createHttpClient({
    dispatchers: { brief: dispatcher, long: dispatcher },
    clock: systemClock,
    clocks: { brief: clocks, long: clocks },
  })
  const began = performance.now()
  await Promise.all([http.read(get(server.origin)), http.read(get(hole.origin))])
  await http.close()
  const ms = performance.now() - began
  assert.ok(ms <= CLOCK + GRACE, `${Math.round(ms)} ms`)
})
