import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { startCdnSite } from '../gallery/cdn.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { authority, issue } from '../helpers/certificate.ts'
import { type ActionRun, startJob } from '../helpers/run-action.ts'
import { startHaproxy } from './haproxy.ts'
import { needs } from './peer.ts'
import { startSquid } from './squid.ts'

const TOOL: PackageSpec = { id: 'Tool', version: '1.0.0' }
const REST = 'packages/{id}.{version}.nupkg (family gallery)'

/** A site that is well, which serves as `near`, and a job with an authority of its own. */
async function startScene(t: TestContext) {
  const own = authority()
  const [site, job] = [await startCdnSite({ packages: [TOOL] }), await startJob()]
  for (const each of [site, job]) t.after(() => each[Symbol.asyncDispose]())
  const ca = path.join(job.home, 'ca.pem')
  await writeFile(ca, own.certificate)
  const { host } = new URL(site.origin)
  const run = (door: string, environment: Readonly<Record<string, string>> = {}, silence = '2s'): Promise<ActionRun> =>
    job.run(
      {
        modules: 'Tool@1.0.0',
        sources: `far: direct+${door}/${REST}\nnear: direct+${site.origin}/${REST}`,
        'ca-file': ca,
        'source-timeout': silence,
        // What a front says is to be heard to its end.
        'hedge-after': '0',
      },
      environment,
    )
  return { own, host, run }
}

function servedBy({ outputs }: ActionRun): string | undefined {
  return outputs['sources-used']
}

test(
  'The action restores from behind HAProxy, which shows the certificate of an own authority.',
  needs('haproxy'),
  async t => {
    const { own, host, run } = await startScene(t)
    const door = await startHaproxy(t, { rules: `mode http\nserver site ${host}`, shows: issue({ signedBy: own }) })
    const done = await run(`https://${door}`)
    assert.equal(servedBy(done), 'far', done.log)
  },
)

/** What HAProxy does with those who come by https and by http, and what is said of it; the next source then serves. */
const FAULTS: readonly (readonly [what: string, rules: string, https: RegExp, http: RegExp])[] = [
  ['has no server behind it', 'mode http', /answered HTTP 503/, /answered HTTP 503/],
  ['refuses', 'mode http\nhttp-request deny deny_status 403', /refused \(HTTP 403\)/, /refused \(HTTP 403\)/],
  ['closes the door', 'mode http\nhttp-request reject', /could not be reached/, /could not be reached/],
  [
    'drops who has come, without a word',
    'mode http\nhttp-request silent-drop',
    /within 2 s|could not be reached/,
    /within 2 s|could not be reached/,
  ],
  [
    'is slow to lead on',
    'mode tcp\ntcp-request inspect-delay 30s\ntcp-request content accept if WAIT_END\nserver none 127.0.0.1:1',
    /did not answer within 2 s/,
    /did not answer within 2 s/,
  ],
]

for (const [what, rules, byHttps, byHttp] of FAULTS) {
  for (const scheme of ['https', 'http'] as const) {
    test(
      `HAProxy that ${what} costs little, asked by ${scheme}, and the next source serves.`,
      needs('haproxy'),
      async t => {
        const { own, run } = await startScene(t)
        const shows = scheme === 'https' ? { shows: issue({ signedBy: own }) } : {}
        const door = await startHaproxy(t, { rules, ...shows })
        const done = await run(`${scheme}://${door}`)
        assert.equal(servedBy(done), 'near', done.log)
        assert.match(done.log, /\bfar\b/)
        assert.match(done.log, scheme === 'https' ? byHttps : byHttp)
      },
    )
  }
}

test('HAProxy that is full takes nobody in, which costs little too.', needs('haproxy'), async t => {
  const { own, host, run } = await startScene(t)
  const door = await startHaproxy(t, {
    rules: `mode tcp\nmaxconn 1\nserver site ${host}`,
    shows: issue({ signedBy: own }),
  })
  const guest = connect(Number(door.split(':')[1]), '127.0.0.1')
  t.after(() => guest.destroy())
  await once(guest, 'connect')
  const done = await run(`https://${door}`)
  assert.equal(servedBy(done), 'near', done.log)
  assert.match(done.log, /far (?:accepted no connection|did not answer) within 2 s/)
})

test('HAProxy is the TLS of a proxy, and squid behind it leads to the source.', needs('haproxy', 'squid'), async t => {
  const { own, host, run } = await startScene(t)
  const source = await startHaproxy(t, {
    rules: `mode http\nserver site ${host}`,
    shows: issue({ hosts: ['feed.test'], signedBy: own }),
  })
  const port = source.split(':')[1] ?? ''
  const squid = await startSquid(t, { hosts: ['feed.test'], tunnelsTo: [Number(port)] })
  const proxy = await startHaproxy(t, {
    rules: `mode tcp\nserver squid ${squid.host}`,
    shows: issue({ signedBy: own }),
  })
  const done = await run(`https://feed.test:${port}`, { HTTPS_PROXY: `https://${proxy}` })
  assert.equal(servedBy(done), 'far', done.log)
  assert.match((await squid.requests()).join('\n'), /^200 CONNECT feed\.test:\d+$/m)
})

/** What stands where a proxy should, and what is said of it. */
const NO_PROXIES: readonly (readonly [what: string, rules: string, said: RegExp])[] = [
  ['a front without a server', 'mode http', / answered HTTP 503/],
  [
    'a front that knows no tunnels',
    'mode http\nhttp-request deny deny_status 405 if METH_CONNECT',
    /something else: HTTP 405/,
  ],
  ['a front that has no such page', 'mode http\nhttp-request return status 404', /something else: HTTP 404/],
  [
    'a front that says nothing',
    'mode tcp\ntcp-request inspect-delay 30s\ntcp-request content accept if WAIT_END\nserver none 127.0.0.1:1',
    /made no connection to it within 5 s/,
  ],
  ['a front that hangs up', 'mode tcp\ntcp-request content reject', /could not be reached \(ECONNRESET\)/],
]

for (const [what, rules, said] of NO_PROXIES) {
  test(
    `HAProxy as ${what} in the place of a proxy is named, and the next source serves.`,
    needs('haproxy'),
    async t => {
      const { run } = await startScene(t)
      const proxy = await startHaproxy(t, { rules })
      const done = await run('https://feed.test', { HTTPS_PROXY: `http://${proxy}` }, '8s')
      assert.equal(servedBy(done), 'near', done.log)
      assert.ok(done.log.includes(`far could not be asked: the proxy ${proxy} (HTTPS_PROXY) `), done.log)
      assert.match(done.log, said)
    },
  )
}
