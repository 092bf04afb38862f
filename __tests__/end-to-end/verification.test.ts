import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { startCdnSite } from '../gallery/cdn.ts'
import { startGallery } from '../gallery/gallery.ts'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { hashesIn } from '../helpers/folder.ts'
import { type ActionRun, startJob } from '../helpers/run-action.ts'

const PUBLISHED: PackageSpec = { id: 'Edited', version: '1.0.0' }
/** The same package after its owner has edited it, which renews neither version nor announced hash. */
const EDITED: PackageSpec = { ...PUBLISHED, files: { 'en-US/about_Edited.help.txt': 'TOPIC\r\n    about_Edited\r\n' } }
const DAMAGED: PackageSpec = { ...PUBLISHED, files: { 'extra.txt': 'nobody published this' } }

interface Outcome {
  readonly run: ActionRun
  readonly folder: Readonly<Record<string, string>>
  readonly served: { readonly source: string; readonly check: string } | undefined
}

async function runWith(sources: string, modules: string): Promise<Outcome> {
  await using job = await startJob()
  const run = await job.run({ sources, modules })
  const report = JSON.parse(await readFile(run.outputs.report ?? '', 'utf8'))
  const folder = run.outputs['repository-path']
  return { run, folder: folder === undefined ? {} : await hashesIn(folder), served: report.packages[0] }
}

/** A Gallery that announces the hash of what was published, while CDN and mirror hold what they are given. */
async function restoreEdited(onTheCdn: PackageSpec, onTheMirror: PackageSpec): Promise<Outcome> {
  await using cdn = await startCdnSite({ packages: [onTheCdn] })
  await using gallery = await startNuGetV2Site({ packages: [PUBLISHED], cdn: cdn.url })
  await using mirror = await startNuGetV3Site({ packages: [onTheMirror] })
  const sources = [
    `psgallery: nuget-v2+${gallery.url} (family gallery, authority)`,
    `pwsh-gallery: nuget-v3+${mirror.url} (family gallery)`,
  ]
  return await runWith(sources.join('\n'), 'Edited')
}

describe('The hash that the Gallery announces', { concurrency: 2 }, () => {
  test('is taken to be out of date, with a warning, when every source sends the same other bytes', async () => {
    const { run, folder, served } = await restoreEdited(EDITED, EDITED)
    assert.equal(run.code, 0, run.log)
    assert.deepEqual(folder, { 'Edited.1.0.0.nupkg': (await pack(EDITED)).sha512 })
    assert.equal(served?.check, 'stale')
    const warning = annotationsIn(run.log).find(({ message }) => message.includes('out of date'))
    assert.equal(warning?.level, 'warning')
    assert.match(warning.message, /^Edited 1\.0\.0 from psgallery differs from the announced hash/)
    assert.match(run.summary, /hash out of date/)
  })

  test('decides when one source differs from it: the one that keeps to it serves', async () => {
    const { run, folder, served } = await restoreEdited(DAMAGED, PUBLISHED)
    assert.equal(run.code, 0, run.log)
    assert.deepEqual(folder, { 'Edited.1.0.0.nupkg': (await pack(PUBLISHED)).sha512 })
    assert.deepEqual([served?.source, served?.check], ['pwsh-gallery', 'announced'])
    assert.equal(run.outputs['fallback-used'], 'true')
    const warning = annotationsIn(run.log).find(({ message }) => /^psgallery .* when asked for Edited/.test(message))
    assert.match(warning?.message ?? '', /sent other bytes than announced/)
  })

  test('is not given up when the sources disagree among themselves: nobody is believed', async () => {
    const { run, folder } = await restoreEdited(DAMAGED, EDITED)
    assert.equal(run.code, 1, run.log)
    assert.deepEqual(folder, {})
    const [error, ...others] = annotationsIn(run.log).filter(({ level }) => level === 'error')
    assert.match(error?.message ?? '', /^Edited 1\.0\.0 could not be fetched: .*sent other bytes than announced/)
    assert.match(error?.message ?? '', /\[INTEGRITY\]/)
    assert.deepEqual(others, [])
  })
})

