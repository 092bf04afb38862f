import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { stagingName } from '../../src/files/staging.ts'
import type { VerifiedPackage } from '../../src/package/verify.ts'
import { type HandedOn, type Handover, type HandoverFolders, openHandover } from '../../src/repository/handover.ts'
import type { InstallFolders } from '../../src/repository/installation.ts'
import { openLocalRepository } from '../../src/repository/local-repository.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { smallSet } from '../gallery/sets.ts'
import { createFolder } from '../helpers/ask.ts'
import { commit } from '../helpers/commit.ts'
import { deadProcess } from '../helpers/dead-process.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { treeIn } from '../helpers/tree.ts'
import { verifiedPackage } from '../helpers/verified-package.ts'

const PESTER: PackageSpec = { id: 'Pester', version: '5.7.1' }
const PESTER_4: PackageSpec = { id: 'Pester', version: '4.10.1' }
const SCRIPT: PackageSpec = { id: 'Get-One', version: '1.0.0', type: 'script' }
/** A name that ends in another, which PSResourceGet takes for it: they may not lie in one folder. */
const COMMON: PackageSpec = { id: 'Common', version: '1.0.0' }
const YAML: PackageSpec = { id: 'yaml', version: '1.0.0', dependencies: { Common: '[1.0.0]' } }
const POWERSHELL_YAML: PackageSpec = { id: 'powershell-yaml', version: '2.0.0', dependencies: { Common: '[1.0.0]' } }
const MY_POWERSHELL_YAML: PackageSpec = { id: 'my-powershell-yaml', version: '3.0.0' }

interface Home {
  readonly home: string
  readonly folders: HandoverFolders & { readonly install: InstallFolders }
}

async function newHome(t: TestContext): Promise<Home> {
  const home = await createFolder(t)
  const install = { modules: path.join(home, 'm'), scripts: path.join(home, 's') }
  return { home, folders: { repository: path.join(home, 'packages'), install } }
}

async function stage(
  { staging, expanding }: Handover,
  specs: readonly PackageSpec[],
): Promise<readonly VerifiedPackage[]> {
  return Promise.all(specs.map(spec => verifiedPackage(spec, staging, expanding)))
}

/** A whole restore as the folders see it. */
async function handOn(folders: HandoverFolders, ...specs: readonly PackageSpec[]): Promise<HandedOn> {
  const handover = unwrap(await openHandover(folders))
  return unwrap(await handover.commit(await stage(handover, specs)))
}

/** Packages and module folders, scripts and records: all that a home holds, without what is in modules. */
async function outlineOf(home: string): Promise<readonly string[]> {
  const names = Object.keys(await treeIn(home)).filter(name => {
    const parts = name.split('/')
    return parts.length === (name.startsWith('m/') ? 3 : name.startsWith('.') ? 1 : 2)
  })
  return names.sort()
}

test('Packages, modules and scripts are handed on together, and each package is told where it is.', async t => {
  const { home, folders } = await newHome(t)
  const handedOn = await handOn(folders, SCRIPT, PESTER_4, PESTER)
  assert.deepEqual(handedOn.repositoryPaths, [folders.repository])
  assert.equal(handedOn.modulesPath, folders.install.modules)
  assert.equal(handedOn.scriptsPath, folders.install.scripts)
  assert.deepEqual(
    handedOn.packages.map(({ file, place }) => [file, place?.path ?? ''].map(each => path.relative(home, each))),
    [
      [path.join('packages', 'Get-One.1.0.0.nupkg'), path.join('s', 'Get-One.ps1')],
      [path.join('packages', 'Pester.4.10.1.nupkg'), path.join('m', 'Pester', '4.10.1')],
      [path.join('packages', 'Pester.5.7.1.nupkg'), path.join('m', 'Pester', '5.7.1')],
    ],
  )
  assert.deepEqual(await outlineOf(home), [
    '.m.psmr.json',
    '.packages.psmr.json',
    '.s.psmr.json',
    'm/Pester/4.10.1',
    'm/Pester/5.7.1',
    'packages/Get-One.1.0.0.nupkg',
    'packages/Pester.4.10.1.nupkg',
    'packages/Pester.5.7.1.nupkg',
    's/Get-One.ps1',
  ])
})

