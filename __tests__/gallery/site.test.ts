import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startCdnSite } from './cdn.ts'
import { pack } from './pack.ts'
import { startExchange } from './raw-client.ts'
import { smallSet } from './sets.ts'
import type { Fault, Site } from './site.ts'

const PATH = '/packages/pester.5.7.1.nupkg'

/** The CDN as a site like any other, and the package that it should give. */
async function startSiteWith(t: TestContext, fault?: Fault): Promise<{ readonly site: Site; readonly bytes: Buffer }> {
  const packages = smallSet().filter(({ id, version }) => id === 'Pester' && version === '5.7.1')
  const site = await startCdnSite({ packages })
  t.after(() => site.down())
  if (fault) site.fault({ fault })
  const [spec] = packages
  assert.ok(spec)
  return { site, bytes: (await pack(spec)).bytes }
}

const WHOLE_ANSWERS = [
  {
    fault: { kind: 'status', status: 503 },
    status: 503,
    type: 'text/html; charset=utf-8',
    body: /Service Unavailable/,
  },
  {
    fault: { kind: 'status', status: 429, body: 'slow down', headers: { 'retry-after': '7' } },
    status: 429,
    type: 'text/plain; charset=utf-8',
    body: /^slow down$/,
  },
  { fault: { kind: 'html' }, status: 200, type: 'text/html; charset=utf-8', body: /^<!DOCTYPE html>/ },
  { fault: { kind: 'empty-feed' }, status: 200, type: 'application/atom+xml;type=feed;charset=utf-8', body: /<feed / },
  { fault: { kind: 'block-list' }, status: 200, type: 'application/xml', body: /<BlockList><CommittedBlocks \/>/ },
] as const satisfies readonly { fault: Fault; status: number; type: string; body: RegExp }[]

for (const { fault, status, type, body } of WHOLE_ANSWERS) {
  test(`"${fault.kind}" answers ${status} with ${type}`, async t => {
    const { site } = await startSiteWith(t, fault)
    const response = await fetch(site.origin + PATH)
    assert.equal(response.status, status)
    assert.equal(response.headers.get('content-type'), type)
    if ('headers' in fault) assert.equal(response.headers.get('retry-after'), fault.headers['retry-after'])
    assert.match(await response.text(), body)
  })
}

test('"redirect" sends elsewhere', async t => {
  const { site } = await startSiteWith(t, { kind: 'redirect', to: 'http://127.0.0.1:1/x' })
  const response = await fetch(site.origin + PATH, { redirect: 'manual' })
  assert.equal(response.status, 302)
  assert.equal(response.headers.get('location'), 'http://127.0.0.1:1/x')
})

test('"silent" says nothing, and the connection stays until the site goes down', async t => {
  const { site } = await startSiteWith(t)
  site.fault({ route: /pester/, fault: { kind: 'silent' } })
  const exchange = await startExchange(site, PATH)
  while (site.log.length === 0) await new Promise(resolve => setImmediate(resolve))
  // Others are answered meanwhile, so an answer to the silent one would have come too.
  assert.equal((await fetch(`${site.origin}/other`)).status, 404)
  await site.down()
  const { head, body } = await exchange.over
  assert.deepEqual([head, body.length], ['', 0])
})

test('"stall" sends the head and so many bytes and no more', async t => {
  const { site, bytes } = await startSiteWith(t, { kind: 'stall', afterBytes: 1000 })
  const exchange = await startExchange(site, PATH)
  await exchange.bodyOf(1000)
  await site.down()
  const { head, body } = await exchange.over
  assert.match(head, new RegExp(`^HTTP/1.1 200 OK\r\n[^]*content-length: ${bytes.length}\r\n`))
  assert.deepEqual(body, bytes.subarray(0, 1000))
})

test('"truncate" announces the whole length and closes early', async t => {
  const { site, bytes } = await startSiteWith(t, { kind: 'truncate', afterBytes: 1000 })
  const { head, body, ending } = await (await startExchange(site, PATH)).over
  assert.match(head, new RegExp(`content-length: ${bytes.length}\r\n`))
  assert.deepEqual(body, bytes.subarray(0, 1000))
  assert.equal(ending, 'closed')
})

test('"cut" is a success to every client, with less than the whole body', async t => {
  const { site, bytes } = await startSiteWith(t, { kind: 'cut', afterBytes: 1000 })
  const { head, body, ending } = await (await startExchange(site, PATH)).over
  assert.doesNotMatch(head, /content-length|transfer-encoding/i)
  assert.deepEqual(body, bytes.subarray(0, 1000))
  assert.equal(ending, 'closed')
  assert.equal((await (await fetch(site.origin + PATH)).bytes()).length, 1000)
})

