import assert from 'node:assert/strict'
import { lstat, mkdir, readFile, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { writeFiles } from '../helpers/folder-with.ts'
import { treeIn } from '../helpers/tree.ts'
import { DAY_MS, setScene } from './scene.ts'
import { hideDebugLines, KIND_NAMES, STORE_KINDS, sha512Of } from './stores.ts'

hideDebugLines()

for (const name of KIND_NAMES) {
  const kind = STORE_KINDS[name]

  test(`${name}: what nobody asked for in 30 days is removed.`, async t => {
    const scene = await setScene(t, kind)
    const [asked, forgotten] = [await scene.package('asked'), await scene.package('forgotten')]
    // A copy may have the time of the package, which says nothing of its use.
    await utimes(asked.path, 0, 0)
    await scene.newStore().keep([asked, forgotten])
    await scene.newStore().prune()
    scene.time += 29 * DAY_MS
    assert.equal(await scene.given(asked.sha512), 'asked')
    scene.time += 2 * DAY_MS
    await scene.newStore().prune()
    assert.equal(await scene.given(forgotten.sha512), undefined)
    assert.equal(await scene.given(asked.sha512), 'asked')
    scene.time += 31 * DAY_MS
    await scene.newStore().prune()
    assert.deepEqual(
      Object.values(await treeIn(scene.folder)).filter(text => text !== undefined),
      [],
    )
  })

  test(`${name}: what is not ours stays.`, async t => {
    const scene = await setScene(t, kind)
    const digest = 'a'.repeat(128)
    const theirs = ['read.me', 'aa/read.me', `aa/${digest}`, `aaa/${digest}.nupkg`, `${digest}.nupkg`].concat(
      ['read.me', 'x64/tool', 'x64.complete', `${digest}0/tool`].map(file => `psmodule-store/1.0.0/${file}`),
      [`psmodule-store/2.0.0/${digest}/tool`, `other/1.0.0/${digest}/tool`],
    )
    await writeFiles(scene.folder, Object.fromEntries(theirs.map(file => [file, 'theirs'])))
    const before = await treeIn(scene.folder)
    scene.time += 100 * DAY_MS
    await scene.newStore().prune()
    assert.deepEqual(await treeIn(scene.folder), before)
  })

  test(`${name}: what a killed writer left is removed after a day.`, async t => {
    const scene = await setScene(t, kind)
    const half = path.join(scene.folder, kind.halfOf(sha512Of('one')))
    await mkdir(path.dirname(half), { recursive: true })
    await mkdir(path.join(scene.folder, 'psmodule-store'), { recursive: true })
    await writeFile(half, 'on')
    // As a copy may have it that is being made.
    await utimes(half, 0, 0)
    scene.time += DAY_MS / 2
    await scene.newStore().prune()
    assert.equal(await readFile(half, 'utf8'), 'on')
    scene.time += DAY_MS
    await scene.newStore().prune()
    await assert.rejects(lstat(half), { code: 'ENOENT' })
  })
}
