import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, describe, test } from 'node:test'
import { refusal } from '../cache-service/refusal.ts'
import { startCdnSite } from '../gallery/cdn.ts'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import type { PackageSpec } from '../gallery/pack.ts'
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

const NEW_TOOL = { ...TOOL, version: '1.3.0' }

const FROM_CACHE = ['Library 1.0.0 from cache', 'Tool 1.2.3 from cache']
const FROM_GALLERY = ['Library 1.0.0 from psgallery', 'Tool 1.2.3 from psgallery']

let lock: string
let lockKey: string
before(async () => {
  ;({ lock, key: lockKey } = await lockTool())
})

/** A run that restored just these packages, whole, and told nobody of anything. */
async function assertQuiet(run: CachedRun, packages: readonly string[]): Promise<void> {
  assert.equal(run.code, 0, run.log)
  assert.deepEqual(run.packages, packages)
  assert.deepEqual(run.folder, await folderOf(LIBRARY, TOOL))
  assert.deepEqual(run.annotations, [])
}

function keysOf(run: CachedRun): readonly (string | undefined)[] {
  return [run.outputs['cache-hit'], run.outputs['cache-key'], run.outputs['cache-matched-key']]
}

const DOWNLOAD = /\/package\/|\.nupkg|\/blobs\//

