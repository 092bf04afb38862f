import assert from 'node:assert/strict'
import { chmod, readdir, readFile, symlink } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import type { Problem } from '../../src/problem.ts'
import { type Collection, collectRequirements } from '../../src/requirements/collect.ts'
import { otherFiles, searchFiles } from '../../src/requirements/search.ts'
import type { Result } from '../../src/result.ts'
import { type Folder, folderWith } from '../helpers/folder-with.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const CORPUS = path.resolve(import.meta.dirname, '../fixtures/corpus')

/** The repository as it was: the corpus writes the slashes of a path as two underscores. */
async function checkout(repository: string): Promise<Folder> {
  const copies = await readdir(path.join(CORPUS, repository))
  const files = copies.map(
    async copy => [copy.replaceAll('__', '/'), await readFile(path.join(CORPUS, repository, copy))] as const,
  )
  return folderWith(Object.fromEntries(await Promise.all(files)))
}

/** A run to which no input says what to read. */
function collectIn(workingDirectory: string): Promise<Result<Collection, Problem>> {
  return collectRequirements({ manifest: '', modules: '', workingDirectory, prerelease: false, tags: [] })
}

/** The files that were read, and those that a note says are left out. */
function outcome({ files, notes }: Collection) {
  return {
    read: files.map(({ file }) => file),
    leftOut: notes.filter(({ text }) => text.startsWith('this file is left out')).map(({ place }) => place.file),
  }
}

/** What must be read of each repository with no input, by hand; where that is nothing, what the error must point to. */
const REPOSITORIES: Readonly<
  Record<
    string,
    { readonly read: readonly string[]; readonly leftOut?: readonly string[] } | { readonly nothing: readonly string[] }
  >
> = {
  'adamgell/GraphKit': { read: ['RequiredModules.psd1'] },
  'AshdarPartners/ScienceOven': { read: ['requirements.psd1'] },
  'AtlassianPS/JiraPS': { nothing: ['Tools/build.requirements.psd1'] },
  'austoonz/Convert': { read: ['build.depend.psd1'] },
  'AutomatedLab/JeaDsc': { read: ['RequiredModules.psd1'] },
  'Azure-Samples/azure-cosmos-throughput-scheduler': { read: ['requirements.psd1'] },
  'Azure/AzOps': { nothing: [] },
  'Azure/nxtools': { read: ['RequiredModules.psd1'] },
  'BernieWhite/PSRule-function-samples': { read: ['requirements.psd1'] },
  'blindzero/Connect-MS365': { nothing: ['build/dependencies.psd1'] },
  'BusinessPlus-Community/BPC.DBRefresh': { read: ['requirements.psd1'] },
  'cedx/cli': { nothing: ['PSModules.psd1', 'Cli.psd1'] },
  'cedx/dapper.ps1': { nothing: [] },
  'ChrisLGardner/ScionPS': { read: ['build.depend.psd1'] },
  'cisagov/ScubaGear': { nothing: [] },
  'CleverTwain/CT.WriteLog': { read: ['build.depend.psd1', 'test.depend.psd1'] },
  'dataplat/dbatools': { nothing: ['dbatools.psd1'] },
  'Douda/PSSymantecSEPM': { read: ['RequiredModules.psd1'] },
  'dsccommunity/SqlServerDsc': { read: ['RequiredModules.psd1'] },
  'DWSR/PowerKube': { read: ['requirements.psd1'] },
  'EvotecIT/PSPublishModule': { nothing: [] },
  'fireflycons/aws-toolbox': { read: ['build.requirements.psd1'] },
  'Froosh/froosh-function-template-powershell': { nothing: ['src/requirements.psd1'] },
  'FrPSUG/LogManagement': { read: ['build/requirements.psd1'] },
  'gaelcolas/Sampler': { read: ['RequiredModules.psd1'] },
  'gaelcolas/Sampler.GitHubTasks': { read: ['RequiredModules.psd1'] },
  'HeyItsGilbert/Gatekeeper': { read: ['requirements.psd1'] },
  'Jaykul/EzTheme': { read: ['build.requires.psd1'], leftOut: ['RequiredModules.psd1'] },
  'Jaykul/RequiredModules': { read: ['RequiredModules.psd1'] },
  'JPRuskin/CCMjr': { read: ['RequiredModules.psd1'] },
  'JustinGrote/ModuleFast': { read: ['ModuleFastBuild.requires.psd1'] },
  'JustinGrote/ModuleFast-action': { read: ['Test.requires.psd1'] },
  'KevinMarquette/PSGraph': { read: ['requirements.psd1'] },
  'lazywinadmin/AdsiPS': { read: ['build/requirements.psd1'] },
  'maester365/maester': { nothing: [] },
  'Malnes/ps-init': { nothing: ['dependencies.psd1'] },
  'microsoft/hve-core': { nothing: [] },
  'microsoft/Microsoft365DSC': { nothing: [] },
  'microsoft/ps-rule': { nothing: [] },
  'microsoft/zerotrustassessment': { nothing: [] },
  'pldmgg/WinSSH': { read: ['build.requirements.psd1'] },
  'PoshAJ/PoshGUIExample': { read: ['RequiredModules.psd1'] },
  'PoshCode/Configuration': { read: ['RequiredModules.psd1'] },
  'PoshCode/ModuleBuilder': {
    read: ['build.requires.psd1'],
    leftOut: ['RequiredModules.psd1', 'build.depend.psd1'],
  },
  'PoshCode/Pansies': { read: ['RequiredModules.psd1'] },
  'potatoqualitee/psmodulecache': { nothing: [] },
  'PowershellFrameworkCollective/PSFramework.NuGet': { nothing: [] },
  'PowerShellOrg/Plaster': { read: ['requirements.psd1'] },
  'PowerShellOrg/PSDepend': { read: ['requirements.psd1'] },
  'PowerShell/PowerShellGetv2': { nothing: [] },
  'PowerShell/PSResourceGet': { nothing: [] },
  'psake/psake': { read: ['requirements.psd1'] },
  'RamblingCookieMonster/lisa-kitchen-demo': { read: ['build/requirements.psd1'] },
  'Razmo99/Sol': { nothing: [] },
  'RylandDeGregory/UrlShortener': { nothing: [] },
  'santisq/SteamPSCI': { read: ['Modules.requires.psd1'] },
  'SQLBitsOrg/SQLBitsPS': { read: ['RequiredModules.psd1'] },
  'Szeraax/AprilKnights': { nothing: ['src/requirements.psd1'] },
  'tablackburn/ReScenePS': { read: ['build.depend.psd1', 'requirements.psd1'] },
  'techthoughts2/Catesta': { nothing: [] },
  'yuusakuri/PSWinUtil': { read: ['build.requirements.psd1'] },
}

