import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Failure } from '../../src/failure.ts'
import { PUBLIC_FAMILY } from '../../src/sources/presets.ts'
import type { Source, SourceConfig, SourceKind } from '../../src/sources/source.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import type { Fault } from '../gallery/site.ts'
import { createHttp, question, someCall, sourceAt } from '../helpers/ask.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { KIND_FIXTURES, type Server } from '../helpers/source-kinds.ts'
import { version } from '../helpers/versions.ts'

const ALPHA: PackageSpec = { id: 'Alpha', version: '1.0.0' }
const CANARY: PackageSpec = { id: 'PackageManagement', version: '1.4.8.1' }
/** A host that no test may ever reach. */
const ELSEWHERE = 'https://packages.example.org'
/** As a preset has them: its own hosts and no others. */
const OWN_HOSTS = { redirects: { kind: 'hosts', hosts: ['127.0.0.1'] } } as const

async function start(
  t: TestContext,
  kind: SourceKind,
  packages: readonly PackageSpec[],
  facts: Partial<SourceConfig> = {},
): Promise<{ readonly server: Server; readonly source: Source }> {
  const server = await KIND_FIXTURES[kind].start(packages)
  t.after(() => server[Symbol.asyncDispose]())
  return { server, source: sourceAt(kind, server.url, createHttp(t), facts) }
}

async function refusal(source: Source, name: string): Promise<Failure> {
  assert.ok(source.resolver)
  return errorOf(await source.resolver.resolve(question(name), someCall()))
}

function feed(inner: string): Fault {
  const xml = `<feed xmlns="http://www.w3.org/2005/Atom">${inner}</feed>`
  return { kind: 'status', status: 200, body: xml }
}

function json(value: unknown): Fault {
  return { kind: 'status', status: 200, body: JSON.stringify(value) }
}

const LURES: readonly { kind: SourceKind; what: string; route: RegExp; fault: Fault }[] = [
  { kind: 'nuget-v2', what: 'a redirect', route: /Find/, fault: { kind: 'redirect', to: `${ELSEWHERE}/` } },
  { kind: 'nuget-v2', what: 'a next link', route: /Find/, fault: feed(`<link rel="next" href="${ELSEWHERE}/p2"/>`) },
  { kind: 'nuget-v3', what: 'a redirect', route: /index/, fault: { kind: 'redirect', to: `${ELSEWHERE}/` } },
  {
    kind: 'nuget-v3',
    what: 'the place of registrations',
    route: /^\/index/,
    fault: json({ resources: [{ '@id': `${ELSEWHERE}/r/`, '@type': 'RegistrationsBaseUrl/3.6.0' }] }),
  },
  { kind: 'nuget-v3', what: 'a page', route: /^\/reg/, fault: json({ items: [{ '@id': `${ELSEWHERE}/page.json` }] }) },
  { kind: 'oci', what: 'a redirect', route: /tags/, fault: { kind: 'redirect', to: `${ELSEWHERE}/` } },
  {
    kind: 'oci',
    what: 'the token service',
    route: /tags/,
    fault: { kind: 'status', status: 401, headers: { 'www-authenticate': `Bearer realm="${ELSEWHERE}/token"` } },
  },
  {
    kind: 'oci',
    what: 'a link to more tags',
    route: /tags/,
    fault: {
      kind: 'status',
      status: 200,
      body: '{"tags":["0.9.0"]}',
      headers: { link: `<${ELSEWHERE}/v2/alpha/tags/list?last=0.9.0>; rel="next"` },
    },
  },
]

for (const { kind, what, route, fault } of LURES) {
  test(`${kind} does not follow ${what} to a host that it may not name`, async t => {
    const { server, source } = await start(t, kind, [ALPHA], OWN_HOSTS)
    server.sites.api.fault({ route, fault })
    const failure = await refusal(source, 'Alpha')
    assert.equal(failure.kind, 'misdirected')
    assert.equal('origin' in failure && failure.origin, server.sites.api.origin)
  })
}

