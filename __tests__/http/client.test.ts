import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Failure } from '../../src/failure.ts'
import type { HttpRequest } from '../../src/http/client.ts'
import { PRODUCT } from '../../src/product.ts'
import { ok, type Result } from '../../src/result.ts'
import { someCall } from '../helpers/ask.ts'
import { httpClient } from '../helpers/http-client.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { serve, serveRaw } from '../helpers/web-server.ts'

const MIB = 1024 * 1024
const METADATA_LIMIT = 16 * MIB

/** A request as a source at a private address makes it. */
function get(address: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    url: new URL(address),
    redirects: { kind: 'public', privateToo: true },
    call: someCall(),
    ...more,
  }
}

function redirect(response: ServerResponse, location: string, status = 302): void {
  response.writeHead(status, { location }).end('moved')
}

test('An answer is read whole, with the address that gave it and its headers.', async () => {
  await using server = await serve((_, response) => response.setHeader('X-Thing', 'a').end('hello'))
  await using http = httpClient()
  const document = unwrap(await http.read(get(`${server.origin}/x`)))
  assert.equal(document.bytes.toString(), 'hello')
  assert.equal(document.url.href, `${server.origin}/x`)
  assert.equal(document.header('x-thing'), 'a')
  assert.equal(document.header('absent'), undefined)
})

test('Requests name the product, ask metadata to be gzip and packages to be as they are.', async () => {
  await using server = await serve((_, response) => response.end('x'))
  await using http = httpClient()
  await http.read(get(server.origin, { headers: { accept: 'application/json' } }))
  unwrap(await http.open(get(server.origin))).close()
  const [read, opened] = server.requests
  assert.equal(read?.headers['user-agent'], PRODUCT)
  assert.equal(read?.headers['accept-encoding'], 'gzip')
  assert.equal(read?.headers.accept, 'application/json')
  assert.equal(opened?.headers['user-agent'], PRODUCT)
  assert.equal(opened?.headers['accept-encoding'], 'identity')
})

test('A body is streamed in order, its length being announced.', async () => {
  const bytes = Buffer.alloc(3 * MIB, 'abc')
  await using server = await serve((_, response) => response.setHeader('content-length', bytes.length).end(bytes))
  await using http = httpClient()
  const body = unwrap(await http.open(get(server.origin)))
  assert.equal(body.length, bytes.length)
  assert.equal(body.origin, server.origin)
  const chunks: Buffer[] = []
  assert.equal(unwrap(await body.drain(chunk => void chunks.push(chunk), 4 * MIB)), bytes.length)
  assert.ok(Buffer.concat(chunks).equals(bytes))
})

for (const [what, headers] of [
  ['with the header that says so', { 'content-encoding': 'gzip' }],
  ['without any header, as static feeds do', {}],
] as const) {
  test(`Metadata that comes as gzip is uncompressed ${what}.`, async () => {
    await using server = await serve((_, response) => response.writeHead(200, headers).end(gzipSync('{"a":1}')))
    await using http = httpClient()
    assert.equal(unwrap(await http.read(get(server.origin))).bytes.toString(), '{"a":1}')
  })
}

test('A gzip stream that is broken is malformed.', async () => {
  await using server = await serve((_, response) => response.end(gzipSync('{"a":1}').subarray(0, 15)))
  await using http = httpClient()
  assert.deepEqual(errorOf(await http.read(get(server.origin))), {
    kind: 'malformed',
    what: 'a gzip stream that is broken',
    origin: server.origin,
  })
})

test('Metadata that is too large is refused: announced so, sent so, or grown so when uncompressed.', async () => {
  const bomb = gzipSync(Buffer.alloc(METADATA_LIMIT + 1))
  await using server = await serve(({ url }, response) => {
    if (url === '/announced') response.writeHead(200, { 'content-length': METADATA_LIMIT + 1 }).flushHeaders()
    else if (url === '/bomb') response.end(bomb)
    else response.end(Buffer.alloc(METADATA_LIMIT + 1))
  })
  await using http = httpClient()
  for (const path of ['/announced', '/sent', '/bomb']) {
    const failure = errorOf(await http.read(get(`${server.origin}${path}`)))
    assert.deepEqual(failure, { kind: 'too-large', limit: METADATA_LIMIT, origin: server.origin }, path)
  }
})

