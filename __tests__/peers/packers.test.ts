import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { type PackageContents, readNupkg } from '../../src/package/nupkg.ts'
import { normalise } from '../../src/version/nuget-version.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { emptyWorkplace } from './dotnet.ts'
import { needs, run, temporaryFolder } from './peer.ts'

const NUSPEC = `<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>Contoso.Tools</id>
    <version>1.2.0.4-beta1</version>
    <authors>Contoso</authors>
    <description>Tools of Contoso</description>
    <tags>PSModule PSEdition_Core</tags>
    <dependencies>
      <dependency id="Pester" version="[5.7.1]" />
      <dependency id="PSFramework" version="1.12.346" />
    </dependencies>
  </metadata>
  <files>
    <file src="**" exclude="*.nuspec" />
  </files>
</package>
`

const MANIFEST = `@{
  RootModule = 'Contoso.Tools.psm1'
  ModuleVersion = '1.2.0.4'
  GUID = '0f7b0dd0-9d1c-4f0e-9a53-6a1e6c1f5a11'
  RequiredModules = @(@{ ModuleName = 'Pester'; RequiredVersion = '5.7.1' }, 'Microsoft.PowerShell.Utility')
  PrivateData = @{ PSData = @{ Prerelease = 'beta1'; ExternalModuleDependencies = @('Microsoft.PowerShell.Utility') } }
}
`

/** A module as its author has it: folders, an empty file, and names that packers encode or mark as they like. */
const FILES: Readonly<Record<string, string>> = {
  'Contoso.Tools.nuspec': NUSPEC,
  'Contoso.Tools.psd1': MANIFEST,
  'Contoso.Tools.psm1': "function Get-Tool { 'tool' }\n",
  'empty.txt': '',
  'en-US/about_Contoso Tools.help.txt': 'TOPIC\n',
  'lib/net8.0/Ünïcode (1) + 100%.dll': 'binary\n'.repeat(20_000),
}

/** Each packs that module into a file and tells where it is. */
const PACKERS: readonly {
  readonly name: string
  readonly program: string
  readonly pack: (t: TestContext) => Promise<string>
}[] = [
  { name: 'dotnet pack', program: 'dotnet', pack: packByDotnet },
  { name: 'zip -r', program: 'zip', pack: t => packByZip(t, 'whole.nupkg') },
  { name: 'zip -r into a pipe', program: 'zip', pack: t => packByZip(t, '-') },
]

async function writeModule(folder: string): Promise<string> {
  for (const [name, content] of Object.entries(FILES)) {
    const file = path.join(folder, 'module', name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
  }
  return path.join(folder, 'module')
}

async function packByDotnet(t: TestContext): Promise<string> {
  const place = await emptyWorkplace(t)
  const module = await writeModule(place.cwd)
  const output = path.join(place.cwd, 'packed')
  await run('dotnet', ['pack', path.join(module, 'Contoso.Tools.nuspec'), '--output', output], place)
  const [name = ''] = await readdir(output)
  return path.join(output, name)
}

/** Into a file it knows sizes beforehand; into a pipe it states them behind the data. */
async function packByZip(t: TestContext, target: string): Promise<string> {
  const folder = await temporaryFolder(t)
  const file = path.join(folder, 'packed.nupkg')
  const piped = target === '-'
  const output = await run('zip', ['-q', '-r', piped ? '-' : file, '.'], { cwd: await writeModule(folder) })
  if (piped) await writeFile(file, output)
  return file
}

for (const { name, program, pack } of PACKERS) {
  test(`What ${name} writes is read whole.`, needs(program), async t => {
    const read = await readNupkg(await pack(t))
    assert.ok(read.ok, read.ok ? undefined : read.error)
    assert.deepEqual(facts(read.value), {
      id: 'Contoso.Tools',
      version: '1.2.0.4-beta1',
      type: 'module',
      guid: '0f7b0dd0-9d1c-4f0e-9a53-6a1e6c1f5a11',
      dependencies: ['Pester [5.7.1]', 'PSFramework [1.12.346, )'],
      requiredModules: ['Pester [5.7.1]', 'Microsoft.PowerShell.Utility ( , )'],
      externalModules: ['Microsoft.PowerShell.Utility'],
      signed: false,
      notes: [],
    })
  })
}

function facts(contents: PackageContents): object {
  const { identity, type, guid, dependencies, requiredModules, externalModules, signed, notes } = contents
  const text = (each: (typeof dependencies)[number]): string => `${each.id} ${formatRange(each.range)}`
  return {
    id: identity.id,
    version: normalise(identity.version),
    type,
    guid,
    dependencies: dependencies.map(text),
    requiredModules: requiredModules.map(text),
    externalModules,
    signed,
    notes,
  }
}

test('A module has the same content digest whoever packed it.', needs('dotnet', 'zip'), async t => {
  const digests = await Promise.all(
    PACKERS.map(async ({ pack }) => {
      const read = await readNupkg(await pack(t))
      assert.ok(read.ok, read.ok ? undefined : read.error)
      return read.value.contentDigest
    }),
  )
  assert.equal(new Set(digests).size, 1, digests.join('\n'))
})
