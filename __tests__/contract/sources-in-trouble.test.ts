import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { systemClock } from '../../src/clock.ts'
import { type Failure, originOf } from '../../src/failure.ts'
import type { PackageIdentity } from '../../src/package/identity.ts'
import { inspectHere } from '../../src/package/inspect.ts'
import { fetchFrom } from '../../src/restore/fetch-package.ts'
import type { Announcement, Source, SourceKind } from '../../src/sources/source.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { createFolder, createHttp, question, someCall, sourceAt } from '../helpers/ask.ts'
import { unwrap } from '../helpers/result.ts'
import { KIND_FIXTURES, KINDS, type Route } from '../helpers/source-kinds.ts'
import { afflict, outcomeOf, silenceMsFor, type TroubleName, troublesOf } from '../helpers/trouble.ts'
import { version } from '../helpers/versions.ts'

const CANARY: PackageSpec = { id: 'PackageManagement', version: '1.4.8.1' }
const ALPHA: PackageSpec = { id: 'Alpha', version: '1.0.0' }
const WANTED: PackageIdentity = { id: 'Alpha', version: version('1.0.0') }

/** What the source says when it is asked, undefined if it serves. */
async function askVersion(source: Source, name = 'Alpha'): Promise<Failure | undefined> {
  const resolved = await source.resolver?.resolve(question(name), someCall())
  return resolved?.ok === false ? resolved.error : undefined
}

/** A whole download: received and verified, as a restore does it. */
async function fetchAlpha(t: TestContext, source: Source, announced: Announcement): Promise<Failure | undefined> {
  const ports = { staging: await createFolder(t), expanding: undefined, clock: systemClock, inspector: inspectHere }
  const fetched = await fetchFrom(
    source,
    { identity: WANTED, announced, guid: undefined, locked: undefined },
    ports,
    someCall(),
  )
  return fetched.ok ? undefined : fetched.error.failure
}

async function announcementOf({ resolver }: Source): Promise<Announcement> {
  return resolver ? unwrap(await resolver.resolve(question('Alpha'), someCall())).announced : {}
}

/** Asks a healthy source up to `route`, lets the trouble happen there, and tells what it is seen as. */
async function meet(t: TestContext, kind: SourceKind, route: Route, name: TroubleName): Promise<string> {
  await using server = await KIND_FIXTURES[kind].start([ALPHA, CANARY])
  const site = server.sites[route.site]
  assert.ok(site)
  const source = sourceAt(kind, server.url, createHttp(t, silenceMsFor(name)))
  const announced = route.step === 'download' ? await announcementOf(source) : {}
  await afflict(site, name, route.route)
  const failure = route.step === 'resolve' ? await askVersion(source) : await fetchAlpha(t, source, announced)
  if (failure) assert.equal(originOf(failure) ?? site.origin, site.origin, `${name} must count against ${route.name}`)
  return failure?.kind ?? 'unharmed'
}

for (const kind of KINDS) {
  for (const route of KIND_FIXTURES[kind].routes) {
    test(`${kind}: trouble with ${route.name} (${route.step}) is seen as what it is`, async t => {
      const names = troublesOf(route.content)
      const seen = await Promise.all(names.map(name => meet(t, kind, route, name)))
      assert.deepEqual(
        names.map((name, index) => `${name}: ${seen[index]}`),
        names.map(name => `${name}: ${outcomeOf(name, route.content)}`),
      )
    })
  }
}

for (const kind of KINDS) {
  test(`${kind}: a bit that is flipped anywhere in a file never gets through`, async t => {
    for (const byte of [14, 200, 700, 1200, 2000]) {
      await using server = await KIND_FIXTURES[kind].start([ALPHA])
      const { api, files = api } = server.sites
      files.fault({ route: /nupkg|sha256/, fault: { kind: 'flip', byte } })
      const source = sourceAt(kind, server.url, createHttp(t))
      const failure = await fetchAlpha(t, source, await announcementOf(source))
      assert.match(failure?.kind ?? 'served', /^(?:malformed|differs-announced)$/, `byte ${byte}`)
    }
  })
}

const PAUSES = [
  { header: '7', ms: [7000, 7000] },
  { header: new Date(Date.now() + 3_600_000).toUTCString(), ms: [3_500_000, 3_600_000] },
  { header: 'soon', ms: undefined },
] as const

test('the pause that a source asks for is read, seconds or a date', async t => {
  for (const { header, ms } of PAUSES) {
    await using server = await KIND_FIXTURES['nuget-v3'].start([ALPHA])
    server.sites.api.fault({ fault: { kind: 'status', status: 429, headers: { 'retry-after': header } } })
    const failure = await askVersion(sourceAt('nuget-v3', server.url, createHttp(t)))
    assert.ok(failure?.kind === 'rate-limited')
    const asked = failure.retryAfterMs
    if (ms === undefined) assert.equal(asked, undefined)
    else assert.ok(asked !== undefined && asked >= ms[0] && asked <= ms[1], `${header}: ${asked}`)
  }
})

/** What a 404 of each route says: nothing about a package, unless the route is the package's own. */
const MISSING: Readonly<Record<SourceKind, Readonly<Record<string, Failure['kind']>>>> = {
  'nuget-v2': { 'the feed': 'unproven', 'the redirect': 'not-found', 'the file': 'not-found' },
  'nuget-v3': {
    'the service index': 'malformed',
    'the registration': 'not-found',
    'a page': 'malformed',
    'the file': 'not-found',
  },
  oci: {
    'the token': 'malformed',
    'the tags': 'not-found',
    'the manifest': 'malformed',
    'the manifest again': 'malformed',
    'the redirect': 'malformed',
    'the blob': 'malformed',
  },
  direct: { 'the file': 'not-found' },
}

for (const kind of KINDS) {
  test(`${kind}: HTTP 404 is "not found" only where it speaks of the package`, async t => {
    for (const { name, step, site, route } of KIND_FIXTURES[kind].routes) {
      await using server = await KIND_FIXTURES[kind].start([ALPHA, CANARY])
      const source = sourceAt(kind, server.url, createHttp(t))
      const announced = step === 'download' ? await announcementOf(source) : {}
      server.sites[site]?.fault({ route, fault: { kind: 'status', status: 404 } })
      const failure = step === 'resolve' ? await askVersion(source) : await fetchAlpha(t, source, announced)
      assert.equal(failure?.kind, MISSING[kind][name], name)
    }
  })
}
