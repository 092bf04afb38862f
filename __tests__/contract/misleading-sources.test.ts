import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { RestoreReport } from '../../src/restore/report.ts'
import { startCdnSite } from '../gallery/cdn.ts'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { startOciSite } from '../gallery/oci.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import type { Fault, Site } from '../gallery/site.ts'
import { restoreHere } from '../helpers/restore-here.ts'
import { serve } from '../helpers/web-server.ts'

const ALPHA: PackageSpec = { id: 'Alpha', version: '1.0.0' }
/** As sound a package of the same name and version. */
const OTHER_ALPHA: PackageSpec = { ...ALPHA, files: { 'extra.txt': 'nobody published this' } }

const DIFFERS = 'download of Alpha 1.0.0 at psgallery: differs-announced'

/** A member of the Gallery's family. */
function line(name: string, kind: string, { url }: Site): string {
  return `${name}: ${kind}+${url} (family gallery${name === 'psgallery' ? ', authority' : ''})`
}

function json(value: unknown): Fault {
  return { kind: 'status', status: 200, body: JSON.stringify(value) }
}

function feed(content: string): string {
  const namespaces =
    'xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"'
  return `<feed ${namespaces}>${content}</feed>`
}

const IDENTITY = '<d:Id>Alpha</d:Id><d:Version>1.0.0</d:Version>'
const ENTRY = `<entry><m:properties>${IDENTITY}</m:properties></entry>`

/** A feed of one entry with these properties behind id and version. */
function entry(properties: string): Fault {
  const body = feed(`<entry><m:properties>${IDENTITY}${properties}</m:properties></entry>`)
  return { kind: 'status', status: 200, body }
}

function failuresIn({ attempts }: RestoreReport): readonly string[] {
  return attempts.flatMap(({ source, step, subject, failure }) =>
    failure ? [`${step} of ${subject} at ${source}: ${failure.kind}`] : [],
  )
}

/** Exactly these bytes were restored, from there. */
async function assertRestored(report: RestoreReport, spec: PackageSpec, source: string): Promise<void> {
  assert.deepEqual(report.problems, [])
  assert.deepEqual(
    report.packages.map(each => [each.id, each.version, each.source, each.sha512]),
    [[spec.id, spec.version, source, (await pack(spec)).sha512]],
  )
}

