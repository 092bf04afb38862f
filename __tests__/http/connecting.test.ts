import assert from 'node:assert/strict'
import type { LookupFunction } from 'node:net'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../src/clock.ts'
import { describeFailure, type Failure } from '../../src/failure.ts'
import { createHttpClient, type HttpClient } from '../../src/http/client.ts'
import { clocksFor } from '../../src/http/clocks.ts'
import { createDispatcher, type DispatcherOptions } from '../../src/http/dispatcher.ts'
import { DIRECT, readProxySettings } from '../../src/http/proxy.ts'
import { someCall } from '../helpers/ask.ts'
import { blackHole, onLinux } from '../helpers/black-hole.ts'
import { type HandClock, handClock } from '../helpers/hand-clock.ts'
import { httpClient } from '../helpers/http-client.ts'
import { type ProxyManners, startProxy } from '../helpers/proxy-server.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { serve, serveRaw } from '../helpers/web-server.ts'

const CONNECT_MS = 5000

function read(http: HttpClient, address: string) {
  const redirects = { kind: 'public', privateToo: true } as const
  return http.read({ url: new URL(address), redirects, call: someCall() })
}

/** Gives these addresses for every name, in this order. */
function resolvingTo(...addresses: readonly string[]): LookupFunction {
  const found = addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
  return (_, __, callback) => callback(null, found)
}

/** A client with a clock that is turned by hand for connecting, and that waits for nothing else. */
function handHttp(network: Partial<DispatcherOptions>): HttpClient & AsyncDisposable & { readonly clock: HandClock } {
  const clock = handClock()
  const plain = { connections: 4, connectMs: CONNECT_MS, clock, proxy: DIRECT, ca: [] }
  const dispatcher = createDispatcher({ ...plain, ...network })
  const never: Clock = { ...clock, after: () => () => undefined }
  const dispatchers = { brief: dispatcher, long: dispatcher }
  const http = createHttpClient({ dispatchers, clock: never, clocks: clocksFor(CONNECT_MS) })
  return { ...http, clock, [Symbol.asyncDispose]: () => http.close() }
}

/**
 * The failure that comes when the connect clock has run out, and not a millisecond earlier.
 *
 * @param silence when the point is reached at which nothing more is heard
 */
async function failureAtTheEnd(
  http: HttpClient & { readonly clock: HandClock },
  address: string,
  silence: Promise<void> = turn(),
): Promise<Failure> {
  let failure: Failure | undefined
  const asked = read(http, address).then(result => {
    failure = errorOf(result)
    return failure
  })
  await silence
  http.clock.advance(CONNECT_MS - 1)
  for (let turns = 0; turns < 10; turns += 1) await turn()
  assert.equal(failure, undefined)
  http.clock.advance(1)
  return asked
}

test('A host that takes no connection is given up when the connect clock has run out.', onLinux, async () => {
  await using hole = await blackHole('127.0.0.1')
  await using http = handHttp({})
  const origin = `http://127.0.0.1:${hole.port}`
  const failure = await failureAtTheEnd(http, origin)
  assert.deepEqual(failure, { kind: 'timeout', phase: 'connect', ms: CONNECT_MS, origin })
})

test('A host all of whose addresses are dead is given up when the connect clock has run out.', onLinux, async () => {
  // Hardly anybody else listens at ::1.
  await using hole = await blackHole('127.0.0.1')
  await using other = await blackHole('::1', hole.port)
  await using http = handHttp({ lookup: resolvingTo('::1', '127.0.0.1', '::1', '127.0.0.1') })
  const failure = await failureAtTheEnd(http, `http://feed.test:${other.port}`)
  assert.equal(failure.kind === 'timeout' && failure.phase, 'connect')
})

test('A host whose name nobody resolves is given up when the connect clock has run out.', async () => {
  await using http = handHttp({ lookup: () => undefined })
  const failure = await failureAtTheEnd(http, 'https://feed.test')
  assert.equal(failure.kind === 'timeout' && failure.phase, 'connect')
})