test('"reset" breaks the connection before the answer', async t => {
  const { site } = await startSiteWith(t, { kind: 'reset' })
  const { head, ending } = await (await startExchange(site, PATH)).over
  assert.equal(head, '')
  assert.equal(ending, 'reset')
})

test('"reset" with an offset breaks it in the middle of the body', async t => {
  const { site, bytes } = await startSiteWith(t, { kind: 'reset', afterBytes: 1000 })
  const { body, ending } = await (await startExchange(site, PATH)).over
  assert.deepEqual(body, bytes.subarray(0, body.length))
  assert.ok(body.length <= 1000)
  assert.equal(ending, 'reset')
})

test('"flip" changes one bit of one byte', async t => {
  const { site, bytes } = await startSiteWith(t, { kind: 'flip', byte: 500 })
  const body = await (await fetch(site.origin + PATH)).bytes()
  const changed = [...bytes.keys()].filter(index => bytes[index] !== body[index])
  assert.deepEqual(changed, [500])
  assert.equal(body.length, bytes.length)
})

test('"endless" goes on after the body', async t => {
  const { site, bytes } = await startSiteWith(t, { kind: 'endless' })
  const reader = (await fetch(site.origin + PATH)).body?.getReader()
  let length = 0
  while (length < bytes.length + 1_000_000) length += (await reader?.read())?.value?.length ?? Number.NaN
  await reader?.cancel()
})

test('"not-http" speaks another protocol', async t => {
  const { site } = await startSiteWith(t, { kind: 'not-http' })
  const { head } = await (await startExchange(site, PATH)).over
  assert.match(head, /^SSH-2\.0-/)
})

test('"delay" gives the right answer, later', async t => {
  const { site, bytes } = await startSiteWith(t, { kind: 'delay', ms: 50 })
  const start = performance.now()
  assert.deepEqual(Buffer.from(await (await fetch(site.origin + PATH)).bytes()), bytes)
  assert.ok(performance.now() - start >= 49)
})

test('"drip" gives the right answer, a byte at a time', async t => {
  const { site } = await startSiteWith(t)
  const right = await (await fetch(`${site.origin}/nothing`)).text()
  site.fault({ fault: { kind: 'drip', everyMs: 1 } })
  const start = performance.now()
  assert.equal(await (await fetch(`${site.origin}/nothing`)).text(), right)
  assert.ok(performance.now() - start >= right.length * 0.9)
})

test('a rule applies to its route and only so many times; healing forgets the rest', async t => {
  const { site } = await startSiteWith(t)
  const status = async (path: string): Promise<number> => (await fetch(site.origin + path)).status
  site.fault({ route: /pester/g, fault: { kind: 'status', status: 500 }, times: 2 })
  site.fault({ fault: { kind: 'status', status: 502 } })
  assert.deepEqual(
    [await status(PATH), await status('/x'), await status(PATH), await status(PATH)],
    [500, 502, 500, 502],
  )
  site.heal()
  assert.deepEqual([await status(PATH), await status('/x')], [200, 404])
})

test('a site that is down refuses connections, drops those it has, and comes back at the same address', async t => {
  const { site } = await startSiteWith(t, { kind: 'stall', afterBytes: 0 })
  const exchange = await startExchange(site, PATH)
  await exchange.bodyOf(0)
  await Promise.all([site.down(), site.down()])
  assert.equal((await exchange.over).body.length, 0)
  await assert.rejects(fetch(site.origin + PATH), { message: 'fetch failed' })
  await site.up()
  site.heal()
  assert.equal((await fetch(site.origin + PATH)).status, 200)
})

test('the log holds every request, spoilt ones too, until it is cleared', async t => {
  const { site } = await startSiteWith(t)
  site.fault({ fault: { kind: 'reset' }, times: 1 })
  await assert.rejects(fetch(`${site.origin}${PATH}?first=1`))
  await fetch(site.origin + PATH, { method: 'HEAD', headers: { 'x-test': 'seen' } })
  const before = site.log
  assert.deepEqual(
    before.map(({ method, path, headers }) => [method, path, headers['x-test']]),
    [
      ['GET', `${PATH}?first=1`, undefined],
      ['HEAD', PATH, 'seen'],
    ],
  )
  site.clearLog()
  assert.deepEqual([site.log.length, before.length], [0, 2])
})

test('other methods and undecodable paths are refused', async t => {
  const { site } = await startSiteWith(t)
  assert.equal((await fetch(site.origin + PATH, { method: 'POST' })).status, 405)
  assert.match((await (await startExchange(site, '/%zz')).over).head, /^HTTP\/1\.1 400 /)
})