test('Every repository of the corpus is in the table.', async () => {
  const folders = (await readdir(CORPUS, { withFileTypes: true })).filter(entry => entry.isDirectory())
  assert.deepEqual(
    Object.keys(REPOSITORIES)
      .map(name => name.replace('/', '__'))
      .sort(),
    folders.map(({ name }) => name).sort(),
  )
})

for (const [repository, expected] of Object.entries(REPOSITORIES)) {
  test(`${repository} works with no input, or is told how to start.`, async () => {
    await using folder = await checkout(repository.replace('/', '__'))
    const collection = await collectIn(folder.path)
    if ('nothing' in expected) assert.deepEqual(pointedTo(errorOf(collection)), expected.nothing)
    else assert.deepEqual(outcome(unwrap(collection)), { leftOut: [], ...expected })
  })
}

/** The files that the error names as readable. */
function pointedTo({ code, hint }: Problem): readonly string[] {
  assert.equal(code, 'NOTHING_REQUIRED')
  const named = /these could be read: (.*)\.$/m.exec(hint ?? '')?.[1]?.split(', ') ?? []
  return named.map(each => each.replace(/ \([a-z-]+\)$/, ''))
}

test('A module that is itself called RequiredModules states nothing by its manifest, and a note says so.', async () => {
  await using folder = await checkout('Jaykul__RequiredModules')
  const problem = errorOf(await collectIn(path.join(folder.path, 'source')))
  assert.equal(problem.code, 'NOTHING_REQUIRED')
  assert.equal(
    problem.details?.at(-1),
    'RequiredModules.psd1:1:1: this file is left out: it is a module manifest, which is read only where "manifest" names it.',
  )
})

test('Behind such a manifest the search goes on.', async () => {
  const manifest = await readFile(path.join(CORPUS, 'Jaykul__RequiredModules/source__RequiredModules.psd1'))
  await using folder = await folderWith({
    'RequiredModules.psd1': manifest,
    'requirements.psd1': PESTER,
    'build/x.requires.psd1': PESTER,
  })
  const collection = unwrap(await collectIn(folder.path))
  assert.deepEqual(outcome(collection), {
    read: ['requirements.psd1'],
    leftOut: ['RequiredModules.psd1', 'build/x.requires.psd1'],
  })
  assert.ok(collection.notes.every(({ kind }) => kind === 'skipped'))
})

const PESTER = "@{ Pester = '5.7.1' }"