test('A body without an announced length is cut where the limit is passed.', async () => {
  await using server = await serve((_, response) => {
    const feed = (): void => {
      while (response.write(Buffer.alloc(64 * 1024)));
      response.once('drain', feed)
    }
    feed()
  })
  await using http = httpClient()
  const body = unwrap(await http.open(get(server.origin)))
  assert.equal(body.length, undefined)
  let bytes = 0
  const count = (chunk: Buffer): void => {
    bytes += chunk.length
  }
  const failure = errorOf(await body.drain(count, MIB))
  assert.deepEqual(failure, { kind: 'too-large', limit: MIB, origin: server.origin })
  assert.ok(bytes <= MIB, 'no more than the limit is handed on')
})

const STATUSES: readonly (readonly [number, Failure['kind']])[] = [
  [404, 'not-found'],
  [403, 'denied'],
  [429, 'rate-limited'],
  [503, 'server-error'],
  [400, 'malformed'],
]

for (const [status, kind] of STATUSES) {
  test(`Status ${status} is a failure (${kind}), for metadata and for packages.`, async () => {
    await using server = await serve((_, response) => response.writeHead(status, { 'retry-after': '7' }).end('sorry'))
    await using http = httpClient()
    for (const failure of [
      errorOf(await http.read(get(server.origin))),
      errorOf(await http.open(get(server.origin))),
    ]) {
      assert.equal(failure.kind, kind)
      assert.ok('origin' in failure && failure.origin === server.origin)
      if (failure.kind === 'rate-limited') assert.equal(failure.retryAfterMs, 7000)
    }
  })
}

test('A failure is reported although the rest of its answer never comes.', async () => {
  await using server = await serveRaw(socket => {
    socket.write('HTTP/1.1 503 Down\r\ncontent-length: 1000\r\n\r\nsorry')
  })
  await using http = httpClient({ idleMs: 50 })
  assert.equal(errorOf(await http.open(get(server.origin))).kind, 'server-error')
})

test('A redirect is followed although the rest of its answer never comes.', async () => {
  await using target = await serve((_, response) => response.end('there'))
  await using server = await serveRaw(socket => {
    socket.write(`HTTP/1.1 302 Moved\r\nlocation: ${target.origin}\r\ncontent-length: 1000\r\n\r\nmoved`)
  })
  await using http = httpClient({ idleMs: 50 })
  assert.equal(unwrap(await http.read(get(server.origin))).bytes.toString(), 'there')
})

/** Redirects `/5` to `/4` and so on; `/0` answers. */
function countDown({ url = '/0' }: { readonly url?: string | undefined }, response: ServerResponse): void {
  const left = Number(url.slice(1))
  if (left === 0) response.end('arrived')
  else redirect(response, `/${left - 1}`, [301, 302, 303, 307, 308][left % 5])
}

test('Five redirects are followed, and relative links are relative to where they ended.', async () => {
  await using server = await serve(countDown)
  await using http = httpClient()
  const document = unwrap(await http.read(get(`${server.origin}/5`)))
  assert.equal(document.bytes.toString(), 'arrived')
  assert.equal(document.url.href, `${server.origin}/0`)
})

test('Six redirects are not.', async () => {
  await using server = await serve(countDown)
  await using http = httpClient()
  assert.equal(errorOf(await http.read(get(`${server.origin}/6`))).kind, 'misdirected')
})

test('Redirects in a circle end, and are told as what they are.', async () => {
  await using server = await serve(({ url }, response) => redirect(response, url === '/a' ? '/b' : '/a'))
  await using http = httpClient()
  assert.deepEqual(errorOf(await http.read(get(`${server.origin}/a`))), {
    kind: 'misdirected',
    what: 'redirects more than 5 times',
    origin: server.origin,
  })
  assert.equal(server.requests.length, 6)
})

test('A redirect to where the source may not send us is not followed.', async () => {
  await using inside = await serve((_, response) => response.end('secret'))
  await using server = await serve((_, response) => redirect(response, inside.origin))
  await using http = httpClient()
  const failure = errorOf(await http.read(get(server.origin, { redirects: { kind: 'hosts', hosts: ['x.test'] } })))
  assert.equal(failure.kind, 'misdirected')
  assert.equal(inside.requests.length, 0)
})

