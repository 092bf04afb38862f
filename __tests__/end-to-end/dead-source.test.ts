import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startGallery } from '../gallery/gallery.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { blackHole } from '../helpers/black-hole.ts'
import { hashesIn } from '../helpers/folder.ts'
import { startJob } from '../helpers/run-action.ts'
import { linesOf } from '../helpers/source-lines.ts'

const PACKAGES: readonly PackageSpec[] = Array.from({ length: 24 }, (_, index) => ({
  id: `Tool${index}`,
  version: '1.0.0',
}))

/** P3, and something for a machine that is busy; the shortest clock that would end the connection is 5 s. Milliseconds. */
const COST = 2000
const BUSY = 1500

test('A source at which no connection is ever made costs a whole step two seconds, its end included.', async () => {
  await using gallery = await startGallery({ packages: PACKAGES })
  await using hole = await blackHole('127.0.0.1')
  const modules = PACKAGES.map(({ id }) => id).join('\n')
  const healthy = linesOf(gallery.sources, 'psgallery', 'pwsh-gallery')
  const dead = healthy.replaceAll(gallery.psgallery.origin, hole.origin)
  const steps = []
  for (const sources of [healthy, dead]) {
    await using job = await startJob()
    const run = await job.run({ modules, sources })
    assert.equal(run.code, 0, run.log)
    steps.push({ ms: run.ms, folder: await hashesIn(run.outputs['repository-path'] ?? '') })
  }
  const [well, ill] = steps
  assert.ok(well && ill)
  assert.deepEqual(ill.folder, well.folder)
  assert.ok(ill.ms <= well.ms + COST + BUSY, `${Math.round(ill.ms)} ms, ${Math.round(well.ms)} in health`)
})