test('Where nothing is to be installed there are packages alone.', async t => {
  const { home, folders } = await newHome(t)
  const handover = unwrap(await openHandover({ ...folders, install: undefined }))
  assert.equal(handover.expanding, undefined)
  assert.equal(handover.modulesPath, undefined)
  const handedOn = unwrap(await handover.commit(await stage(handover, [SCRIPT, PESTER])))
  assert.deepEqual([handedOn.modulesPath, handedOn.scriptsPath], [undefined, undefined])
  assert.deepEqual(
    handedOn.packages.map(({ place }) => place),
    [undefined, undefined],
  )
  assert.deepEqual(await outlineOf(home), [
    '.packages.psmr.json',
    'packages/Get-One.1.0.0.nupkg',
    'packages/Pester.5.7.1.nupkg',
  ])
})

test('A later restore makes the folders hold what it has, and no more.', async t => {
  const { home, folders } = await newHome(t)
  await handOn(folders, SCRIPT, PESTER_4, POWERSHELL_YAML, COMMON)
  const handedOn = await handOn(folders, PESTER, COMMON)
  assert.equal(handedOn.scriptsPath, undefined)
  assert.deepEqual(await outlineOf(home), [
    '.m.psmr.json',
    '.packages.psmr.json',
    '.s.psmr.json',
    'm/Common/1.0.0',
    'm/Pester/5.7.1',
    'packages/Common.1.0.0.nupkg',
    'packages/Pester.5.7.1.nupkg',
  ])
})

test('Prerelease and stable version of the same numbers are both among the packages, and one of them is installed.', async t => {
  const { home, folders } = await newHome(t)
  const handedOn = await handOn(folders, { id: 'Foo', version: '1.2.0-beta1' }, { id: 'Foo', version: '1.2.0' })
  assert.deepEqual(
    handedOn.packages.map(({ place }) => [place?.path, place?.shadowedBy?.version.original]),
    [
      [undefined, '1.2.0'],
      [path.join(folders.install.modules, 'Foo', '1.2.0'), undefined],
    ],
  )
  assert.deepEqual(await readdir(path.join(home, 'packages')), ['Foo.1.2.0-beta1.nupkg', 'Foo.1.2.0.nupkg'])
})

test('Names that collide lie in folders of their own, the shorter in the first, each with what it requires.', async t => {
  const { home, folders } = await newHome(t)
  const second = `${folders.repository}-2`
  const handedOn = await handOn(folders, POWERSHELL_YAML, COMMON, YAML)
  assert.deepEqual(handedOn.repositoryPaths, [folders.repository, second])
  assert.deepEqual(
    handedOn.packages.map(({ file }) => path.relative(home, file)),
    [
      path.join('packages-2', 'powershell-yaml.2.0.0.nupkg'),
      path.join('packages', 'Common.1.0.0.nupkg'),
      path.join('packages', 'yaml.1.0.0.nupkg'),
    ],
  )
  assert.deepEqual(await outlineOf(home), [
    '.m.psmr.json',
    '.packages-2.further.psmr.json',
    '.packages.psmr.json',
    'm/Common/1.0.0',
    'm/powershell-yaml/2.0.0',
    'm/yaml/1.0.0',
    'packages-2/Common.1.0.0.nupkg',
    'packages-2/powershell-yaml.2.0.0.nupkg',
    'packages/Common.1.0.0.nupkg',
    'packages/yaml.1.0.0.nupkg',
  ])
})

test('What lies in two folders takes the space of one, and what lies in the second alone is not in the first.', async t => {
  const { folders } = await newHome(t)
  await handOn(folders, POWERSHELL_YAML, COMMON, YAML)
  const in1 = await stat(path.join(folders.repository, 'Common.1.0.0.nupkg'))
  const in2 = await stat(path.join(`${folders.repository}-2`, 'Common.1.0.0.nupkg'))
  const alone = await stat(path.join(`${folders.repository}-2`, 'powershell-yaml.2.0.0.nupkg'))
  assert.deepEqual([in2.ino, in1.nlink, alone.nlink], [in1.ino, 2, 1])
})

test('The same restore once more gives the same folders.', async t => {
  const { home, folders } = await newHome(t)
  await handOn(folders, POWERSHELL_YAML, COMMON, YAML, SCRIPT)
  const before = await treeIn(home)
  await handOn(folders, SCRIPT, YAML, COMMON, POWERSHELL_YAML)
  assert.deepEqual(await treeIn(home), before)
})

