import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { before, describe, test } from 'node:test'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import { pack } from '../gallery/pack.ts'
import { azSet, smallSet } from '../gallery/sets.ts'
import type { Fault } from '../gallery/site.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { hashesIn } from '../helpers/folder.ts'
import { type ActionRun, startJob } from '../helpers/run-action.ts'
import { compileSchema } from '../helpers/schema.ts'

const AZ = azSet({ scale: 0.01 })

/** What of the JSON report these tests look at; the rest is held to its schema. */
interface Report {
  readonly packages: readonly {
    readonly id: string
    readonly version: string
    readonly source: string
    readonly contentDigest: string
    readonly check: string
    readonly triedFirst: readonly { readonly source: string; readonly failure?: { readonly kind: string } }[]
  }[]
  readonly attempts: readonly { readonly source: string; readonly outcome: string }[]
  readonly warnings: readonly { readonly level: string; readonly code: string; readonly text: string }[]
}

interface Restored {
  readonly run: ActionRun
  readonly folder: Readonly<Record<string, string>>
  readonly lock: string
  readonly report: Report
}

/** Of all runs, to be held to the schema in the end. */
const reports: unknown[] = []

/** One job on one gallery, which `trouble` may spoil first. */
async function restoreAz(
  trouble: (gallery: Gallery) => unknown,
  inputs: Readonly<Record<string, string>> = { modules: 'Az@17.0.0' },
): Promise<Restored> {
  await using gallery = await startGallery({ packages: [...AZ, ...smallSet()] })
  await using job = await startJob()
  await trouble(gallery)
  const run = await job.run({ sources: gallery.sources, 'source-timeout': '1s', ...inputs })
  assert.equal(run.code, 0, run.log)
  const report: Report = JSON.parse(await readFile(run.outputs.report ?? '', 'utf8'))
  reports.push(report)
  return {
    run,
    folder: await hashesIn(run.outputs['repository-path'] ?? ''),
    lock: await readFile(run.outputs.lockfile ?? '', 'utf8'),
    report,
  }
}

let healthy: Restored
before(async () => {
  // On a busy machine a sound source may be slow; nobody is to take its place here.
  healthy = await restoreAz(() => {}, { modules: 'Az@17.0.0', 'hedge-after': '0', 'source-timeout': '30s' })
})