const OUTER: PackageSpec = {
  id: 'Outer',
  version: '1.0.0',
  dependencies: { Named: '1.0.0' },
  psd1Dependencies: { Named: '1.0.0', Unsaid: '2.0.0' },
  externalDependencies: ['ActiveDirectory'],
}
const CLOSING: readonly PackageSpec[] = [
  OUTER,
  { id: 'Named', version: '1.1.0' },
  { id: 'Unsaid', version: '1.9.0' },
  { id: 'Unsaid', version: '2.5.0', dependencies: {}, psd1Dependencies: { Deeper: '[3.0.0]' } },
  { id: 'Deeper', version: '3.0.0' },
  { id: 'Deeper', version: '4.0.0' },
]
const CLOSED = ['Deeper.3.0.0.nupkg', 'Named.1.1.0.nupkg', 'Outer.1.0.0.nupkg', 'Unsaid.2.5.0.nupkg']

const ALL_DEAD_BUT = {
  psgallery: ['pwshGallery', 'mar'],
  'pwsh-gallery': ['psgallery', 'cdn', 'mar'],
  mar: ['psgallery', 'cdn', 'pwshGallery'],
} as const

describe('A module manifest that requires more than the feed names', { concurrency: 2 }, () => {
  for (const [only, dead] of Object.entries(ALL_DEAD_BUT)) {
    test(`has it restored too, in the version it wants, and nothing that comes with the system (from ${only})`, async () => {
      await using gallery = await startGallery({ packages: CLOSING, mar: { only: () => true } })
      await Promise.all(dead.map(name => gallery[name].down()))
      const { run, folder } = await runWith(gallery.sources, 'Outer@1.0.0')
      assert.equal(run.code, 0, run.log)
      assert.deepEqual(Object.keys(folder), CLOSED)
      assert.equal(run.outputs['sources-used'], only)
      const asked = gallery.sites.flatMap(({ log }) => log.map(({ path }) => path))
      assert.deepEqual(
        asked.filter(path => /ActiveDirectory/i.test(path)),
        [],
      )
    })
  }

  test('shows in the report and in the lock, which name what it alone requires', async () => {
    await using gallery = await startGallery({ packages: CLOSING })
    await using job = await startJob()
    const { outputs } = await job.run({ sources: gallery.sources, modules: 'Outer@1.0.0' })
    const lock = JSON.parse(await readFile(outputs.lockfile ?? '', 'utf8'))
    assert.deepEqual(Object.keys(lock.packages), ['deeper/3.0.0', 'named/1.1.0', 'outer/1.0.0', 'unsaid/2.5.0'])
    assert.deepEqual(Object.keys(lock.packages['outer/1.0.0'].dependencies), ['Named', 'Unsaid'])
    assert.deepEqual(Object.keys(lock.packages['unsaid/2.5.0'].dependencies), ['Deeper'])

    const report = JSON.parse(await readFile(outputs.report ?? '', 'utf8'))
    const [deeper, , outer, unsaid] = report.packages
    assert.deepEqual(
      outer.dependencies.map(({ id }: { readonly id: string }) => id),
      ['Named', 'Unsaid'],
    )
    assert.deepEqual(unsaid.requiredBy, ['Outer 1.0.0'])
    assert.deepEqual(deeper.requiredBy, ['Unsaid 2.5.0'])
  })

  test('is left alone with "skip-dependencies"', async () => {
    await using gallery = await startGallery({ packages: CLOSING })
    await using job = await startJob()
    const run = await job.run({ sources: gallery.sources, modules: 'Outer', 'skip-dependencies': 'true' })
    assert.deepEqual(Object.keys(await hashesIn(run.outputs['repository-path'] ?? '')), ['Outer.1.0.0.nupkg'])
  })
})
