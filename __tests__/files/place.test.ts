import assert from 'node:assert/strict'
import { readFile, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { duplicate, place } from '../../src/files/place.ts'
import { createFolder } from '../helpers/ask.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import { treeIn } from '../helpers/tree.ts'

test('A file goes where there was nothing, with the folders on the way, or a file.', async t => {
  const home = await createFolder(t)
  await writeFiles(home, { one: '1', two: '2' })
  await place(path.join(home, 'one'), path.join(home, 'a/b/file'))
  assert.deepEqual(await treeIn(home), { a: undefined, 'a/b': undefined, 'a/b/file': '1', two: '2' })
  await place(path.join(home, 'two'), path.join(home, 'a/b/file'))
  assert.deepEqual(await treeIn(home), { a: undefined, 'a/b': undefined, 'a/b/file': '2' })
})

test('A link to a folder is not the folder: a file takes its place, and what it led to stays.', {
  skip: process.platform === 'win32' && 'no links',
}, async t => {
  const home = await createFolder(t)
  await writeFiles(home, { file: '1', 'theirs/file': 'x' })
  await symlink('theirs', path.join(home, 'link'))
  await place(path.join(home, 'file'), path.join(home, 'link'))
  assert.deepEqual(await treeIn(home), { link: '1', theirs: undefined, 'theirs/file': 'x' })
})

test('What is not there is an error that names it.', async t => {
  const home = await createFolder(t)
  const missing = path.join(home, 'missing')
  await assert.rejects(place(missing, path.join(home, 'file')), {
    code: 'ENOENT',
    path: missing,
  })
  await assert.rejects(duplicate(missing, path.join(home, 'file')), { code: 'ENOENT', path: missing })
})

test('Of many files that are placed at once in one place all succeed, and one is there whole.', async t => {
  const home = await createFolder(t)
  const names = Array.from({ length: 20 }, (_, index) => String(index))
  await writeFiles(home, Object.fromEntries(names.map(name => [name, 'x'])))
  await Promise.all(names.map(name => place(path.join(home, name), path.join(home, 'a/file'))))
  assert.deepEqual(await treeIn(home), { a: undefined, 'a/file': 'x' })
})

test('A duplicate is the same file under a second name, and stays when the first goes.', async t => {
  const home = await createFolder(t)
  const [file, twin] = [path.join(home, 'file'), path.join(home, 'twin')]
  await writeFile(file, 'x')
  await duplicate(file, twin)
  assert.equal((await stat(twin)).ino, (await stat(file)).ino)
  await place(file, path.join(home, 'a/file'))
  assert.equal(await readFile(twin, 'utf8'), 'x')
})