test('a file may not be redirected to a host that the source may not name', async t => {
  for (const kind of ['nuget-v2', 'nuget-v3', 'oci', 'direct'] as const) {
    const { server, source } = await start(t, kind, [ALPHA], OWN_HOSTS)
    const route = /\/package\/|nupkg|blobs/
    server.sites.api.fault({ route, fault: { kind: 'redirect', to: `${ELSEWHERE}/a.nupkg` } })
    const failure = errorOf(await source.downloader.download({ id: 'Alpha', version: version('1.0.0') }, someCall()))
    assert.equal(failure.kind, 'misdirected', kind)
  }
})

test('an unknown name of the Gallery is "not found" only if the Gallery shows that it is alive', async t => {
  const family = { family: PUBLIC_FAMILY.gallery }
  const dead = await start(t, 'nuget-v2', [ALPHA], family)
  assert.equal((await refusal(dead.source, 'Nothing')).kind, 'unproven')
  const alive = await start(t, 'nuget-v2', [ALPHA, CANARY], family)
  assert.equal((await refusal(alive.source, 'Nothing')).kind, 'not-found')
  assert.match(alive.server.sites.api.log.at(-1)?.path ?? '', /FindPackagesById.*PackageManagement/)
})

test('an unknown name of a feed of one’s own is "not found" only if the feed holds anything at all', async t => {
  const dead = await start(t, 'nuget-v2', [])
  assert.equal((await refusal(dead.source, 'Nothing')).kind, 'unproven')
  const alive = await start(t, 'nuget-v2', [ALPHA])
  assert.equal((await refusal(alive.source, 'Nothing')).kind, 'not-found')
  assert.match(alive.server.sites.api.log.at(-1)?.path ?? '', /Packages\(\)\?\$top=1/)
})

test('a feed that answered with a package needs no other proof of life, and one proof is enough for all names', async t => {
  const { server, source } = await start(t, 'nuget-v2', [ALPHA, CANARY])
  await Promise.all(['A', 'B', 'C'].map(name => refusal(source, name)))
  const canaries = () => server.sites.api.log.filter(({ path }) => path.includes('$top=1')).length
  assert.equal(canaries(), 1)

  const known = await start(t, 'nuget-v2', [ALPHA])
  assert.ok(known.source.resolver)
  unwrap(await known.source.resolver.resolve(question('Alpha'), someCall()))
  assert.equal((await refusal(known.source, 'Nothing')).kind, 'not-found')
  assert.equal(known.server.sites.api.log.length, 2)
})

test('a feed that answers 404 for an unknown name is believed if it is alive', async t => {
  const { server, source } = await start(t, 'nuget-v2', [ALPHA])
  server.sites.api.fault({ route: /'Nothing'/, fault: { kind: 'status', status: 404 } })
  assert.equal((await refusal(source, 'Nothing')).kind, 'not-found')
})

test('an unknown name of a registry is "not found" only if the registry shows that it is one', async t => {
  const dead = await start(t, 'oci', [ALPHA])
  dead.server.sites.api.fault({ fault: { kind: 'status', status: 404 } })
  assert.equal((await refusal(dead.source, 'Nothing')).kind, 'unproven')

  const { server, source } = await start(t, 'oci', [ALPHA])
  const proofs = () => server.sites.api.log.filter(({ path }) => path === '/v2/').length
  for (const name of ['A', 'B']) assert.equal((await refusal(source, name)).kind, 'not-found')
  assert.equal(proofs(), 1)

  const known = await start(t, 'oci', [ALPHA])
  assert.ok(known.source.resolver)
  unwrap(await known.source.resolver.resolve(question('Alpha'), someCall()))
  assert.equal((await refusal(known.source, 'Nothing')).kind, 'not-found')
  assert.equal(known.server.sites.api.log.filter(({ path }) => path === '/v2/').length, 0)
})

for (const status of [400, 501]) {
  test(`a feed that refuses $select with ${status} is asked without it, once and for all`, async t => {
    const { server, source } = await start(t, 'nuget-v2', [ALPHA, CANARY])
    server.sites.api.fault({ route: /\$select/, fault: { kind: 'status', status } })
    for (const name of ['Alpha', 'PackageManagement']) {
      assert.ok(source.resolver)
      unwrap(await source.resolver.resolve(question(name), someCall()))
    }
    assert.deepEqual(
      server.sites.api.log.map(({ path }) => path.includes('$select')),
      [true, false, false],
    )
  })
}
