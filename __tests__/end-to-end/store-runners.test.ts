import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import type { PackageSpec } from '../gallery/pack.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { snapshot } from '../helpers/folder.ts'
import { startJob } from '../helpers/run-action.ts'
import { treeIn } from '../helpers/tree.ts'
import {
  assertRestored,
  assertWhole,
  damage,
  daysAgo,
  fileInStore,
  folderInStore,
  LIBRARY,
  startRunner,
  TOOL,
  wholeInStore,
} from './runner-store.ts'

/** Six of them take long enough to be written for something to happen meanwhile. */
const LARGE: readonly PackageSpec[] = Array.from({ length: 6 }, (_, number) => ({
  id: `Large${number}`,
  version: '1.0.0',
  size: 1_000_000,
}))

const ALL_FROM_STORE = LARGE.map(() => 'store')

describe('Runners that share a machine', { concurrency: 1 }, () => {
  test('fill one store at once, and mend it at once, and each gets whole files', async () => {
    await using runner = await startRunner(LARGE)
    await using other = await startJob()
    const inputs = { sources: runner.gallery.sources, modules: LARGE.map(({ id }) => id).join('\n') }
    const environment = { RUNNER_ENVIRONMENT: 'self-hosted', RUNNER_TOOL_CACHE: runner.toolCache }
    const both = () => Promise.all([runner.run(), other.run(inputs, environment)])
    for (const run of await both()) await assertWhole(run, LARGE)
    assert.equal((await wholeInStore(runner.toolCache)).length, LARGE.length)

    for (const spec of LARGE) await damage(await fileInStore(runner.toolCache, spec))
    for (const run of await both()) await assertWhole(run, LARGE)
    assert.equal((await wholeInStore(runner.toolCache)).length, LARGE.length)
    await assertRestored(await runner.run(), ALL_FROM_STORE, LARGE)
    // Neither a lock nor anything unfinished stays behind.
    assert.deepEqual(await readdir(path.join(runner.toolCache, 'psmodule-store')), ['1.0.0'])
  })

  test('lose nothing when one of them is killed while it fetches', async () => {
    await using runner = await startRunner()
    runner.gallery.cdn.fault({ route: /tool/i, fault: { kind: 'stall', afterBytes: 100 } })
    await runner.start().killWhen(() => runner.gallery.cdn.log.some(({ path: asked }) => /tool/i.test(asked)))
    assert.deepEqual(await readdir(runner.toolCache), [])
    runner.gallery.cdn.heal()
    await assertRestored(await runner.run(), ['psgallery', 'psgallery'])
    await assertRestored(await runner.run(), ['store', 'store'])
  })

  test('read nothing that one of them had not finished to write when it was killed', async () => {
    await using runner = await startRunner(LARGE)
    const store = path.join(runner.toolCache, 'psmodule-store')
    let whole: readonly string[]
    do {
      await rm(store, { recursive: true, force: true })
      await runner.start().killWhen(() => existsSync(path.join(store, '1.0.0')))
      // Who waits for its lock would wait until it is ten seconds old.
      if (existsSync(path.join(store, 'lock'))) await daysAgo(path.join(store, 'lock'), 1)
      whole = await wholeInStore(runner.toolCache)
      // It may have been quicker than whoever was to kill it.
    } while (whole.length === LARGE.length)

    const digests = await Promise.all(
      LARGE.map(async spec => path.basename(await folderInStore(runner.toolCache, spec))),
    )
    await assertRestored(
      await runner.run(),
      digests.map(hex => (whole.includes(hex) ? 'store' : 'psgallery')),
      LARGE,
    )
    assert.equal((await wholeInStore(runner.toolCache)).length, LARGE.length)
    await assertRestored(await runner.run(), ALL_FROM_STORE, LARGE)
  })
})

describe('The store', { concurrency: 2 }, () => {
  for (const [where, inputs, environment] of [
    ['on a hosted runner', {}, { RUNNER_ENVIRONMENT: 'github-hosted' }],
    ['where no runner says what it is', {}, { RUNNER_ENVIRONMENT: '' }],
    ['with "cache: false"', { cache: 'false' }, {}],
    ['without a tool cache', {}, { RUNNER_TOOL_CACHE: '' }],
  ] as const) {
    test(`is neither read nor written ${where}`, async () => {
      await using runner = await startRunner()
      await assertRestored(await runner.run(inputs, environment), ['psgallery', 'psgallery'])
      assert.deepEqual(await readdir(runner.toolCache), [])
      await runner.lock(await runner.fill())
      const before = await snapshot(runner.toolCache)
      await assertRestored(await runner.run(inputs, environment), ['psgallery', 'psgallery'])
      assert.deepEqual(await snapshot(runner.toolCache), before)
    })
  }

  test('is read and not written with "cache: restore-only"', async () => {
    await using runner = await startRunner()
    const inputs = { cache: 'restore-only' }
    await assertRestored(await runner.run(inputs), ['psgallery', 'psgallery'])
    assert.deepEqual(await readdir(runner.toolCache), [])
    await runner.lock(await runner.fill())
    await damage(await fileInStore(runner.toolCache, TOOL))
    const before = await treeIn(runner.toolCache)
    await assertRestored(await runner.run(inputs), ['store', 'psgallery'])
    assert.deepEqual(await treeIn(runner.toolCache), before)
  })

  test('loses what nobody asked for in 30 days with the next run, and keeps what that run asks for', async () => {
    const [old, recent]: readonly PackageSpec[] = [
      { id: 'Old', version: '1.0.0' },
      { id: 'Recent', version: '1.0.0' },
    ]
    assert.ok(old && recent)
    await using runner = await startRunner([LIBRARY, old, recent, TOOL])
    await runner.fill()
    const folderOf = (spec: PackageSpec): Promise<string> => folderInStore(runner.toolCache, spec)
    for (const spec of [TOOL, old]) await daysAgo(`${await folderOf(spec)}.complete`, 31)
    await daysAgo(`${await folderOf(recent)}.complete`, 29)
    await assertRestored(await runner.run({ modules: 'Tool' }), ['store', 'store'])
    const left = await Promise.all([LIBRARY, recent, TOOL].map(async spec => path.basename(await folderOf(spec))))
    const names = left.flatMap(hex => [hex, `${hex}.complete`])
    assert.deepEqual((await readdir(path.dirname(await folderOf(TOOL)))).sort(), names.sort())
  })

  test('that cannot be written is none, and nobody is bothered with it', async () => {
    await using runner = await startRunner()
    const file = path.join(runner.job.home, 'file')
    await writeFile(file, '')
    for (let round = 0; round < 2; round += 1) {
      const run = await runner.run({}, { RUNNER_TOOL_CACHE: path.join(file, 'tools') })
      await assertRestored(run, ['psgallery', 'psgallery'])
      assert.deepEqual(annotationsIn(run.log), [])
    }
  })
})
