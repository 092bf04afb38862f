import assert from 'node:assert/strict'
import { lstat, mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { stagingName } from '../../src/files/staging.ts'
import { type ExpandedScript, openScriptsFolder } from '../../src/repository/scripts-folder.ts'
import { createFolder } from '../helpers/ask.ts'
import { commit } from '../helpers/commit.ts'
import { deadProcess } from '../helpers/dead-process.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { treeIn } from '../helpers/tree.ts'

/** A home with `scripts`, which is missing yet, and what is expanded in `staging`, a folder for each package. */
async function newHome(t: TestContext): Promise<{ readonly home: string; readonly folder: string }> {
  const home = await createFolder(t)
  return { home, folder: path.join(home, 'scripts') }
}

async function expand(home: string, scripts: Readonly<Record<string, string>>): Promise<readonly ExpandedScript[]> {
  const expanded = Object.entries(scripts).map(([file, text]) => ({
    file,
    from: path.join(home, 'staging', file),
    text,
  }))
  for (const { from, text } of expanded) await writeFiles(path.dirname(from), { [path.basename(from)]: text })
  return expanded
}

/** A whole restore as the folder sees it. */
async function store(home: string, scripts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const opened = unwrap(await openScriptsFolder(path.join(home, 'scripts')))
  return unwrap(await commit(opened.prepare(await expand(home, scripts))))
}

test('Scripts are copied under the names that they have, and nothing else is in the folder.', async t => {
  const { home, folder } = await newHome(t)
  const paths = await store(home, { 'Get-Two.ps1': '2', 'get-one.PS1': '1', 'Install-RequiredModule.ps1': '3' })
  assert.deepEqual(
    paths,
    ['Get-Two.ps1', 'get-one.PS1', 'Install-RequiredModule.ps1'].map(name => path.join(folder, name)),
  )
  assert.deepEqual(await treeIn(folder), { 'Get-Two.ps1': '2', 'get-one.PS1': '1', 'Install-RequiredModule.ps1': '3' })
  assert.equal((await treeIn(home))['staging/Get-Two.ps1'], '2')
})

test('The record of what is ours lies beside the folder.', async t => {
  const { home } = await newHome(t)
  await store(home, { 'Get-Two.ps1': '2', 'Get-One.ps1': '1' })
  const record = (await treeIn(home))['.scripts.psmr.json'] ?? ''
  assert.deepEqual(JSON.parse(record).files, ['Get-One.ps1', 'Get-Two.ps1'])
})

test('A second restore replaces what changed, deletes what is no longer wanted, and leaves an empty folder for none.', async t => {
  const { home, folder } = await newHome(t)
  await store(home, { 'Get-One.ps1': '1', 'Get-Two.ps1': '2' })
  await writeFile(path.join(folder, 'Get-One.ps1'), 'spoilt')
  await store(home, { 'Get-One.ps1': 'one', 'Get-Three.ps1': '3' })
  assert.deepEqual(await treeIn(folder), { 'Get-One.ps1': 'one', 'Get-Three.ps1': '3' })
  await store(home, {})
  assert.deepEqual(await treeIn(folder), {})
})

for (const name of ['notes.txt', 'Get-Other.ps1', 'folder', '.psmr-x-00000000']) {
  test(`What no restore put there is named and left alone: ${name}.`, async t => {
    const { home, folder } = await newHome(t)
    await store(home, { 'Get-One.ps1': '1' })
    if (name === 'folder') await mkdir(path.join(folder, name))
    else await writeFile(path.join(folder, name), 'theirs')
    const before = await treeIn(home)
    assert.deepEqual(errorOf(await openScriptsFolder(folder)), {
      code: 'FOREIGN_FILE',
      sentence: `The folder ${folder} holds "${name}", which no restore put there.`,
      hint: 'The folder of scripts holds what was restored and nothing else. Remove the file.',
    })
    assert.deepEqual(await treeIn(home), before)
  })
}

test('A record cannot name a file outside of the folder, nor one that is no script: nothing is deleted then.', async t => {
  for (const name of ['../precious.ps1', '..\\precious.ps1', '/precious.ps1', 'a/../../precious.ps1', 'x.psd1', '']) {
    const { home, folder } = await newHome(t)
    await writeFiles(home, {
      'precious.ps1': 'theirs',
      '.scripts.psmr.json': JSON.stringify({ format: 1, files: [name] }),
    })
    await store(home, { 'Get-One.ps1': '1' })
    assert.equal((await treeIn(home))['precious.ps1'], 'theirs', name)
    assert.deepEqual(await treeIn(folder), { 'Get-One.ps1': '1' })
  }
})

test('A restore that fails leaves everything as it was found, also a folder that was not there.', async t => {
  const { home, folder } = await newHome(t)
  const opened = unwrap(await openScriptsFolder(folder))
  await opened.abandon()
  assert.deepEqual(await treeIn(home), {})
  await store(home, { 'Get-One.ps1': '1' })
  const before = await treeIn(home)
  await unwrap(await openScriptsFolder(folder)).abandon()
  assert.deepEqual(await treeIn(home), before)
})

test('A script that cannot be copied is a problem, nothing was changed, and staging is gone.', async t => {
  const { home, folder } = await newHome(t)
  await store(home, { 'Get-One.ps1': '1' })
  const before = await treeIn(folder)
  const opened = unwrap(await openScriptsFolder(folder))
  const scripts = await expand(home, { 'Get-Two.ps1': '2' })
  const problem = errorOf(await opened.prepare([...scripts, { file: 'Gone.ps1', from: path.join(home, 'gone.ps1') }]))
  assert.equal(
    problem.sentence,
    `The folder ${folder} cannot be used: a folder on the way to it is not there (ENOENT).`,
  )
  assert.deepEqual(await treeIn(folder), before)
})

test('What a run that was killed left behind is removed.', async t => {
  const { home, folder } = await newHome(t)
  await writeFiles(folder, { [`${stagingName(await deadProcess())}/half`]: 'half' })
  await store(home, { 'Get-One.ps1': '1' })
  assert.deepEqual(await treeIn(folder), { 'Get-One.ps1': '1' })
})

test('A link in place of a script of ours is replaced, and what it led to stays.', {
  skip: process.platform === 'win32' && 'no links',
}, async t => {
  const { home, folder } = await newHome(t)
  await store(home, { 'Get-One.ps1': '1' })
  await writeFile(path.join(home, 'theirs'), 'theirs')
  await symlink('../theirs', path.join(folder, 'Link.ps1'))
  await writeFile(path.join(home, '.scripts.psmr.json'), '{"format":1,"files":["Get-One.ps1","Link.ps1"]}')
  await store(home, { 'Link.ps1': 'ours' })
  assert.ok((await lstat(path.join(folder, 'Link.ps1'))).isFile())
  assert.deepEqual(await treeIn(folder), { 'Link.ps1': 'ours' })
  assert.equal((await treeIn(home)).theirs, 'theirs')
})
