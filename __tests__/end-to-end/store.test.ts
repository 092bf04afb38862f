import assert from 'node:assert/strict'
import { mkdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { treeIn } from '../helpers/tree.ts'
import {
  assertRestored,
  damage,
  downloadsFrom,
  fileInStore,
  folderInStore,
  LIBRARY,
  requestsTo,
  startRunner,
  TOOL,
  wholeInStore,
} from './runner-store.ts'

/** Puts a sound package in its place that has other content. */
async function rebuild(file: string): Promise<void> {
  await writeFile(file, (await pack(TOOL, { otherBuild: true })).bytes)
}

/** What somebody may put in place of an entry; what is told of it. `elsewhere` holds the very package, outside of the store. */
const PLANTED: readonly (readonly [
  what: string,
  plant: (folder: string, elsewhere: string) => Promise<void>,
  told: readonly string[],
])[] = [
  ['a package of another name', async folder => put(folder, LIBRARY), ['error']],
  ['another version', async folder => put(folder, { ...TOOL, version: '1.2.4' }), ['error']],
  ['an empty file', async folder => truncate(path.join(folder, 'package.nupkg')), ['error']],
  ['what is no package', async folder => writeFile(path.join(folder, 'package.nupkg'), '<html></html>'), ['error']],
  ['half a file without its marker', halve, []],
  [
    'a link to a file',
    async (folder, elsewhere) => {
      await rm(path.join(folder, 'package.nupkg'))
      await symlink(path.join(elsewhere, 'package.nupkg'), path.join(folder, 'package.nupkg'))
    },
    [],
  ],
  [
    'a link to a folder',
    async (folder, elsewhere) => {
      await rm(folder, { recursive: true })
      await symlink(elsewhere, folder)
    },
    [],
  ],
  [
    'a folder in place of a file',
    async folder => {
      await rm(path.join(folder, 'package.nupkg'))
      await mkdir(path.join(folder, 'package.nupkg', 'package.nupkg'), { recursive: true })
    },
    [],
  ],
]

async function put(folder: string, spec: PackageSpec): Promise<void> {
  await writeFile(path.join(folder, 'package.nupkg'), (await pack(spec)).bytes)
}

/** As a writer leaves it that was killed. */
async function halve(folder: string): Promise<void> {
  const file = path.join(folder, 'package.nupkg')
  await truncate(file, (await readFile(file)).length >> 1)
  await rm(`${folder}.complete`)
}

describe('The store of a self-hosted runner', { concurrency: 2 }, () => {
  test('needs no gallery at all where there is a lock, and says that the packages are from it', async () => {
    await using runner = await startRunner()
    await runner.lock(await runner.fill())
    const run = await runner.run()
    await assertRestored(run, ['store', 'store'])
    assert.deepEqual(requestsTo(runner.gallery), [])
    assert.equal(run.outputs['sources-used'], 'store')
    assert.equal(run.outputs['fallback-used'], 'false')
    assert.equal(run.outputs['cache-hit'], 'false')
    assert.match(run.log, /^ {2}Library {2}1\.0\.0 {2}[\d.]+ kB {2}store$/m)
    assert.match(run.log, /^Restored 2 packages \(.*\) from store in /m)
    assert.match(run.summary, /^\| Tool \| 1\.2\.3 \| store \| – \| .* \| lock \|$/m)
    assert.deepEqual(annotationsIn(run.log), [])
  })

  test('is asked for what a source announces where there is none: it resolves, and downloads nothing', async () => {
    await using runner = await startRunner()
    await runner.fill()
    const run = await runner.run()
    await assertRestored(run, ['store', 'store'])
    assert.deepEqual(downloadsFrom(runner.gallery), [])
    assert.ok(runner.gallery.psgallery.log.length > 0)
    assert.match(run.summary, /^\| Tool \| 1\.2\.3 \| store \| – \| .* \| announced hash \|$/m)
    assert.deepEqual(annotationsIn(run.log), [])
  })

  for (const [what, isLocked, change, level, told] of [
    ['a lock', true, damage, 'error', /^store sent other bytes than locked \(.*\) when asked for Tool 1\.2\.3\.$/],
    ['an announced hash', false, damage, 'warning', /^store sent something else: .* when asked for Tool 1\.2\.3\.$/],
    [
      'an announced hash',
      false,
      rebuild,
      'warning',
      /^store sent other bytes than announced \(.*\) when asked for Tool /,
    ],
  ] as const) {
    test(`is held to ${what} again: what ${change.name} left there is told, fetched anew and mended`, async () => {
      await using runner = await startRunner()
      const filled = await runner.fill()
      if (isLocked) await runner.lock(filled)
      await change(await fileInStore(runner.toolCache, TOOL))
      const run = await runner.run()
      await assertRestored(run, ['store', 'psgallery'])
      const [annotation, ...others] = annotationsIn(run.log)
      assert.equal(annotation?.level, level, run.log)
      assert.match(annotation.message, told)
      assert.deepEqual(others, [])
      assert.equal(run.outputs['fallback-used'], 'false')
      assert.equal((await wholeInStore(runner.toolCache)).length, 2)

      const third = await runner.run()
      await assertRestored(third, ['store', 'store'])
      assert.deepEqual(annotationsIn(third.log), [])
    })
  }

  for (const [what, plant, told] of PLANTED) {
    test(`does not take ${what} for a package, and mends it`, async () => {
      await using runner = await startRunner()
      await runner.lock(await runner.fill())
      const elsewhere = path.join(runner.job.home, 'elsewhere')
      await mkdir(elsewhere)
      await writeFile(path.join(elsewhere, 'package.nupkg'), (await pack(TOOL)).bytes)
      const before = await treeIn(elsewhere)
      await plant(await folderInStore(runner.toolCache, TOOL), elsewhere)

      const run = await runner.run()
      await assertRestored(run, ['store', 'psgallery'])
      assert.deepEqual(
        annotationsIn(run.log).map(({ level }) => level),
        told,
        run.log,
      )
      assert.equal((await wholeInStore(runner.toolCache)).length, 2)
      assert.deepEqual(await treeIn(elsewhere), before)
      await assertRestored(await runner.run(), ['store', 'store'])
    })
  }
})
