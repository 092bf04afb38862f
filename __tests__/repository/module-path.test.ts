import assert from 'node:assert/strict'
import { lstat, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { stagingName } from '../../src/files/staging.ts'
import { openModulePath } from '../../src/repository/module-path.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { commit } from '../helpers/commit.ts'
import { deadProcess } from '../helpers/dead-process.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { treeIn } from '../helpers/tree.ts'
import {
  AZ,
  install,
  installOdd,
  newFolder,
  PESTER,
  PESTER_4,
  stage,
  stampOf,
  versionsIn,
  YAML,
} from './stage-modules.ts'

test('A module lies under the name of its manifest and the version that this states, as it came.', async t => {
  const folder = await newFolder(t)
  const named: PackageSpec = {
    id: 'Named',
    version: '1.2.3-beta1',
    files: { 'Named.psd1': "@{ ModuleVersion = '1.0' }" },
  }
  assert.deepEqual(await install(folder, PESTER, AZ, PESTER_4, named), [
    'Pester/5.7.1',
    'Az.Accounts/5.3',
    'Pester/4.10.1.0',
    'Named/1.0',
  ])
  const tree = await treeIn(folder)
  assert.deepEqual(
    Object.keys(tree)
      .filter(name => name.startsWith('Pester/5.7.1/'))
      .sort(),
    [
      'Pester/5.7.1/Pester.psd1',
      'Pester/5.7.1/Pester.psm1',
      'Pester/5.7.1/en-US',
      'Pester/5.7.1/en-US/about_Pester.help.txt',
    ],
  )
  assert.equal(tree['Pester/5.7.1/en-US/about_Pester.help.txt'], 'TOPIC')
  assert.deepEqual(await versionsIn(folder), ['Az.Accounts/5.3', 'Named/1.0', 'Pester/4.10.1.0', 'Pester/5.7.1'])
})

test('The letter case is that of the manifest, in which PowerShell looks on every system.', async t => {
  const folder = await newFolder(t)
  await installOdd(folder, { 'kIT.psd1': "@{ ModuleVersion = '1.0' }" })
  assert.deepEqual(await versionsIn(folder), ['kIT/1.0'])
})

test('A module without a manifest lies under its name alone, and gives way to one with a manifest and back.', async t => {
  const folder = await newFolder(t)
  const [bare, versioned] = [{ 'Kit.psm1': "'bare'" }, { 'Kit.psd1': "@{ ModuleVersion = '1.0' }" }]
  for (let round = 0; round < 2; round += 1) {
    await installOdd(folder, bare)
    assert.deepEqual(await treeIn(folder), { Kit: undefined, 'Kit/Kit.psm1': "'bare'" })
    await installOdd(folder, versioned)
    assert.deepEqual(await treeIn(folder), {
      Kit: undefined,
      'Kit/1.0': undefined,
      'Kit/1.0/Kit.psd1': versioned['Kit.psd1'],
    })
  }
  await install(folder)
  assert.deepEqual(await treeIn(folder), {})
})

test('A module without a manifest that is there is left alone, and one that was changed is replaced.', async t => {
  const folder = await newFolder(t)
  const [module, file] = [path.join(folder, 'Kit'), path.join(folder, 'Kit/Kit.psm1')]
  await installOdd(folder, { 'Kit.psm1': "'bare'" })
  const stamps = [await stampOf(module), await stampOf(file)]
  await installOdd(folder, { 'Kit.psm1': "'bare'" })
  assert.deepEqual([await stampOf(module), await stampOf(file)], stamps)
  await writeFile(file, "'bear'")
  await installOdd(folder, { 'Kit.psm1': "'bare'" })
  assert.deepEqual(await treeIn(folder), { Kit: undefined, 'Kit/Kit.psm1': "'bare'" })
})

test('The record of what is ours lies beside the folder, and nothing of a restore in it.', async t => {
  const folder = await newFolder(t)
  await install(folder, PESTER, AZ)
  assert.deepEqual(
    Object.keys(await treeIn(path.dirname(folder)))
      .filter(name => !name.includes('/'))
      .sort(),
    ['.modules.psmr.json', 'modules'],
  )
  const record = await treeIn(path.dirname(folder))
  assert.deepEqual(JSON.parse(record['.modules.psmr.json'] ?? '').files, ['Az.Accounts/5.3', 'Pester/5.7.1'])
})

test('A version that is no longer wanted is deleted, and the folder of its name with the last of them.', async t => {
  const folder = await newFolder(t)
  await install(folder, PESTER, PESTER_4, AZ)
  await install(folder, PESTER_4, YAML)
  assert.deepEqual(await versionsIn(folder), ['Pester/4.10.1.0', 'powershell-yaml/0.4.12'])
  assert.deepEqual(
    Object.keys(await treeIn(folder))
      .filter(name => !name.includes('/'))
      .sort(),
    ['Pester', 'powershell-yaml'],
  )
  await install(folder)
  assert.deepEqual(await treeIn(folder), {})
})

test('A module that is there with the same content is left alone.', async t => {
  const folder = await newFolder(t)
  await install(folder, PESTER, AZ)
  const files = ['Pester', 'Pester/5.7.1', 'Pester/5.7.1/Pester.psm1', 'Pester/5.7.1/en-US'].map(name =>
    path.join(folder, name),
  )
  const before = await Promise.all(files.map(stampOf))
  await install(folder, PESTER, YAML)
  assert.deepEqual(await Promise.all(files.map(stampOf)), before)
})

const SPOILT: readonly (readonly [what: string, spoil: (module: string) => Promise<unknown>])[] = [
  [
    'another byte in a file of the same size and time',
    async module => {
      const file = path.join(module, 'en-US/about_Pester.help.txt')
      const { atime, mtime } = await lstat(file)
      await writeFile(file, 'TOPIX')
      await utimes(file, atime, mtime)
    },
  ],
  ['a file more', module => writeFile(path.join(module, 'more.ps1'), '')],
  ['a file less', module => rm(path.join(module, 'Pester.psm1'))],
  ['a file under another name', module => rename(path.join(module, 'Pester.psm1'), path.join(module, 'pester.psm1'))],
  ['nothing left in it', module => rm(module, { recursive: true }).then(() => mkdir(module))],
  ['nothing left of it', module => rm(path.dirname(module), { recursive: true })],
]

for (const [what, spoil] of SPOILT) {
  test(`A module of ours with ${what} is replaced.`, async t => {
    const folder = await newFolder(t)
    await install(folder, PESTER, AZ)
    const before = await treeIn(folder)
    await spoil(path.join(folder, 'Pester/5.7.1'))
    assert.notDeepEqual(await treeIn(folder), before)
    await install(folder, PESTER, AZ)
    assert.deepEqual(await treeIn(folder), before)
  })
}

test('A module of ours with a link in it is replaced, and what the link led to stays.', {
  skip: process.platform === 'win32' && 'no links',
}, async t => {
  const folder = await newFolder(t)
  await install(folder, PESTER)
  const before = await treeIn(folder)
  await writeFiles(path.dirname(folder), { 'theirs/file': 'x' })
  await symlink('../../../theirs', path.join(folder, 'Pester/5.7.1/link'))
  await install(folder, PESTER)
  assert.deepEqual(await treeIn(folder), before)
  assert.deepEqual(await treeIn(path.join(path.dirname(folder), 'theirs')), { file: 'x' })
})

test('A module that writes its name with a letter that is only K in lower case does not make the record void.', async t => {
  const folder = await newFolder(t)
  // The sign of Kelvin, whose lower case is that of K.
  await installOdd(folder, { '\u212ait.psd1': "@{ ModuleVersion = '1.0.0' }" })
  await install(folder, PESTER)
  assert.deepEqual(await versionsIn(folder), ['Pester/5.7.1'])
})

const REACHING_OUT = [
  '../x/1.0',
  '../../x/1.0',
  '/x/1.0',
  'x/../../x/1.0',
  'Pester/5.7.1/../../../x/1.0',
  '..\\x/1.0',
  './x/1.0',
  'x/1',
  'x/1.0/',
  'x/1.0\n',
  '',
]

test('A record that reaches out of the folder claims nothing, not even what it names rightly.', async t => {
  for (const name of REACHING_OUT) {
    const folder = await newFolder(t)
    const home = path.dirname(folder)
    await writeFiles(home, { 'x/1.0/precious': 'theirs', 'modules/Az.Accounts/5.3/x.psm1': 'theirs' })
    await writeFiles(home, { '.modules.psmr.json': JSON.stringify({ format: 1, files: ['Az.Accounts/5.3', name] }) })
    await install(folder, PESTER)
    const tree = await treeIn(home)
    assert.equal(tree['x/1.0/precious'], 'theirs', name)
    assert.equal(tree['modules/Az.Accounts/5.3/x.psm1'], 'theirs', name)
  }
})

test('A restore that fails leaves the folder as it was found.', async t => {
  const folder = await newFolder(t)
  await install(folder, PESTER)
  await writeFiles(folder, { 'Plaster/1.0/Plaster.psd1': '@{}' })
  const before = await treeIn(path.dirname(folder))
  const modulePath = unwrap(await openModulePath(folder))
  await stage(modulePath, AZ, PESTER_4)
  await modulePath.abandon()
  assert.deepEqual(await treeIn(path.dirname(folder)), before)
})

test('A module that has vanished before it could be placed is a problem, and everything is as it was.', async t => {
  const folder = await newFolder(t)
  await install(folder, YAML)
  const before = await treeIn(path.dirname(folder))
  const modulePath = unwrap(await openModulePath(folder))
  const [pester, az] = await stage(modulePath, PESTER, AZ)
  assert.ok(pester && az)
  await rm(az.from, { recursive: true })
  assert.deepEqual(errorOf(await commit(modulePath.prepare([pester, az]))), {
    code: 'FOLDER_UNUSABLE',
    sentence: `The folder ${folder} cannot be used: a folder on the way to it is not there (ENOENT).`,
    hint: 'Name a folder that this job may write in "modules-path".',
  })
  assert.deepEqual(await treeIn(path.dirname(folder)), before)
})

test('What a run that was killed left behind is removed, what one that is alive works on is not.', async t => {
  const folder = await newFolder(t)
  await writeFiles(folder, { [`${stagingName(await deadProcess())}/half/Pester.psd1`]: 'half' })
  const alive = unwrap(await openModulePath(folder))
  await install(folder, PESTER)
  assert.deepEqual(
    Object.keys(await treeIn(folder)).filter(name => name.startsWith('.psmr')),
    [path.basename(alive.staging)],
  )
})

test('A run that was killed between claiming and placing is no obstacle.', async t => {
  const folder = await newFolder(t)
  await install(folder, YAML)
  const claimed = { format: 1, files: ['Az.Accounts/5.3', 'Pester/5.7.1', 'powershell-yaml/0.4.12'] }
  await writeFiles(path.dirname(folder), { '.modules.psmr.json': JSON.stringify(claimed) })
  await writeFiles(folder, { 'Pester/5.7.1/half.psm1': 'half' })
  await install(folder, PESTER)
  assert.deepEqual(await versionsIn(folder), ['Pester/5.7.1'])
  assert.ok(!('Pester/5.7.1/half.psm1' in (await treeIn(folder))))
})

test('Two restores of the same modules at once both succeed.', async t => {
  const folder = await newFolder(t)
  const both = [unwrap(await openModulePath(folder)), unwrap(await openModulePath(folder))]
  const staged = await Promise.all(both.map(each => stage(each, PESTER, AZ, YAML)))
  const stored = await Promise.all(both.map((each, index) => commit(each.prepare(staged[index] ?? []))))
  for (const each of stored) unwrap(each)
  assert.deepEqual(await versionsIn(folder), ['Az.Accounts/5.3', 'Pester/5.7.1', 'powershell-yaml/0.4.12'])
})

test('A file where the folder should be is said to be one.', async t => {
  const folder = await newFolder(t)
  await writeFile(folder, 'theirs')
  assert.deepEqual(errorOf(await openModulePath(folder)), {
    code: 'FOLDER_UNUSABLE',
    sentence: `The folder ${folder} cannot be used: a file stands where a folder should be (EEXIST).`,
    hint: 'Name a folder that this job may write in "modules-path".',
  })
})
