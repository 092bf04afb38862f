import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { type ActionRun, type Job, startJob } from '../helpers/run-action.ts'
import { linesOf } from '../helpers/source-lines.ts'

const TOOL: PackageSpec = { id: 'Tool', version: '1.2.3' }
const OTHER: PackageSpec = { id: 'Other', version: '2.0.0' }

interface Attempt {
  readonly source: string
  readonly step: string
  readonly outcome: string
  readonly failure?: { readonly kind: string }
}

async function step(job: Job, { sources }: Gallery, modules: string): Promise<ActionRun & { attempts: Attempt[] }> {
  const run = await job.run({ modules, sources: linesOf(sources, 'psgallery', 'pwsh-gallery'), 'source-timeout': '5s' })
  assert.equal(run.code, 0, run.log)
  const { attempts } = JSON.parse(await readFile(run.outputs.report ?? '', 'utf8'))
  return { ...run, attempts }
}

function outcomesOf(attempts: readonly Attempt[]): readonly string[] {
  return attempts.map(each => [each.step, each.source, each.outcome, each.failure?.kind ?? ''].join(' ').trim())
}

const TROUBLES = [
  { what: 'refuses every connection', afflict: ({ psgallery }: Gallery) => psgallery.down(), reason: 'unreachable' },
  {
    what: 'is silent',
    afflict: ({ psgallery }: Gallery) => psgallery.fault({ fault: { kind: 'silent' } }),
    reason: 'overtaken',
  },
] as const

for (const { what, afflict, reason } of TROUBLES) {
  test(`The second step of a job does not ask a source first that ${what}, and its report says why.`, async () => {
    await using gallery = await startGallery({ packages: [TOOL, OTHER] })
    await using job = await startJob()
    await afflict(gallery)
    const first = await step(job, gallery, 'Tool')
    assert.ok(outcomesOf(first.attempts).includes(`resolve psgallery failed ${reason}`), first.log)
    const asked = gallery.psgallery.log.length

    const second = await step(job, gallery, 'Other')
    assert.deepEqual(outcomesOf(second.attempts).slice(0, 2), [
      `resolve psgallery put-back ${reason}`,
      'resolve pwsh-gallery served',
    ])
    assert.equal(gallery.psgallery.log.length, asked)
  })
}

test('A job in which all went well leaves nothing for its later steps to be wary of.', async () => {
  await using gallery = await startGallery({ packages: [TOOL, OTHER] })
  await using job = await startJob()
  await step(job, gallery, 'Tool')
  const { attempts } = await step(job, gallery, 'Other')
  assert.deepEqual(outcomesOf(attempts), ['resolve psgallery served', 'download psgallery served'])
})

test('What an earlier step wrote decides nothing but the order, and says nothing of its own to the runner.', async () => {
  await using gallery = await startGallery({ packages: [TOOL] })
  await using job = await startJob()
  const folder = path.join(job.temp, 'psmr')
  await mkdir(folder)
  const failure = { kind: 'unreachable', code: '::error::pwned <script>', origin: gallery.psgallery.origin }
  const troubles = ['resolve', 'download'].flatMap(each =>
    [gallery.psgallery.origin, 'https://169.254.169.254'].map(origin => ({
      step: each,
      origin,
      failure: { ...failure, origin },
      since: Date.now(),
    })),
  )
  await writeFile(path.join(folder, 'troubles.json'), JSON.stringify(troubles))
  const run = await step(job, gallery, 'Tool')
  assert.deepEqual(outcomesOf(run.attempts).slice(0, 2), [
    'resolve psgallery put-back unreachable',
    'resolve pwsh-gallery served',
  ])
  assert.deepEqual(
    annotationsIn(run.log).filter(({ level }) => level === 'error'),
    [],
  )
  assert.doesNotMatch(run.summary, /<script>/)
})