describe('The Actions cache', { concurrency: 2 }, () => {
  test('With a lock the first run saves what it fetched, and the next one restores it while every gallery is down.', async () => {
    await using jobs = await startCachedJobs()
    const first = await jobs.run({ lock })
    await assertQuiet(first, FROM_GALLERY)
    assert.match(lockKey, /^psmr-1-[0-9a-f]{64}$/)
    assert.deepEqual(keysOf(first), ['false', lockKey, ''])
    assert.deepEqual(first.cacheAsked, ['lookup', 'reserve', 'upload', 'finalize'])
    assert.equal(first.report.cache?.saved, true)

    const up = await jobs.run({ lock })
    await assertQuiet(up, FROM_CACHE)
    assert.deepEqual(up.asked, [])

    await allDown(jobs.gallery)
    const down = await jobs.run({ lock })
    await assertQuiet(down, FROM_CACHE)
    assert.deepEqual(keysOf(down), ['true', lockKey, lockKey])
    assert.deepEqual(down.checks, ['locked', 'locked'])
    assert.deepEqual(
      [down.outputs['sources-used'], down.outputs['fallback-used'], down.outputs.stale],
      ['cache', 'false', 'false'],
    )
    assert.deepEqual(down.cacheAsked, ['lookup', 'blob-get'])
    assert.match(down.log, /^ {2}Tool {5}1\.2\.3 {2}[\d.]+ kB {2}cache$/m)
    assert.match(down.log, /^Restored 2 packages \(.*\) from cache in /m)
    assert.deepEqual(linesOnCache(first), [`cache:    saved, ${lockKey}`])
    assert.match(down.log, new RegExp(`^cache: {4}hit, ${lockKey}$`, 'm'))
    assert.match(down.summary, /Locked by modules\.lock\.json\. No gallery had to be asked\./)
    assert.match(down.summary, /^\| Tool \| 1\.2\.3 \| cache \| – \| .* \| lock \|$/m)
  })

  test('Without a lock the next run asks for names, downloads nothing, and holds all to what is announced.', async () => {
    await using jobs = await startCachedJobs()
    const first = await jobs.run()
    await assertQuiet(first, FROM_GALLERY)
    assert.deepEqual(keysOf(first), ['false', first.outputs['cache-key'], ''])
    assert.match(first.outputs['cache-key'] ?? '', /^psmr-1-[0-9a-f]{64}-[0-9a-f]{64}$/)

    const next = await jobs.run()
    await assertQuiet(next, FROM_CACHE)
    assert.deepEqual(keysOf(next), ['true', first.outputs['cache-key'], first.outputs['cache-key']])
    assert.deepEqual(next.checks, ['announced', 'announced'])
    assert.ok(next.asked.length > 0)
    assert.deepEqual(
      next.asked.filter(path => DOWNLOAD.test(path)),
      [],
    )
    assert.deepEqual(next.cacheAsked, ['lookup', 'blob-get'])
  })

  test('Without a lock, a mirror that announces no hashes finds the entry that was saved with the Gallery alive.', async () => {
    await using jobs = await startCachedJobs()
    const first = await jobs.run()
    jobs.gallery.psgallery.fault({ fault: { kind: 'status', status: 403 } })
    const next = await jobs.run()
    assert.deepEqual(next.packages, FROM_CACHE, next.log)
    assert.deepEqual(keysOf(next), ['true', first.outputs['cache-key'], first.outputs['cache-key']])
    assert.deepEqual(next.checks, ['content', 'content'])
    assert.match(next.summary, /^\| Tool \| 1\.2\.3 \| cache \| .* \| unverified &#40;cache&#41; \|$/m)
    assert.deepEqual(next.folder, await folderOf(LIBRARY, TOOL))
  })

  test('A version that appears makes another key: the older entry is not taken, and the new set is saved beside it.', async () => {
    await using jobs = await startCachedJobs({
      packages: [LIBRARY, TOOL, NEW_TOOL],
      mirror: { without: ['Tool@1.3.0'] },
    })
    jobs.gallery.psgallery.fault({ fault: { kind: 'status', status: 403 } })
    const before = await jobs.run()
    assert.deepEqual(before.packages, ['Library 1.0.0 from pwsh-gallery', 'Tool 1.2.3 from pwsh-gallery'])

    jobs.gallery.psgallery.heal()
    const after = await jobs.run()
    assert.deepEqual(after.packages, ['Library 1.0.0 from psgallery', 'Tool 1.3.0 from psgallery'])
    const [old, own] = [before, after].map(run => run.outputs['cache-key'] ?? '')
    assert.notEqual(own, old)
    assert.equal(own?.slice(0, 72), old?.slice(0, 72))
    assert.deepEqual(keysOf(after), ['false', own, ''])
    assert.deepEqual(
      jobs.service.entries.map(({ key }) => key),
      [old, own],
    )
  })

  test('A lock is made of what came from the cache as long as a source announced its hash, and of nothing less.', async () => {
    await using jobs = await startCachedJobs()
    const fetched = await jobs.run()
    assert.notEqual(fetched.outputs.lockfile, '')

    await using job = await startJob()
    const announced = await jobs.run({ job })
    assert.deepEqual([announced.packages, announced.checks], [FROM_CACHE, ['announced', 'announced']], announced.log)
    assert.equal(await readFile(announced.outputs.lockfile ?? '', 'utf8'), lock)

    // One whose hash nobody knows is enough.
    const psgallery = jobs.gallery.psgallery
    psgallery.fault({ route: /library/i, fault: { kind: 'status', status: 403 } })
    const unvouched = await jobs.run()
    assert.deepEqual([unvouched.packages, unvouched.checks], [FROM_CACHE, ['content', 'announced']], unvouched.log)
    assert.equal(unvouched.outputs.lockfile, '')

    // What a mirror sends is not announced either, but it is what a source sent.
    psgallery.fault({ fault: { kind: 'status', status: 403 } })
    const mirrored = await jobs.run({ inputs: { cache: 'false' } })
    assert.deepEqual(mirrored.checks, ['content', 'content'])
    assert.notEqual(mirrored.outputs.lockfile, '')
  })

  test('Nobody is accused where what only the manifest of a module requires has a newer version than on the day of the entry.', async () => {
    const outer: PackageSpec = { id: 'Outer', version: '1.0.0', psd1Dependencies: { Inner: '1.0' } }
    await using jobs = await startCachedJobs({
      packages: [outer, { id: 'Inner', version: '1.0.0' }, { id: 'Inner', version: '1.1.0' }],
      mirror: { without: ['Inner@1.1.0'] },
    })
    const inputs = { modules: 'Outer' }
    // The mirror lags, so that what it has is what there was.
    jobs.gallery.psgallery.fault({ fault: { kind: 'status', status: 403 } })
    const before = await jobs.run({ inputs })
    assert.deepEqual(before.packages, ['Inner 1.0.0 from pwsh-gallery', 'Outer 1.0.0 from pwsh-gallery'], before.log)
    assert.equal(before.report.cache?.saved, true)

    jobs.gallery.psgallery.heal()
    const after = await jobs.run({ inputs })
    assert.deepEqual(after.packages, ['Inner 1.1.0 from psgallery', 'Outer 1.0.0 from cache'], after.log)
    assert.deepEqual(keysOf(after), ['true', before.outputs['cache-key'], before.outputs['cache-key']])
    assert.deepEqual(after.annotations, [])
  })

  test('Nobody is accused where the Gallery announces a hash that is out of date, and sends just what the entry holds.', async () => {
    const edited: PackageSpec = { ...LIBRARY, files: { 'en-US/about_Library.help.txt': 'edited' } }
    await using cdn = await startCdnSite({ packages: [edited] })
    await using psgallery = await startNuGetV2Site({ packages: [LIBRARY], cdn: cdn.url })
    await using jobs = await startCachedJobs()
    const inputs = { modules: 'Library', sources: `psgallery: nuget-v2+${psgallery.url} (family gallery, authority)` }
    const first = await jobs.run({ inputs })
    const next = await jobs.run({ inputs })
    for (const run of [first, next]) {
      assert.deepEqual([run.packages, run.checks], [['Library 1.0.0 from psgallery'], ['stale']], run.log)
      assert.deepEqual(run.folder, await folderOf(edited))
    }
    assert.deepEqual([first.report.cache?.saved, next.outputs['cache-hit']], [true, 'true'])
    // It is told of the Gallery, and of nobody else, whatever lies in the cache.
    assert.ok(first.annotations.some(({ message }) => / from psgallery differs from the announced hash/.test(message)))
    assert.deepEqual(next.annotations, first.annotations)
    assert.doesNotMatch(next.log, /cache sent/)
  })

  test('An archive that drips is given up after half of "timeout", and what is left is enough for the galleries.', {
    timeout: 60_000,
  }, async () => {
    await using jobs = await startCachedJobs()
    jobs.plant(lockKey, await Promise.all([LIBRARY, TOOL].map(entryOf)))
    // Minutes for all of it, and never a pause that would be one.
    jobs.service.fault({ route: 'blob-get', fault: { kind: 'drip', everyMs: 50 } })
    const run = await jobs.run({ lock, inputs: { timeout: '10s' } })
    assert.equal(run.code, 0, run.log)
    assert.deepEqual(run.packages, FROM_GALLERY)
    assert.deepEqual(run.folder, await folderOf(LIBRARY, TOOL))
    assert.ok(run.ms > 5000 && run.ms < 20_000, `${run.ms} ms`)
    assert.deepEqual(
      run.annotations.map(({ level, message }) => `${level} ${message}`),
      ['notice The Actions cache could not be used: it did not send everything within 5 s'],
    )
  })

  test('The key without a lock stands for requirements, sources and options, and not for how they are written.', async () => {
    await using jobs = await startCachedJobs()
    const keyOf = async (inputs: HowToRun['inputs'] = {}): Promise<string> => {
      const run = await jobs.run({ inputs: { cache: 'restore-only', ...inputs } })
      assert.equal(run.code, 0, run.log)
      return run.outputs['cache-key'] ?? ''
    }
    const { sources } = jobs.gallery
    const key = await keyOf()
    assert.equal(await keyOf({ modules: '# the same\n  tool  ', 'source-timeout': '9s', concurrency: '4' }), key)
    const others: readonly HowToRun['inputs'][] = [
      { modules: 'Tool>=1.0' },
      { modules: 'Tool\nLibrary' },
      { sources: sources.split('\n').toReversed().join('\n') },
      { sources: `${sources}\nmore: ${jobs.gallery.pwshGallery.url}` },
      { 'source-map': 'Tool: gallery' },
      { prerelease: 'true' },
      { 'skip-dependencies': 'true' },
      { 'skip-installed': 'true' },
    ]
    const keys: string[] = [key]
    for (const inputs of others) keys.push(await keyOf(inputs))
    assert.equal(new Set(keys).size, keys.length, keys.join('\n'))
  })

  test('An entry whose key only begins with the asked one is not taken, and does not keep the own one from being saved.', async () => {
    await using jobs = await startCachedJobs()
    jobs.plant(`${lockKey}0`, await Promise.all([LIBRARY, TOOL].map(entryOf)))
    const run = await jobs.run({ lock })
    await assertQuiet(run, FROM_GALLERY)
    assert.deepEqual(keysOf(run), ['false', lockKey, ''])
    assert.deepEqual(
      jobs.service.entries.map(({ key }) => key),
      [`${lockKey}0`, lockKey],
    )
  })

  test('A pull request reads what the default branch saved, and what it saves is its own.', async () => {
    await using jobs = await startCachedJobs()
    const pull = { ref: 'refs/pull/1/merge', base: 'refs/heads/main' }
    await assertQuiet(await jobs.run({ lock }), FROM_GALLERY)
    const read = await jobs.run({ lock, scope: pull })
    await assertQuiet(read, FROM_CACHE)
    assert.equal(read.outputs['cache-hit'], 'true')

    await assertQuiet(await jobs.run({ scope: pull }), FROM_GALLERY)
    await assertQuiet(await jobs.run({ scope: pull }), FROM_CACHE)
    assert.deepEqual(
      jobs.service.entries.map(({ scope }) => scope),
      ['refs/heads/main', pull.ref],
    )
    await assertQuiet(await jobs.run(), FROM_GALLERY)
  })

  test('Enterprise Server, which has the first version of the service, is used likewise.', async () => {
    await using jobs = await startCachedJobs({ protocol: 'v1' })
    const first = await jobs.run({ lock })
    await assertQuiet(first, FROM_GALLERY)
    assert.deepEqual(first.cacheAsked, ['lookup', 'reserve', 'upload', 'finalize'])
    await allDown(jobs.gallery)
    const next = await jobs.run({ lock })
    await assertQuiet(next, FROM_CACHE)
    assert.deepEqual(keysOf(next), ['true', lockKey, lockKey])
    assert.deepEqual(next.cacheAsked, ['lookup', 'blob-get'])
  })
})

describe('With "cache"', { concurrency: 2 }, () => {
  test('"false", nobody is asked, and not a word is lost about it.', async () => {
    await using jobs = await startCachedJobs()
    const run = await jobs.run({ lock, inputs: { cache: 'false' } })
    await assertQuiet(run, FROM_GALLERY)
    assert.deepEqual(run.cacheAsked, [])
    assert.deepEqual(keysOf(run), ['false', '', ''])
    assert.doesNotMatch(run.log, /cache/i)
  })

  test('"restore-only", what is there is taken, and nothing is saved.', async () => {
    await using jobs = await startCachedJobs()
    const inputs = { cache: 'restore-only' }
    const missed = await jobs.run({ lock, inputs })
    await assertQuiet(missed, FROM_GALLERY)
    assert.deepEqual(missed.cacheAsked, ['lookup'])
    assert.deepEqual(keysOf(missed), ['false', lockKey, ''])

    await jobs.run({ lock })
    const hit = await jobs.run({ lock, inputs })
    await assertQuiet(hit, FROM_CACHE)
    assert.deepEqual(hit.cacheAsked, ['lookup', 'blob-get'])
  })

  /** Steps with more rights than those who may write the cache. */
  const PRIVILEGED: readonly (readonly [what: string, environment: Readonly<Record<string, string>>])[] = [
    ['the event "release"', { GITHUB_EVENT_NAME: 'release', GITHUB_REF: 'refs/heads/main' }],
    ['the event "pull_request_target"', { GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_REF: 'refs/heads/main' }],
    ['the event "workflow_run"', { GITHUB_EVENT_NAME: 'workflow_run', GITHUB_REF: 'refs/heads/main' }],
    ['the event "issue_comment"', { GITHUB_EVENT_NAME: 'issue_comment', GITHUB_REF: 'refs/heads/main' }],
    ['a tag', { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/tags/v1.0.0' }],
  ]

  test('"auto", a step with more rights than those who may write the cache asks nobody and says so in a line; "true" insists.', async () => {
    await using jobs = await startCachedJobs()
    await jobs.run({ lock })
    for (const [what, environment] of PRIVILEGED) {
      const run = await jobs.run({ lock, environment })
      await assertQuiet(run, FROM_GALLERY)
      assert.deepEqual(run.cacheAsked, [])
      assert.deepEqual(keysOf(run), ['false', '', ''])
      assert.deepEqual(linesOnCache(run), [
        `The Actions cache is not used for ${what}, whose job must not rely on what other jobs may write.`,
      ])
    }
    for (const [, environment] of [PRIVILEGED[0], PRIVILEGED[4]].flatMap(each => (each ? [each] : []))) {
      const run = await jobs.run({ lock, environment, inputs: { cache: 'true' } })
      await assertQuiet(run, FROM_CACHE)
      assert.equal(run.outputs['cache-hit'], 'true')
    }
  })

  /** The variables of the service as a step lacks them that is no action, or may not use the cache. */
  const UNOFFERED: readonly (readonly [what: string, environment: Readonly<Record<string, string>>])[] = [
    [
      'no variables of the service',
      { ACTIONS_RESULTS_URL: '', ACTIONS_RUNTIME_TOKEN: '', ACTIONS_CACHE_SERVICE_V2: '' },
    ],
    ['the cache mode "none"', { ACTIONS_CACHE_MODE: 'none' }],
  ]

  for (const [what, environment] of UNOFFERED) {
    test(`"auto" and ${what}, there is no cache and no word about it; "true" is told so.`, async () => {
      await using jobs = await startCachedJobs()
      const auto = await jobs.run({ lock, environment })
      await assertQuiet(auto, FROM_GALLERY)
      assert.deepEqual([auto.cacheAsked, linesOnCache(auto)], [[], []])

      const insisted = await jobs.run({ lock, environment, inputs: { cache: 'true' } })
      await assertQuiet(insisted, FROM_GALLERY)
      assert.deepEqual(insisted.cacheAsked, [])
      assert.deepEqual(linesOnCache(insisted), ['There is no Actions cache that this step may use.'])
    })
  }
})

describe('Nothing is saved, and nobody is told,', { concurrency: 2 }, () => {
  const UNSAVED: readonly (readonly [why: string, how: HowToRun, prepare: (jobs: CachedJobs) => void])[] = [
    ['where the token may only read', { scope: { mode: 'read-only' } }, () => {}],
    ['where the cache mode is "read"', { environment: { ACTIONS_CACHE_MODE: 'read' } }, () => {}],
    [
      'where another job has saved the key meanwhile',
      {},
      jobs => {
        jobs.plant(lockKey, [])
        jobs.service.fault({ route: 'lookup', fault: { kind: 'status', status: 200, body: '{"ok":false}' }, times: 1 })
      },
    ],
    [
      'where another job is about to save it',
      {},
      jobs => jobs.service.fault({ route: 'reserve', fault: refusal(409, 'already exists') }),
    ],
  ]

  for (const [why, how, prepare] of UNSAVED) {
    test(`${why}.`, async () => {
      await using jobs = await startCachedJobs()
      prepare(jobs)
      const before = jobs.service.entries
      const run = await jobs.run({ lock, ...how })
      await assertQuiet(run, FROM_GALLERY)
      assert.deepEqual(linesOnCache(run), [`cache:    nothing under ${lockKey}`])
      assert.equal(run.report.cache?.saved, false)
      assert.deepEqual(jobs.service.entries, before)
      assert.ok(run.ms < 15_000, `${run.ms} ms`)
    })
  }

  test('where the restore failed.', async () => {
    await using jobs = await startCachedJobs()
    for (const site of jobs.gallery.sites) site.fault({ route: /library/i, fault: { kind: 'status', status: 403 } })
    const run = await jobs.run({ lock })
    assert.equal(run.code, 1, run.log)
    assert.match(run.report.problems[0]?.sentence ?? '', /Library 1\.0\.0/)
    assert.deepEqual(run.cacheAsked, ['lookup'])
    assert.equal(run.outputs['cache-key'], undefined)
  })
})

test('Every report is as its schema says.', checkReports)

function linesOnCache({ log }: CachedRun): readonly string[] {
  return log.split('\n').filter(line => /cache/i.test(line))
}
