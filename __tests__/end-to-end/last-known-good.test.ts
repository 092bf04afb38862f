import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import type { ArchiveEntry } from '../cache-service/archive.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import type { Site } from '../gallery/site.ts'
import {
  allDown,
  type CachedJobs,
  type CachedRun,
  checkReports,
  entryOf,
  folderOf,
  type HowToRun,
  LIBRARY,
  lockTool,
  startCachedJobs,
  TOOL,
} from '../helpers/cached-jobs.ts'
import { startJob } from '../helpers/run-action.ts'

const NEW_TOOL: PackageSpec = { ...TOOL, version: '1.3.0' }
const OTHER: PackageSpec = { id: 'Other', version: '2.0.0' }
const EVIL: PackageSpec = { id: 'Evil', version: '1.0.0' }

const STALE = ['Library 1.0.0 from cache', 'Other 2.0.0 from cache', 'Tool 1.2.3 from cache']
const inputs = { modules: 'Tool\nOther' }

/** Refuses what a route matches; a source that says no is not asked again, so that no test waits. */
function refuse(sites: readonly Site[], route = /^/): void {
  for (const site of sites) site.fault({ route, fault: { kind: 'status', status: 403 } })
}

function heal({ gallery }: CachedJobs): void {
  for (const site of gallery.sites) site.heal()
}

interface Yesterday extends CachedJobs {
  /** Of the entry that was saved yesterday, when Tool 1.3.0 was not there yet. */
  readonly key: string
}

/** Jobs that have saved a set. */
async function startYesterday(): Promise<Yesterday> {
  const jobs = await startCachedJobs({
    packages: [LIBRARY, TOOL, NEW_TOOL, OTHER],
    mirror: { without: ['Tool@1.3.0'] },
  })
  // The mirror lags, so that what it resolves is what there was.
  refuse([jobs.gallery.psgallery])
  const saved = await jobs.run({ inputs })
  assert.deepEqual(
    jobs.service.entries.map(({ key }) => key),
    [saved.outputs['cache-key']],
    saved.log,
  )
  heal(jobs)
  return { ...jobs, key: saved.outputs['cache-key'] ?? '' }
}

