import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeFailure } from '../../src/failure.ts'
import type { HttpClient, HttpRequest } from '../../src/http/client.ts'
import { readProxySettings } from '../../src/http/proxy.ts'
import { PRODUCT } from '../../src/product.ts'
import { someCall } from '../helpers/ask.ts'
import { authority, issue, selfSigned, tlsInFrontOf } from '../helpers/certificate.ts'
import { httpClient } from '../helpers/http-client.ts'
import { type ProxyManners, startProxy } from '../helpers/proxy-server.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { serve, serveRaw } from '../helpers/web-server.ts'

const FEED = issue({ hosts: ['feed.test'] })

/** A client in this environment that believes the feed and, where it has one, the proxy. */
function behind(environment: Readonly<Record<string, string>>, connectMs = 5000): HttpClient & AsyncDisposable {
  const proxy = unwrap(readProxySettings(environment))
  return httpClient({ connectMs }, { proxy, ca: [FEED.certificate] })
}

function get(address: string, more: Partial<HttpRequest> = {}): HttpRequest {
  const redirects = { kind: 'public', privateToo: true } as const
  return { url: new URL(address), redirects, call: someCall(), ...more }
}

/** A feed that answers by https at `feed.test`, and by http. */
async function startFeed() {
  const plain = await serve(({ headers }, response) => response.end(JSON.stringify(headers)))
  const front = await tlsInFrontOf(plain.origin, FEED)
  const port = (host: string): string => host.slice(host.indexOf(':') + 1)
  return {
    requests: plain.requests,
    https: `https://feed.test:${port(front.host)}`,
    http: `http://feed.test:${port(new URL(plain.origin).host)}`,
    [Symbol.asyncDispose]: async () => {
      await front[Symbol.asyncDispose]()
      await plain[Symbol.asyncDispose]()
    },
  }
}

test('What is asked by https goes through a tunnel, of whose requests the proxy sees the host alone.', async () => {
  await using feed = await startFeed()
  await using proxy = await startProxy()
  await using http = behind({ HTTPS_PROXY: proxy.origin })
  const answer = unwrap(await http.read(get(`${feed.https}/index.json`, { headers: { authorization: 'Bearer x' } })))
  assert.equal(answer.url.href, `${feed.https}/index.json`)
  const [asked, ...others] = proxy.requests
  assert.equal(asked?.method, 'CONNECT')
  assert.equal(asked?.target, new URL(feed.https).host)
  assert.equal(asked?.headers.host, new URL(feed.https).host)
  assert.equal(asked?.headers.authorization, undefined)
  assert.equal(asked?.headers['user-agent'], PRODUCT)
  assert.deepEqual(others, [])
  assert.equal(feed.requests[0]?.headers.host, new URL(feed.https).host)
})

test('What is asked by http is put to the proxy with its whole address.', async () => {
  await using feed = await startFeed()
  await using proxy = await startProxy()
  await using http = behind({ HTTP_PROXY: proxy.origin })
  unwrap(await http.read(get(`${feed.http}/index.json?a=1`)))
  const [asked] = proxy.requests
  assert.equal(`${asked?.method} ${asked?.target}`, `GET ${feed.http}/index.json?a=1`)
  assert.equal(feed.requests[0]?.headers.host, new URL(feed.http).host)
  assert.equal(feed.requests[0]?.url, '/index.json?a=1')
})

test('A tunnel serves many requests, and no more are made than connections are allowed.', async () => {
  await using feed = await startFeed()
  await using proxy = await startProxy()
  await using http = behind({ HTTPS_PROXY: proxy.origin })
  await Promise.all(Array.from({ length: 40 }, () => http.read(get(feed.https))))
  assert.equal(proxy.requests.length, 4)
  assert.equal(feed.requests.length, 40)
})

for (const scheme of ['https', 'http'] as const) {
  test(`Credentials of the proxy reach it and no source, which is asked by ${scheme}.`, async () => {
    await using feed = await startFeed()
    await using proxy = await startProxy({ credentials: 'user:p@ss' })
    await using http = behind({ ALL_PROXY: `http://user:p%40ss@${proxy.host}` })
    const { bytes } = unwrap(await http.read(get(feed[scheme])))
    assert.equal(proxy.requests.length, 1)
    assert.doesNotMatch(bytes.toString(), /proxy-auth/i)
  })

  test(`A host that is exempt, and this machine, are asked by ${scheme} without the proxy, and without its credentials.`, async () => {
    await using proxy = await startProxy({ status: 502 })
    const own = issue()
    await using plain = await serve(({ headers }, response) => response.end(JSON.stringify(headers)))
    await using front = await tlsInFrontOf(plain.origin, own)
    const settings = unwrap(readProxySettings({ ALL_PROXY: `http://user:pass@${proxy.host}`, NO_PROXY: 'feed.test' }))
    await using http = httpClient({}, { proxy: settings, ca: [own.certificate, FEED.certificate], lookup: toLoopback })
    const here = scheme === 'http' ? plain.origin : `https://${front.host}`
    const { bytes } = unwrap(await http.read(get(here)))
    assert.doesNotMatch(bytes.toString(), /proxy-auth/i)
    await using feed = await startFeed()
    unwrap(await http.read(get(feed[scheme])))
    assert.deepEqual(proxy.requests, [])
  })
}

/** Every name is 127.0.0.1. */
const toLoopback = (
  _: string,
  { all }: { readonly all?: boolean | undefined },
  found: (error: null, address: string | { address: string; family: number }[], family?: number) => void,
): void => (all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4))