/** The files of a folder, and the groups in which they are tried. */
const SEARCHES: readonly (readonly [what: string, files: readonly string[], groups: readonly (readonly string[])[]])[] =
  [
    [
      'the classes come in their order, whatever the alphabet says',
      ['a.depend.psd1', 'm.requires.psd1', 'RequiredModules.psd1'],
      [['m.requires.psd1'], ['RequiredModules.psd1'], ['a.depend.psd1']],
    ],
    [
      'several files of one class are one group, sorted',
      ['z.requires.json', 'b.requires.jsonc', 'a.requires.psd1'],
      [['a.requires.psd1', 'b.requires.jsonc', 'z.requires.json']],
    ],
    [
      'depend and requirements are one class',
      ['test.depend.psd1', 'requirements.psd1', 'build.requirements.psd1'],
      [['build.requirements.psd1', 'requirements.psd1', 'test.depend.psd1']],
    ],
    [
      'letter case is all the same',
      ['REQUIREDMODULES.PSD1', 'X.Requires.JSON'],
      [['X.Requires.JSON'], ['REQUIREDMODULES.PSD1']],
    ],
    [
      'the working directory comes before its build folder',
      ['build/a.requires.psd1', 'requirements.psd1'],
      [['requirements.psd1'], ['build/a.requires.psd1']],
    ],
    ['a build folder may be spelt as it likes', ['BUILD/requirements.psd1'], [['BUILD/requirements.psd1']]],
    [
      'no other folder is looked into',
      ['src/requirements.psd1', 'build/deep/requirements.psd1', 'builds/requirements.psd1'],
      [],
    ],
    [
      'near names are no class',
      [
        'requires.lock.json',
        'MyRequiredModules.psd1',
        'requirements.psd1.bak',
        'requirements.json',
        'xrequires.psd1',
        'depend.psd1',
        'requirements.txt',
      ],
      [],
    ],
    [
      'what is in front of the class may be anything',
      ['.requires.psd1', 'a b.depend.psd1', '[x].requires.json'],
      [['.requires.psd1', '[x].requires.json'], ['a b.depend.psd1']],
    ],
    ['nothing is there', [], []],
  ]

for (const [what, files, groups] of SEARCHES) {
  test(`The search: ${what}.`, async () => {
    await using folder = await folderWith(Object.fromEntries(files.map(name => [name, PESTER])))
    const found = await searchFiles(folder.path)
    assert.deepEqual(
      found.map(group => group.map(({ shown }) => shown)),
      groups,
    )
    for (const file of found.flat()) {
      assert.equal(file.path, path.join(folder.path, file.shown))
      assert.equal(file.chosenBy, 'search')
    }
  })
}

test('A folder that has the name of a requirements file is none.', async () => {
  await using folder = await folderWith({ 'RequiredModules.psd1/x.psd1': PESTER, 'requirements.psd1': PESTER })
  assert.deepEqual(outcome(unwrap(await collectIn(folder.path))), { read: ['requirements.psd1'], leftOut: [] })
})

test('A file that has the name of the build folder holds no requirements files.', async () => {
  await using folder = await folderWith({ build: '#!/bin/sh', Build: '' })
  assert.deepEqual(await searchFiles(folder.path), [])
})

const NO_LINKS = process.platform === 'win32' && 'making links takes a right on Windows'

test('A link to a file is read under its own name, and so is a file in a build folder that is a link.', {
  skip: NO_LINKS,
}, async () => {
  await using folder = await folderWith({ 'shared/modules.psd1': PESTER })
  await symlink('shared/modules.psd1', path.join(folder.path, 'requirements.psd1'))
  assert.deepEqual(outcome(unwrap(await collectIn(folder.path))).read, ['requirements.psd1'])

  await using other = await folderWith({ 'shared/requirements.psd1': PESTER })
  await symlink('shared', path.join(other.path, 'build'))
  assert.deepEqual(outcome(unwrap(await collectIn(other.path))).read, ['build/requirements.psd1'])
})

test('A link to nowhere is an error that names it, for whoever made it meant a file.', { skip: NO_LINKS }, async () => {
  await using folder = await folderWith({ 'build/requirements.psd1': PESTER })
  await symlink('gone.psd1', path.join(folder.path, 'requirements.psd1'))
  const problem = errorOf(await collectIn(folder.path))
  assert.equal(problem.code, 'MANIFEST_UNREADABLE')
  assert.match(problem.sentence, /"requirements\.psd1" does not exist/)
})

test('A link to a device is an error, and not read for ever.', { skip: NO_LINKS }, async () => {
  await using folder = await folderWith()
  await symlink('/dev/zero', path.join(folder.path, 'requirements.psd1'))
  const problem = errorOf(await collectIn(folder.path))
  assert.equal(problem.code, 'MANIFEST_UNREADABLE')
  assert.match(problem.sentence, /"requirements\.psd1" cannot be read: it is a pipe or a device\.$/)
})

const MAY_READ_ALL =
  (process.platform === 'win32' || process.getuid?.() === 0) && 'whoever runs this may read everything'