/** Accepts and says nothing; tells when it has heard of the other side, and when that hangs up. */
async function silentServer() {
  const [heard, closed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const server = await serveRaw(socket => {
    heard.resolve()
    socket.once('close', () => closed.resolve())
  })
  return { ...server, heard: heard.promise, closed: closed.promise }
}

test('A host that never shows its certificate is given up then too, and its connection closed.', async () => {
  await using server = await silentServer()
  await using http = handHttp({})
  const origin = server.origin.replace('http:', 'https:')
  const failure = await failureAtTheEnd(http, origin, server.heard)
  assert.deepEqual(failure, { kind: 'timeout', phase: 'connect', ms: CONNECT_MS, origin })
  await server.closed
})

test('What takes no connection is told as that also where the clock of the status line runs out a moment later.', async () => {
  await using server = await silentServer()
  const hand = handClock()
  let set = 0
  /** On a machine so busy that every timer is set five milliseconds after the one before. */
  const clock: Clock = { ...hand, after: (ms, then) => hand.after(ms + 5 * set++, then) }
  const clocks = clocksFor(1000)
  const dispatcher = createDispatcher({
    connections: 4,
    connectMs: clocks.brief.connectMs,
    clock,
    proxy: DIRECT,
    ca: [],
  })
  const http = createHttpClient({ dispatchers: { brief: dispatcher, long: dispatcher }, clock, clocks })
  const asked = read(http, server.origin.replace('http:', 'https:'))
  await server.heard
  hand.advance(1003)
  assert.equal(describeFailure(errorOf(await asked)), 'accepted no connection within 1 s')
  await http.close()
})

/** Where it is silent: the proxy, what it leads to; and what is said. */
const SILENT: readonly (readonly [what: string, manners: ProxyManners | undefined, said: RegExp])[] = [
  [
    'A proxy that never answers is named',
    { silent: true },
    /^could not be asked: the proxy \S+ \(HTTPS_PROXY\) made no connection to it within 5 s$/,
  ],
  ['What is silent behind a tunnel is blamed itself', undefined, /^accepted no connection within 5 s$/],
]

for (const [what, manners, said] of SILENT) {
  test(`${what} when the connect clock has run out.`, async () => {
    await using server = await silentServer()
    await using proxy = await startProxy(manners)
    const settings = unwrap(readProxySettings({ HTTPS_PROXY: proxy.origin }))
    await using http = handHttp({ proxy: settings })
    const asked = async (): Promise<void> => {
      while (proxy.requests.length === 0) await turn()
    }
    const silence = manners ? asked() : server.heard
    const failure = await failureAtTheEnd(http, `https://feed.test:${new URL(server.origin).port}`, silence)
    assert.match(describeFailure(failure), said)
    if (!manners) await server.closed
  })
}

test('A proxy that takes no connection is named when the connect clock has run out.', onLinux, async () => {
  await using hole = await blackHole('127.0.0.1')
  for (const scheme of ['http', 'https']) {
    const proxy = unwrap(readProxySettings({ ALL_PROXY: `${scheme}://127.0.0.1:${hole.port}` }))
    for (const origin of ['https://feed.test', 'http://feed.test']) {
      await using http = handHttp({ proxy })
      const text = describeFailure(await failureAtTheEnd(http, origin))
      assert.equal(
        text,
        `could not be asked: the proxy 127.0.0.1:${hole.port} (ALL_PROXY) accepted no connection within 5 s`,
      )
    }
  }
})

test('Nobody who closes waits for a connection that is not there yet.', async () => {
  await using server = await silentServer()
  const http = handHttp({})
  const asked = read(http, server.origin.replace('http:', 'https:'))
  await server.heard
  await http.close()
  await server.closed
  assert.ok(!(await asked).ok)
})

test('A name with a dead IPv6 route in front of a live IPv4 one costs less than 0.7 s.', onLinux, async () => {
  await using live = await serve((_, response) => response.end('x'))
  const { port } = new URL(live.origin)
  await using _ = await blackHole('::1', Number(port))
  await using http = httpClient({}, { lookup: resolvingTo('::1', '127.0.0.1') })
  const started = performance.now()
  unwrap(await read(http, `http://feed.test:${port}`))
  const ms = performance.now() - started
  assert.ok(ms >= 200 && ms < 700, `${ms} ms`)
})

test('So it does in front of a proxy.', onLinux, async () => {
  await using live = await serve((_, response) => response.end('x'))
  await using running = await startProxy()
  const { port } = new URL(running.origin)
  await using _ = await blackHole('::1', Number(port))
  const proxy = unwrap(readProxySettings({ HTTP_PROXY: `http://proxy.test:${port}` }))
  await using http = httpClient({}, { lookup: resolvingTo('::1', '127.0.0.1'), proxy })
  const started = performance.now()
  unwrap(await read(http, `http://feed.test:${new URL(live.origin).port}`))
  const ms = performance.now() - started
  assert.ok(ms >= 200 && ms < 700, `${ms} ms`)
})

test('A dead IPv6 route in front of an IPv4 address that refuses is told as the refusal.', onLinux, async () => {
  await using hole = await blackHole('::1')
  await using http = httpClient({}, { lookup: resolvingTo('::1', '127.0.0.1') })
  const failure = errorOf(await read(http, `http://feed.test:${hole.port}`))
  assert.equal(describeFailure(failure), 'could not be reached (ECONNREFUSED)')
})