test('A restore without a collision takes away the further folders of an earlier one, with their records.', async t => {
  const { home, folders } = await newHome(t)
  const { repositoryPaths } = await handOn(folders, MY_POWERSHELL_YAML, POWERSHELL_YAML, COMMON, YAML)
  assert.equal(repositoryPaths.length, 3)
  assert.equal((await handOn(folders, POWERSHELL_YAML, COMMON, YAML)).repositoryPaths.length, 2)
  assert.deepEqual(
    (await readdir(home)).filter(name => name.includes('packages')),
    ['.packages-2.further.psmr.json', '.packages.psmr.json', 'packages', 'packages-2'],
  )
  await handOn(folders, COMMON, YAML)
  assert.deepEqual(
    (await readdir(home)).filter(name => name.includes('packages')),
    ['.packages.psmr.json', 'packages'],
  )
})

test('A further folder that is needed no more and into which somebody put something stays as it is.', async t => {
  const { home, folders } = await newHome(t)
  await handOn(folders, POWERSHELL_YAML, COMMON, YAML)
  await writeFiles(home, { 'packages-2/theirs.txt': 'theirs' })
  await handOn(folders, COMMON, YAML)
  assert.equal((await treeIn(home))['packages-2/theirs.txt'], 'theirs')
})

test('A folder that only looks like a further one is not ours.', async t => {
  const { home, folders } = await newHome(t)
  await writeFiles(home, { 'packages-2/Pester.5.7.1.nupkg': 'theirs' })
  await handOn(folders, COMMON, YAML)
  assert.equal((await treeIn(home))['packages-2/Pester.5.7.1.nupkg'], 'theirs')
})

/** A restore that must fail with this sentence and leave everything as it was found. */
async function assertRefused({ home, folders }: Home, sentence: string, specs: readonly PackageSpec[]): Promise<void> {
  const before = await treeIn(home)
  const opened = await openHandover(folders)
  const problem = opened.ok ? errorOf(await opened.value.commit(await stage(opened.value, specs))) : opened.error
  assert.equal(problem.sentence, sentence)
  // As a restore does of which anything failed.
  if (opened.ok) await opened.value.abandon()
  assert.deepEqual(await treeIn(home), before)
}

for (const filled of [false, true]) {
  const state = filled ? 'filled before' : 'new'

  test(`A second folder that cannot be used leaves the first as it was: ${state}.`, async t => {
    const place = await newHome(t)
    if (filled) await handOn(place.folders, SCRIPT, PESTER_4)
    await writeFiles(place.home, { 'packages-2/theirs.txt': 'theirs' })
    const sentence = `The folder ${place.folders.repository}-2 holds "theirs.txt", which no restore put there.`
    await assertRefused(place, sentence, [POWERSHELL_YAML, COMMON, YAML])
  })

  test(`A third folder that cannot be used leaves the first two as they were: ${state}.`, async t => {
    const place = await newHome(t)
    if (filled) await handOn(place.folders, SCRIPT, POWERSHELL_YAML, COMMON, YAML)
    await writeFiles(place.home, { 'packages-3': 'theirs' })
    const sentence = `The folder ${place.folders.repository}-3 cannot be used: a file stands where a folder should be (EEXIST).`
    await assertRefused(place, sentence, [MY_POWERSHELL_YAML, POWERSHELL_YAML, COMMON, YAML])
  })

  test(`A module in the way leaves all folders as they were: ${state}.`, async t => {
    const place = await newHome(t)
    if (filled) await handOn(place.folders, SCRIPT, PESTER_4)
    await writeFiles(place.home, { 'm/Pester/9.9.9/Pester.psd1': 'theirs' })
    const sentence = `The folder ${place.folders.install.modules} holds Pester/9.9.9, which no restore put there.`
    await assertRefused(place, sentence, [PESTER, COMMON])
  })

  test(`A folder of scripts that cannot be used leaves all others as they were: ${state}.`, async t => {
    const place = await newHome(t)
    if (filled) await handOn(place.folders, PESTER_4)
    await writeFiles(place.home, { 's/theirs.txt': 'theirs' })
    const sentence = `The folder ${place.folders.install.scripts} holds "theirs.txt", which no restore put there.`
    await assertRefused(place, sentence, [SCRIPT, PESTER])
  })

  test(`A module path that cannot be used leaves the packages as they were: ${state}.`, async t => {
    const place = await newHome(t)
    if (filled) await handOn({ ...place.folders, install: undefined }, PESTER_4)
    await writeFiles(place.home, { m: 'theirs' })
    const sentence = `The folder ${place.folders.install.modules} cannot be used: a file stands where a folder should be (EEXIST).`
    await assertRefused(place, sentence, [PESTER])
  })

  test(`Given up, it leaves everything as it was found: ${state}.`, async t => {
    const { home, folders } = await newHome(t)
    if (filled) await handOn(folders, SCRIPT, POWERSHELL_YAML, COMMON, YAML)
    const before = await treeIn(home)
    const handover = unwrap(await openHandover(folders))
    await stage(handover, [PESTER, COMMON])
    await handover.abandon()
    assert.deepEqual(await treeIn(home), before)
  })
}

