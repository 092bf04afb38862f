import assert from 'node:assert/strict'
import { lstat, readFile, readlink, symlink } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { folderWith } from '../helpers/folder-with.ts'
import { type ArchiveEntry, buildArchive, cacheVersion } from './archive.ts'
import { startCacheService } from './cache-service.ts'
import { runClient } from './client.ts'

const PATHS = ['packages']

/** What the real client makes of an archive: it unpacks to `work` in `outside`, which is all it should reach. */
async function unpack(outside: string, work: string, entries: readonly ArchiveEntry[]): Promise<void> {
  await using service = await startCacheService()
  service.plant({ key: 'k', version: cacheVersion(PATHS), bytes: buildArchive(entries) })
  const order = { kind: 'restore', paths: PATHS, key: 'k' } as const
  const { result, output } = await runClient(order, path.join(outside, work), service.environment())
  assert.equal(result, 'k', output)
}

test('the real client unpacks every kind of entry', { skip: process.platform === 'win32' }, async () => {
  await using outside = await folderWith({ 'work/keep': '' })
  await unpack(outside.path, 'work', [
    { kind: 'directory', path: 'packages/', mode: 0o700 },
    { kind: 'file', path: 'packages/a.nupkg', content: 'first', mode: 0o600 },
    { kind: 'file', path: 'packages/a.nupkg', content: 'second', mode: 0o600 },
    { kind: 'hardlink', path: 'packages/same.nupkg', target: 'packages/a.nupkg' },
    { kind: 'symlink', path: 'packages/link.nupkg', target: '../../secret' },
    { kind: 'fifo', path: 'packages/pipe.nupkg' },
  ])
  const packages = path.join(outside.path, 'work', 'packages')
  const file = await lstat(path.join(packages, 'a.nupkg'))
  assert.deepEqual([await readFile(path.join(packages, 'a.nupkg'), 'utf8'), file.mode & 0o777], ['second', 0o600])
  assert.equal((await lstat(path.join(packages, 'same.nupkg'))).ino, file.ino)
  assert.equal(await readlink(path.join(packages, 'link.nupkg')), '../../secret')
  assert.ok((await lstat(path.join(packages, 'pipe.nupkg'))).isFIFO())
  assert.equal((await lstat(packages)).mode & 0o777, 0o700)
})

test('the real client writes wherever an archive says', { skip: process.platform === 'win32' }, async () => {
  await using outside = await folderWith({ 'work/.git/hooks/keep': '' })
  await unpack(outside.path, 'work', [
    { kind: 'file', path: path.join(outside.path, 'absolute'), content: 'a' },
    { kind: 'file', path: '../up', content: 'b' },
    { kind: 'symlink', path: 'packages', target: '..' },
    { kind: 'file', path: 'packages/through', content: 'c' },
    { kind: 'file', path: '.git/hooks/post-checkout', content: 'd', mode: 0o755 },
  ])
  const read = (name: string): Promise<string> => readFile(path.join(outside.path, name), 'utf8')
  const names = ['absolute', 'up', 'through', 'work/.git/hooks/post-checkout']
  assert.deepEqual(await Promise.all(names.map(read)), ['a', 'b', 'c', 'd'])
})

test('a client without zstd asks for gzip', { skip: process.platform === 'win32' }, async () => {
  await using tools = await folderWith()
  await using work = await folderWith()
  for (const tool of ['tar', 'gzip']) await symlink(await whereIs(tool), path.join(tools.path, tool))
  await using service = await startCacheService()
  const bytes = buildArchive([{ kind: 'file', path: 'packages/a.nupkg', content: 'zipped' }], 'gzip')
  service.plant({ key: 'k', version: cacheVersion(PATHS, 'gzip'), bytes })
  const order = { kind: 'restore', paths: PATHS, key: 'k' } as const
  const run = await runClient(order, work.path, { ...service.environment(), PATH: tools.path })
  assert.equal(run.result, 'k', run.output)
  assert.equal(await readFile(path.join(work.path, 'packages/a.nupkg'), 'utf8'), 'zipped')
})

async function whereIs(tool: string): Promise<string> {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, tool)
    if (await lstat(file).catch(() => undefined)) return file
  }
  throw new Error(`there is no ${tool}`)
}

test('a path that does not fit into a header is refused', () => {
  const entry = { kind: 'directory', path: 'p'.repeat(101) } as const
  assert.throws(() => buildArchive([entry]), RangeError)
})
