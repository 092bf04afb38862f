import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  followTo,
  headersFor,
  isPrivateHost,
  isRedirect,
  nextPageOf,
  type RedirectRule,
} from '../../src/http/redirects.ts'
import { PRESETS } from '../../src/sources/presets.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const PUBLIC: RedirectRule = { kind: 'public', privateToo: false }
const FROM = new URL('https://feed.example.org/v3/index.json')

const ALLOWED: readonly (readonly [string, string, string])[] = [
  ['relative to the path', 'other.json', 'https://feed.example.org/v3/other.json'],
  ['relative to the root', '/x?y=1', 'https://feed.example.org/x?y=1'],
  ['at the same origin', 'https://feed.example.org:443/x', 'https://feed.example.org/x'],
  ['to another public host', 'https://cdn.example.net/x', 'https://cdn.example.net/x'],
  ['without a scheme of its own', '//cdn.example.net/x', 'https://cdn.example.net/x'],
  ['to a public address', 'https://93.184.216.34/x', 'https://93.184.216.34/x'],
  ['to another port', 'https://cdn.example.net:8443/x', 'https://cdn.example.net:8443/x'],
  ['to the query alone', '?y=1', 'https://feed.example.org/v3/index.json?y=1'],
  ['upwards and no further than the root', '../../../x', 'https://feed.example.org/x'],
  ['with a fragment', '/x#top', 'https://feed.example.org/x#top'],
  ['with blanks around it', ' /x\t', 'https://feed.example.org/x'],
  ['with the slashes of Windows', '\\\\cdn.example.net\\x', 'https://cdn.example.net/x'],
  ['with a slash too many', '///cdn.example.net/x', 'https://cdn.example.net/x'],
  ['with the mark of credentials and none', 'https://@cdn.example.net/x', 'https://cdn.example.net/x'],
]

for (const [what, location, target] of ALLOWED) {
  test(`A redirect ${what} is followed.`, () => {
    assert.equal(unwrap(followTo(FROM, location, PUBLIC)).href, target)
  })
}

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ['from https to http', 'http://cdn.example.net/x', /^redirects from https to http, at cdn\.example\.net$/],
  ['from https to http at the same host', 'http://feed.example.org/x', /^redirects from https to http/],
  ['to a file', 'file:///etc/passwd', /^redirects to file:$/],
  ['to ftp', 'ftp://cdn.example.net/x', /^redirects to ftp:$/],
  ['to a web socket', 'wss://cdn.example.net/x', /^redirects to wss:$/],
  ['to a blob', 'blob:https://cdn.example.net/x', /^redirects to blob:$/],
  ['without a word', '', /^redirects without saying where$/],
  ['with a blank alone', ' ', /^redirects without saying where$/],
  ['to an address with a zone', 'https://[fe80::1%25eth0]/', /^redirects to something that is no address$/],
  ['to a host with a blank', 'https://cdn example.net/', /^redirects to something that is no address$/],
  ['to a number that is no address', 'https://4294967296/', /^redirects to something that is no address$/],
  ['with the slashes of Windows before a private address', '\\\\127.0.0.1\\x', /where this source may not send us$/],
  ['with a slash too many before a private address', '////127.0.0.1/x', /where this source may not send us$/],
  ['with user and private address', 'https://cdn.example.net@127.0.0.1/', /credentials in it, at 127\.0\.0\.1$/],
  ['to data', 'data:text/plain,x', /^redirects to data:$/],
  ['to a script', 'javascript:alert(1)', /^redirects to javascript:$/],
  ['to what is no address', 'https://', /^redirects to something that is no address$/],
  ['to a host with a port that is none', 'https://x.test:99999/', /^redirects to something that is no address$/],
  ['with a user name', 'https://me@cdn.example.net/x', /^redirects to an address with credentials in it/],
  ['with a password alone', 'https://:secret@cdn.example.net/x', /^redirects to an address with credentials in it/],
  ['with a password', 'https://me:secret@cdn.example.net/x', /^redirects to an address with credentials in it/],
  ['with credentials at the same origin', 'https://me:secret@feed.example.org/', /with credentials in it/],
]