/** What a redirect names, and what is said of it. */
const NOWHERE: readonly (readonly [what: string, location: string | string[] | undefined, said: string])[] = [
  ['no address', undefined, 'redirects without saying where'],
  ['an empty address', '', 'redirects without saying where'],
  ['two addresses', ['/a', '/b'], 'redirects to several addresses at once'],
]

for (const [named, location, what] of NOWHERE) {
  test(`A redirect that names ${named} leads nowhere.`, async () => {
    await using server = await serve((_, response) => {
      if (location !== undefined) response.setHeader('location', location)
      response.writeHead(302).end()
    })
    await using http = httpClient()
    const failure = errorOf(await http.read(get(`${server.origin}/x`)))
    assert.deepEqual(failure, { kind: 'misdirected', what, origin: server.origin })
    assert.equal(server.requests.length, 1)
  })
}

test('A redirect that names one address twice is followed.', async () => {
  await using server = await serve(({ url }, response) => {
    if (url === '/x') response.setHeader('location', ['/y', '/y']).writeHead(302).end()
    else response.end('y')
  })
  await using http = httpClient()
  assert.equal(unwrap(await http.read(get(`${server.origin}/x`))).url.pathname, '/y')
})

for (const status of [300, 304, 305, 306, 399]) {
  test(`Status ${status} sends nowhere, whatever address it names.`, async () => {
    await using server = await serve((_, response) => redirect(response, '/y', status))
    await using http = httpClient()
    const failure = errorOf(await http.read(get(`${server.origin}/x`)))
    const what = `HTTP ${status} for a well-formed question`
    assert.deepEqual(failure, { kind: 'malformed', what, origin: server.origin })
    assert.equal(server.requests.length, 1)
  })
}

test('Credentials that stayed behind do not come back when a redirect returns to their origin.', async () => {
  let home = ''
  await using away = await serve((_, response) => redirect(response, `${home}/z`))
  await using server = await serve(({ url }, response) => {
    if (url === '/z') response.end('bytes')
    else redirect(response, away.origin)
  })
  home = server.origin
  await using http = httpClient()
  unwrap(await http.read(get(`${server.origin}/x`, { headers: { authorization: 'Bearer secret', cookie: 'secret' } })))
  assert.match(JSON.stringify(server.requests[0]?.headers), /secret/)
  for (const { headers } of [...away.requests, ...server.requests.slice(1)]) {
    assert.doesNotMatch(JSON.stringify(headers), /secret/)
  }
})

test('A cookie that a server sets is not sent to anybody.', async () => {
  await using server = await serve(({ url }, response) => {
    response.setHeader('set-cookie', 'session=secret; Path=/')
    if (url === '/x') redirect(response, '/y')
    else response.end('bytes')
  })
  await using http = httpClient()
  unwrap(await http.read(get(`${server.origin}/x`)))
  assert.equal(server.requests[1]?.headers.cookie, undefined)
})

test('Credentials stay at their origin when a redirect leads to another.', async () => {
  await using cdn = await serve((_, response) => response.end('bytes'))
  await using server = await serve(({ url }, response) => redirect(response, url === '/x' ? '/y' : cdn.origin))
  await using http = httpClient()
  const headers = { authorization: 'Bearer secret', 'x-nuget-apikey': 'secret', accept: 'application/json' }
  unwrap(await http.read(get(`${server.origin}/x`, { headers })))
  const [first, second] = server.requests
  assert.equal(first?.headers.authorization, 'Bearer secret')
  assert.equal(second?.headers.authorization, 'Bearer secret')
  const [asked] = cdn.requests
  assert.equal(asked?.headers.accept, 'application/json')
  assert.doesNotMatch(JSON.stringify(asked?.headers), /secret/)
})

test('A failure behind a redirect is that of the origin it led to.', async () => {
  await using cdn = await serve((_, response) => response.writeHead(503).end())
  await using server = await serve((_, response) => redirect(response, cdn.origin))
  await using http = httpClient()
  const failure = errorOf(await http.open(get(server.origin)))
  assert.deepEqual(failure, { kind: 'server-error', status: 503, origin: cdn.origin })
})

