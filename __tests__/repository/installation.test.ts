import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { formatIdentity } from '../../src/package/identity.ts'
import { inspectHere } from '../../src/package/inspect.ts'
import { type VerifiedPackage, verifyPackage } from '../../src/package/verify.ts'
import {
  type Installation,
  type Installed,
  type InstallFolders,
  openInstallation,
} from '../../src/repository/installation.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { createFolder } from '../helpers/ask.ts'
import { commit } from '../helpers/commit.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { treeIn } from '../helpers/tree.ts'
import { verifiedPackage } from '../helpers/verified-package.ts'
import { version } from '../helpers/versions.ts'
import { rawZip } from '../package/raw-zip.ts'

const PESTER: PackageSpec = { id: 'Pester', version: '5.7.1' }
const PESTER_4: PackageSpec = { id: 'Pester', version: '4.10.1' }
const GET_ONE: PackageSpec = { id: 'Get-One', version: '1.0.0', type: 'script' }
const GET_ONE_2: PackageSpec = { id: 'Get-One', version: '2.0.0', type: 'script' }

/** Folders in a home of the test's own, and what belongs there. */
interface Home extends InstallFolders {
  readonly home: string
}

async function newHome(t: TestContext): Promise<Home> {
  const home = await createFolder(t)
  return { home, modules: path.join(home, 'm'), scripts: path.join(home, 's') }
}

async function stage({ expanding }: Installation, specs: readonly PackageSpec[]): Promise<readonly VerifiedPackage[]> {
  return Promise.all(specs.map(spec => verifiedPackage(spec, expanding, expanding)))
}

/** A whole restore as the folders see it. */
async function install(folders: InstallFolders, ...specs: readonly PackageSpec[]): Promise<Installed> {
  const installation = unwrap(await openInstallation(folders))
  const packages = await stage(installation, specs)
  return unwrap(await commit(installation.prepare(packages)))
}

/** Each place in a line: where it is relative to the home, or what PowerShell finds in its stead. */
function placesOf({ places }: Installed, home: string): readonly string[] {
  return places.map(({ path: at, shadowedBy }) => {
    if (shadowedBy) return `shadowed by ${formatIdentity(shadowedBy)}`
    return at === undefined ? 'nowhere' : path.relative(home, at).replaceAll(path.sep, '/')
  })
}

/** Files alone. */
async function filesIn(folder: string): Promise<readonly string[]> {
  return Object.entries(await treeIn(folder))
    .flatMap(([name, text]) => (text === undefined ? [] : [name]))
    .sort()
}

test('Modules go into the module path and scripts into their folder; each is told its place.', async t => {
  const { home, ...folders } = await newHome(t)
  const installed = await install(folders, GET_ONE, PESTER, PESTER_4)
  assert.deepEqual(placesOf(installed, home), ['s/Get-One.ps1', 'm/Pester/5.7.1', 'm/Pester/4.10.1'])
  assert.equal(installed.modulesPath, folders.modules)
  assert.equal(installed.scriptsPath, folders.scripts)
  assert.deepEqual(await filesIn(home), [
    '.m.psmr.json',
    '.s.psmr.json',
    'm/Pester/4.10.1/Pester.psd1',
    'm/Pester/4.10.1/Pester.psm1',
    'm/Pester/5.7.1/Pester.psd1',
    'm/Pester/5.7.1/Pester.psm1',
    's/Get-One.ps1',
  ])
})

test('Without scripts there is no folder for them, and none is named.', async t => {
  const { home, ...folders } = await newHome(t)
  const installed = await install(folders, PESTER)
  assert.equal(installed.scriptsPath, undefined)
  assert.ok(!(await filesIn(home)).some(name => name.includes('.s.')))
  assert.ok(!('s' in (await treeIn(home))))
})

test('A folder of scripts that an earlier restore filled is emptied, and not named.', async t => {
  const { home, ...folders } = await newHome(t)
  await install(folders, GET_ONE, PESTER)
  assert.equal((await install(folders, PESTER)).scriptsPath, undefined)
  assert.ok(!(await filesIn(home)).includes('s/Get-One.ps1'))
})

test('A folder of scripts that is not ours stays as it is as long as there are no scripts.', async t => {
  const { home, ...folders } = await newHome(t)
  await writeFiles(folders.scripts, { 'theirs.txt': 'theirs' })
  await install(folders, PESTER)
  assert.equal((await treeIn(home))['s/theirs.txt'], 'theirs')
})