/** The set of yesterday, whole, called what it is in every place. */
async function assertStale(run: CachedRun, key: string, ...specs: readonly PackageSpec[]): Promise<void> {
  assert.equal(run.code, 0, run.log)
  assert.deepEqual(run.folder, await folderOf(...specs))
  assert.ok(run.packages.every(each => each.endsWith(' from cache')))
  const { stale, lockfile, 'cache-hit': hit, 'cache-matched-key': matched, 'sources-used': used } = run.outputs
  assert.deepEqual([stale, hit, matched, used, lockfile], ['true', 'false', key, 'cache', ''])
  assert.equal(run.report.cache?.saved, false)
  assert.ok(!run.cacheAsked.includes('reserve'))
  const told = run.annotations.filter(({ message }) => message.includes('last known good'))
  assert.deepEqual(
    told.map(({ level }) => level),
    ['warning'],
  )
  assert.match(told[0]?.message ?? '', / ago \(\d{4}-\d\d-\d\dT.+Z\b.* could not /)
  assert.ok(told[0]?.message.includes(key))
  assert.match(run.summary, /last known good/)
  assert.match(run.summary, /\| unverified &#40;cache&#41; \|/)
}

/** A failure that says just these codes, after these steps of the cache. */
function assertFailed(run: CachedRun, codes: readonly string[], cacheAsked: CachedRun['cacheAsked'] = []): void {
  assert.equal(run.code, 1, run.log)
  assert.deepEqual(
    run.report.problems.map(({ code }) => code),
    codes,
    run.log,
  )
  assert.deepEqual(run.cacheAsked, cacheAsked)
  assert.deepEqual(Object.keys(run.outputs), ['report'])
  assert.ok(!run.log.includes('last known good'))
}

describe('The last known good set stands in', { concurrency: 2 }, () => {
  test('whole where a single name cannot be determined, and no lock is made of it.', async () => {
    await using jobs = await startYesterday()
    await using job = await startJob()
    refuse(jobs.gallery.sites, /other/i)
    const run = await jobs.run({ inputs, job })
    await assertStale(run, jobs.key, LIBRARY, TOOL, OTHER)
    assert.deepEqual(run.packages, STALE)
    assert.deepEqual(run.cacheAsked, ['lookup', 'blob-get'])
    assert.match(
      run.annotations.map(({ message }) => message).join('\n'),
      /last known good.* less than an hour ago .*: Other \(any version\) could not be determined: /,
    )
    assert.ok(!(await readdir(path.dirname(run.outputs.report ?? ''))).includes('modules.lock.json'))
    assert.match(run.log, new RegExp(`^cache: {4}${jobs.key}, the newest there is$`, 'm'))
  })

  test('from the newest of several entries, while every gallery is down.', async () => {
    await using jobs = await startYesterday()
    const newer = await jobs.run({ inputs })
    assert.deepEqual(newer.packages, [
      'Library 1.0.0 from psgallery',
      'Other 2.0.0 from psgallery',
      'Tool 1.3.0 from psgallery',
    ])
    assert.equal(jobs.service.entries.length, 2)
    await allDown(jobs.gallery)
    const run = await jobs.run({ inputs })
    await assertStale(run, newer.outputs['cache-key'] ?? '', LIBRARY, NEW_TOOL, OTHER)
    assert.ok(run.ms < 30_000, `${run.ms} ms`)
  })

  test('where names are known and nobody has the bytes of one.', async () => {
    await using jobs = await startYesterday()
    refuse(jobs.gallery.sites, /\/package\/tool|tool\.1\.3\.0\.nupkg/i)
    const run = await jobs.run({ inputs })
    await assertStale(run, jobs.key, LIBRARY, TOOL, OTHER)
    assert.deepEqual(run.packages, STALE)
    // For today's set first, then for any.
    assert.deepEqual(run.cacheAsked, ['lookup', 'lookup', 'blob-get'])
  })

  test('where a private feed cannot answer; nobody else hears of its names.', async () => {
    await using jobs = await startCachedJobs()
    const contoso: PackageSpec = { id: 'Contoso.Core', version: '1.4.0' }
    await using feed = await startNuGetV3Site({ packages: [contoso] })
    const own = {
      modules: 'Tool\nContoso.Core',
      sources: `contoso: ${feed.url}\n${jobs.gallery.sources}`,
      'source-map': 'Contoso.*: contoso',
    }
    const first = await jobs.run({ inputs: own })
    assert.equal(first.code, 0, first.log)
    refuse([feed])
    const run = await jobs.run({ inputs: own })
    await assertStale(run, first.outputs['cache-key'] ?? '', LIBRARY, TOOL, contoso)
    assert.deepEqual(
      [...first.asked, ...run.asked].filter(asked => /contoso/i.test(asked)),
      [],
    )
  })

  test('with what is wanted of an entry, and nothing of what else is in it.', async () => {
    await using jobs = await startYesterday()
    jobs.plant(jobs.key, [
      { kind: 'file', path: 'packages/evil.txt', content: 'evil' },
      ...(await Promise.all([EVIL, LIBRARY, OTHER, TOOL].map(entryOf))),
    ])
    refuse(jobs.gallery.sites)
    await assertStale(await jobs.run({ inputs }), jobs.key, LIBRARY, TOOL, OTHER)
  })

  test('and is no hit, whatever its key is.', async () => {
    await using jobs = await startYesterday()
    const latest = `${jobs.key.slice(0, -64)}latest`
    jobs.plant(latest, await Promise.all([LIBRARY, OTHER, TOOL].map(entryOf)))
    refuse(jobs.gallery.sites)
    await assertStale(await jobs.run({ inputs }), latest, LIBRARY, TOOL, OTHER)
  })
})

describe('The last known good set does not stand in', { concurrency: 2 }, () => {
  test('for other requirements, sources or options: there is no entry of theirs.', async () => {
    await using jobs = await startYesterday()
    refuse(jobs.gallery.sites)
    for (const other of [
      { modules: 'Tool\nOther\nLibrary' },
      { sources: `more: ${jobs.gallery.pwshGallery.url}\n${jobs.gallery.sources}`, 'source-map': '*: gallery' },
      { prerelease: 'true' },
    ]) {
      const run = await jobs.run({ inputs: { ...inputs, ...other } })
      assert.equal(run.code, 1, run.log)
      assert.ok(run.report.problems.every(({ code }) => code === 'UNDETERMINED'))
      assert.deepEqual(run.cacheAsked, ['lookup'])
    }
  })

  /** What the newest entry holds, and why that will not do. */
  const UNFIT: readonly (readonly [what: string, entries: () => Promise<readonly ArchiveEntry[]>, why: RegExp])[] = [
    ['lacks what is required', () => Promise.all([LIBRARY, TOOL].map(entryOf)), /cannot stand in: .*Other/],
    [
      'lacks what one of its packages requires',
      () => Promise.all([OTHER, TOOL].map(entryOf)),
      /cannot stand in: .*Library/,
    ],
    [
      'has a damaged package',
      async () => [...(await Promise.all([LIBRARY, OTHER].map(entryOf))), await damaged(TOOL)],
      /cannot stand in: Tool\.1\.2\.3\.nupkg in it is refused: /,
    ],
    [
      'has a package under the name of another',
      async () => [
        ...(await Promise.all([LIBRARY, OTHER].map(entryOf))),
        { ...(await entryOf(TOOL)), path: 'packages/Tool.9.9.9.nupkg' },
      ],
      /cannot stand in: Tool\.9\.9\.9\.nupkg in it is Tool\.1\.2\.3\.nupkg/,
    ],
    [
      'has other bytes of a version than a source has just announced',
      async () => [...(await Promise.all([LIBRARY, OTHER].map(entryOf))), await rebuilt(NEW_TOOL)],
      /cannot stand in: Tool\.1\.3\.0\.nupkg in it is refused: other bytes than announced \(expected sha512-\S+, got sha512-\S+\)/,
    ],
    ['is empty', async () => [{ kind: 'directory', path: 'packages' }], /cannot stand in: /],
  ]
  for (const [what, entries, why] of UNFIT) {
    test(`where the newest entry ${what}: the error says so, and no older one is asked for, nor are sets mixed.`, async () => {
      await using jobs = await startYesterday()
      const newest = `${jobs.key.slice(0, -64)}${'f'.repeat(64)}`
      jobs.plant(newest, await entries())
      refuse(jobs.gallery.sites, /other/i)
      const run = await jobs.run({ inputs })
      assertFailed(run, ['UNDETERMINED'], ['lookup', 'blob-get'])
      assert.match(run.report.problems[0]?.details?.join('\n') ?? '', why)
      assert.match(run.log, why)
    })
  }

  /** How a step says that it will not have it. */
  const REFUSED: readonly (readonly [how: string, given: HowToRun])[] = [
    ['with "on-stale: fail"', { inputs: { 'on-stale': 'fail' } }],
    ['with "cache: false"', { inputs: { cache: 'false' } }],
    ['for a release', { environment: { GITHUB_EVENT_NAME: 'release' } }],
    [
      'for a release, though it insists on the cache',
      { environment: { GITHUB_EVENT_NAME: 'release' }, inputs: { cache: 'true' } },
    ],
    [
      'for a tag, though it insists on the cache',
      { environment: { GITHUB_REF: 'refs/tags/v1' }, inputs: { cache: 'true' } },
    ],
    [
      'for "workflow_run", though it insists on the cache',
      { environment: { GITHUB_EVENT_NAME: 'workflow_run' }, inputs: { cache: 'true' } },
    ],
  ]
  test(`${REFUSED.map(([how]) => how).join('; ')}: the cache is not even asked.`, async () => {
    await using jobs = await startYesterday()
    refuse(jobs.gallery.sites, /other/i)
    for (const [, given] of REFUSED) {
      assertFailed(await jobs.run({ ...given, inputs: { ...inputs, ...given.inputs } }), ['UNDETERMINED'])
    }
  })

  test('where an authority says that a name or a version does not exist, whatever cannot be determined besides.', async () => {
    await using jobs = await startYesterday()
    const { psgallery, mar } = jobs.gallery
    refuse(jobs.gallery.sites, /other/i)
    // Whose requirements they are, so that there is an entry to be tempted by.
    for (const [modules, code] of [
      ['Tool\nOther\nNowhere', 'NOT_FOUND'],
      ['Tool:[7.0,8.0)\nOther', 'NO_VERSION'],
    ] as const) {
      const run = await jobs.run({ inputs: { modules } })
      assert.deepEqual(run.report.problems.map(problem => problem.code).toSorted(), [code, 'UNDETERMINED'], run.log)
      assertFailed(
        run,
        run.report.problems.map(problem => problem.code),
      )
    }
    assert.ok(psgallery.log.length > 0 && mar.log.length > 0)
  })

  test('where the authority lists a version and does not have it any more, whatever bytes cannot be had besides.', async () => {
    await using jobs = await startYesterday()
    const { psgallery, cdn, pwshGallery, mar } = jobs.gallery
    psgallery.fault({ route: /\/package\/tool/i, fault: { kind: 'status', status: 404 } })
    refuse([psgallery], /\/package\//)
    refuse([cdn, mar])
    refuse([pwshGallery], /\.nupkg/)
    const run = await jobs.run({ inputs })
    // The cache was asked for today's set, which nobody has saved, and not for any.
    assertFailed(run, ['WITHDRAWN', 'UNFETCHED', 'UNFETCHED'], ['lookup'])
    assert.match(run.report.problems[0]?.sentence ?? '', /^Tool 1\.3\.0 /)

    psgallery.heal()
    refuse([psgallery], /\/package\//)
    await assertStale(await jobs.run({ inputs }), jobs.key, LIBRARY, TOOL, OTHER)
  })

  test('beside a lock.', async () => {
    const { lock } = await lockTool()
    await using jobs = await startCachedJobs()
    await jobs.run()
    refuse(jobs.gallery.sites)
    assertFailed(await jobs.run({ lock }), ['UNFETCHED', 'UNFETCHED'], ['lookup'])
  })

  test('where its archive writes into the local repository: the step fails with that.', async () => {
    await using jobs = await startYesterday()
    const { bytes } = await pack(EVIL)
    jobs.plant(jobs.key, [
      { kind: 'file', path: '../r/Evil.1.0.0.nupkg', content: bytes },
      ...(await Promise.all([LIBRARY, OTHER, TOOL].map(entryOf))),
    ])
    refuse(jobs.gallery.sites)
    assertFailed(await jobs.run({ inputs }), ['CACHE_ESCAPED'], ['lookup', 'blob-get'])
  })
})

async function rebuilt(spec: PackageSpec): Promise<ArchiveEntry> {
  return { ...(await entryOf(spec)), content: (await pack(spec, { otherBuild: true })).bytes }
}

async function damaged(spec: PackageSpec): Promise<ArchiveEntry> {
  const entry = await entryOf(spec)
  const content = Buffer.from(entry.content)
  const middle = content.length >> 1
  content[middle] = (content[middle] ?? 0) ^ 1
  return { ...entry, content }
}

test('Every report is as its schema says.', checkReports)
