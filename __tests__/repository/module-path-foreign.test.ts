import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { openModulePath } from '../../src/repository/module-path.ts'
import { commit } from '../helpers/commit.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { treeIn } from '../helpers/tree.ts'
import {
  AZ,
  checkOnly,
  install,
  installOdd,
  newFolder,
  PESTER,
  PESTER_4,
  putForeign,
  stage,
  stageOdd,
  stampOf,
} from './stage-modules.ts'

const HARMLESS: readonly (readonly [what: string, files: Readonly<Record<string, string>>])[] = [
  ['a module of another name', { 'Plaster/9.9.9/Plaster.psd1': '@{}' }],
  ['a module whose name begins alike', { 'Pester.Tools/9.9.9/Pester.Tools.psd1': '@{}', 'Pest/9.0/Pest.psd1': '@{}' }],
  ['a lower version', { 'Pester/4.9.0/Pester.psd1': "@{ ModuleVersion = '4.9.0' }" }],
  ['a lower version of more digits', { 'Pester/5.7.0.99/Pester.psd1': "@{ ModuleVersion = '5.7.0.99' }" }],
  ['a module without a version beside it', { 'Pester/Pester.psd1': "@{ ModuleVersion = '9.9.9' }" }],
  ['a folder that is no version', { 'Pester/en-US/about.txt': 'about' }],
  ['files beside the modules', { 'readme.md': 'x', '.hidden/x': 'x' }],
  // What PowerShell 7.6.5 does not take for a version, whatever stands in it.
  ['a folder of a version with a label', { 'Pester/6.0.0-beta/Pester.psd1': "@{ ModuleVersion = '6.0.0' }" }],
  ['a folder of one number', { 'Pester/7/Pester.psd1': "@{ ModuleVersion = '7.0' }" }],
  ['a folder of a version with a leading zero', { 'Pester/06.0/Pester.psd1': "@{ ModuleVersion = '6.0' }" }],
]

for (const [what, files] of HARMLESS) {
  test(`What no restore put there and PowerShell does not load for ours is left alone: ${what}.`, async t => {
    const folder = await newFolder(t)
    await writeFiles(folder, files)
    const before = await treeIn(folder)
    await install(folder, PESTER)
    assert.ok('Pester/5.7.1/Pester.psd1' in (await treeIn(folder)))
    await install(folder, AZ)
    await install(folder)
    assert.deepEqual(await treeIn(folder), before)
  })
}

/** Foreign modules that PowerShell 7.6.5 loads in place of a Pester 5.7.1 beside them, or may load. */
const IN_THE_WAY: readonly (readonly [what: string, foreign: string, why: string])[] = [
  ['a higher version', 'Pester/6.0.0', 'PowerShell would load it in place of what is restored.'],
  ['a version higher by its fourth number', 'Pester/5.7.1.1', 'PowerShell would load it in place of what is restored.'],
  [
    'a version higher as a number and lower as a text',
    'Pester/10.0',
    'PowerShell would load it in place of what is restored.',
  ],
  [
    'a version that is higher for being longer',
    'Pester/5.7.1.0',
    'PowerShell would load it in place of what is restored.',
  ],
  ['another content in its place', 'Pester/5.7.1', 'Its content is not that of the package.'],
]

for (const [what, foreign, why] of IN_THE_WAY) {
  test(`A foreign module in the way is named before anything is changed: ${what}.`, async t => {
    const folder = await newFolder(t)
    await install(folder, AZ)
    await writeFiles(folder, { [`${foreign}/Pester.psd1`]: 'theirs' })
    const before = await treeIn(path.dirname(folder))
    assert.deepEqual(await checkOnly(folder, AZ, PESTER), {
      code: 'MODULE_IN_THE_WAY',
      sentence: `The folder ${folder} holds ${foreign}, which no restore put there.`,
      hint: `${why} Name another folder in "modules-path", or remove that one.`,
    })
    assert.deepEqual(await treeIn(path.dirname(folder)), before)
  })
}

test('A foreign module of the same name in other letters is in the way where both can be: which is loaded, chance decides.', {
  skip: process.platform !== 'linux' && 'only Linux has both',
}, async t => {
  const folder = await newFolder(t)
  await writeFiles(folder, { 'pester/9.9.9/pester.psd1': "@{ ModuleVersion = '9.9.9' }" })
  const problem = await checkOnly(folder, PESTER)
  assert.equal(problem?.code, 'MODULE_IN_THE_WAY')
  assert.match(problem.sentence, /holds pester\b.*, which no restore put there\.$/)
})

test('A file in place of a version is in the way.', async t => {
  const folder = await newFolder(t)
  await writeFiles(folder, { 'Pester/5.7.1': 'theirs' })
  assert.equal((await checkOnly(folder, PESTER))?.code, 'MODULE_IN_THE_WAY')
  assert.equal((await treeIn(folder))['Pester/5.7.1'], 'theirs')
})

test('A file in place of a module is a problem, and stays.', async t => {
  const folder = await newFolder(t)
  await writeFiles(folder, { Pester: 'theirs' })
  const modulePath = unwrap(await openModulePath(folder))
  const modules = await stage(modulePath, AZ, PESTER)
  const problem = errorOf(await commit(modulePath.prepare(modules)))
  assert.match(problem.sentence, /^The folder .*modules (?:cannot be used: a file stands where|holds Pester,)/)
  assert.equal((await treeIn(folder)).Pester, 'theirs')
})

test('A foreign module with the content of the package is taken as it is, and never deleted.', async t => {
  const folder = await newFolder(t)
  await putForeign(folder, 'Pester/5.7.1', PESTER)
  const before = await treeIn(folder)
  const stamp = await stampOf(path.join(folder, 'Pester/5.7.1'))
  assert.deepEqual(await install(folder, AZ, PESTER), ['Az.Accounts/5.3', 'Pester/5.7.1'])
  await install(folder, PESTER)
  assert.equal(await stampOf(path.join(folder, 'Pester/5.7.1')), stamp)
  await install(folder, AZ)
  await install(folder)
  assert.deepEqual(await treeIn(folder), before)
})

test('One that is taken as the higher of two versions is not in the way of the lower one.', async t => {
  const folder = await newFolder(t)
  await putForeign(folder, 'Pester/5.7.1', PESTER)
  assert.deepEqual(await install(folder, PESTER_4, PESTER), ['Pester/4.10.1.0', 'Pester/5.7.1'])
})

test('A version between two of ours is not in the way: PowerShell loads the higher of ours.', async t => {
  const folder = await newFolder(t)
  await writeFiles(folder, { 'Pester/5.0.0/Pester.psd1': "@{ ModuleVersion = '5.0.0' }" })
  assert.deepEqual(await install(folder, PESTER_4, PESTER), ['Pester/4.10.1.0', 'Pester/5.7.1'])
})

test('A version that somebody put beside our module without a manifest is in its way, and never deleted.', async t => {
  const folder = await newFolder(t)
  await installOdd(folder, { 'Kit.psm1': "'bare'" })
  await writeFiles(folder, { 'Kit/2.0/Kit.psd1': 'theirs' })
  const modulePath = unwrap(await openModulePath(folder))
  const problem = errorOf(await modulePath.prepare([await stageOdd(modulePath, { 'Kit.psm1': "'bare'" })]))
  assert.equal(problem.sentence, `The folder ${folder} holds Kit/2.0, which no restore put there.`)
  await install(folder, PESTER)
  assert.equal((await treeIn(folder))['Kit/2.0/Kit.psd1'], 'theirs')
})