test('With all sources up, the folder holds exactly the 103 packages of Az with their published bytes.', async () => {
  const packed = await Promise.all(AZ.map(spec => pack(spec)))
  const expected = packed
    .map(({ fileName, sha512 }) => [fileName, sha512] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  assert.equal(expected.length, 103)
  assert.deepEqual(Object.entries(healthy.folder), expected)
})

test('The outputs say what was restored, from whom and where.', async () => {
  const { outputs } = healthy.run
  assert.deepEqual(Object.keys(outputs).sort(), [
    'cache-hit',
    'cache-key',
    'cache-matched-key',
    'fallback-used',
    'lockfile',
    'modules-path',
    'report',
    'repository-path',
    'repository-paths',
    'restored',
    'scripts-path',
    'sources-used',
    'stale',
  ])
  assert.equal(outputs['fallback-used'], 'false')
  assert.equal(outputs['sources-used'], 'psgallery')
  assert.equal(outputs['repository-paths'], outputs['repository-path'])
  const restored: { id: string; version: string; sha512: string; path: string; source: string }[] = JSON.parse(
    outputs.restored ?? '',
  )
  const byPath = restored.map(each => [path.basename(each.path), each.sha512])
  assert.deepEqual(Object.fromEntries(byPath), healthy.folder)
  assert.ok(restored.every(each => path.dirname(each.path) === outputs['repository-path']))
})

/** How the Gallery's API can be dead, and the words that tell so. */
const DEAD: readonly { how: string; fault: Fault | 'refused'; told: RegExp; isHard: boolean }[] = [
  { how: 'refuses every connection', fault: 'refused', told: /could not be reached \(ECONNREFUSED\)/, isHard: true },
  { how: 'says nothing', fault: { kind: 'silent' }, told: /did not answer within 1 s/, isHard: true },
  { how: 'answers 503', fault: { kind: 'status', status: 503 }, told: /answered HTTP 503/, isHard: false },
  { how: 'answers 403', fault: { kind: 'status', status: 403 }, told: /refused \(HTTP 403\)/, isHard: false },
  { how: 'sends a page with 200', fault: { kind: 'html' }, told: /sent something else/, isHard: false },
  {
    how: 'sends empty feeds',
    fault: { kind: 'empty-feed' },
    told: /knew of nothing and showed no sign of life/,
    isHard: false,
  },
]

describe('With a source dead', { concurrency: 2 }, () => {
  for (const { how, fault, told, isHard } of DEAD) {
    test(`the Gallery's API ${how}: the same folder byte for byte, from the mirror`, async () => {
      const restored = await restoreAz(({ psgallery }) =>
        fault === 'refused' ? psgallery.down() : psgallery.fault({ fault }),
      )
      assert.deepEqual(restored.folder, healthy.folder)
      assert.equal(restored.lock, healthy.lock)
      assertTold(restored, { sourcesUsed: 'pwsh-gallery', source: 'psgallery', told })
      const failed = restored.report.attempts.filter(
        ({ source, outcome }) => source === 'psgallery' && outcome === 'failed',
      )
      // One that failed hard is not asked again by any of the 102 other modules; the others after three failures, 16 being under way.
      assert.ok(failed.length <= (isHard ? 1 : 19), `asked ${failed.length} times`)
    })
  }

  test('the API and the CDN: the same bytes from pwsh.gallery', async () => {
    const restored = await restoreAz(({ psgallery, cdn }) => Promise.all([psgallery.down(), cdn.down()]))
    assert.deepEqual(restored.folder, healthy.folder)
    assertTold(restored, { sourcesUsed: 'pwsh-gallery', source: 'psgallery', told: /could not be reached/ })
  })

  test('only the CDN, the API being up: the same bytes from pwsh.gallery, each held to the hash that the API announced', async () => {
    const restored = await restoreAz(({ cdn }) => cdn.down())
    assert.deepEqual(restored.folder, healthy.folder)
    assert.ok(restored.report.packages.every(({ check }) => check === 'announced'))
    assertTold(restored, { sourcesUsed: 'pwsh-gallery', source: 'psgallery', told: /could not be reached/ })
  })

  test('the API, the CDN and pwsh.gallery: the same names and the same content from MAR', async () => {
    const restored = await restoreAz(({ psgallery, cdn, pwshGallery }) =>
      Promise.all([psgallery, cdn, pwshGallery].map(site => site.down())),
    )
    assert.deepEqual(Object.keys(restored.folder), Object.keys(healthy.folder))
    assert.deepEqual(contentDigests(restored), contentDigests(healthy))
    assert.notDeepEqual(restored.folder, healthy.folder)
    assert.ok(restored.report.packages.every(({ check }) => check === 'announced'))
    assertTold(restored, { sourcesUsed: 'mar', source: 'psgallery', told: /could not be reached/ })
  })

  test('everything but the CDN: an exact version and, with a warning, the lowest that its dependencies allow', async () => {
    const restored = await restoreAz(onlyTheCdn, { modules: 'Az.Storage@9.7.1' })
    const names = ['Az.Accounts.5.5.1.nupkg', 'Az.Storage.9.7.1.nupkg']
    assert.deepEqual(
      Object.entries(restored.folder),
      names.map(name => [name, healthy.folder[name]]),
    )
    assertTold(restored, { sourcesUsed: 'psgallery-cdn', source: 'psgallery', told: /could not be reached/ })
    const warning = annotationsIn(restored.run.log).find(({ message }) =>
      message.includes('lowest version that will do'),
    )
    assert.match(warning?.message ?? '', /^Az\.Accounts 5\.5\.1: /)
    assert.equal(warning?.level, 'warning')
  })
})

test('Two runs with other timing give the same folder and the same lock.', async () => {
  const [first, second] = await Promise.all([1, 2].map(seed => restoreAz(gallery => delayAtRandom(gallery, seed))))
  for (const restored of [first, second]) {
    assert.deepEqual(restored?.folder, healthy.folder)
    assert.equal(restored?.lock, healthy.lock)
  }
})

test('Every report is as its schema says.', async () => {
  const validate = await compileSchema('report.schema.json')
  assert.ok(reports.length > 10)
  for (const report of reports) assert.ok(validate(report), JSON.stringify(validate.errors))
})

function onlyTheCdn({ psgallery, pwshGallery, mar }: Gallery): Promise<unknown> {
  return Promise.all([psgallery, pwshGallery, mar].map(site => site.down()))
}

function contentDigests({ report }: Restored): readonly string[] {
  return report.packages.map(({ id, version, contentDigest }) => `${id} ${version} ${contentDigest}`)
}

/** What happened stands in the outputs, the report, the summary and the log. */
function assertTold(
  { run, report }: Restored,
  expected: { readonly sourcesUsed: string; readonly source: string; readonly told: RegExp },
): void {
  const { sourcesUsed, source, told } = expected
  assert.equal(run.outputs['fallback-used'], 'true')
  assert.equal(run.outputs['sources-used'], sourcesUsed)
  assert.ok(report.packages.every(({ triedFirst }) => triedFirst.some(attempt => attempt.source === source)))

  const plain = run.summary.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
  assert.match(
    plain,
    new RegExp(`Not everything was up: .*\\*\\*${source}\\*\\* ${told.source}.* Served by \\*\\*${sourcesUsed}\\*\\*`),
  )
  const annotation = annotationsIn(run.log).find(
    ({ message }) => message.startsWith(`${source} `) && message.includes(' when asked for '),
  )
  assert.match(annotation?.message ?? '', told)
  assert.match(run.log, new RegExp(`^Restored \\d+ packages .* from ${sourcesUsed} in `, 'm'))
}

/** Makes some of the modules, by their initial, wait at each site. The same seed, the same delays. */
function delayAtRandom({ sites }: Gallery, seed: number): void {
  let state = seed
  const draw = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  for (const site of sites) {
    for (const initials of ['a-c', 'd-h', 'i-m', 'n-r', 's', 't-z']) {
      site.fault({ route: new RegExp(`az\\.[${initials}]`, 'i'), fault: { kind: 'delay', ms: draw(250) } })
    }
  }
}
