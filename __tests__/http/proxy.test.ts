import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type HttpProxy, proxyFor, readProxySettings } from '../../src/http/proxy.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

type Environment = Readonly<Record<string, string>>

function through(environment: Environment, url: string): HttpProxy | undefined {
  return proxyFor(unwrap(readProxySettings(environment)), new URL(url))
}

const HTTPS = 'https://feed.example.org/'
const HTTP = 'http://feed.example.org/'

/** What the environment says, and by which proxy https and http go. */
const PRECEDENCE: readonly (readonly [Environment, https: string | undefined, http: string | undefined])[] = [
  [{}, undefined, undefined],
  [{ HTTPS_PROXY: 'http://a:1' }, 'a:1', undefined],
  [{ HTTP_PROXY: 'http://a:1' }, undefined, 'a:1'],
  [{ ALL_PROXY: 'http://a:1' }, 'a:1', 'a:1'],
  [{ all_proxy: 'http://a:1', ALL_PROXY: 'http://b:1' }, 'a:1', 'a:1'],
  [{ https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:1' }, 'a:1', undefined],
  [{ http_proxy: 'http://a:1', HTTP_PROXY: 'http://b:1' }, undefined, 'a:1'],
  [{ HTTPS_PROXY: 'http://a:1', all_proxy: 'http://b:1' }, 'a:1', 'b:1'],
  [{ https_proxy: '', HTTPS_PROXY: 'http://b:1' }, 'b:1', undefined],
  [{ https_proxy: ' ', ALL_PROXY: '' }, undefined, undefined],
  [{ HTTPS_PROXY: 'http://a:1', HTTP_PROXY: 'http://b:2', ALL_PROXY: 'socks5://c:3' }, 'a:1', 'b:2'],
]

for (const [environment, https, http] of PRECEDENCE) {
  test(`With ${JSON.stringify(environment)} https goes by ${https ?? 'itself'} and http by ${http ?? 'itself'}.`, () => {
    assert.equal(through(environment, HTTPS)?.url.host, https)
    assert.equal(through(environment, HTTP)?.url.host, http)
  })
}

/** A value, where the proxy is, and what it is sent. */
const FORMS: readonly (readonly [value: string, origin: string, credentials: string | undefined])[] = [
  ['http://proxy.test:3128', 'http://proxy.test:3128', undefined],
  ['http://proxy.test:3128/', 'http://proxy.test:3128', undefined],
  [' HTTP://Proxy.Test:3128 ', 'http://proxy.test:3128', undefined],
  ['http://proxy.test', 'http://proxy.test', undefined],
  ['https://proxy.test', 'https://proxy.test', undefined],
  ['http://[2001:db8::1]:3128', 'http://[2001:db8::1]:3128', undefined],
  ['http://user:pass@proxy.test:3128', 'http://proxy.test:3128', 'user:pass'],
  ['http://user@proxy.test:3128', 'http://proxy.test:3128', 'user:'],
  ['http://DOM%5Cuser:p%40ss%3A%2F%23%25@proxy.test:3128', 'http://proxy.test:3128', 'DOM\\user:p@ss:/#%'],
  ['http://user:p@ss@proxy.test:3128', 'http://proxy.test:3128', 'user:p@ss'],
  ['http://us%C3%A9r:p%C3%A4ss@proxy.test:3128', 'http://proxy.test:3128', 'us\u00e9r:p\u00e4ss'],
]

for (const [value, origin, credentials] of FORMS) {
  test(`${value} is the proxy ${origin}${credentials === undefined ? '' : ' with credentials'}.`, () => {
    const proxy = through({ HTTPS_PROXY: value }, HTTPS)
    assert.equal(proxy?.url.origin, origin)
    assert.ok(!proxy?.url.href.includes('@'))
    const sent = proxy?.authorization?.replace(/^Basic /, '')
    assert.equal(sent && Buffer.from(sent, 'base64').toString(), credentials)
    assert.equal(proxy?.name, `the proxy ${new URL(origin).host} (HTTPS_PROXY)`)
  })
}

const WRONG: readonly (readonly [variable: string, value: string, sentence: RegExp, hint: RegExp])[] = [
  ['HTTPS_PROXY', 'proxy:3128', /no http:\/\/ stands in front/, /^Write http:\/\/proxy:3128$/],
  [
    'https_proxy',
    'user:SECRET@proxy:3128',
    /^The variable https_proxy does not say/,
    /^Write http:\/\/\u2026@proxy:3128$/,
  ],
  ['HTTP_PROXY', '//proxy:3128', /no http:\/\/ stands in front/, /^Write http:/],
  ['ALL_PROXY', 'socks5://user:SECRET@proxy:1080', /of the kind socks5, which is not spoken/, /HTTPS_PROXY/],
  ['all_proxy', 'socks5h://proxy:1080', /^The variable all_proxy names a proxy of the kind socks5h/, /HTTPS_PROXY/],
  ['HTTPS_PROXY', 'ftp://proxy', /of the kind ftp/, /http:/],
  ['HTTPS_PROXY', 'http://proxy:99999', /does not hold the address/, /^Its form is http:\/\/host:port/],
  ['HTTPS_PROXY', 'http://proxy:0', /does not hold the address/, /^Its form/],
  ['HTTPS_PROXY', 'http://user:SECRET@proxy:port', /does not hold the address/, /^Its form/],
  ['HTTPS_PROXY', 'http://', /does not hold the address/, /^Its form/],
  ['HTTPS_PROXY', 'http://pro xy:3128', /does not hold the address/, /^Its form/],
  ['HTTPS_PROXY', 'http://user:SEC/RET@proxy:3128', /does not hold the address/, /%2F for "\/"/],
  ['HTTPS_PROXY', 'http://user:12/SECRET@proxy:3128', /does not hold the address/, /%2F for "\/"/],
  ['HTTPS_PROXY', 'http://user:1#SECRET@proxy:3128', /does not hold the address/, /%23 for "#"/],
  ['HTTPS_PROXY', 'http://user:1?SECRET@proxy:3128', /does not hold the address/, /%3F for "\?"/],
  ['HTTPS_PROXY', 'http://user:100%SECRET@proxy:3128', /does not hold the address/, /%25 for "%"/],
  ['HTTPS_PROXY', 'not an address SECRET', /no http:/, /^Its form/],
  ['HTTPS_PROXY', 'http:proxy:3128', /no http:/, /^Its form/],
  ['HTTPS_PROXY', '"http://proxy:3128"', /no http:/, /^Its form/],
  ['HTTPS_PROXY', 'user:SEC/RET@proxy:3128', /no http:/, /%2F for "\/"/],
]

for (const [variable, value, sentence, hint] of WRONG) {
  test(`${variable}=${value} is refused in a sentence that names the variable and the remedy.`, () => {
    const problem = errorOf(readProxySettings({ [variable]: value }))
    assert.equal(problem.code, 'PROXY')
    assert.ok(problem.sentence.startsWith(`The variable ${variable} `), problem.sentence)
    assert.match(problem.sentence, sentence)
    assert.match(problem.hint ?? '', hint)
    if (value.includes('@')) assert.doesNotMatch(`${problem.sentence} ${problem.hint}`, /SEC/)
  })
}

test('No password is in what is said of a proxy, right or wrong.', () => {
  const SECRET = 'hunter2hunter2'
  const piece = fc.stringMatching(/^[a-z0-9:/?#%@. ]{0,6}$/)
  fc.assert(
    fc.property(fc.constantFrom('http', 'https', 'socks5', 'x'), piece, piece, piece, (scheme, a, b, tail) => {
      const value = `${scheme}://user:${a}${SECRET}${b}@proxy.test${tail}`
      const read = readProxySettings({ HTTPS_PROXY: value })
      const said = read.ok ? (read.value.https?.name ?? '') : JSON.stringify(read.error)
      assert.ok(!said.includes(SECRET), said)
    }),
    { numRuns: 2000 },
  )
})

test('What is exempt and what is on this machine goes by itself.', () => {
  const environment = { ALL_PROXY: 'http://a:1', NO_PROXY: 'wrong.test', no_proxy: 'intern.test' }
  assert.equal(through(environment, 'https://feed.intern.test/'), undefined)
  assert.equal(through(environment, 'https://wrong.test/')?.url.host, 'a:1')
  for (const host of ['localhost', '127.0.0.1', '[::1]'])
    assert.equal(through(environment, `http://${host}:5000/`), undefined)
})