for (const [what, location, reason] of REFUSED) {
  test(`A redirect ${what} is refused.`, () => {
    const error = errorOf(followTo(FROM, location, PUBLIC))
    assert.match(error, reason)
    assert.doesNotMatch(error, /secret/)
  })
}

/** Every spelling that Node's URL takes for an address of this machine or its network. */
const PRIVATE: readonly string[] = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  'feed.localhost',
  'feed.localhost.',
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '017700000001',
  '%31%32%37.0.0.1',
  '①②⑦.0.0.1',
  '127。0。0。1',
  '0.0.0.0',
  '0',
  '10.0.0.1',
  '10.255.255.255',
  '167772161',
  '100.64.0.1',
  '100.127.255.255',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '0xc0.0xa8.1',
  '168.63.129.16',
  '192.0.0.192',
  '198.18.0.1',
  '198.19.255.255',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::127.0.0.1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::FFFF:169.254.169.254]',
  '[0:0:0:0:0:ffff:a9fe:a9fe]',
  '[64:ff9b::127.0.0.1]',
  '[2002:7f00:1::]',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[fe80::1]',
  '[febf::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[100::1]',
  '[2001::1]',
  '[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
  '[64:ff9b:1::a9fe:a9fe]',
  '[::a9fe:a9fe]',
  '[fd00:ec2::254]',
]

for (const host of PRIVATE) {
  test(`${host} is a private host, and no public source leads there.`, () => {
    const url = new URL(`https://${host}/x`)
    assert.ok(isPrivateHost(url), `${url.hostname} is private`)
    assert.match(errorOf(followTo(FROM, url.href, PUBLIC)), /where this source may not send us$/)
    assert.ok(followTo(FROM, url.href, { kind: 'public', privateToo: true }).ok)
  })
}

const NOT_PRIVATE: readonly string[] = [
  'example.org',
  'localhost.example.org',
  'notlocalhost',
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.1',
  '100.63.0.1',
  '100.128.0.1',
  '126.0.0.1',
  '128.0.0.1',
  '169.253.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.167.0.1',
  '192.169.0.1',
  '168.63.129.15',
  '192.0.1.1',
  '198.17.255.255',
  '198.20.0.1',
  '223.255.255.255',
  '127.0.0.1.example.org',
  '[2606:4700::1111]',
  '[2001:db8::1]',
  '[2001:4860:4860::8888]',
  '[2a00:1450::1]',
  '[101::1]',
]

for (const host of NOT_PRIVATE) {
  test(`${host} is a public host.`, () => assert.ok(!isPrivateHost(new URL(`https://${host}/x`))))
}

test('A source at a private address may be followed within itself whatever the rule says.', () => {
  const from = new URL('http://127.0.0.1:5000/v2/')
  assert.ok(followTo(from, '/blobs/x', PUBLIC).ok)
  assert.ok(!followTo(from, 'http://127.0.0.1:5001/blobs/x', PUBLIC).ok)
})

test('Of several addresses none is followed, of one that is said twice that one.', () => {
  assert.equal(errorOf(followTo(FROM, ['/a', 'https://evil.test/'], PUBLIC)), 'redirects to several addresses at once')
  assert.equal(unwrap(followTo(FROM, ['/a', '/a'], PUBLIC)).pathname, '/a')
  for (const none of [undefined, []]) {
    assert.equal(errorOf(followTo(FROM, none, PUBLIC)), 'redirects without saying where')
  }
})

test('Five statuses send on, and no others.', () => {
  const statuses = Array.from({ length: 500 }, (_, index) => 100 + index)
  assert.deepEqual(statuses.filter(isRedirect), [301, 302, 303, 307, 308])
})

test('A source over plain http may be followed to https.', () => {
  assert.ok(followTo(new URL('http://feed.example.org/'), 'https://feed.example.org/', PUBLIC).ok)
})

