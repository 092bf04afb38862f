import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { type PackageSpec, type Packed, type PackOptions, pack } from './pack.ts'
import { azSet, graphSet, smallSet } from './sets.ts'

const SPEC: PackageSpec = {
  id: 'Contoso.Tools',
  version: '5.0.0.0-beta1',
  dependencies: { Any: '', Least: '1.2', Exact: '[2.0.0-rc1]', Both: '[1.0,2.0]', Most: '(,3.0]', Below: '[1.0,2.0)' },
  externalDependencies: ['ActiveDirectory'],
  files: { 'en-US/about_Tools.help.txt': 'TOPIC' },
  size: 200_000,
}
/** The psmdcp and the parts beside it say how a package was packed, not what is in it. */
const PACKAGING = /^(?:_rels\/|package\/|\[Content_Types\])/

async function unzip(packed: Packed): Promise<ReadonlyMap<string, Buffer>> {
  const reader = new ZipReader(new Uint8ArrayReader(packed.bytes))
  const files = new Map<string, Buffer>()
  for (const entry of await reader.getEntries()) {
    if (!entry.directory) files.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter())))
  }
  return files
}

async function contentOf(options: PackOptions): Promise<Readonly<Record<string, string>>> {
  const files = [...(await unzip(await pack(SPEC, options)))].filter(([path]) => !PACKAGING.test(path))
  return Object.fromEntries(files.sort().map(([path, bytes]) => [path, bytes.toString('base64')]))
}

test('a package has the same bytes in another process with another time zone', async () => {
  const script = `const { pack } = await import('./pack.ts'); console.log((await pack(${JSON.stringify(SPEC)})).sha256)`
  const elsewhere = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, TZ: 'Pacific/Auckland' },
    encoding: 'utf8',
  })
  assert.equal(elsewhere.trim(), (await pack(SPEC)).sha256)
})

test('a spec is packed once', () => {
  assert.equal(pack(SPEC), pack(SPEC))
  assert.notEqual(pack(SPEC), pack(SPEC, { repacked: true }))
})

test('the announced digests are those of the bytes and the file name is normalised', async () => {
  const { bytes, sha512, sha256, fileName } = await pack(SPEC)
  assert.equal(sha512, createHash('sha512').update(bytes).digest('base64'))
  assert.equal(sha256, createHash('sha256').update(bytes).digest('hex'))
  assert.equal(fileName, 'Contoso.Tools.5.0.0-beta1.nupkg')
  assert.ok(Math.abs(bytes.length - 200_000) < 20_000, `${bytes.length} bytes`)
})

test('a repacked package differs in its bytes and not in its content', async () => {
  assert.notEqual((await pack(SPEC, { repacked: true })).sha256, (await pack(SPEC)).sha256)
  assert.deepEqual(await contentOf({ repacked: true }), await contentOf({}))
  const properties = async (options: PackOptions): Promise<string | undefined> =>
    [...(await unzip(await pack(SPEC, options))).keys()].find(path => path.endsWith('.psmdcp'))
  assert.notEqual(await properties({ repacked: true }), await properties({}))
})

test('another build differs in a line of the module and nowhere else', async () => {
  const [one, other] = [await contentOf({}), await contentOf({ otherBuild: true })]
  const different = Object.keys(one).filter(path => one[path] !== other[path])
  assert.deepEqual(Object.keys(one), Object.keys(other))
  assert.deepEqual(different, ['Contoso.Tools.psm1'])
})

test('the nuspec states the ranges as given and the manifest as a manifest can', async () => {
  const files = await unzip(await pack(SPEC))
  const nuspec = files.get('Contoso.Tools.nuspec')?.toString('utf8') ?? ''
  assert.deepEqual(
    [...nuspec.matchAll(/<dependency .*\/>/g)].map(([element]) => element),
    [
      '<dependency id="Any" />',
      '<dependency id="Least" version="1.2" />',
      '<dependency id="Exact" version="[2.0.0-rc1]" />',
      '<dependency id="Both" version="[1.0,2.0]" />',
      '<dependency id="Most" version="(,3.0]" />',
      '<dependency id="Below" version="[1.0,2.0)" />',
    ],
  )
  const manifest = files.get('Contoso.Tools.psd1')?.toString('utf8') ?? ''
  assert.match(manifest, /ModuleVersion = '5\.0\.0\.0'\r\n/)
  assert.match(manifest, /Prerelease = 'beta1'\r\n/)
  assert.match(manifest, /ExternalModuleDependencies = @\('ActiveDirectory'\)/)
  assert.deepEqual(/RequiredModules = @\(([^)]*)\)/.exec(manifest)?.[1]?.split(/,\s+/), [
    "'Any'",
    "@{ModuleName = 'Least'; ModuleVersion = '1.2'; }",
    "@{ModuleName = 'Exact'; RequiredVersion = '2.0.0'; }",
    "@{ModuleName = 'Both'; ModuleVersion = '1.0'; MaximumVersion = '2.0'; }",
    "@{ModuleName = 'Most'; MaximumVersion = '3.0'; }",
    "@{ModuleName = 'Below'; ModuleVersion = '1.0'; }",
    "'ActiveDirectory'",
  ])
})

test('a script is a ps1 with PSScriptInfo and has no manifest', async () => {
  const files = await unzip(
    await pack({ id: 'Do-It', version: '1.0', type: 'script', dependencies: { Pester: '5.0' } }),
  )
  const script = files.get('Do-It.ps1')?.toString('utf8') ?? ''
  assert.match(script, /^<#PSScriptInfo\r\n\r\n\.VERSION 1\.0\r\n/)
  assert.match(script, /#Requires -Module @\{ModuleName = 'Pester'; ModuleVersion = '5\.0'; \}\r\n/)
  assert.equal(files.has('Do-It.psd1'), false)
})

test('a file named like a generated one stands in its place', async () => {
  const files = await unzip(await pack({ id: 'Broken', version: '1.0', files: { 'Broken.psd1': '@{' } }))
  assert.equal(files.get('Broken.psd1')?.toString('utf8'), '@{')
})

test('the manifest can require what the nuspec does not', async () => {
  const spec = { id: 'Late', version: '1.0', dependencies: {}, psd1Dependencies: { Hidden: '[1.0]' } }
  const files = await unzip(await pack(spec))
  assert.doesNotMatch(files.get('Late.nuspec')?.toString('utf8') ?? '', /Hidden/)
  assert.match(files.get('Late.psd1')?.toString('utf8') ?? '', /ModuleName = 'Hidden'; RequiredVersion = '1\.0'/)
})

test('Az has 103 packages of about 110 MB, most of them small and four above 10 MB', () => {
  const sizes = azSet().map(spec => spec.size ?? 0)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const median = sizes.toSorted((a, b) => a - b)[51] ?? 0
  assert.equal(sizes.length, 103)
  assert.ok(total > 104e6 && total < 120e6, `${total} bytes in all`)
  assert.ok(median > 450_000 && median < 550_000, `median ${median}`)
  assert.equal(sizes.filter(size => size > 10e6 && size < 15e6).length, 4)
  assert.equal(azSet({ scale: 0.01 }).find(({ id }) => id === 'Az.Accounts')?.size, 102_019)
})

test('every dependency in the sets can be met within its set', () => {
  for (const set of [azSet(), graphSet(), smallSet()]) {
    const ids = new Set(set.map(spec => spec.id))
    const missing = set.flatMap(spec => Object.keys(spec.dependencies ?? {})).filter(id => !ids.has(id))
    assert.deepEqual(missing, [])
  }
})