test('A redirect from what goes through the proxy to what is exempt leaves its credentials behind.', async () => {
  await using elsewhere = await serve(({ headers }, response) => response.end(JSON.stringify(headers)))
  await using feed = await serve((_, response) => response.writeHead(302, { location: elsewhere.origin }).end())
  await using proxy = await startProxy({ credentials: 'user:pass' })
  await using http = behind({ HTTP_PROXY: `http://user:pass@${proxy.host}` })
  const { bytes } = unwrap(await http.read(get(`http://feed.test:${new URL(feed.origin).port}`)))
  assert.equal(proxy.requests.length, 1)
  assert.doesNotMatch(bytes.toString(), /proxy-auth/i)
})

for (const scheme of ['https', 'http'] as const) {
  test(`A proxy that is itself spoken to by https leads to what is asked by ${scheme}.`, async () => {
    await using feed = await startFeed()
    await using plain = await startProxy({ credentials: 'user:pass' })
    const own = authority()
    await using front = await tlsInFrontOf(plain.origin, issue({ signedBy: own }))
    const proxy = unwrap(readProxySettings({ ALL_PROXY: `https://user:pass@${front.host}` }))
    await using trusting = httpClient({}, { proxy, ca: [own.certificate, FEED.certificate] })
    unwrap(await trusting.read(get(feed[scheme])))
    assert.equal(plain.requests.length, 1)
    await using doubting = httpClient({}, { proxy, ca: [FEED.certificate] })
    const failure = errorOf(await doubting.read(get(feed[scheme])))
    assert.equal(failure.kind, 'untrusted')
    assert.match(
      describeFailure(failure),
      /^could not be asked: the proxy 127\.0\.0\.1:\d+ \(ALL_PROXY\) showed a certificate/,
    )
    assert.equal(plain.requests.length, 1)
  })
}

const NOT_HTTP = 'SSH-2.0-OpenSSH_9.2p1\r\n'

/** What a proxy does, and what is said of a source that is asked by https and by http. */
const REFUSALS: readonly (readonly [
  what: string,
  manners: ProxyManners,
  kind: string,
  https: RegExp,
  http: RegExp | undefined,
])[] = [
  [
    'wants credentials',
    { credentials: 'user:pass' },
    'denied',
    /wanted a user name and password.*407/,
    /wanted a user.*407/,
  ],
  [
    'refuses the host',
    { status: 403 },
    'denied',
    / refused \(HTTP 403\)$/,
    /or the server behind it, refused \(HTTP 403\)$/,
  ],
  ['has no way', { status: 502 }, 'server-error', / answered HTTP 502$/, /or the server behind it, answered HTTP 502$/],
  ['is overloaded', { status: 503 }, 'server-error', / answered HTTP 503$/, /server behind it, answered HTTP 503$/],
  [
    'is none but a web server',
    { status: 404 },
    'malformed',
    /sent something else: HTTP 404 for a question that only/,
    undefined,
  ],
  ['leads to a login', { status: 302 }, 'malformed', /sent something else: HTTP 302/, undefined],
  [
    'does not speak HTTP',
    { says: NOT_HTTP },
    'malformed',
    /sent something else: an answer that is not HTTP$/,
    undefined,
  ],
  ['hangs up', { says: '' }, 'unreachable', /could not be reached \(ECONNRESET\)$/, undefined],
]

for (const [what, manners, kind, byHttps, byHttp] of REFUSALS) {
  test(`A proxy that ${what} is named, and the source is not blamed.`, async () => {
    await using proxy = await startProxy(manners)
    await using http = behind({ ALL_PROXY: proxy.origin })
    const cases = [['https://feed.test', byHttps] as const, ['http://feed.test', byHttp] as const]
    for (const [origin, said] of cases) {
      if (!said) continue
      const failure = errorOf(await http.read(get(origin)))
      assert.equal(failure.kind, kind)
      assert.ok('origin' in failure && failure.origin === origin)
      const text = describeFailure(failure)
      assert.ok(text.startsWith(`could not be asked: the proxy ${proxy.host} (ALL_PROXY)`), text)
      assert.match(text, said)
    }
  })
}

test('A connection on which a proxy has said no is closed, although the proxy would keep it.', async () => {
  const closed = Promise.withResolvers<void>()
  await using proxy = await serveRaw(socket => {
    socket.once('close', () => closed.resolve())
    socket.write('HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n')
  })
  await using http = behind({ HTTPS_PROXY: proxy.origin })
  assert.equal(errorOf(await http.read(get('https://feed.test'))).kind, 'denied')
  await closed.promise
})

test('A 404 through a proxy by http is the answer of the source.', async () => {
  await using proxy = await startProxy({ status: 404 })
  await using http = behind({ HTTP_PROXY: proxy.origin })
  assert.deepEqual(errorOf(await http.read(get('http://feed.test'))), { kind: 'not-found', origin: 'http://feed.test' })
})

test('A proxy that nobody runs is named.', async () => {
  const proxy = await startProxy()
  await proxy[Symbol.asyncDispose]()
  await using http = behind({ ALL_PROXY: `http://user:SECRET@${proxy.host}` })
  for (const origin of ['https://feed.test', 'http://feed.test']) {
    const failure = errorOf(await http.read(get(origin)))
    const text = `could not be asked: the proxy ${proxy.host} (ALL_PROXY) could not be reached (ECONNREFUSED)`
    assert.equal(describeFailure(failure), text)
  }
})

test('A certificate that cannot be trusted behind a tunnel is that of the source.', async () => {
  await using plain = await serve((_, response) => response.end())
  await using front = await tlsInFrontOf(plain.origin, selfSigned())
  await using proxy = await startProxy()
  await using http = behind({ HTTPS_PROXY: proxy.origin })
  const failure = errorOf(await http.read(get(`https://feed.test:${front.host.split(':')[1]}`)))
  assert.equal(failure.kind, 'untrusted')
  assert.doesNotMatch(describeFailure(failure), /proxy/)
})
