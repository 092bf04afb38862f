import assert from 'node:assert/strict'
import { link, mkdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { openEntry } from '../../src/restore/at-hand/cached-entry.ts'
import { createFolder } from '../helpers/ask.ts'
import { folderWith, writeFiles } from '../helpers/folder-with.ts'

test('Packages are listed by their names, with where they lie and when they were saved.', async t => {
  const folder = await createFolder(t)
  await writeFiles(folder, { 'Pester.5.7.1.nupkg': 'pester', 'a_1.b-2.1.0.0-rc.1.nupkg': 'other' })
  const saved = new Date('2026-01-06T12:00:00Z')
  await utimes(path.join(folder, 'Pester.5.7.1.nupkg'), saved, saved)
  const { files } = await openEntry(folder)
  assert.deepEqual(files.map(({ name }) => name).toSorted(), ['Pester.5.7.1.nupkg', 'a_1.b-2.1.0.0-rc.1.nupkg'])
  assert.deepEqual(
    files.find(({ name }) => name.startsWith('Pester')),
    { name: 'Pester.5.7.1.nupkg', path: path.join(folder, 'Pester.5.7.1.nupkg'), savedAt: saved.getTime() },
  )
})

test('A package is moved to who takes it, once, in any letter case of its name.', async t => {
  const folder = await createFolder(t)
  await writeFiles(folder, { 'Pester.5.7.1.nupkg': 'pester', 'Other.1.0.0.nupkg': 'other' })
  const entry = await openEntry(folder)
  const to = path.join(await createFolder(t), 'taken')
  assert.equal(await entry.take('pester.5.7.1.NUPKG', to), true)
  assert.equal(await readFile(to, 'utf8'), 'pester')
  assert.deepEqual(entry.foreign([]), ['Other.1.0.0.nupkg'])
  assert.equal(await entry.take('Pester.5.7.1.nupkg', `${to} again`), false)
  await assert.rejects(stat(`${to} again`), { code: 'ENOENT' })
})

test('What is not there is not given.', async t => {
  const entry = await openEntry(await createFolder(t))
  assert.deepEqual([entry.files, entry.foreign([])], [[], []])
  assert.equal(await entry.take('Pester.5.7.1.nupkg', path.join(await createFolder(t), 'taken')), false)
})

/** The name under which something that is none of ours lies in an entry; how it comes there. */
const FOREIGN: readonly (readonly [
  what: string,
  name: string,
  put: (file: string, elsewhere: string) => Promise<unknown>,
])[] = [
  ['a link to a file', 'Pester.5.7.1.nupkg', (file, elsewhere) => symlink(elsewhere, file)],
  ['a link to nothing', 'Pester.5.7.1.nupkg', file => symlink('nothing', file)],
  ['a second name of a file elsewhere', 'Pester.5.7.1.nupkg', (file, elsewhere) => link(elsewhere, file)],
  ['a folder', 'Pester.5.7.1.nupkg', file => mkdir(file)],
  ['a file that is called otherwise', 'Pester.5.7.1.zip', file => writeFile(file, '')],
  ['a file with a name of Windows for a stream', 'Pester.nupkg:evil', file => writeFile(file, '')],
  ['a file that is hidden', '.Pester.5.7.1.nupkg', file => writeFile(file, '')],
  ['a file whose name is an option', '-rf.nupkg', file => writeFile(file, '')],
  ['a file with a line end in its name', 'Pester.5.7.1\n.nupkg', file => writeFile(file, '')],
  ['a lock', 'modules.lock.json', file => writeFile(file, '{}')],
]

for (const [what, name, put] of FOREIGN) {
  test(`No package is ${what}: it is left over, and nobody takes it.`, async t => {
    const folder = await createFolder(t)
    await using elsewhere = await folderWith({ file: 'elsewhere' })
    await put(path.join(folder, name), path.join(elsewhere.path, 'file'))
    const entry = await openEntry(folder)
    assert.deepEqual(entry.files, [])
    assert.deepEqual(entry.foreign([]), [name])
    assert.equal(await entry.take(name, path.join(elsewhere.path, 'taken')), false)
    assert.equal(await readFile(path.join(elsewhere.path, 'file'), 'utf8'), 'elsewhere')
  })
}

test('What is a package that was wanted and came from elsewhere is not foreign; what only has its name is.', async t => {
  const folder = await createFolder(t)
  await writeFiles(folder, { 'a.1.0.0.nupkg': '' })
  await symlink('a.1.0.0.nupkg', path.join(folder, 'b.1.0.0.nupkg'))
  const { foreign } = await openEntry(folder)
  assert.deepEqual(foreign(['A.1.0.0.nupkg', 'b.1.0.0.nupkg']), ['b.1.0.0.nupkg'])
})

test('What nobody took is told in the order of the names, packages or not.', async t => {
  const folder = await createFolder(t)
  await writeFiles(folder, { 'b.1.0.0.nupkg': '', 'a.1.0.0.nupkg': '', 'c.txt': '', 'A.txt': '' })
  assert.deepEqual((await openEntry(folder)).foreign([]), ['A.txt', 'a.1.0.0.nupkg', 'b.1.0.0.nupkg', 'c.txt'])
})

/** A second file system, where this machine has one that everybody may write. */
const shared = await stat('/dev/shm').catch(() => undefined)
const isSecond =
  shared !== undefined && shared.dev !== (await stat(process.env.TMPDIR ?? '/tmp').catch(() => shared)).dev

test(
  'A package is handed over to another file system too.',
  isSecond ? {} : { skip: 'skipped: no second file system' },
  async t => {
    const folder = await createFolder(t)
    const to = path.join('/dev/shm', `${path.basename(folder)}.part`)
    t.after(() => rm(to, { force: true }))
    await writeFiles(folder, { 'Pester.5.7.1.nupkg': 'pester' })
    assert.equal(await (await openEntry(folder)).take('Pester.5.7.1.nupkg', to), true)
    assert.equal(await readFile(to, 'utf8'), 'pester')
  },
)
