import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isExempt, isThisMachine, readExemptions } from '../../src/http/no-proxy.ts'

/** What NO_PROXY says, whom it exempts, whom it does not. */
const FORMS: readonly (readonly [noProxy: string, exempt: readonly string[], not: readonly string[]])[] = [
  ['', [], ['https://a.example.org/', 'https://10.0.0.1/']],
  ['*', ['https://a.example.org/', 'http://10.0.0.1:81/', 'https://[2001:db8::1]/'], []],
  ['none.test, *', ['https://a.example.org/'], []],
  ['*:8080', ['http://a.example.org:8080/'], ['http://a.example.org/']],
  [
    'example.org',
    ['https://example.org/', 'https://a.example.org/', 'https://a.b.example.org:444/'],
    ['https://example.org.test/', 'https://notexample.org/', 'https://example.com/'],
  ],
  ['.example.org', ['https://example.org/', 'https://a.example.org/'], ['https://notexample.org/']],
  ['*.example.org', ['https://a.example.org/'], ['https://example.org/', 'https://notexample.org/']],
  ['EXAMPLE.Org', ['https://example.org/', 'https://A.EXAMPLE.ORG/'], []],
  ['example.org.', ['https://example.org/', 'https://example.org./', 'https://a.example.org./'], []],
  [
    'b\u00fccher.example',
    ['https://xn--bcher-kva.example/', 'https://b\u00fccher.example/'],
    ['https://bcher.example/'],
  ],
  ['feed', ['http://feed/', 'http://feed:8080/'], ['http://feeds/']],
  ['example.org:8443', ['https://example.org:8443/', 'https://a.example.org:8443/'], ['https://example.org/']],
  ['example.org:443', ['https://example.org/'], ['http://example.org/', 'https://example.org:8443/']],
  ['example.org:80', ['http://example.org/'], ['https://example.org/']],
  ['10.0.0.1', ['https://10.0.0.1/', 'http://10.0.0.1:8080/'], ['https://10.0.0.10/', 'https://110.0.0.1/']],
  ['10.0.0.1:8080', ['http://10.0.0.1:8080/'], ['http://10.0.0.1/']],
  ['10.0.0.0/8', ['https://10.255.1.2/'], ['https://11.0.0.1/', 'https://10.example.org/']],
  ['192.168.4.0/22', ['https://192.168.7.255/'], ['https://192.168.8.0/']],
  ['0.0.0.0/0', ['https://8.8.8.8/'], ['https://example.org/']],
  ['10.0.0.0/33', [], ['https://10.0.0.1/']],
  ['10.0.0.0/x', [], ['https://10.0.0.1/']],
  ['10.0.0.0/8/8', [], ['https://10.0.0.1/']],
  ['[2001:db8::1]', ['https://[2001:db8::1]/', 'https://[2001:db8:0:0::1]:444/'], ['https://[2001:db8::2]/']],
  ['2001:db8::1', ['https://[2001:db8::1]/'], ['https://[2001:db8::2]/']],
  ['[2001:DB8:0::1]:8443', ['https://[2001:db8::1]:8443/'], ['https://[2001:db8::1]/']],
  ['::/0', ['https://[2001:db8::1]/'], ['https://10.0.0.1/']],
  ['fd00::/8', ['https://[fd12:3456::1]/'], ['https://[fe80::1]/', 'https://10.0.0.1/']],
  [' a.test ,, b.test\tc.test,\n', ['https://a.test/', 'https://b.test/', 'https://c.test/'], ['https://d.test/']],
  ['https://example.org', [], ['https://example.org/']],
  ['example.org/', [], ['https://example.org/']],
  [', ,:80,[],[]:1,%%,..,*.', [], ['https://example.org/', 'http://example.org/', 'https://10.0.0.1/']],
]

for (const [noProxy, exempt, not] of FORMS) {
  test(`NO_PROXY ${JSON.stringify(noProxy)} exempts what it says.`, () => {
    const exemptions = readExemptions(noProxy)
    for (const url of exempt) assert.ok(isExempt(exemptions, new URL(url)), `${url} is exempt`)
    for (const url of not) assert.ok(!isExempt(exemptions, new URL(url)), `${url} is not`)
  })
}

test('Hosts are exempt with and without the brackets of IPv6.', () => {
  const exemptions = readExemptions('[2001:db8::1]')
  assert.ok(isExempt(exemptions, { protocol: 'https:', hostname: '2001:db8::1', port: '' }))
})

test('No text of NO_PROXY is more than a list that exempts or does not.', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.webUrl({ withFragments: false }), (noProxy, url) => {
      assert.equal(typeof isExempt(readExemptions(noProxy), new URL(url)), 'boolean')
    }),
  )
})

const HERE: readonly string[] = [
  'localhost',
  'LOCALHOST.',
  'feed.localhost',
  '127.0.0.1',
  '127.8.9.1',
  '[::1]',
  '::1',
  '[::ffff:127.0.0.1]',
]
const ELSEWHERE: readonly string[] = [
  'localhost.example.org',
  '128.0.0.1',
  '0.0.0.0',
  '[::2]',
  'notlocalhost',
  '127.0.0.1.test',
]

for (const host of HERE) test(`${host} is this machine.`, () => assert.ok(isThisMachine(host)))
for (const host of ELSEWHERE) test(`${host} is another machine.`, () => assert.ok(!isThisMachine(host)))
