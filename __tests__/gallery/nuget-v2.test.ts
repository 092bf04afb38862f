import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type NuGetV2Options, startNuGetV2Site } from './nuget-v2.ts'
import { type PackageSpec, pack } from './pack.ts'
import { smallSet } from './sets.ts'
import type { Site } from './site.ts'

async function start(t: TestContext, options: Partial<NuGetV2Options> = {}): Promise<Site> {
  const site = await startNuGetV2Site({ packages: smallSet(), ...options })
  t.after(() => site.down())
  return site
}

/** `+` for spaces and percent signs for `$` and quotes, as PSResourceGet writes queries. */
function query(options: Readonly<Record<string, string>>): string {
  return new URLSearchParams(options).toString()
}

async function versionsIn(url: string): Promise<readonly string[]> {
  const response = await fetch(url)
  assert.equal(response.status, 200, await response.clone().text())
  return [...(await response.text()).matchAll(/<d:Version>(.*?)<\/d:Version>/g)].map(([, version = '']) => version)
}

function many(count: number): PackageSpec[] {
  return Array.from({ length: count }, (_, patch) => ({ id: 'Many', version: `1.0.${patch}` }))
}

test('a name has all its versions in a feed, unlisted and prerelease ones too, whatever its letter case', async t => {
  const { url } = await start(t)
  const all = ['4.10.1', '5.6.1', '5.7.1', '5.7.2', '6.0.0-alpha5']
  for (const id of ["'Pester'", "'pESTER'", '%27Pester%27']) {
    assert.deepEqual(await versionsIn(`${url}/FindPackagesById()?id=${id}`), all)
  }
})

test('an unknown name is 200 with an empty feed, a quote in it is doubled, and no name is an error', async t => {
  const { url } = await start(t)
  const response = await fetch(`${url}/FindPackagesById()?id='No''pe'&$inlinecount=allpages`)
  const text = await response.text()
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'application/atom+xml;type=feed;charset=utf-8')
  assert.match(text, /<m:count>0<\/m:count>/)
  assert.doesNotMatch(text, /<entry/)
  assert.equal((await fetch(`${url}/FindPackagesById()?id='No'pe'`)).status, 400)
  assert.equal((await fetch(`${url}/FindPackagesById()`)).status, 400)
})

test('an entry has the Gallery\u2019s shape: properties beside content, true hash and size, no comments', async t => {
  const { url } = await start(t)
  const text = await (await fetch(`${url}/FindPackagesById()?id='PowerShellGet'`)).text()
  const spec = smallSet().find(({ id }) => id === 'PowerShellGet')
  assert.ok(spec)
  const packed = await pack(spec)
  assert.match(
    text,
    /<content type="application\/zip" src="[^"]*\/api\/v2\/package\/PowerShellGet\/2\.2\.5" \/>\s*<m:properties>/,
  )
  assert.match(text, /<d:Dependencies>PackageManagement:\[1\.4\.8\.1, 1\.4\.8\.1\]:<\/d:Dependencies>/)
  assert.ok(text.includes(`<d:PackageHash>${packed.sha512}</d:PackageHash>`))
  assert.equal(packed.sha512.length, 88)
  assert.ok(text.includes(`<d:PackageSize m:type="Edm.Int64">${packed.bytes.length}</d:PackageSize>`))
  assert.match(text, /<d:IsPrerelease m:type="Edm.Boolean">false</)
  assert.match(text, /<d:Title m:null="true" \/>/)
  assert.match(text, /commands &amp; help/)
  assert.doesNotMatch(text, /<!--/)
  assert.match(
    text,
    /<d:ItemType>Module<\/d:ItemType>\s*<d:FileList>PowerShellGet\.nuspec\|PowerShellGet\.psd1\|PowerShellGet\.psm1</,
  )
})

test('dependencies are in brackets, several joined by a bar, and external ones are left out', async t => {
  const dependencies = { Least: '1.0', Any: '', Most: '(,2.0]' }
  const { url } = await start(t, {
    packages: [{ id: 'Top', version: '1.0', dependencies, externalDependencies: ['ActiveDirectory'] }],
  })
  const text = await (await fetch(`${url}/FindPackagesById()?id='Top'`)).text()
  assert.match(text, /<d:Dependencies>Least:\[1\.0\.0, \):\|Any::\|Most:\(, 2\.0\.0\]:<\/d:Dependencies>/)
})

