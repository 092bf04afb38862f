import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFile, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFolder } from '../helpers/ask.ts'
import { treeIn } from '../helpers/tree.ts'
import { DAY_MS, setScene } from './scene.ts'
import { hideDebugLines, KIND_NAMES, packageOf, STORE_KINDS, sha512Of } from './stores.ts'

const onWindows = process.platform === 'win32'

hideDebugLines()

const NO_DIGESTS: readonly (readonly [what: string, sha512: string])[] = [
  ['nothing', ''],
  ['a sha256', Buffer.alloc(32).toString('base64')],
  ['one byte more', Buffer.alloc(65).toString('base64')],
  ['hex', Buffer.alloc(64).toString('hex')],
  ['base64 without padding', Buffer.alloc(64).toString('base64').replace(/=+$/, '')],
  ['base64 for URLs', Buffer.alloc(64, 0xff).toString('base64url')],
  ['another text for the same bytes', Buffer.alloc(64).toString('base64').replace('A==', 'B==')],
  ['base64 with a line feed', `${Buffer.alloc(64).toString('base64')}\n`],
  ['a path', `../../${'A'.repeat(80)}==`],
]

for (const name of KIND_NAMES) {
  const kind = STORE_KINDS[name]

  test(`${name}: whatever bytes are kept are given back.`, async t => {
    const home = await createFolder(t)
    const store = kind.create(path.join(home, 'store'))
    const to = path.join(home, 'to')
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async bytes => {
      const stored = await packageOf(home, bytes)
      await store.keep([stored])
      assert.equal(await store.copy(stored.sha512, to), true)
      assert.deepEqual(await readFile(to), Buffer.from(bytes))
      await rm(to)
    })
    await fc.assert(property, { numRuns: 25 })
  })

  test(`${name}: what nobody has kept is not given, and to ask for it leaves no trace.`, async t => {
    const scene = await setScene(t, kind)
    assert.equal(await scene.given(sha512Of('one')), undefined)
    await scene.newStore().keep([])
    await scene.newStore().prune()
    await assert.rejects(lstat(scene.folder), { code: 'ENOENT' })
    await scene.newStore().keep([await scene.package('one')])
    assert.equal(await scene.given(sha512Of('other')), undefined)
  })

  for (const [what, sha512] of NO_DIGESTS) {
    test(`${name}: ${what} is no digest: neither given nor kept.`, async t => {
      const scene = await setScene(t, kind)
      const stored = await scene.package('one')
      await scene.newStore().keep([{ ...stored, sha512 }])
      await assert.rejects(lstat(scene.folder), { code: 'ENOENT' })
      assert.equal(await scene.given(sha512), undefined)
    })
  }

  test(`${name}: of many packages one that is gone keeps none of the others out.`, async t => {
    const scene = await setScene(t, kind)
    const gone = { sha512: sha512Of('gone'), path: path.join(scene.folder, 'gone') }
    await scene.newStore().keep([await scene.package('one'), gone, await scene.package('two')])
    assert.equal(await scene.given(sha512Of('one')), 'one')
    assert.equal(await scene.given(sha512Of('two')), 'two')
    assert.equal(await scene.given(gone.sha512), undefined)
  })

  test(`${name}: whoever writes to the package or to a copy of it does not write to the store.`, async t => {
    const scene = await setScene(t, kind)
    const stored = await scene.package('one')
    await scene.newStore().keep([stored])
    await appendFile(stored.path, ' and more')
    assert.equal(await scene.given(stored.sha512), 'one')
    const to = path.join(path.dirname(stored.path), 'to')
    assert.equal(await scene.newStore().copy(stored.sha512, to), true)
    await appendFile(to, ' and more')
    assert.equal(await scene.given(stored.sha512), 'one')
    await writeFile(scene.fileOf('one'), 'two')
    assert.deepEqual(
      [await readFile(stored.path, 'utf8'), await readFile(to, 'utf8')],
      ['one and more', 'one and more'],
    )
    assert.equal((await stat(scene.fileOf('one'))).nlink, 1)
  })

  test(`${name}: what is there is not written again.`, async t => {
    const scene = await setScene(t, kind)
    await scene.newStore().keep([await scene.package('one')])
    const before = await stat(scene.fileOf('one'))
    await scene.newStore().keep([await scene.package('one')])
    const { ino, mtimeMs, ctimeMs } = await stat(scene.fileOf('one'))
    assert.deepEqual([ino, mtimeMs, ctimeMs], [before.ino, before.mtimeMs, before.ctimeMs])
  })

  test(`${name}: what has another length is replaced when it is kept again.`, async t => {
    const scene = await setScene(t, kind)
    await scene.newStore().keep([await scene.package('one')])
    await writeFile(scene.fileOf('one'), '')
    await scene.newStore().keep([await scene.package('one')])
    assert.equal(await scene.given(sha512Of('one')), 'one')
  })

  test(`${name}: what was asked for in this run is replaced when it is kept again, once.`, async t => {
    const scene = await setScene(t, kind)
    const stored = await scene.package('one')
    await scene.newStore().keep([stored])
    await writeFile(scene.fileOf('one'), 'bad')
    const store = scene.newStore()
    assert.equal(await scene.given(stored.sha512, store), 'bad')
    await store.keep([stored])
    assert.equal(await scene.given(stored.sha512), 'one')
    await writeFile(scene.fileOf('one'), 'bad')
    await store.keep([stored])
    assert.equal(await scene.given(stored.sha512), 'bad')
  })

  test(`${name}: a link in the store is not followed, and is replaced without a write to what it leads to.`, {
    skip: onWindows && 'no links',
  }, async t => {
    const scene = await setScene(t, kind)
    const stored = await scene.package('one')
    await scene.newStore().keep([stored])
    const theirs = path.join(path.dirname(stored.path), 'theirs')
    await writeFile(theirs, 'one')
    await rm(scene.fileOf('one'))
    await symlink(theirs, scene.fileOf('one'))
    assert.equal(await scene.given(stored.sha512), undefined)
    await writeFile(theirs, 'two')
    await scene.newStore().keep([stored])
    assert.equal(await scene.given(stored.sha512), 'one')
    assert.equal(await readFile(theirs, 'utf8'), 'two')
  })

  test(`${name}: nothing is read over a link to a folder, and nothing written.`, {
    skip: onWindows && 'no links',
  }, async t => {
    const scene = await setScene(t, kind)
    const stored = await scene.package('one')
    await scene.newStore().keep([stored])
    const theirs = path.join(path.dirname(scene.folder), 'theirs')
    await rename(path.dirname(scene.fileOf('one')), theirs)
    await symlink(theirs, path.dirname(scene.fileOf('one')))
    await writeFile(path.join(theirs, path.basename(scene.fileOf('one'))), 'theirs')
    const before = await treeIn(theirs)
    assert.equal(await scene.given(stored.sha512), undefined)
    scene.time += 31 * DAY_MS
    await scene.newStore().prune()
    await scene.newStore().keep([stored])
    assert.deepEqual(await treeIn(theirs), before)
  })

  for (const [what, make] of [
    ['a folder', (file: string) => mkdir(file)],
    ['a pipe', async (file: string) => execFileSync('mkfifo', [file])],
  ] as const) {
    test(`${name}: ${what} in the place of a file is not given, and holds nobody up.`, {
      skip: onWindows && what === 'a pipe' && 'no pipes',
    }, async t => {
      const scene = await setScene(t, kind)
      const stored = await scene.package('one')
      await scene.newStore().keep([stored])
      await rm(scene.fileOf('one'))
      await make(scene.fileOf('one'))
      assert.equal(await scene.given(stored.sha512), undefined)
      await scene.newStore().keep([stored, await scene.package('two')])
      assert.equal(await scene.given(sha512Of('two')), 'two')
      assert.deepEqual(
        (await readdir(scene.folder, { recursive: true })).filter(name => name.includes('part')),
        [],
      )
    })
  }

  test(`${name}: what a killed writer left is not given.`, async t => {
    const scene = await setScene(t, kind)
    const half = path.join(scene.folder, kind.halfOf(sha512Of('one')))
    await mkdir(path.dirname(half), { recursive: true })
    await writeFile(half, 'on')
    assert.equal(await scene.given(sha512Of('one')), undefined)
    await scene.newStore().keep([await scene.package('one')])
    assert.equal(await scene.given(sha512Of('one')), 'one')
  })

  test(`${name}: a place that cannot be written is an error of the system, and stays as it is.`, async t => {
    const scene = await setScene(t, kind)
    const stored = await scene.package('one')
    const store = scene.newStore()
    await store.keep([stored])
    const missing = path.join(scene.folder, 'missing', 'to')
    await assert.rejects(store.copy(stored.sha512, missing), { code: 'ENOENT', syscall: 'open', path: missing })
    const taken = (await scene.package('two')).path
    await assert.rejects(store.copy(stored.sha512, taken), { code: 'EEXIST', syscall: 'open', path: taken })
    assert.equal(await readFile(taken, 'utf8'), 'two')
  })

  test(`${name}: a store that cannot be written is as good as none.`, async t => {
    const scene = await setScene(t, kind)
    await writeFile(scene.folder, 'a file')
    const store = scene.newStore()
    await store.keep([await scene.package('one')])
    await store.prune()
    assert.equal(await scene.given(sha512Of('one'), store), undefined)
    assert.equal(await readFile(scene.folder, 'utf8'), 'a file')
  })
}
