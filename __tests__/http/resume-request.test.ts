import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { test } from 'node:test'
import { ok } from '../../src/result.ts'
import { createHttp, someCall } from '../helpers/ask.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { serve } from '../helpers/web-server.ts'

const TEXT = 'the whole package'
const TAG = '"v1"'
const redirects = { kind: 'public', privateToo: true } as const
const SECRET = { authorization: 'Bearer secret' }

/** Serves the text, or as much of it as is asked for. */
function send({ headers }: IncomingMessage, response: ServerResponse): void {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
  const range = { 'content-range': `bytes ${from}-${TEXT.length - 1}/${TEXT.length}` }
  response.writeHead(from > 0 ? 206 : 200, { etag: TAG, ...(from > 0 && range) }).end(TEXT.slice(from))
}

test('The rest comes with where it begins, and can be resumed itself.', async t => {
  await using server = await serve(send)
  let body = unwrap(await createHttp(t).open({ url: new URL(server.origin), redirects, call: someCall() }))
  assert.equal(body.offset, 0)
  for (const from of [4, 10]) {
    assert.ok(body.resume)
    const rest = unwrap(await body.resume(from))
    body.close()
    body = rest
    assert.equal(body.offset, from)
  }
  const chunks: Buffer[] = []
  unwrap(await body.drain(chunk => void chunks.push(chunk), 100))
  assert.equal(Buffer.concat(chunks).toString(), TEXT.slice(10))
})

test('Credentials go along with the request for the rest, and to no other origin.', async t => {
  await using files = await serve(send)
  await using api = await serve(({ url }, response) => {
    if (url === '/moved') response.writeHead(302, { location: `${files.origin}/file` }).end()
    else response.writeHead(302, { location: '/moved' }).end()
  })
  const http = createHttp(t)
  const body = unwrap(await http.open({ url: new URL(api.origin), headers: SECRET, redirects, call: someCall() }))
  unwrap((await body.resume?.(4)) ?? ok(body)).close()
  body.close()
  assert.deepEqual(
    api.requests.map(({ url, headers }) => [url, headers.authorization, headers.range]),
    [
      ['/', SECRET.authorization, undefined],
      ['/moved', SECRET.authorization, undefined],
      ['/', SECRET.authorization, 'bytes=4-'],
      ['/moved', SECRET.authorization, 'bytes=4-'],
    ],
  )
  assert.deepEqual(
    files.requests.map(({ headers }) => [headers.authorization, headers.range, headers['if-range']]),
    [
      [undefined, undefined, undefined],
      [undefined, 'bytes=4-', TAG],
    ],
  )
})

test('A redirect that leads elsewhere by now is followed there, and held to the same rule.', async t => {
  await using second = await serve(send)
  await using first = await serve(send)
  const targets = [`${first.origin}/`, `${second.origin}/`, 'ftp://x.test/']
  await using api = await serve((_, response) => response.writeHead(302, { location: targets.shift() ?? '/' }).end())
  const body = unwrap(await createHttp(t).open({ url: new URL(api.origin), redirects, call: someCall() }))
  const rest = unwrap((await body.resume?.(4)) ?? ok(body))
  assert.deepEqual([body.origin, rest.origin], [first.origin, second.origin])
  const failure = errorOf((await body.resume?.(4)) ?? ok(body))
  assert.equal(failure.kind, 'misdirected')
  body.close()
  rest.close()
})

test('A challenge to the request for the rest is answered, as tokens run out in the middle of a package.', async t => {
  const granted = ['Bearer 1', 'Bearer 2']
  let valid = 'Bearer 1'
  await using server = await serve((request, response) => {
    if (request.headers.authorization === valid) send(request, response)
    else response.writeHead(401, { 'www-authenticate': 'Bearer realm="x"' }).end()
  })
  const body = unwrap(
    await createHttp(t).open({
      url: new URL(server.origin),
      redirects,
      call: someCall(),
      onChallenge: async () => ok({ authorization: granted.shift() ?? '' }),
    }),
  )
  valid = 'Bearer 2'
  const rest = unwrap((await body.resume?.(4)) ?? ok(body))
  assert.equal(rest.offset, 4)
  body.close()
  rest.close()
})

test('A 206 to a request for the whole is no package, and a whole that gave no strong tag has no rest.', async t => {
  await using part = await serve((_, response) => {
    response.writeHead(206, { 'content-range': 'bytes 0-3/17', etag: TAG }).end(TEXT.slice(0, 4))
  })
  const http = createHttp(t)
  const refused = await http.open({ url: new URL(part.origin), redirects, call: someCall() })
  assert.equal(errorOf(refused).kind, 'malformed')
  await using untagged = await serve((_, response) => response.writeHead(200, { etag: 'W/"v1"' }).end(TEXT))
  const body = unwrap(await http.open({ url: new URL(untagged.origin), redirects, call: someCall() }))
  assert.equal(body.resume, undefined)
  body.close()
})