test('oci: a blob that is not the one whose digest the manifest names is refused, however sound', async t => {
  await using registry = await startOciSite({ packages: [ALPHA] })
  await using cdn = await startCdnSite({ packages: [OTHER_ALPHA] })
  const to = `${cdn.origin}/packages/alpha.1.0.0.nupkg`
  registry.data.fault({ route: /\/blobs\//, fault: { kind: 'redirect', to } })
  for (const modules of ['Alpha', 'Alpha@1.0.0']) {
    const report = await restoreHere(t, { modules, sources: `mar: oci+${registry.url} (family mar, authority)` })
    assert.deepEqual(
      report.problems.map(({ code }) => code),
      ['INTEGRITY'],
    )
    assert.deepEqual(failuresIn(report), ['download of Alpha 1.0.0 at mar: differs-announced'])
    assert.deepEqual(report.packages, [])
  }
  assert.equal(cdn.log.length, 2)
})

test('a mirror that differs from the announced hash is not believed while the Gallery may still send its own bytes', async t => {
  await using psgallery = await startNuGetV2Site({ packages: [ALPHA] })
  await using mirror = await startCdnSite({ packages: [OTHER_ALPHA] })
  psgallery.fault({ route: /\/package\//, fault: { kind: 'status', status: 503 }, times: 1 })
  const sources = `${line('psgallery', 'nuget-v2', psgallery)}\n${line('mirror', 'direct', mirror)}`
  const report = await restoreHere(t, { modules: 'Alpha', sources })
  await assertRestored(report, ALPHA, 'psgallery')
  assert.equal(report.packages[0]?.check, 'announced')
  assert.deepEqual(failuresIn(report), [
    'download of Alpha 1.0.0 at psgallery: server-error',
    'download of Alpha 1.0.0 at mirror: differs-announced',
  ])
})

test('nuget-v2: a feed that lacks the second of its own pages is broken, and does not end at the first', async t => {
  const packages = Array.from({ length: 101 }, (_, minor) => ({ id: 'Many', version: `1.${minor}.0` }))
  await using psgallery = await startNuGetV2Site({ packages })
  await using mirror = await startNuGetV3Site({ packages })
  psgallery.fault({ route: /FindPackagesById.*skip=/, fault: { kind: 'status', status: 404 } })
  const sources = `${line('psgallery', 'nuget-v2', psgallery)}\n${line('pwsh-gallery', 'nuget-v3', mirror)}`
  const report = await restoreHere(t, { modules: 'Many', sources })
  assert.deepEqual(failuresIn(report), ['resolve of Many at psgallery: malformed'])
  assert.deepEqual([report.packages[0]?.version, report.packages[0]?.resolvedBy], ['1.100.0', 'pwsh-gallery'])
})

test('oci: a registry that lacks the second page of its own tags is broken, and does not end at the first', async t => {
  const packages = [ALPHA, { id: 'Alpha', version: '2.0.0' }]
  await using registry = await startOciSite({ packages, pageSize: 1 })
  await using copy = await startOciSite({ packages })
  registry.fault({ route: /tags\/list\?.*last=/, fault: { kind: 'status', status: 404 } })
  const sources = `mar: oci+${registry.url} (family mar, authority)\nmar-copy: oci+${copy.url} (family mar)`
  const report = await restoreHere(t, { modules: 'Alpha', sources })
  assert.deepEqual(failuresIn(report).slice(0, 1), ['resolve of Alpha at mar: malformed'])
  assert.deepEqual([report.packages[0]?.version, report.packages[0]?.resolvedBy], ['2.0.0', 'mar-copy'])
})

/** Whose every page leads on to another that has no more than it. */
const ENDLESS: readonly [kind: string, path: string, page: (asked: number) => readonly [link: string, body: string]][] =
  [
    ['nuget-v2', '/api/v2', asked => ['', feed(`<link rel="next" href="/more?$skiptoken=${asked}"/>`)]],
    ['nuget-v2', '/api/v2', asked => ['', feed(`${ENTRY}<link rel="next" href="/more?$skiptoken=${asked}"/>`)]],
    ['oci', '/psresource', asked => [`</v2/more?last=${asked}>; rel="next"`, '{"tags":["1.0.0"]}']],
  ]

for (const [kind, path, page] of ENDLESS) {
  test(`${kind}: pages that lead on without end, and bring nothing new, are not followed`, async t => {
    let asked = 0
    await using server = await serve((_, response) => {
      asked += 1
      const [link, body] = page(asked)
      response.writeHead(200, link === '' ? {} : { link }).end(body)
    })
    await using mirror = await startNuGetV3Site({ packages: [ALPHA] })
    const sources = `feed: ${kind}+${server.origin}${path} (family gallery, authority)\n${line('mirror', 'nuget-v3', mirror)}`
    const report = await restoreHere(t, { modules: 'Alpha', sources })
    assert.deepEqual(failuresIn(report), ['resolve of Alpha at feed: malformed'])
    await assertRestored(report, ALPHA, 'mirror')
    assert.ok(asked <= 3, `${asked} requests`)
  })
}

test('nuget-v3: a registration of more pages than any module has is not read page by page', async t => {
  await using feed = await startNuGetV3Site({ packages: [ALPHA], pages: 'external' })
  await using mirror = await startNuGetV3Site({ packages: [ALPHA] })
  const items = Array.from({ length: 201 }, (_, number) => ({ '@id': `page/1.0.0/1.0.0.json?${number}` }))
  feed.fault({ route: /^\/registration\/alpha\/index/, fault: json({ items }) })
  const sources = `${line('psgallery', 'nuget-v3', feed)}\n${line('mirror', 'nuget-v3', mirror)}`
  const report = await restoreHere(t, { modules: 'Alpha', sources })
  assert.deepEqual(failuresIn(report), ['resolve of Alpha at psgallery: malformed'])
  assert.equal(feed.log.length, 2)
})

test('a name without any version is told so, whatever version would do', async t => {
  await using feed = await startNuGetV3Site({ packages: [ALPHA] })
  feed.fault({ route: /^\/registration/, fault: json({ items: [] }) })
  const { problems } = await restoreHere(t, { modules: 'Alpha', sources: `corp: nuget-v3+${feed.url}` })
  assert.deepEqual(
    problems.map(({ sentence }) => sentence),
    ['There is no version of Alpha to take: corp knew the name but listed no version of it.'],
  )
})

test('nuget-v3: a registration that speaks of another package is broken', async t => {
  await using mirror = await startNuGetV3Site({ packages: [ALPHA] })
  await using psgallery = await startNuGetV2Site({ packages: [ALPHA] })
  const stranger = { catalogEntry: { id: 'Stranger', version: '9.0.0' } }
  mirror.fault({ route: /^\/registration/, fault: json({ items: [{ items: [stranger] }] }) })
  const sources = `${line('pwsh-gallery', 'nuget-v3', mirror)}\n${line('psgallery', 'nuget-v2', psgallery)}`
  const report = await restoreHere(t, { modules: 'Alpha', sources })
  assert.deepEqual(failuresIn(report), ['resolve of Alpha at pwsh-gallery: malformed'])
  await assertRestored(report, ALPHA, 'psgallery')
})

async function restoreFromV3(t: TestContext, spell: (site: Site) => void): Promise<RestoreReport> {
  await using site = await startNuGetV3Site({ packages: [ALPHA], pages: 'external' })
  spell(site)
  return await restoreHere(t, { modules: 'Alpha', sources: `corp: nuget-v3+${site.url}` })
}

/** No package address: bytes can come only from where the registration says. */
const REGISTRATIONS_ONLY = json({ resources: [{ '@id': '/registration/', '@type': ['RegistrationsBaseUrl/3.6.0'] }] })
const CATALOG_ENTRY = { id: 'Alpha', version: '1.0.0' }

test('nuget-v3: the types of a resource may be an array', async t => {
  const report = await restoreFromV3(t, site => {
    const resources = [
      { '@id': `${site.origin}/registration/`, '@type': ['Other', 'RegistrationsBaseUrl/3.6.0'] },
      { '@id': `${site.origin}/flatcontainer`, '@type': ['PackageBaseAddress/3.0.0'] },
    ]
    site.fault({ route: /^\/index/, fault: json({ resources }) })
  })
  await assertRestored(report, ALPHA, 'corp')
})

test('nuget-v3: a page whose items are null is fetched from its address', async t => {
  const report = await restoreFromV3(t, site => {
    const page = { '@id': 'page/1.0.0/1.0.0.json', items: null }
    site.fault({ route: /^\/registration\/alpha\/index/, fault: json({ items: [page] }) })
  })
  await assertRestored(report, ALPHA, 'corp')
})

test('nuget-v3: a relative packageContent is relative to the document that holds it', async t => {
  for (const at of ['page', 'index'] as const) {
    const report = await restoreFromV3(t, site => {
      const leaves = { items: [{ packageContent: 'files/a.nupkg', catalogEntry: CATALOG_ENTRY }] }
      const folder = at === 'page' ? '/registration/alpha/page' : '/registration/alpha'
      const index = at === 'page' ? { '@id': 'page/one.json' } : leaves
      site.fault({ route: /^\/index/, fault: REGISTRATIONS_ONLY })
      site.fault({ route: /^\/registration\/alpha\/index/, fault: json({ items: [index] }) })
      site.fault({ route: /^\/registration\/alpha\/page\/one/, fault: json(leaves) })
      const to = `${site.origin}/flatcontainer/alpha/1.0.0/alpha.1.0.0.nupkg`
      site.fault({ route: new RegExp(`^${folder}/files/a.nupkg$`), fault: { kind: 'redirect', to } })
    })
    await assertRestored(report, ALPHA, 'corp')
  }
})

const { sha256, bytes } = await pack(ALPHA)
const ANNOUNCEMENTS = [
  {
    what: 'a SHA-256',
    properties: `<d:PackageHash>${Buffer.from(sha256, 'hex').toString('base64')}</d:PackageHash><d:PackageHashAlgorithm>SHA256</d:PackageHashAlgorithm>`,
    check: 'announced',
  },
  { what: 'a size alone', properties: `<d:PackageSize>${bytes.length}</d:PackageSize>`, check: 'content' },
]

for (const { what, properties, check } of ANNOUNCEMENTS) {
  test(`nuget-v2: ${what} that is announced tells the published bytes from others`, async t => {
    await using psgallery = await startNuGetV2Site({ packages: [OTHER_ALPHA] })
    await using mirror = await startNuGetV3Site({ packages: [ALPHA] })
    psgallery.fault({ route: /FindPackagesById/, fault: entry(properties) })
    const sources = `${line('psgallery', 'nuget-v2', psgallery)}\n${line('pwsh-gallery', 'nuget-v3', mirror)}`
    const report = await restoreHere(t, { modules: 'Alpha', sources })
    assert.deepEqual(failuresIn(report), [DIFFERS])
    await assertRestored(report, ALPHA, 'pwsh-gallery')
    assert.equal(report.packages[0]?.check, check)
  })
}

test('direct: what it lacks is the version that it was asked for, which says nothing of the name', async t => {
  await using cdn = await startCdnSite({ packages: [ALPHA] })
  const report = await restoreHere(t, { modules: 'Alpha@2.0.0', sources: `files: direct+${cdn.url}` })
  assert.deepEqual(
    report.problems.map(({ code, sentence }) => `${code} ${sentence}`),
    ['NOT_FOUND Alpha (exactly 2.0.0) does not exist: files says so.'],
  )
})

test('a source that cannot be asked is no empty reason', async t => {
  await using cdn = await startCdnSite({ packages: [ALPHA] })
  const sources = `contoso: direct+${cdn.url}`
  const [problem] = (await restoreHere(t, { modules: 'Alpha', sources })).problems
  assert.match(problem?.sentence ?? '', /contoso cannot be asked this/)
})