test('an unlisted version is published in 1900 and never the latest; four parts stay as written', async t => {
  const { url } = await start(t)
  const unlisted = await (await fetch(`${url}/Packages(Id='Pester',Version='5.7.2')`)).text()
  assert.match(unlisted, /<d:Published m:type="Edm.DateTime">1900-01-01T00:00:00</)
  assert.match(unlisted, /<d:IsLatestVersion m:type="Edm.Boolean">false</)
  const fourParts = await (await fetch(`${url}/FindPackagesById()?id='xDSCResourceDesigner'`)).text()
  assert.match(fourParts, /<d:Version>1\.13\.0\.0<\/d:Version>\s*<d:NormalizedVersion>1\.13\.0</)
})

test('one package is a document whose root is an entry, by any spelling of its version; another is 404', async t => {
  const { url } = await start(t)
  const text = await (await fetch(`${url}/Packages(Id='xDSCResourceDesigner',Version='1.13')`)).text()
  assert.match(
    text,
    /^<\?xml version="1.0" encoding="utf-8"\?>\n<entry xml:base="[^"]*" xmlns="http:\/\/www.w3.org\/2005\/Atom"/,
  )
  const missing = await fetch(`${url}/Packages(Id='Pester',Version='9.9.9')`)
  assert.equal(missing.status, 404)
  assert.match(missing.headers.get('content-type') ?? '', /^application\/xml/)
  assert.match(await missing.text(), /<m:error xmlns:m="[^"]*"><m:code \/><m:message xml:lang="en-US">/)
})

const FILTERS: readonly (readonly [filter: string, expected: readonly string[]])[] = [
  ["Id eq 'pester' and IsLatestVersion eq true", ['5.7.1']],
  ["IsAbsoluteLatestVersion eq true and Id eq 'Pester'", ['6.0.0-alpha5']],
  ["Id eq 'Pester' and NormalizedVersion eq '5.6.1'", ['5.6.1']],
  [
    "NormalizedVersion ge '5.0.0' and NormalizedVersion lt '6.0.0' and IsPrerelease eq false",
    ['5.6.1', '5.7.1', '5.7.2'],
  ],
  // As text, so a version that is not 10 or above it comes after '10.0.0'.
  ["NormalizedVersion gt '10.0.0' and NormalizedVersion le '5.6.1'", ['4.10.1', '5.6.1']],
  ["substringof('PSScript', Tags) eq true", []],
  ["substringof('PSModule', Tags) eq true and not (IsPrerelease eq true or startswith(Version,'5'))", ['4.10.1']],
  ['IsLatestVersion', ['5.7.1']],
]

for (const [filter, expected] of FILTERS) {
  test(`$filter=${filter} leaves ${expected.join(', ') || 'nothing'}`, async t => {
    const { url } = await start(t)
    assert.deepEqual(
      await versionsIn(`${url}/FindPackagesById()?${query({ $filter: filter, id: "'Pester'" })}`),
      expected,
    )
  })
}

for (const filter of ['(IsLatestVersion)', 'Nope eq 1', "Id eq 'x", 'Id eq', "Id eq 'x' Id", 'startswith(Id']) {
  test(`$filter=${filter} is an OData error`, async t => {
    const { url } = await start(t)
    const response = await fetch(`${url}/FindPackagesById()?${query({ $filter: filter, id: "'Pester'" })}`)
    assert.equal(response.status, 400)
    assert.match(await response.text(), /<m:error /)
  })
}

test('options order, skip, limit, count and select', async t => {
  const { url } = await start(t)
  const asked = { id: "'Pester'", $orderby: 'NormalizedVersion desc', $skip: '1', $top: '2', $inlinecount: 'allpages' }
  const text = await (
    await fetch(`${url}/FindPackagesById()?${query({ ...asked, $select: 'Version,Published' })}`)
  ).text()
  assert.match(text, /<feed [^>]*>\s*<m:count>5<\/m:count>/)
  assert.deepEqual(
    [...text.matchAll(/<d:(\w+)/g)].map(([, name]) => name),
    ['Version', 'Published', 'Version', 'Published'],
  )
  assert.deepEqual(await versionsIn(`${url}/FindPackagesById()?${query(asked)}`), ['5.7.2', '5.7.1'])
  assert.equal(await (await fetch(`${url}/FindPackagesById()/$count?id='Pester'`)).text(), '5')
  assert.deepEqual(await versionsIn(`${url}/Packages()?$top=1`), ['5.1.1'])
  assert.equal((await fetch(`${url}/Packages()?$top=x`)).status, 400)
  assert.equal((await fetch(`${url}/Packages()?$orderby=Nope`)).status, 400)
})

