import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { type NuGetV3Options, startNuGetV3Site } from './nuget-v3.ts'
import { pack } from './pack.ts'
import { startExchange } from './raw-client.ts'
import { smallSet } from './sets.ts'
import type { Site } from './site.ts'

interface Page {
  readonly '@id': string
  readonly count: number
  readonly lower: string
  readonly upper: string
  readonly items?: readonly Leaf[]
}

interface Leaf {
  readonly packageContent: string
  readonly catalogEntry: Readonly<Record<string, unknown>> & { readonly version: string }
}

interface Registration {
  readonly count: number
  readonly items: readonly Page[]
}

async function start(t: TestContext, options: Partial<NuGetV3Options> = {}): Promise<Site> {
  const site = await startNuGetV3Site({ packages: smallSet(), ...options })
  t.after(() => site.down())
  return site
}

async function readJson<T>(url: string): Promise<T> {
  const response = await fetch(url)
  assert.equal(response.status, 200, url)
  return JSON.parse(await response.text())
}

test('the service index names registrations and contents with their types', async t => {
  const { url, origin } = await start(t)
  const index = await readJson<{ readonly resources: readonly Readonly<Record<string, string>>[] }>(url)
  assert.deepEqual(
    index.resources.map(resource => [resource['@type'], resource['@id']]),
    [
      ['RegistrationsBaseUrl/3.4.0', `${origin}/registration/`],
      ['PackageBaseAddress/3.0.0', `${origin}/flatcontainer/`],
    ],
  )
})

test('a registration is gzipped even for a client that does not accept it', async t => {
  const site = await start(t)
  const { head, body } = await (await startExchange(site, '/registration/pester/index.json')).over
  assert.match(head, /\r\ncontent-encoding: gzip\r\n/)
  assert.match(gunzipSync(body).toString('utf8'), /^\{"@id":/)
})

test('all versions stand in one inlined page, ascending, without hashes', async t => {
  const { origin } = await start(t)
  const { count, items } = await readJson<Registration>(`${origin}/registration/pester/index.json`)
  const [page] = items
  assert.deepEqual([count, page?.count, page?.lower, page?.upper], [1, 5, '4.10.1', '6.0.0-alpha5'])
  assert.deepEqual(
    page?.items?.map(leaf => [leaf.catalogEntry.version, leaf.catalogEntry.listed]),
    [
      ['4.10.1', true],
      ['5.6.1', true],
      ['5.7.1', true],
      ['5.7.2', false],
      ['6.0.0-alpha5', true],
    ],
  )
  const leaf = page?.items?.[2]
  assert.equal(leaf?.packageContent, `${origin}/flatcontainer/pester/5.7.1/pester.5.7.1.nupkg`)
  assert.equal('packageHash' in (leaf?.catalogEntry ?? {}), false)
})

test('a mirror made by Sleet says of unlisted versions that they are listed', async t => {
  const { origin } = await start(t, { alwaysListed: true })
  const leaf = await readJson<Leaf>(`${origin}/registration/pester/5.7.2.json`)
  assert.equal(leaf.catalogEntry.listed, true)
})

test('dependencies have NuGet\u2019s normalised ranges', async t => {
  const { origin } = await start(t, {
    packages: [{ id: 'Top', version: '1.0', dependencies: { Least: '1.0', Exact: '[2.0]', Any: '' } }],
  })
  const leaf = await readJson<Leaf>(`${origin}/registration/top/1.0.0.json`)
  const groups = leaf.catalogEntry.dependencyGroups as readonly {
    readonly dependencies: readonly Record<string, string>[]
  }[]
  assert.deepEqual(
    groups.map(group => group.dependencies.map(({ id, range }) => [id, range])),
    [
      [
        ['Least', '[1.0.0, )'],
        ['Exact', '[2.0.0, 2.0.0]'],
        ['Any', '(, )'],
      ],
    ],
  )
})

test('external pages hold 64 versions each and are fetched from their address', async t => {
  const packages = Array.from({ length: 150 }, (_, patch) => ({ id: 'Many', version: `1.0.${patch}` }))
  const { origin } = await start(t, { packages, pages: 'external' })
  const { items } = await readJson<Registration>(`${origin}/registration/many/index.json`)
  assert.deepEqual(
    items.map(page => [page.count, page.lower, page.upper, page.items]),
    [
      [64, '1.0.0', '1.0.63', undefined],
      [64, '1.0.64', '1.0.127', undefined],
      [22, '1.0.128', '1.0.149', undefined],
    ],
  )
  const pages = await Promise.all(items.map(page => readJson<Page>(page['@id'])))
  const versions = pages.flatMap(page => page.items?.map(leaf => leaf.catalogEntry.version) ?? [])
  assert.deepEqual(
    versions,
    packages.map(spec => spec.version),
  )
})

test('the flat container lists lower-case normalised versions, unlisted ones too', async t => {
  const { origin } = await start(t)
  const versionsOf = async (id: string): Promise<readonly string[]> =>
    (await readJson<{ readonly versions: readonly string[] }>(`${origin}/flatcontainer/${id}/index.json`)).versions
  assert.deepEqual(await versionsOf('pester'), ['4.10.1', '5.6.1', '5.7.1', '5.7.2', '6.0.0-alpha5'])
  assert.deepEqual(await versionsOf('xdscresourcedesigner'), ['1.13.0'])
  assert.deepEqual(await versionsOf('pswindowsupdate'), ['2.2.1.5'])
})

test('packages and nuspecs have their place, for HEAD as for GET', async t => {
  const { origin } = await start(t)
  const folder = `${origin}/flatcontainer/xdscresourcedesigner/1.13.0`
  const spec = smallSet().find(({ id }) => id === 'xDSCResourceDesigner')
  assert.ok(spec)
  const { bytes } = await pack(spec)
  const file = `${folder}/xdscresourcedesigner.1.13.0.nupkg`
  assert.deepEqual(Buffer.from(await (await fetch(file)).bytes()), bytes)
  const head = await fetch(file, { method: 'HEAD' })
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(bytes.length)])
  assert.match(await (await fetch(`${folder}/xdscresourcedesigner.nuspec`)).text(), /<version>1\.13\.0\.0<\/version>/)
})

for (const path of [
  '/registration/nope/index.json',
  '/registration/Pester/index.json',
  '/registration/pester/9.9.9.json',
  '/flatcontainer/nope/index.json',
  '/flatcontainer/pester/9.9.9/pester.9.9.9.nupkg',
  '/flatcontainer/pester/5.7.1/other.nupkg',
  '/query',
]) {
  test(`${path} is 404 with the body of Azure Storage`, async t => {
    const { origin } = await start(t)
    const response = await fetch(origin + path)
    assert.equal(response.status, 404)
    assert.equal(response.headers.get('content-type'), 'application/xml')
    assert.match(await response.text(), /<Error><Code>BlobNotFound<\/Code>/)
  })
}
