import assert from 'node:assert/strict'
import { lstat, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { find } from '@actions/tool-cache'
import { withLock } from '../../src/files/exclusive.ts'
import { createToolCacheStore } from '../../src/store/tool-cache-store.ts'
import { createFolder } from '../helpers/ask.ts'
import { unwrap } from '../helpers/result.ts'
import { hex, hideDebugLines, packageOf, STORE_KINDS } from './stores.ts'

const { create, fileOf } = STORE_KINDS['tool cache']

hideDebugLines()

test('The library finds what was kept, as a tool of which every package is an architecture.', async t => {
  const [home, folder] = [await createFolder(t), await createFolder(t)]
  const stored = await packageOf(home, 'one')
  await create(folder).keep([stored])
  const found = find('psmodule-store', '1.0.0', hex(stored.sha512))
  assert.equal(found, path.join(folder, 'psmodule-store', '1.0.0', hex(stored.sha512)))
  assert.equal(await readFile(path.join(found, 'package.nupkg'), 'utf8'), 'one')
})

test('A whole file without the marker is not given, and neither is a marker without its file.', async t => {
  const [home, folder] = [await createFolder(t), await createFolder(t)]
  const stored = await packageOf(home, 'one')
  const to = path.join(home, 'to')
  const marker = `${path.dirname(path.join(folder, fileOf(stored.sha512)))}.complete`
  await create(folder).keep([stored])
  await rm(marker)
  assert.equal(await create(folder).copy(stored.sha512, to), false)
  await writeFile(marker, '')
  assert.equal(await create(folder).copy(stored.sha512, to), true)
  await rm(path.join(folder, fileOf(stored.sha512)))
  assert.equal(await create(folder).copy(stored.sha512, path.join(home, 'again')), false)
})

test('A writer waits two seconds for another one, a reader not at all.', async t => {
  const [home, folder] = [await createFolder(t), await createFolder(t)]
  const [one, two] = [await packageOf(home, 'one'), await packageOf(home, 'two')]
  await create(folder).keep([one])
  const keeping = await withLock(path.join(folder, 'psmodule-store', 'lock'), async () => {
    const kept = create(folder).keep([two])
    // Long enough for somebody who does not wait.
    for (let read = 0; read < 50; read += 1) {
      assert.equal(await create(folder).copy(one.sha512, path.join(home, `one-${read}`)), true)
    }
    assert.equal(await create(folder).copy(two.sha512, path.join(home, 'to')), false)
    return { kept }
  })
  await unwrap(keeping).kept
  assert.equal(await create(folder).copy(two.sha512, path.join(home, 'to')), true)
  const three = await packageOf(home, 'three')
  // It gives up while the lock is held: otherwise this would never end.
  await withLock(path.join(folder, 'psmodule-store', 'lock'), () => create(folder).keep([three]))
  assert.equal(await create(folder).copy(three.sha512, path.join(home, 'third')), false)
})

test('The lock of a writer that was killed holds nobody up, and stays with nobody.', async t => {
  const [home, folder] = [await createFolder(t), await createFolder(t)]
  const [one, two] = [await packageOf(home, 'one'), await packageOf(home, 'two')]
  const lock = path.join(folder, 'psmodule-store', 'lock')
  await create(folder).keep([one])
  await writeFile(lock, '')
  await utimes(lock, 0, 0)
  await create(folder).keep([two])
  assert.equal(await create(folder).copy(two.sha512, path.join(home, 'to')), true)
  await assert.rejects(lstat(lock), { code: 'ENOENT' })
})

test('Where the library is not told the folder, nothing is kept and nothing fails.', async t => {
  const [home, folder] = [await createFolder(t), await createFolder(t)]
  const stored = await packageOf(home, 'one')
  delete process.env.RUNNER_TOOL_CACHE
  const store = createToolCacheStore(folder)
  await store.keep([stored])
  assert.equal(await store.copy(stored.sha512, path.join(home, 'to')), false)
})
