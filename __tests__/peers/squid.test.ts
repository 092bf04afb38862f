import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { startCdnSite } from '../gallery/cdn.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { azSet } from '../gallery/sets.ts'
import { authority, issue, tlsInFrontOf } from '../helpers/certificate.ts'
import { type ActionRun, startJob } from '../helpers/run-action.ts'
import { contentFor, contentOf } from './content.ts'
import { freePort, startDaemon } from './daemon.ts'
import { needs, temporaryFolder } from './peer.ts'
import { type Squid, type SquidOptions, startSquid } from './squid.ts'
import { writeFeed } from './static-feed.ts'

const TOOL: PackageSpec = { id: 'Tool', version: '1.0.0' }
const AZ: readonly PackageSpec[] = azSet({ scale: 0.001 })
const USER = { name: 'user', password: 'p@ss:w/rd %' }
const WRITTEN = 'user:p%40ss%3Aw%2Frd%20%25'

/** A source by https at `feed.test`, one that is near, and squid, which alone knows the way to the first. */
async function startScene(t: TestContext, options: Partial<SquidOptions> = {}) {
  const own = authority()
  const site = await startCdnSite({ packages: [TOOL] })
  const front = await tlsInFrontOf(site.origin, issue({ hosts: ['feed.test'], signedBy: own }))
  const job = await startJob()
  for (const each of [site, front, job]) t.after(() => each[Symbol.asyncDispose]())
  const port = Number(front.host.split(':')[1])
  const squid = await startSquid(t, { hosts: ['feed.test'], tunnelsTo: [port], ...options })
  const ca = path.join(job.home, 'ca.pem')
  await writeFile(ca, own.certificate)
  const rest = 'packages/{id}.{version}.nupkg (family gallery)'
  const run = (environment: Readonly<Record<string, string>>, host = `feed.test:${port}`): Promise<ActionRun> => {
    const sources = `far: direct+https://${host}/${rest}\nnear: direct+${site.origin}/${rest}`
    return job.run({ modules: 'Tool@1.0.0', 'ca-file': ca, sources }, environment)
  }
  return { squid, run, site }
}

function servedBy({ outputs }: ActionRun): string | undefined {
  return outputs['sources-used']
}

test('The action restores through squid what is asked by https, with a user and without.', needs('squid'), async t => {
  for (const user of [undefined, USER]) {
    const { squid, run } = await startScene(t, user ? { user } : {})
    const done = await run({ HTTPS_PROXY: `http://${user ? `${WRITTEN}@` : ''}${squid.host}` })
    assert.equal(servedBy(done), 'far', done.log)
    const asked = await squid.requests()
    assert.ok(asked.length > 0)
    for (const line of asked) assert.match(line, /^200 CONNECT feed\.test:\d+$/)
    assert.doesNotMatch(done.log + done.summary, /p@ss|p%40ss|Basic /)
  }
})

test(
  'The action restores the whole of Az through squid from a feed that is asked by http.',
  needs('squid', 'nginx'),
  async t => {
    const port = await freePort()
    const feed = await writeFeed(await temporaryFolder(t), port, AZ, `feed.test:${port}`)
    await startDaemon(t, { program: 'nginx', args: feed.nginxArgs }, port)
    const squid = await startSquid(t, { hosts: ['feed.test'], tunnelsTo: [443], user: USER })
    const job = await startJob()
    t.after(() => job[Symbol.asyncDispose]())
    const { code, log, outputs } = await job.run(
      { modules: 'Az@17.0.0', sources: `static: ${feed.index}` },
      { HTTP_PROXY: `http://${WRITTEN}@${squid.host}` },
    )
    assert.equal(code, 0, log)
    assert.deepEqual(await contentOf(outputs['repository-path'] ?? ''), await contentFor(AZ))
    const asked = await squid.requests()
    for (const line of asked) assert.match(line, /^200 GET http:\/\/feed\.test:/)
    assert.ok(asked.length > AZ.length)
  },
)

/** How squid says no, and what is said of it; the source that is near then serves. */
const REFUSALS: readonly (readonly [
  what: string,
  options: Partial<SquidOptions>,
  credentials: string,
  host: string | undefined,
  said: RegExp,
])[] = [
  ['wants a user', { user: USER }, '', undefined, /wanted a user name and password .*\(HTTP 407\)/],
  [
    'does not know the password',
    { user: USER },
    'user:wrong@',
    undefined,
    /wanted a user name and password .*\(HTTP 407\)/,
  ],
  ['makes no tunnel to the port', { tunnelsTo: [443] }, '', undefined, /refused \(HTTP 403\)/],
  ['finds nobody there', { tunnelsTo: [1] }, '', 'feed.test:1', /answered HTTP 503/],
  ['does not know the name', { tunnelsTo: [443] }, '', 'nowhere.test', /answered HTTP 50\d/],
]

for (const [what, options, credentials, host, said] of REFUSALS) {
  test(`squid that ${what} is named, and the next source serves.`, needs('squid'), async t => {
    const { squid, run } = await startScene(t, options)
    const done = await run({ HTTPS_PROXY: `http://${credentials}${squid.host}` }, host)
    assert.equal(servedBy(done), 'near', done.log)
    assert.ok(done.log.includes(`far could not be asked: the proxy ${squid.host} (HTTPS_PROXY) `), done.log)
    assert.match(done.log, said)
    assert.doesNotMatch(done.log, /wrong/)
  })
}

test('What squid says in the place of a source by http is not said of the source alone.', needs('squid'), async t => {
  const squid: Squid = await startSquid(t, { hosts: ['feed.test'], tunnelsTo: [443] })
  const { run } = await startJobWith(t)
  const done = await run(`feed: direct+http://feed.test:1/{id}.{version}.nupkg`, { http_proxy: `http://${squid.host}` })
  assert.equal(done.code, 1)
  const said = `the proxy ${squid.host} (http_proxy), or the server behind it, answered HTTP 503`
  assert.ok(done.log.includes(said), done.log)
})

async function startJobWith(t: TestContext) {
  const job = await startJob()
  t.after(() => job[Symbol.asyncDispose]())
  const run = (sources: string, environment: Readonly<Record<string, string>>): Promise<ActionRun> =>
    job.run({ modules: 'Tool@1.0.0', sources, timeout: '20s' }, environment)
  return { run }
}
