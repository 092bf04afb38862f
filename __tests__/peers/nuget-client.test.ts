import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import { type Packed, pack } from '../gallery/pack.ts'
import { smallSet } from '../gallery/sets.ts'
import { createShelf } from '../gallery/shelf.ts'
import { startJob } from '../helpers/run-action.ts'
import { emptyWorkplace } from './dotnet.ts'
import { needs, run } from './peer.ts'

/** Versions of four parts, with a fourth zero that nobody says and with a label, and two with dependencies. */
const WANTED = [
  'PSWindowsUpdate@2.2.1.5',
  'xDSCResourceDesigner@1.13.0',
  'Pester@6.0.0-alpha5',
  'PSModuleDevelopment@2.2.12.206',
  'PowerShellGet@2.2.5',
]
const NEEDED = ['PSFramework@1.12.346', 'String@1.1.3', 'PackageManagement@1.4.8.1']

interface Feed {
  readonly name: string
  readonly addressOf: (gallery: Gallery, t: TestContext) => string | Promise<string>
}

const FEEDS: readonly Feed[] = [
  { name: 'the v2 feed of the emulator', addressOf: gallery => gallery.psgallery.url },
  { name: 'the v3 feed of the emulator', addressOf: gallery => gallery.pwshGallery.url },
  { name: 'the folder that the action made', addressOf: restoreByAction },
]

async function restoreByAction(gallery: Gallery, t: TestContext): Promise<string> {
  const job = await startJob()
  t.after(() => job[Symbol.asyncDispose]())
  const restored = await job.run({ modules: WANTED.join('\n'), sources: gallery.sources })
  assert.equal(restored.code, 0, restored.log)
  return restored.outputs['repository-path'] ?? ''
}

async function openFeed(t: TestContext, { addressOf }: Feed): Promise<string> {
  const gallery = await startGallery({ packages: smallSet() })
  t.after(() => gallery[Symbol.asyncDispose]())
  return addressOf(gallery, t)
}

interface Expected {
  readonly id: string
  /** Normalised. */
  readonly version: string
  readonly packed: Packed
}

/** What the publisher packed: these bytes, and no others, must have arrived. */
async function published(names: readonly string[]): Promise<readonly Expected[]> {
  const shelf = createShelf(smallSet())
  return Promise.all(
    names.map(async name => {
      const [id = '', version = ''] = name.split('@')
      const item = shelf.find(id, version)
      assert.ok(item, name)
      return { id, version, packed: await pack(item.spec) }
    }),
  )
}

for (const feed of FEEDS) {
  test(`The NuGet client downloads from ${feed.name}: identity, hash and every byte.`, needs('dotnet'), async t => {
    const address = await openFeed(t, feed)
    const place = await emptyWorkplace(t)
    const output = path.join(place.cwd, 'downloaded')
    const options = ['--prerelease', '--source', address, '--output', output, '--allow-insecure-connections']
    await run('dotnet', ['package', 'download', ...WANTED, ...options], place)

    for (const { id, version, packed } of await published(WANTED)) {
      const [name, number] = [id.toLowerCase(), version.toLowerCase()]
      const folder = path.join(output, name, number)
      assert.deepEqual(await readFile(path.join(folder, `${name}.${number}.nupkg`)), packed.bytes, id)
      const { contentHash } = JSON.parse(await readFile(path.join(folder, '.nupkg.metadata'), 'utf8'))
      assert.equal(contentHash, packed.sha512, id)
      assert.match(await readFile(path.join(folder, `${id}.psd1`), 'utf8'), /^ModuleVersion = /m)
    }
  })

  test(
    `The NuGet client resolves dependencies in ${feed.name} and comes to the same graph.`,
    needs('dotnet'),
    async t => {
      const address = await openFeed(t, feed)
      const place = await emptyWorkplace(t)
      const sdk = (await run('dotnet', ['--version'], place)).toString()
      await writeFile(path.join(place.cwd, 'modules.csproj'), projectThatNeeds(WANTED, Number.parseInt(sdk, 10)))
      await writeFile(path.join(place.cwd, 'nuget.config'), configWith(address))
      await run('dotnet', ['restore'], place)

      const lock = JSON.parse(await readFile(path.join(place.cwd, 'packages.lock.json'), 'utf8'))
      const [graph = {}] = Object.values<Record<string, { resolved: string; contentHash: string }>>(lock.dependencies)
      const resolved = Object.entries(graph).map(([id, entry]) => [id, entry.resolved, entry.contentHash])
      const expected = await published([...WANTED, ...NEEDED])
      assert.deepEqual(resolved.sort(), expected.map(({ id, version, packed }) => [id, version, packed.sha512]).sort())
    },
  )
}

test('The NuGet client follows the next link of the v2 feed to the last of 120 versions.', needs('dotnet'), async t => {
  const packages = Array.from({ length: 120 }, (_, n) => ({ id: 'Many', version: `1.0.${n}` }))
  const gallery = await startGallery({ packages })
  t.after(() => gallery[Symbol.asyncDispose]())
  const { url, log } = gallery.psgallery
  const place = await emptyWorkplace(t)
  const options = ['--source', url, '--output', place.cwd, '--allow-insecure-connections']
  await run('dotnet', ['package', 'download', 'Many@1.0.119', ...options], place)
  assert.ok(log.some(request => request.path.includes('$skip=100')))
  assert.ok(log.some(request => request.path.endsWith('/package/Many/1.0.119')))
})

/** A project is the only thing for which this client resolves dependencies; it needs nothing but the modules. */
function projectThatNeeds(names: readonly string[], framework: number): string {
  const references = names.map(name => {
    const [id, version] = name.split('@')
    return `    <PackageReference Include="${id}" Version="[${version}]" />\n`
  })
  return `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net${framework}.0</TargetFramework>
    <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
    <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
  </PropertyGroup>
  <ItemGroup>
${references.join('')}  </ItemGroup>
</Project>
`
}

function configWith(address: string): string {
  const version = address.endsWith('/index.json') ? 3 : 2
  const source = `<add key="feed" value="${address}" protocolVersion="${version}" allowInsecureConnections="true" />`
  return `<configuration><packageSources><clear />${source}</packageSources></configuration>\n`
}