/** For each preset: hosts it may lead to, and hosts that only look so. */
const PRESET_HOSTS: Readonly<Record<string, readonly [may: readonly string[], mayNot: readonly string[]]>> = {
  psgallery: [
    [
      'www.powershellgallery.com',
      'cdn.powershellgallery.com',
      'powershellgallery.com',
      'CDN.PowerShellGallery.com',
      'www.powershellgallery.com:443',
      'www.\uff50owershellgallery.com',
      'www\u3002powershellgallery\uff0ecom',
    ],
    [
      'evilpowershellgallery.com',
      'powershellgallery.com.evil.test',
      'cdn-powershellgallery.com',
      'powershellgallery.co',
      'psg-prod-eastus.azureedge.net',
      'www.powershellgallery.com:8443',
      'www.powershellgallery.com.',
      'www.p\u043ewershellgallery.com',
      'www.powershellga\u013c\u013cery.com',
      'www.powershellgallery.com@evil.test',
      'evil.test\\@www.powershellgallery.com',
      'pwsh.gallery',
      '127.0.0.1',
    ],
  ],
  'pwsh-gallery': [
    ['pwsh.gallery', 'cdn.pwsh.gallery'],
    ['evilpwsh.gallery', 'pwsh.gallery.evil.test', 'www.powershellgallery.com'],
  ],
  mar: [
    ['mcr.microsoft.com', 'eastus.data.mcr.microsoft.com'],
    ['data.mcr.microsoft.com', 'evilmcr.microsoft.com', 'mcr.microsoft.com.evil.test', 'login.microsoft.com'],
  ],
  'psgallery-cdn': [
    ['cdn.powershellgallery.com'],
    ['evilpowershellgallery.com', 'cdn.powershellgallery.com.evil.test'],
  ],
}

for (const { name, url, redirects } of PRESETS) {
  test(`${name} leads to its own hosts and to none that only look so.`, () => {
    const from = new URL(url.replaceAll(/[{}]/g, ''))
    const [may, mayNot] = PRESET_HOSTS[name] ?? [[], []]
    assert.ok(may.length > 0 && mayNot.length > 0, `${name} is in the table`)
    for (const host of may) assert.ok(followTo(from, `https://${host}/x`, redirects).ok, host)
    for (const host of mayNot) assert.ok(!followTo(from, `https://${host}/x`, redirects).ok, host)
  })
}

test('Only harmless headers travel to another origin; all of them stay at their own.', () => {
  const headers = {
    Accept: 'application/json',
    'Accept-Encoding': 'gzip',
    'If-Range': '"x"',
    Range: 'bytes=1-',
    'User-Agent': 'us',
    Authorization: 'Bearer secret',
    Cookie: 'secret',
    'Proxy-Authorization': 'secret',
    'X-NuGet-ApiKey': 'secret',
    'X-JFrog-Art-Api': 'secret',
    Host: 'feed.example.org',
  }
  const away = headersFor(FROM, new URL('https://cdn.example.net/'), headers)
  assert.deepEqual(Object.keys(away), ['Accept', 'Accept-Encoding', 'If-Range', 'Range', 'User-Agent'])
  assert.deepEqual(headersFor(FROM, new URL('/elsewhere', FROM), headers), headers)
})

test('Another port or scheme is another origin.', () => {
  const headers = { authorization: 'Bearer secret' }
  for (const to of ['https://feed.example.org:8443/', 'http://feed.example.org/', 'https://x.feed.example.org/']) {
    assert.deepEqual(headersFor(FROM, new URL(to), headers), {}, to)
  }
})

test('A next page stays at its origin, however a proxy spells the host, and another host is none.', () => {
  const current = new URL('https://feed.test/api/v2/FindPackagesById()?id=%27X%27')
  const next = (link: string) => nextPageOf(current, link)?.href
  assert.equal(next('?id=%27X%27&$skip=100'), 'https://feed.test/api/v2/FindPackagesById()?id=%27X%27&$skip=100')
  assert.equal(next('http://feed.test/api/v2/next?a=1'), 'https://feed.test/api/v2/next?a=1')
  assert.equal(next('https://feed.test:8080/api/v2/next?a=1'), undefined)
  assert.equal(next('https://feed.test.evil.test/api'), undefined)
  assert.equal(next('https://evil.test/api/v2/next'), undefined)
})