test('A file in place of a module leaves the packages as they were.', async t => {
  const place = await newHome(t)
  await handOn(place.folders, COMMON)
  await writeFiles(place.home, { 'm/Pester': 'theirs' })
  const before = await treeIn(place.home)
  const handover = unwrap(await openHandover(place.folders))
  const refused = await handover.commit(await stage(handover, [PESTER]))
  assert.ok(!refused.ok)
  await handover.abandon()
  assert.deepEqual(await treeIn(place.home), before)
})

test('A package that is gone is a problem also where it is wanted in a second folder, and no staging is left.', async t => {
  const { home, folders } = await newHome(t)
  const repository = unwrap(await openLocalRepository(folders.repository))
  const packages = await Promise.all(
    [YAML, POWERSHELL_YAML, MY_POWERSHELL_YAML].map(spec => verifiedPackage(spec, repository.staging)),
  )
  const [, second] = packages
  assert.ok(second)
  await rm(second.path)
  const problem = errorOf(await commit(repository.prepare(packages, [[0], [1], [2]])))
  assert.equal(problem.code, 'FOLDER_UNUSABLE')
  assert.deepEqual(
    Object.keys(await treeIn(home)).filter(name => name.includes('.psmr-')),
    [],
  )
})

test('What a run that was killed left behind is removed from every folder.', async t => {
  const { home, folders } = await newHome(t)
  await handOn(folders, SCRIPT, POWERSHELL_YAML, COMMON, YAML)
  const before = await treeIn(home)
  const left = `${stagingName(await deadProcess())}/x/half`
  await writeFiles(
    home,
    Object.fromEntries(['packages', 'packages-2', 'm', 's'].map(each => [`${each}/${left}`, 'half'])),
  )
  await handOn(folders, SCRIPT, POWERSHELL_YAML, COMMON, YAML)
  assert.deepEqual(await treeIn(home), before)
})

test('Restores of the same set at once all succeed, and leave what one would have left.', async t => {
  const [one, several] = [await newHome(t), await newHome(t)]
  const specs = [...smallSet(), POWERSHELL_YAML, COMMON, YAML]
  await handOn(one.folders, ...specs)
  const handovers = await Promise.all([1, 2, 3].map(async () => unwrap(await openHandover(several.folders))))
  const staged = await Promise.all(handovers.map(each => stage(each, specs)))
  for (const each of await Promise.all(handovers.map((each, index) => each.commit(staged[index] ?? [])))) unwrap(each)
  assert.deepEqual(await treeIn(several.home), await treeIn(one.home))
})

test('The module path may lie on another file system than the packages, and the scripts on either.', async t => {
  const { home, folders } = await newHome(t)
  const elsewhere = await mkdtemp('/dev/shm/psmr-test-').catch(() => undefined)
  if (elsewhere === undefined) return t.skip('no second file system')
  t.after(() => rm(elsewhere, { recursive: true, force: true }))
  if ((await stat(elsewhere)).dev === (await stat(home)).dev) return t.skip('no second file system')
  await mkdir(path.join(home, 's'))
  for (const scripts of [path.join(home, 's'), path.join(elsewhere, 's')]) {
    const install: InstallFolders = { modules: path.join(elsewhere, 'm'), scripts }
    const handedOn = await handOn({ ...folders, install }, SCRIPT, PESTER, PESTER_4, POWERSHELL_YAML, COMMON, YAML)
    for (const { file, place } of handedOn.packages) {
      assert.ok((await stat(file)).isFile())
      assert.ok(place?.path !== undefined && (await stat(place.path)).size > 0)
    }
    assert.deepEqual((await readdir(install.modules)).sort(), ['Common', 'Pester', 'powershell-yaml', 'yaml'])
  }
})
