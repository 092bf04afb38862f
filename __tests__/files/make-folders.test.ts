import assert from 'node:assert/strict'
import { mkdir, rmdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { makeFolders } from '../../src/files/make-folders.ts'
import { folderWith } from '../helpers/folder-with.ts'

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.message
}

test('The outermost folder that had to be made is told.', async () => {
  await using home = await folderWith()
  assert.equal(await makeFolders(path.join(home.path, 'a', 'b', 'c')), path.join(home.path, 'a'))
  assert.equal(await makeFolders(path.join(home.path, 'a', 'b', 'd')), path.join(home.path, 'a', 'b', 'd'))
  assert.equal(await makeFolders(path.join(home.path, 'a', 'b')), undefined)
})

test('A link to a folder is a folder; a file and a link that leads nowhere are in the way.', async () => {
  await using home = await folderWith()
  await writeFile(path.join(home.path, 'file'), '')
  await symlink(home.path, path.join(home.path, 'folder'), 'junction')
  await symlink(path.join(home.path, 'missing'), path.join(home.path, 'nowhere'), 'junction')
  assert.equal(await makeFolders(path.join(home.path, 'folder')), undefined)
  for (const name of ['file', 'nowhere'])
    await assert.rejects(makeFolders(path.join(home.path, name)), { code: 'EEXIST' })
})

test('A folder that somebody else makes and removes all the time is made, there or missing, and never something else.', async () => {
  await using home = await folderWith()
  const folder = path.join(home.path, 'folder')
  let ends = false
  const other = (async () => {
    while (!ends) {
      await mkdir(folder).catch(codeOf)
      await rmdir(folder).catch(codeOf)
    }
  })()
  const refusals = new Set<string>()
  for (let times = 0; times < 2000; times += 1) await makeFolders(folder).catch(error => refusals.add(codeOf(error)))
  ends = true
  await other
  assert.ok(
    [...refusals].every(code => code === 'ENOENT'),
    [...refusals].join(', '),
  )
})