/** Grants a token, and counts how often it was asked for one. */
function challenged(answer: Result<Readonly<Record<string, string>>, Failure>) {
  const challenges: string[] = []
  const onChallenge: HttpRequest['onChallenge'] = async (challenge, at) => {
    challenges.push(`${challenge} at ${at.pathname}`)
    return answer
  }
  return { challenges, onChallenge }
}

test('A challenge is answered once, and the request is asked again with what was granted.', async () => {
  await using server = await serve(({ headers }, response) => {
    if (headers.authorization === 'Bearer token') response.end('granted')
    else response.writeHead(401, { 'www-authenticate': 'Bearer realm="x"' }).end()
  })
  await using http = httpClient()
  const { challenges, onChallenge } = challenged(ok({ authorization: 'Bearer token' }))
  const document = unwrap(await http.read(get(`${server.origin}/v2`, { onChallenge })))
  assert.equal(document.bytes.toString(), 'granted')
  assert.deepEqual(challenges, ['Bearer realm="x" at /v2'])
})

test('A second challenge is a refusal.', async () => {
  await using server = await serve((_, response) => response.writeHead(401, { 'www-authenticate': 'Bearer' }).end())
  await using http = httpClient()
  const { challenges, onChallenge } = challenged(ok({ authorization: 'Bearer token' }))
  const failure = errorOf(await http.read(get(server.origin, { onChallenge })))
  assert.deepEqual(failure, { kind: 'denied', status: 401, origin: server.origin })
  assert.equal(challenges.length, 1)
  assert.equal(server.requests.length, 2)
})

test('A challenge that cannot be met ends the request with the reason.', async () => {
  await using server = await serve((_, response) => response.writeHead(401, { 'www-authenticate': 'Bearer' }).end())
  await using http = httpClient()
  const reason: Failure = { kind: 'unreachable', code: 'ENOTFOUND', origin: 'https://token.test' }
  const failure = errorOf(
    await http.read(get(server.origin, { onChallenge: async () => ({ ok: false, error: reason }) })),
  )
  assert.equal(failure, reason)
})

test('A 401 without a challenge, or with nobody to answer it, is a refusal.', async () => {
  await using server = await serve(({ url }, response) =>
    response.writeHead(401, url === '/with' ? { 'www-authenticate': 'Basic' } : {}).end(),
  )
  await using http = httpClient()
  const { challenges, onChallenge } = challenged(ok({}))
  assert.equal(errorOf(await http.read(get(`${server.origin}/with`))).kind, 'denied')
  assert.equal(errorOf(await http.read(get(`${server.origin}/without`, { onChallenge }))).kind, 'denied')
  assert.deepEqual(challenges, [])
})

