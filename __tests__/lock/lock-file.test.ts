import assert from 'node:assert/strict'
import { chmod, mkdir, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { formatLock } from '../../src/lock/format-lock.ts'
import { lockPath, readLockFile, writeLockFile } from '../../src/lock/lock-file.ts'
import { snapshot } from '../helpers/folder.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { SAMPLE } from './some-lock.ts'

const TEXT = formatLock(SAMPLE)
const OTHER = { ...SAMPLE, packages: [] }
const NAME = 'modules.lock.json'
const NO_LINKS = process.platform === 'win32' && 'making links takes a right on Windows'

const workspace = path.resolve('/repo')
const workingDirectory = path.join(workspace, 'src')

/** The input and the requirements files, and where the lock goes, relative to the workspace. */
const PATHS: readonly (readonly [lockfile: string | undefined, files: readonly string[], expected: string])[] = [
  [undefined, [], NAME],
  [undefined, ['a.psd1'], `src/${NAME}`],
  [undefined, ['build/a.psd1', 'b.psd1'], `src/build/${NAME}`],
  [undefined, ['../a.psd1'], NAME],
  [undefined, [path.join(workspace, 'tools', 'a.psd1')], `tools/${NAME}`],
  [path.join(workspace, 'x.json'), ['build/a.psd1'], 'x.json'],
]

for (const [lockfile, files, expected] of PATHS) {
  test(`With lockfile ${lockfile} and the files [${files}], the lock is ${expected}.`, () => {
    const file = lockPath({ lockfile, files, workingDirectory, workspace })
    assert.equal(file, path.join(workspace, expected))
  })
}

test('What is read from a file is what was written to it, and nothing else is left beside it.', async () => {
  await using folder = await folderWith()
  const file = path.join(folder.path, NAME)
  assert.equal(unwrap(await readLockFile(file)), undefined)
  assert.equal(unwrap(await writeLockFile(file, SAMPLE)), 'written')
  assert.deepEqual(unwrap(await readLockFile(file)), SAMPLE)
  assert.equal(unwrap(await writeLockFile(file, OTHER)), 'written')
  assert.deepEqual(unwrap(await readLockFile(file)), OTHER)
  assert.deepEqual(await readdir(folder.path), [NAME])
})

test('There is no lock in a folder that is none.', async () => {
  await using folder = await folderWith({ a: '' })
  assert.equal(unwrap(await readLockFile(path.join(folder.path, 'missing', NAME))), undefined)
  assert.equal(unwrap(await readLockFile(path.join(folder.path, 'a', NAME))), undefined)
})

/** The same lock as an editor or a checkout may leave it. */
const SAME: readonly (readonly [what: string, bytes: Uint8Array])[] = [
  ['as it was written', Buffer.from(TEXT)],
  ['with CRLF', Buffer.from(TEXT.replaceAll('\n', '\r\n'))],
  ['with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
  ['in UTF-16', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['in UTF-16, the other way round', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
]

for (const [what, bytes] of SAME) {
  test(`A lock ${what} is read, and not written again.`, async () => {
    await using folder = await folderWith({ [NAME]: bytes })
    const file = path.join(folder.path, NAME)
    const before = await snapshot(folder.path)
    assert.deepEqual(unwrap(await readLockFile(file)), SAMPLE)
    assert.equal(unwrap(await writeLockFile(file, SAMPLE)), 'unchanged')
    assert.deepEqual(await snapshot(folder.path), before)
  })
}

for (const [what, bytes] of [
  ['in UTF-16', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['that is no text', Buffer.from([0xff, 0, 1, 2, 0, 0, 0xc3])],
  ['with a conflict', Buffer.from(`<<<<<<< HEAD\n${TEXT}`)],
  ['that is cut off', Buffer.from(TEXT.slice(0, 100))],
] as const) {
  test(`A lock ${what} is written anew, as UTF-8.`, async () => {
    await using folder = await folderWith({ [NAME]: bytes })
    const file = path.join(folder.path, NAME)
    assert.equal(unwrap(await writeLockFile(file, OTHER)), 'written')
    assert.equal(await readFile(file, 'utf8'), formatLock(OTHER))
  })
}

test('A damaged lock is told under the name that is shown.', async () => {
  await using folder = await folderWith({ [NAME]: TEXT.slice(0, 100) })
  const file = path.join(folder.path, NAME)
  assert.equal(errorOf(await readLockFile(file, NAME)).place?.file, NAME)
  const { code, sentence, place } = errorOf(await readLockFile(file))
  assert.equal(code, 'LOCK_CUT_OFF')
  assert.ok(sentence.startsWith(`${file} is cut off`))
  assert.equal(place?.file, file)
})

test('What cannot be read is said to be so, with the reason and the command.', async () => {
  await using folder = await folderWith({ big: '', nul: 'lock\0file', latin: Buffer.from('{"caf\xe9": 1}', 'latin1') })
  await mkdir(path.join(folder.path, 'folder'))
  await truncate(path.join(folder.path, 'big'), 16 * 1024 * 1024 + 1)
  for (const [name, reason] of [
    ['folder', /^The lock folder cannot be read: it is a folder\.$/],
    ['big', /^big has 16777217 bytes, more than the 16777216 that are read/],
    ['nul', /^nul is not a text file: it holds NUL bytes\.$/],
    ['latin', /^The lock latin cannot be read: it is not UTF-8\.$/],
    ['x'.repeat(300), /cannot be read: the path is too long \(ENAMETOOLONG\)\.$/],
  ] as const) {
    const { code, sentence, hint } = errorOf(await readLockFile(path.join(folder.path, name), name))
    assert.equal(code, 'LOCK_UNREADABLE')
    assert.match(sentence, reason)
    assert.match(hint ?? '', /"psmodule-restore lock"/)
  }
})

test('A lock that cannot be written leaves everything as it was.', async () => {
  const long = 'x'.repeat(256)
  await using folder = await folderWith({ 'folder/a': '', file: '' })
  const before = await snapshot(folder.path)
  for (const [name, reason] of [
    ['folder', /cannot be written: a folder stands where a file should be \(EISDIR\)\.$/],
    [`missing/${NAME}`, /cannot be written: its folder does not exist\.$/],
    [`file/${NAME}`, /cannot be written: a file stands where a folder should be \(ENOTDIR\)\.$/],
    [long, /cannot be written: the path is too long \(ENAMETOOLONG\)\.$/],
  ] as const) {
    const { code, sentence, hint } = errorOf(await writeLockFile(path.join(folder.path, name), SAMPLE))
    assert.equal(code, 'LOCK_UNWRITABLE')
    assert.match(sentence, reason)
    assert.match(hint ?? '', /"psmodule-restore lock"/)
  }
  assert.deepEqual(await snapshot(folder.path), before)
})

test('A lock that is a link stays one.', { skip: NO_LINKS }, async () => {
  await using folder = await folderWith({ 'shared/lock.json': formatLock(OTHER) })
  const file = path.join(folder.path, NAME)
  await symlink(path.join('shared', 'lock.json'), file)
  assert.equal(unwrap(await writeLockFile(file, SAMPLE)), 'written')
  assert.equal(await readFile(path.join(folder.path, 'shared', 'lock.json'), 'utf8'), TEXT)
  assert.deepEqual(unwrap(await readLockFile(file)), SAMPLE)
  assert.deepEqual(await readdir(path.join(folder.path, 'shared')), ['lock.json'])
})

test('A lock keeps its permissions.', { skip: process.platform === 'win32' && 'no modes' }, async () => {
  await using folder = await folderWith()
  const file = path.join(folder.path, NAME)
  await writeFile(file, '')
  await chmod(file, 0o640)
  assert.equal(unwrap(await writeLockFile(file, SAMPLE)), 'written')
  assert.equal((await stat(file)).mode & 0o777, 0o640)
})

test('Of several who write at once, each has written, or was told that it has not.', async () => {
  await using folder = await folderWith()
  const file = path.join(folder.path, NAME)
  const outcomes = await Promise.all([SAMPLE, OTHER, SAMPLE, OTHER].map(lock => writeLockFile(file, lock)))
  assert.ok(outcomes.some(({ ok }) => ok))
  for (const outcome of outcomes) if (!outcome.ok) assert.equal(outcome.error.code, 'LOCK_UNWRITABLE')
  const text = await readFile(file, 'utf8')
  assert.ok(text === TEXT || text === formatLock(OTHER))
  assert.deepEqual(await readdir(folder.path), [NAME])
})
