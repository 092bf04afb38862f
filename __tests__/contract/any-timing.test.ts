import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { inspectHere } from '../../src/package/inspect.ts'
import { openHandover } from '../../src/repository/handover.ts'
import { parseInline } from '../../src/requirements/inline.ts'
import { restore } from '../../src/restore/restore.ts'
import { parseSourceMap } from '../../src/sources/source-map.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { createFolder, noSignal } from '../helpers/ask.ts'
import { delayedSource } from '../helpers/delayed-source.ts'
import { hashesIn } from '../helpers/folder.ts'
import { leapingClock } from '../helpers/leaping-clock.ts'
import { memorySource } from '../helpers/memory-source.ts'
import { unwrap } from '../helpers/result.ts'

const PACKAGES: readonly PackageSpec[] = [
  { id: 'Top', version: '1.0.0', dependencies: { Left: '[2.0.0]', Right: '[3.0.0]' } },
  { id: 'Left', version: '2.0.0', dependencies: { Base: '[1.5.0]' } },
  { id: 'Left', version: '2.1.0' },
  { id: 'Right', version: '3.0.0', dependencies: { Base: '[1.5.0]' } },
  { id: 'Base', version: '1.5.0' },
  { id: 'Base', version: '1.6.0' },
]

interface Restored {
  readonly files: Readonly<Record<string, string>>
  /** What lies beside the folder when all is done. */
  readonly debris: readonly string[]
}

async function restoreWith(t: TestContext, delays: readonly (readonly number[])[]): Promise<Restored> {
  const clock = leapingClock()
  const names = ['gallery', 'mirror', 'second']
  const sources = names.map((name, index) =>
    delayedSource(
      memorySource(name, PACKAGES, { family: 'one', isAuthority: index === 0 }),
      clock,
      delays[index] ?? [0],
    ),
  )
  const folder = await createFolder(t)
  const repository = path.join(folder, 'modules')
  const report = await restore(
    {
      requirements: unwrap(parseInline('Top@1.0.0')),
      files: [],
      notes: [],
      sources,
      sourceMap: unwrap(parseSourceMap('', [])),
      prerelease: false,
      skipDependencies: false,
      onMismatch: 'next',
      concurrency: 4,
      hedgeAfterMs: 750,
      troubles: [],
      handover: unwrap(await openHandover({ repository, install: undefined })),
    },
    { clock, random: () => 0.5, signal: noSignal(), inspector: inspectHere },
  )
  assert.equal(report.outcome, 'restored')
  return { files: await hashesIn(repository), debris: (await readdir(folder)).filter(name => name !== 'modules') }
}

const DELAY = fc.constantFrom(0, 5, 300, 749, 750, 751, 1499, 1500, 1501, 4000, 20_000)
const DELAYS = fc.array(fc.array(DELAY, { minLength: 1, maxLength: 6 }), { minLength: 3, maxLength: 3 })

test('Exact pins give the same folder whoever answers first, and nothing of the losers stays.', async t => {
  const prompt = await restoreWith(t, [[0], [0], [0]])
  assert.deepEqual(Object.keys(prompt.files), [
    'Base.1.5.0.nupkg',
    'Left.2.0.0.nupkg',
    'Right.3.0.0.nupkg',
    'Top.1.0.0.nupkg',
  ])
  await fc.assert(
    fc.asyncProperty(DELAYS, async delays => {
      assert.deepEqual(await restoreWith(t, delays), prompt)
    }),
    { numRuns: 40 },
  )
})