test('A body that ends before its announced length is truncated, whether closed or reset.', async () => {
  for (const end of ['end', 'resetAndDestroy'] as const) {
    await using server = await serveRaw(socket => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n${'x'.repeat(40)}`, () => socket[end]())
    })
    await using http = httpClient()
    const body = unwrap(await http.open(get(server.origin)))
    const failure = errorOf(await body.drain(() => undefined, 1000))
    assert.ok(failure.kind === 'truncated', failure.kind)
    assert.equal(failure.expected, 100)
    assert.ok(failure.got <= 40)
    assert.equal(failure.origin, server.origin)
  }
})

test('A chunked body that is cut short could not be read to its end.', async () => {
  await using server = await serveRaw(socket => {
    socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n')
  })
  await using http = httpClient()
  assert.equal(errorOf(await http.read(get(server.origin))).kind, 'unreachable')
})

test('A connection that is reset before an answer means that the source could not be reached.', async () => {
  await using server = await serveRaw(socket => socket.resetAndDestroy())
  await using http = httpClient()
  const failure = errorOf(await http.read(get(server.origin)))
  assert.deepEqual(failure, { kind: 'unreachable', code: 'ECONNRESET', origin: server.origin })
})

test('A port where nobody listens means that the source could not be reached.', async () => {
  const gone = await serve(() => undefined)
  await gone[Symbol.asyncDispose]()
  await using http = httpClient()
  const failure = errorOf(await http.read(get(gone.origin)))
  assert.deepEqual(failure, { kind: 'unreachable', code: 'ECONNREFUSED', origin: gone.origin })
})

test('An answer that is not HTTP is malformed.', async () => {
  await using server = await serveRaw(socket => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))
  await using http = httpClient()
  const failure = errorOf(await http.read(get(server.origin)))
  assert.deepEqual(failure, { kind: 'malformed', what: 'an answer that is not HTTP', origin: server.origin })
})

test('A server that is silent is given up when the headers clock runs out.', async () => {
  await using server = await serve(() => undefined)
  await using http = httpClient({ headersMs: 50 })
  const failure = errorOf(await http.read(get(server.origin)))
  assert.deepEqual(failure, { kind: 'timeout', phase: 'headers', ms: 50, origin: server.origin })
})

test('A body that stalls is given up when the idle clock runs out.', async () => {
  await using server = await serve((_, response) => response.writeHead(200, { 'content-length': 100 }).write('begin'))
  await using http = httpClient({ idleMs: 50 })
  const failure = errorOf(await http.read(get(server.origin)))
  assert.deepEqual(failure, { kind: 'timeout', phase: 'idle', ms: 50, origin: server.origin })
})

test('A body that is slow but never silent is read to its end.', async () => {
  await using server = await serve((_, response) => {
    let left = 8
    const drip = setInterval(() => {
      response.write('x')
      left -= 1
      if (left > 0) return
      clearInterval(drip)
      response.end()
    }, 20)
  })
  await using http = httpClient({ idleMs: 120 })
  assert.equal(unwrap(await http.read(get(server.origin))).bytes.toString(), 'xxxxxxxx')
})

const DEADLINE: Failure = { kind: 'deadline', ms: 600_000 }

test('An aborted run ends a request with the reason of the run, before, during and after the headers.', async () => {
  await using http = httpClient()
  const before = AbortSignal.abort(DEADLINE)
  await using never = await serve(() => undefined)
  assert.equal(errorOf(await http.read(get(never.origin, { call: someCall(before) }))), DEADLINE)

  const during = new AbortController()
  await using silent = await serve(() => during.abort(DEADLINE))
  assert.equal(errorOf(await http.read(get(silent.origin, { call: someCall(during.signal) }))), DEADLINE)

  const after = new AbortController()
  await using stalls = await serve((_, response) => response.writeHead(200, { 'content-length': 100 }).write('begin'))
  const body = unwrap(await http.open(get(stalls.origin, { call: someCall(after.signal) })))
  assert.equal(errorOf(await body.drain(() => after.abort(DEADLINE), 1000)), DEADLINE)
})

test('What the sink throws is passed on, as it is no fault of the source.', async () => {
  await using server = await serve((_, response) => response.end('hello'))
  await using http = httpClient()
  const body = unwrap(await http.open(get(server.origin)))
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  await assert.rejects(
    body.drain(() => {
      throw full
    }, 1000),
    full,
  )
})

test('A failure leaves its connection free for the next request.', async () => {
  await using server = await serve(({ url }, response) => {
    if (url === '/ok') response.end('x')
    else response.writeHead(503).end(Buffer.alloc(MIB))
  })
  await using http = httpClient()
  for (let times = 0; times < 8; times += 1) await http.read(get(`${server.origin}/down`))
  assert.ok((await http.read(get(`${server.origin}/ok`))).ok)
})

for (const [what, headers, body] of [
  ['two lengths', 'Content-Length: 5\r\nContent-Length: 5', 'hello'],
  ['a length beside chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked', '5\r\nhello\r\n0\r\n\r\n'],
] as const) {
  test(`An answer with ${what} was reached, and is not one to be had.`, async () => {
    await using server = await serveRaw(socket => socket.write(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n${body}`))
    await using http = httpClient()
    const failure = errorOf(await http.read(get(server.origin)))
    assert.deepEqual(
      [failure.kind, 'what' in failure && failure.what],
      ['malformed', 'an answer of which its own length is not true'],
    )
  })
}