test('pages have 100 entries and a next link, which ends after the last', async t => {
  const { url } = await start(t, { packages: many(250) })
  const sizes: number[] = []
  const seen = new Set<string>()
  let next: string | undefined = `${url}/FindPackagesById()?id='Many'&$select=Version&semVerLevel=2.0.0`
  while (next !== undefined) {
    const text: string = await (await fetch(next)).text()
    const versions = [...text.matchAll(/<d:Version>(.*?)</g)].map(([, version = '']) => version)
    sizes.push(versions.length)
    for (const version of versions) seen.add(version)
    next = /<link rel="next" href="([^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    if (sizes.length === 1)
      assert.equal(next, `${url}/FindPackagesById()?id=%27Many%27&$select=Version&$skip=100&semVerLevel=2.0.0`)
  }
  assert.deepEqual(sizes, [100, 100, 50])
  assert.equal(seen.size, 250)
  assert.equal((await versionsIn(`${url}/FindPackagesById()?id='Many'&$select=Version&$top=6000`)).length, 100)
})

test('exactly 100 versions are one page without a next link', async t => {
  const { url } = await start(t, { packages: many(100) })
  assert.doesNotMatch(await (await fetch(`${url}/FindPackagesById()?id='Many'&$select=Version`)).text(), /rel="next"/)
})

test('SemVer 2 versions are shown to clients that say they can read them', async t => {
  const { url } = await start(t, { packages: [{ id: 'New', version: '1.0.0-rc.1' }] })
  assert.deepEqual(await versionsIn(`${url}/FindPackagesById()?id='New'`), [])
  assert.deepEqual(await versionsIn(`${url}/FindPackagesById()?id='New'&semVerLevel=2.0.0`), ['1.0.0-rc.1'])
})

test('the search finds nothing', async t => {
  const { url } = await start(t)
  assert.deepEqual(await versionsIn(`${url}/Search()?searchTerm='Pester'&$filter=IsLatestVersion`), [])
  assert.equal(await (await fetch(`${url}/Search()/$count`)).text(), '0')
})

const DOWNLOADS = [
  { path: 'Pester/5.7.1', status: 302, location: 'http://cdn.example/pester.5.7.1.nupkg' },
  { path: 'Pester', status: 302, location: 'http://cdn.example/pester.5.7.1.nupkg' },
  {
    path: 'xDSCResourceDesigner/1.13.0.0',
    status: 302,
    location: 'http://cdn.example/xdscresourcedesigner.1.13.0.nupkg',
  },
  { path: 'Pester/9.9.9', status: 302, location: 'http://cdn.example/pester.9.9.9.nupkg' },
  { path: 'Nope', status: 404, text: /^A package with ID 'Nope' and version '' does not exist\.$/ },
  { path: 'Pester/x', status: 400, text: /^The package version is not a valid semantic version$/ },
  { path: '..%20/1.0', status: 400, text: /^The format of the package id is invalid$/ },
] as const

for (const { path, status, ...expected } of DOWNLOADS) {
  test(`/package/${path} is ${status} and does not look at the CDN`, async t => {
    const { url } = await start(t, { cdn: 'http://cdn.example/{id}.{version}.nupkg' })
    const response = await fetch(`${url}/package/${path}`, { redirect: 'manual' })
    assert.equal(response.status, status)
    if ('location' in expected) assert.equal(response.headers.get('location'), expected.location)
    else assert.match(await response.text(), expected.text)
  })
}

test('without a CDN the packages are served here', async t => {
  const { url } = await start(t)
  const spec = smallSet().find(({ id }) => id === 'powershell-yaml')
  assert.ok(spec)
  const response = await fetch(`${url}/package/powershell-yaml/0.4.12`)
  assert.deepEqual(Buffer.from(await response.bytes()), (await pack(spec)).bytes)
  assert.equal((await fetch(`${url}/package/powershell-yaml/9.9.9`)).status, 404)
})

test('the service document and the metadata name the one collection', async t => {
  const { url } = await start(t)
  assert.match(await (await fetch(`${url}/`)).text(), /<collection href="Packages">/)
  assert.match(await (await fetch(`${url}/$metadata`)).text(), /<EntityType Name="V2FeedPackage" m:HasStream="true">/)
})