const SHADOWING: readonly (readonly [what: string, specs: readonly PackageSpec[], places: readonly string[]])[] = [
  [
    'a stable version shadows the prerelease of the same numbers',
    [
      { id: 'Foo', version: '1.2.0-beta1' },
      { id: 'Foo', version: '1.2.0' },
    ],
    ['shadowed by Foo 1.2.0', 'm/Foo/1.2.0'],
  ],
  [
    'the later of two prereleases shadows the earlier, whatever their order',
    [
      { id: 'Foo', version: '1.2.0-rc2' },
      { id: 'Foo', version: '1.2.0-beta10' },
      { id: 'Foo', version: '1.2.0-rc1' },
    ],
    ['m/Foo/1.2.0', 'shadowed by Foo 1.2.0-rc2', 'shadowed by Foo 1.2.0-rc2'],
  ],
  [
    'a prerelease of other numbers has a place of its own',
    [
      { id: 'Foo', version: '1.2.0' },
      { id: 'Foo', version: '1.3.0-beta1' },
    ],
    ['m/Foo/1.2.0', 'm/Foo/1.3.0'],
  ],
  [
    'of two versions of a script the higher is there',
    [GET_ONE, GET_ONE_2, PESTER],
    ['shadowed by Get-One 2.0.0', 's/Get-One.ps1', 'm/Pester/5.7.1'],
  ],
  [
    'two packages whose manifests state one version are one module',
    [
      { id: 'Foo', version: '1.0.1', files: { 'Foo.psd1': "@{ ModuleVersion = '1.0' }" } },
      { id: 'Foo', version: '1.0.2', files: { 'Foo.psd1': "@{ ModuleVersion = '1.0' }" } },
    ],
    ['shadowed by Foo 1.0.2', 'm/Foo/1.0'],
  ],
]

for (const [what, specs, places] of SHADOWING) {
  test(`Of packages for one place the highest is there: ${what}.`, async t => {
    const { home, ...folders } = await newHome(t)
    assert.deepEqual(placesOf(await install(folders, ...specs), home), places)
    // The same once more, and in any order.
    assert.deepEqual(placesOf(await install(folders, ...specs.toReversed()), home), places.toReversed())
    const versionFolders = Object.keys(await treeIn(folders.modules)).filter(name => name.split('/').length === 2)
    assert.deepEqual(
      versionFolders.map(name => `m/${name}`).sort(),
      places.filter(place => place.startsWith('m/')).toSorted(),
    )
  })
}

test('The content of the place is that of the highest, and changes with it.', async t => {
  const { home, ...folders } = await newHome(t)
  const beta: PackageSpec = { id: 'Foo', version: '1.2.0-beta1', files: { 'which.txt': 'beta' } }
  const stable: PackageSpec = { id: 'Foo', version: '1.2.0', files: { 'which.txt': 'stable' } }
  await install(folders, beta)
  assert.equal((await treeIn(home))['m/Foo/1.2.0/which.txt'], 'beta')
  await install(folders, beta, stable)
  assert.equal((await treeIn(home))['m/Foo/1.2.0/which.txt'], 'stable')
  await install(folders, beta)
  assert.equal((await treeIn(home))['m/Foo/1.2.0/which.txt'], 'beta')
})

/** A package that no packer of PowerShell makes: these files beside its nuspec. */
async function stageOdd(
  { expanding }: Installation,
  id: string,
  text: string,
  files: Readonly<Record<string, string>>,
): Promise<VerifiedPackage> {
  const tags = id.startsWith('Get-') ? '<tags>PSScript</tags>' : ''
  const nuspec = `<package><metadata><id>${id}</id><version>${text}</version>${tags}</metadata></package>`
  const bytes = rawZip(
    Object.entries({ [`${id}.nuspec`]: nuspec, ...files }).map(([name, content]) => ({ name, content })),
  )
  const file = path.join(expanding, `${id} ${text}.nupkg`)
  await writeFile(file, bytes)
  const received = { path: file, size: bytes.length, origin: undefined, digests: [] }
  const expected = { identity: { id, version: version(text) } }
  return unwrap(await verifyPackage(received, expected, inspectHere, path.join(expanding, `${id} ${text}`)))
}

test('A script package without its script has no place, and others have theirs.', async t => {
  const { home, ...folders } = await newHome(t)
  const installation = unwrap(await openInstallation(folders))
  const packages = [
    await stageOdd(installation, 'Get-Nothing', '1.0.0', {}),
    ...(await stage(installation, [GET_ONE])),
    await stageOdd(installation, 'Get-Naught', '1.0.0', {}),
  ]
  const installed = unwrap(await commit(installation.prepare(packages)))
  assert.deepEqual(placesOf(installed, home), ['nowhere', 's/Get-One.ps1', 'nowhere'])
  assert.deepEqual(await treeIn(folders.modules), {})
})

