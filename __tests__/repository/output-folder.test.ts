import assert from 'node:assert/strict'
import { chmod, lstat, mkdir, realpath, symlink, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { stagingName } from '../../src/files/staging.ts'
import type { Problem } from '../../src/problem.ts'
import type { Entry } from '../../src/repository/folder-exchange.ts'
import { type OutputFolder, openOutputFolder } from '../../src/repository/output-folder.ts'
import type { OutputKind } from '../../src/repository/output-kind.ts'
import type { Result } from '../../src/result.ts'
import { createFolder } from '../helpers/ask.ts'
import { commit } from '../helpers/commit.ts'
import { deadProcess } from '../helpers/dead-process.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { treeIn } from '../helpers/tree.ts'

/** Others may put theirs beside ours. */
const SHARED: OutputKind = { name: /^[a-z]+(?:\/[a-z0-9]+)?$/, input: 'some-path' }
/** Nobody may. */
const OWN: OutputKind = { name: /^[a-z]+\.txt$/, holdsOnly: 'It holds texts.' }

async function newFolder(t: TestContext): Promise<string> {
  return path.join(await createFolder(t), 'out')
}

/** Stages texts, to be put in place; a slash in a name stands for a folder. */
async function stage(output: OutputFolder, files: Readonly<Record<string, string>>): Promise<readonly Entry[]> {
  const entries = Object.entries(files).map(([name, text], index) => {
    return { name, text, from: path.join(output.staging, `${index}`) }
  })
  for (const { from, text } of entries) await writeFile(from, text)
  return entries.map(({ name, from }) => ({ name, from }))
}

async function put(
  output: OutputFolder,
  files: Readonly<Record<string, string>>,
): Promise<Result<readonly string[], Problem>> {
  return commit(output.prepare(await stage(output, files)))
}

/** Restores that put these in place at the very same time. */
async function putAtOnce(folder: string, ...all: readonly Readonly<Record<string, string>>[]): Promise<void> {
  const outputs = await Promise.all(
    all.map(async files => {
      const output = unwrap(await openOutputFolder(folder, OWN))
      return { output, entries: await stage(output, files) }
    }),
  )
  for (const each of await Promise.all(outputs.map(({ output, entries }) => commit(output.prepare(entries)))))
    unwrap(each)
}

/** A whole restore as the folder sees it. */
async function store(folder: string, kind: OutputKind, files: Readonly<Record<string, string>>): Promise<void> {
  unwrap(await put(unwrap(await openOutputFolder(folder, kind)), files))
}

async function claimedIn(folder: string): Promise<readonly string[]> {
  const tree = await treeIn(path.dirname(folder))
  return JSON.parse(tree[`.${path.basename(folder)}.psmr.json`] ?? '{}').files
}

test('What is put is there and nothing of staging, by the paths given, in the order given.', async t => {
  const folder = await newFolder(t)
  const output = unwrap(await openOutputFolder(folder, SHARED))
  assert.deepEqual(unwrap(await put(output, { 'b/1': 'b', a: 'a', 'b/0': '0' })), [
    path.join(folder, 'b/1'),
    path.join(folder, 'a'),
    path.join(folder, 'b/0'),
  ])
  assert.deepEqual(await treeIn(folder), { a: 'a', b: undefined, 'b/0': '0', 'b/1': 'b' })
  assert.deepEqual(await claimedIn(folder), ['a', 'b/0', 'b/1'])
  const ours = await output.ours()
  assert.deepEqual(['a', 'b/0', 'b/1', 'b', 'c'].map(ours), [true, true, true, false, false])
})

test('What is in its place already is claimed and not touched.', async t => {
  const folder = await newFolder(t)
  await store(folder, SHARED, { a: 'a', b: 'b' })
  const before = await lstat(path.join(folder, 'a'))
  const output = unwrap(await openOutputFolder(folder, SHARED))
  unwrap(await commit(output.prepare([{ name: 'a', from: undefined }])))
  const after = await lstat(path.join(folder, 'a'))
  assert.deepEqual([after.ino, after.mtimeMs], [before.ino, before.mtimeMs])
  assert.deepEqual(await treeIn(folder), { a: 'a' })
  assert.deepEqual(await claimedIn(folder), ['a'])
})

test('What is no longer wanted goes, with the folders that are empty then, and what others put there stays.', async t => {
  const folder = await newFolder(t)
  await store(folder, SHARED, { 'a/1': '1', 'a/2': '2', 'b/1': '1', c: 'c' })
  await writeFiles(folder, { 'b/theirs': 'theirs', theirs: 'theirs' })
  await store(folder, SHARED, { 'a/2': 'two' })
  assert.deepEqual(await treeIn(folder), {
    a: undefined,
    'a/2': 'two',
    b: undefined,
    'b/theirs': 'theirs',
    theirs: 'theirs',
  })
})

test('The folder of a name may become a file and back.', async t => {
  const folder = await newFolder(t)
  await store(folder, SHARED, { 'a/1': '1', 'a/2': '2' })
  await store(folder, SHARED, { a: 'a' })
  assert.deepEqual(await treeIn(folder), { a: 'a' })
  await store(folder, SHARED, { 'a/2': '2' })
  assert.deepEqual(await treeIn(folder), { a: undefined, 'a/2': '2' })
})

test('A restore that fails in the middle puts everything back, the record too.', async t => {
  const folder = await newFolder(t)
  await store(folder, OWN, { 'a.txt': 'a', 'b.txt': 'b' })
  const before = await treeIn(path.dirname(folder))
  const output = unwrap(await openOutputFolder(folder, OWN))
  await writeFile(path.join(output.staging, 'c'), 'c')
  const entries = [
    { name: 'c.txt', from: path.join(output.staging, 'c') },
    { name: 'd.txt', from: path.join(output.staging, 'gone') },
  ]
  assert.deepEqual(errorOf(await commit(output.prepare(entries))), {
    code: 'FOLDER_UNUSABLE',
    sentence: `The folder ${folder} cannot be used: a folder on the way to it is not there (ENOENT).`,
  })
  assert.deepEqual(await treeIn(path.dirname(folder)), before)
})

const FOREIGN: readonly (readonly [kind: OutputKind, hint: string])[] = [
  [OWN, 'It holds texts. Remove the file.'],
  [{ ...OWN, input: 'x-path' }, 'It holds texts. Name an empty or a new folder in "x-path", or remove the file.'],
]

for (const [kind, hint] of FOREIGN) {
  test(`A folder that is to hold nothing else names what else it holds: ${hint}`, async t => {
    const folder = await newFolder(t)
    await writeFiles(folder, { theirs: 'theirs' })
    const sentence = `The folder ${folder} holds "theirs", which no restore put there.`
    assert.deepEqual(errorOf(await openOutputFolder(folder, kind)), { code: 'FOREIGN_FILE', sentence, hint })
    assert.deepEqual(await treeIn(folder), { theirs: 'theirs' })
  })
}

test('Abandoned, it is as it was found; abandoned twice, too.', async t => {
  const folder = await newFolder(t)
  await store(folder, SHARED, { 'a/1': '1' })
  await writeFiles(folder, { 'b/theirs': 'theirs' })
  const before = await treeIn(path.dirname(folder))
  const output = unwrap(await openOutputFolder(folder, SHARED))
  await writeFiles(output.staging, { 'half/way': 'x' })
  await output.abandon()
  await output.abandon()
  assert.deepEqual(await treeIn(path.dirname(folder)), before)
})

test('Folders that it made are gone when it is abandoned, those that were there and what others made meanwhile are not.', async t => {
  const home = await createFolder(t)
  await mkdir(path.join(home, 'there'))
  const inner = path.join(home, 'there/new/out')
  const output = unwrap(await openOutputFolder(inner, SHARED))
  await output.abandon()
  assert.deepEqual(await treeIn(home), { there: undefined })
  const again = unwrap(await openOutputFolder(inner, SHARED))
  await writeFiles(home, { 'there/new/theirs': 'theirs' })
  await again.abandon()
  assert.deepEqual(await treeIn(home), { there: undefined, 'there/new': undefined, 'there/new/theirs': 'theirs' })
})

test('One that retires leaves nothing of ours, neither folder nor record.', async t => {
  const folder = await newFolder(t)
  await store(folder, SHARED, { 'a/1': '1', b: 'b' })
  await store(folder, { ...SHARED, retires: true }, {})
  assert.deepEqual(await treeIn(path.dirname(folder)), {})
})

test('One that retires keeps what others put into it.', async t => {
  const folder = await newFolder(t)
  await store(folder, SHARED, { 'a/1': '1', b: 'b' })
  await writeFiles(folder, { 'a/theirs': 'theirs' })
  await store(folder, { ...SHARED, retires: true }, {})
  assert.deepEqual(await treeIn(path.dirname(folder)), { out: undefined, 'out/a': undefined, 'out/a/theirs': 'theirs' })
})

test('Of the folders of runs only those are removed whose process is gone, and those of another machine after a day.', async t => {
  const folder = await newFolder(t)
  const dead = await deadProcess()
  const [mine, gone] = [stagingName(), stagingName(dead)]
  const elsewhere = (name: string): string =>
    name.replace(/(?<=-)[0-9a-f]{4}(?=[0-9a-f]{4}$)/, host => (host === '0000' ? '1111' : '0000'))
  const [fresh, old] = [elsewhere(stagingName(dead)), elsewhere(stagingName())]
  const others = [
    fresh,
    `.psmr-${dead}-0000000`,
    `.psmr-${dead}-00000000x`,
    `.psmr-0-00000000`,
    `.psmr--00000000`,
    `psmr-${dead}-00000000`,
  ]
  await writeFiles(folder, Object.fromEntries([mine, gone, old, ...others].map(name => [`${name}/file`, 'x'])))
  const longAgo = new Date(Date.now() - 25 * 3_600_000)
  await utimes(path.join(folder, old), longAgo, longAgo)
  await store(folder, SHARED, {})
  const left = Object.keys(await treeIn(folder)).filter(name => !name.includes('/'))
  assert.deepEqual(left.sort(), [mine, ...others].sort())
})

test('A link to the folder leads to the same record, which lies beside the folder itself.', {
  skip: process.platform === 'win32' && 'no links',
}, async t => {
  const home = await realpath(await createFolder(t))
  await mkdir(path.join(home, 'real'))
  await symlink('real', path.join(home, 'link'))
  await store(path.join(home, 'link'), OWN, { 'a.txt': 'a' })
  await store(path.join(home, 'real'), OWN, { 'b.txt': 'b' })
  await store(path.join(home, 'link'), OWN, { 'c.txt': 'c' })
  assert.deepEqual(await treeIn(path.join(home, 'real')), { 'c.txt': 'c' })
  assert.deepEqual(
    Object.keys(await treeIn(home)).filter(name => name.startsWith('.')),
    ['.real.psmr.json'],
  )
})

test('A link to nothing in place of the folder is a problem.', {
  skip: process.platform === 'win32' && 'no links',
}, async t => {
  const home = await createFolder(t)
  await symlink('nothing', path.join(home, 'link'))
  assert.equal(errorOf(await openOutputFolder(path.join(home, 'link'), SHARED)).code, 'FOLDER_UNUSABLE')
})

test('A record that cannot be read is a problem, and nothing is touched.', async t => {
  const folder = await newFolder(t)
  await writeFiles(path.dirname(folder), { 'out/a': 'a', '.out.psmr.json/x': 'a folder' })
  const before = await treeIn(path.dirname(folder))
  const problem = errorOf(await openOutputFolder(folder, SHARED))
  assert.equal(
    problem.sentence,
    `The folder ${folder} cannot be used: a folder stands where a file should be (EISDIR).`,
  )
  assert.deepEqual(await treeIn(path.dirname(folder)), before)
})

test('A folder that may not be written is a problem that says so.', {
  skip: (process.platform === 'win32' || process.getuid?.() === 0) && 'everything may be written',
}, async t => {
  const folder = await newFolder(t)
  await mkdir(folder)
  await chmod(folder, 0o555)
  const { sentence } = errorOf(await openOutputFolder(folder, SHARED))
  assert.equal(sentence, `The folder ${folder} cannot be used: no permission to write (EACCES).`)
})

test('Restores of the same at once all succeed, and the record names it.', async t => {
  const folder = await newFolder(t)
  const files = { 'a.txt': 'a', 'b.txt': 'b' }
  await putAtOnce(folder, files, files, files)
  assert.deepEqual(await treeIn(folder), files)
  assert.deepEqual(await claimedIn(folder), ['a.txt', 'b.txt'])
})

test('After restores of different things at once a later one finds nothing that it would call foreign.', async t => {
  const folder = await newFolder(t)
  for (let round = 0; round < 5; round += 1) {
    await putAtOnce(folder, { 'a.txt': 'a' }, { 'b.txt': 'b' }, { 'c.txt': 'c', 'd.txt': 'd' })
    await store(folder, OWN, { 'e.txt': 'e' })
    assert.deepEqual(await treeIn(folder), { 'e.txt': 'e' })
  }
})