test('A build folder that may not be read is as if it were not there.', { skip: MAY_READ_ALL }, async () => {
  await using folder = await folderWith({ 'build/requirements.psd1': PESTER })
  await chmod(path.join(folder.path, 'build'), 0)
  const collection = await collectIn(folder.path)
  await chmod(path.join(folder.path, 'build'), 0o755)
  assert.equal(errorOf(collection).code, 'NOTHING_REQUIRED')
})

test('A requirements file that is broken ends the search; the next class is not read in its place.', async () => {
  await using folder = await folderWith({ 'a.requires.psd1': '@{ Pester = ', 'requirements.psd1': PESTER })
  const problem = errorOf(await collectIn(folder.path))
  assert.match(problem.code, /^PSD1_/)
  assert.equal(problem.place?.file, 'a.requires.psd1')
})

test('A requirements file that asks for nothing ends the search too, with a note on what is not read.', async () => {
  await using folder = await folderWith({ 'a.requires.psd1': '@{}', 'requirements.psd1': PESTER })
  const collection = unwrap(await collectIn(folder.path))
  assert.deepEqual(collection.requirements, [])
  assert.deepEqual(
    collection.notes.map(({ kind, place, text }) => [kind, place.file, text]),
    [
      [
        'skipped',
        'requirements.psd1',
        'this file is left out: a.requires.psd1 comes before it in the search; to have both read, name them in "manifest"',
      ],
      ['nothing-required', 'a.requires.psd1', 'no module of a gallery is required'],
    ],
  )
})

test('Nothing found is an error that shows the three lines to start with, and says where was looked for what.', async () => {
  await using folder = await folderWith({ 'README.md': '# Contoso' })
  assert.deepEqual(errorOf(await collectIn(folder.path)), {
    code: 'NOTHING_REQUIRED',
    sentence: `Nothing says which modules to restore: "manifest" and "modules" are not set, and no requirements file was found in ${folder.path}.`,
    hint: 'Start with three lines in the step:\n  with:\n    modules: |\n      Pester@5.7.1',
    details: [
      'Looked there, then in its build folder, for:',
      '1. *.requires.psd1, *.requires.json, *.requires.jsonc',
      '2. RequiredModules.psd1',
      '3. *.depend.psd1, *requirements.psd1',
    ],
  })
})

test('Files that could be read are named, a module manifest last, those that state nothing not at all.', async () => {
  await using folder = await folderWith({
    'Contoso.psd1': "@{ ModuleVersion = '1.0'; RequiredModules = 'Az' }",
    'PSModules.psd1': PESTER,
    'Settings.psd1': '@{ IncludeRules = @() }',
    'broken.psd1': '@{',
    'build/modules.json': '{ "Pester": "5.7.1" }',
    'empty.psd1': '@{}',
    'node_modules/requirements.psd1': PESTER,
    '.git/requirements.psd1': PESTER,
    'package.json': '{ "name": "x", "version": "1.0.0", "scripts": {}, "license": "MIT", "main": "x" }',
    'src/deep/requirements.psd1': PESTER,
    'src/other.psd1': PESTER,
    'src/requirements.psd1': PESTER,
  })
  assert.match(
    errorOf(await collectIn(folder.path)).hint ?? '',
    /^Name a requirements file in "manifest"; these could be read: src\/requirements\.psd1 \(psdepend\), PSModules\.psd1 \(list\), build\/modules\.json \(list\), Contoso\.psd1 \(module-manifest\)\.\nStart with three lines/,
  )
})

test('Of very many candidates five are named.', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `m${String(index).padStart(2, '0')}.psd1`)
  await using folder = await folderWith(Object.fromEntries(names.map(name => [name, PESTER])))
  assert.equal((await otherFiles(folder.path)).length, 60)
  assert.deepEqual(pointedTo(errorOf(await collectIn(folder.path))), names.slice(0, 5))
})

test('A working directory that is not there, or is a file, is what is said to be wrong.', async () => {
  await using folder = await folderWith({ 'requirements.psd1': PESTER })
  for (const name of ['nowhere', 'requirements.psd1']) {
    const problem = errorOf(await collectIn(path.join(folder.path, name)))
    assert.equal(problem.code, 'WORKING_DIRECTORY')
    assert.ok(problem.sentence.includes(path.join(folder.path, name)), problem.sentence)
    assert.match(problem.hint ?? '', /"working-directory" relative to the workspace/)
  }
})

test('What is found does not depend on the order in which the files were made.', async () => {
  const names = ['c.requires.psd1', 'a.requires.psd1', 'b.requires.json']
  for (const order of [names, names.toReversed()]) {
    await using folder = await folderWith(
      Object.fromEntries(order.map(name => [name, name.endsWith('.json') ? '{}' : '@{}'])),
    )
    assert.deepEqual(outcome(unwrap(await collectIn(folder.path))).read, names.toSorted())
  }
})