test('A script that writes its name with a letter that is only K in lower case is no obstacle to later restores.', async t => {
  const { home, ...folders } = await newHome(t)
  const installation = unwrap(await openInstallation(folders))
  // The sign of Kelvin, whose lower case is that of K.
  unwrap(
    await commit(installation.prepare([await stageOdd(installation, 'Get-Kit', '1.0.0', { 'Get-\u212ait.ps1': 'x' })])),
  )
  await install(folders, GET_ONE)
  assert.deepEqual(await filesIn(folders.scripts), ['Get-One.ps1'])
})

test('Only the script itself is put onto PATH, and nothing else of its package.', async t => {
  const { ...folders } = await newHome(t)
  await install(folders, { ...GET_ONE, files: { 'readme.md': 'x', 'lib/other.ps1': 'x' } })
  assert.deepEqual(await filesIn(folders.scripts), ['Get-One.ps1'])
})

test('Two versions without a manifest are one module, the higher.', async t => {
  const { home, ...folders } = await newHome(t)
  const installation = unwrap(await openInstallation(folders))
  const packages = [
    await stageOdd(installation, 'Kit', '1.0.0', { 'Kit.psm1': "'one'" }),
    await stageOdd(installation, 'Kit', '2.0.0', { 'Kit.psm1': "'two'" }),
  ]
  assert.deepEqual(placesOf(unwrap(await commit(installation.prepare(packages))), home), [
    'shadowed by Kit 2.0.0',
    'm/Kit',
  ])
  assert.deepEqual(await treeIn(folders.modules), { Kit: undefined, 'Kit/Kit.psm1': "'two'" })
})

test('A version without a manifest gives way to one with a manifest: PowerShell looks at it only where there is no other.', async t => {
  const { home, ...folders } = await newHome(t)
  for (let round = 0; round < 2; round += 1) {
    const installation = unwrap(await openInstallation(folders))
    const packages = [
      await stageOdd(installation, 'Kit', '1.0.0', { 'Kit.psd1': "@{ ModuleVersion = '1.0.0' }" }),
      await stageOdd(installation, 'Kit', '2.0.0', { 'Kit.psm1': "'two'" }),
    ]
    assert.deepEqual(placesOf(unwrap(await commit(installation.prepare(packages))), home), [
      'm/Kit/1.0.0',
      'shadowed by Kit 1.0.0',
    ])
    assert.deepEqual(await filesIn(folders.modules), ['Kit/1.0.0/Kit.psd1'])
  }
})

test('A foreign module in the way is named before anything is changed.', async t => {
  const { home, ...folders } = await newHome(t)
  await install(folders, GET_ONE, PESTER_4)
  await writeFiles(folders.modules, { 'Pester/9.9.9/Pester.psd1': 'theirs' })
  const before = await treeIn(home)
  const installation = unwrap(await openInstallation(folders))
  const problem = errorOf(await installation.prepare(await stage(installation, [GET_ONE_2, PESTER])))
  assert.equal(problem.sentence, `The folder ${folders.modules} holds Pester/9.9.9, which no restore put there.`)
  assert.deepEqual(await treeIn(home), before)
})

test('A folder of scripts that holds something else is named, and the module path is as it was found.', async t => {
  const { home, ...folders } = await newHome(t)
  await install(folders, PESTER_4)
  await writeFiles(folders.scripts, { 'theirs.txt': 'theirs' })
  const before = await treeIn(home)
  const installation = unwrap(await openInstallation(folders))
  const packages = await stage(installation, [GET_ONE, PESTER])
  const problem = errorOf(await commit(installation.prepare(packages)))
  assert.equal(problem.sentence, `The folder ${folders.scripts} holds "theirs.txt", which no restore put there.`)
  await installation.abandon()
  assert.deepEqual(await treeIn(home), before)
})

test('Given up, it leaves everything as it was found, also where nothing was.', async t => {
  const { home, ...folders } = await newHome(t)
  for (const specs of [[], [GET_ONE, PESTER_4]]) {
    if (specs.length > 0) await install(folders, ...specs)
    const before = await treeIn(home)
    const installation = unwrap(await openInstallation(folders))
    await stage(installation, [GET_ONE_2, PESTER])
    await installation.abandon()
    assert.deepEqual(await treeIn(home), before)
  }
})
