import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { type ArchiveEntry, buildArchive } from '../cache-service/archive.ts'
import type { CacheFaultRule, CacheServiceOptions } from '../cache-service/cache-service.ts'
import { refusal } from '../cache-service/refusal.ts'
import {
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
  VERSION,
} from '../helpers/cached-jobs.ts'

/** What the entry of these tests holds is sound, and larger than what any of the faults lets through. */
const PADDING: ArchiveEntry = { kind: 'file', path: 'packages/padding.bin', content: randomBytes(300_000) }

let lock: string
let key: string
let sound: Buffer
before(async () => {
  ;({ lock, key } = await lockTool())
  sound = buildArchive([await entryOf(LIBRARY), await entryOf(TOOL), PADDING])
})

/** Far below the half minute and more for which the client alone would wait, and above what a loaded machine takes. */
const SOON_MS = 15_000

/** Everything was restored from the galleries, soon, and one notice at most tells of the cache. */
async function assertWentOn(run: CachedRun, notice: RegExp): Promise<void> {
  assert.equal(run.code, 0, run.log)
  assert.deepEqual(run.packages, ['Library 1.0.0 from psgallery', 'Tool 1.2.3 from psgallery'])
  assert.deepEqual(run.folder, await folderOf(LIBRARY, TOOL))
  assert.ok(run.ms < SOON_MS, `it took ${run.ms} ms`)
  const [told, ...others] = run.annotations
  assert.deepEqual([told?.level, others], ['notice', []], run.log)
  assert.match(told?.message ?? '', notice)
  assert.match(told?.message ?? '', /^.{1,250}$/)
  assert.deepEqual([run.outputs['cache-hit'], run.outputs['cache-matched-key']], ['false', ''])
}

type Protocol = NonNullable<CacheServiceOptions['protocol']>
type Spoil = (jobs: CachedJobs) => Promise<void> | void
const rule =
  (...rules: readonly CacheFaultRule[]): Spoil =>
  ({ service }) => {
    for (const each of rules) service.fault(each)
  }
const holding =
  (bytes: () => Buffer): Spoil =>
  ({ service }) =>
    service.plant({ key, version: VERSION, bytes: bytes() })

interface Case {
  readonly service: string
  readonly protocol?: Protocol
  readonly spoil: Spoil
  readonly environment?: HowToRun['environment']
  readonly why: RegExp
}

const UNUSED: readonly Case[] = [
  {
    service: 'fails again and again',
    spoil: rule({ route: 'lookup', fault: refusal(500, 'internal') }),
    why: /it sent nothing within 1 s \(Failed request: \(500\) Internal Server Error: internal\)$/,
  },
  {
    service: 'fails again and again',
    protocol: 'v1',
    spoil: rule({ route: 'lookup', fault: refusal(503, 'internal') }),
    why: /it sent nothing within 1 s$/,
  },
  {
    service: 'answers with pages for people',
    spoil: rule({ route: 'lookup', fault: { kind: 'html' } }),
    why: /it sent nothing within 1 s \(Unexpected token/,
  },
  {
    service: 'never answers',
    spoil: rule({ route: 'lookup', fault: { kind: 'silent' } }),
    why: /it sent nothing within 1 s$/,
  },
  {
    service: 'never answers',
    protocol: 'v1',
    spoil: rule({ route: 'lookup', fault: { kind: 'silent' } }),
    why: /it sent nothing within 1 s$/,
  },
  {
    service: 'answers when nobody waits any more',
    spoil: rule({ route: 'blob-get', fault: { kind: 'delay', ms: 1700 } }),
    why: /it sent nothing within 1 s$/,
  },
  {
    service: 'asks for fewer requests',
    spoil: rule({ route: 'lookup', fault: refusal(429, 'too many requests', { 'retry-after': '60' }) }),
    why: /Rate limited: .*\(429\)/,
  },
  {
    service: 'does not let this job read',
    spoil: rule({ route: 'lookup', fault: refusal(403, 'cache read denied: by policy') }),
    why: /cache read denied: by policy$/,
  },
  {
    service: 'does not know this job',
    spoil: () => {},
    environment: { ACTIONS_RUNTIME_TOKEN: '' },
    why: /ACTIONS_RUNTIME_TOKEN/,
  },
  { service: 'is down', spoil: ({ service }) => service.down(), why: /ECONNREFUSED$/ },
  {
    service: 'has a name that nobody knows',
    spoil: () => {},
    environment: { ACTIONS_RESULTS_URL: 'http://results.invalid/' },
    why: /ENOTFOUND|EAI_AGAIN|it sent nothing within 1 s$/,
  },
  {
    service: 'has lost the archive',
    spoil: rule({ route: 'blob-get', fault: { kind: 'status', status: 404 } }),
    why: /failed with exit code 2$/,
  },
  {
    service: 'cannot give the archive',
    spoil: rule({ route: 'blob-get', fault: { kind: 'status', status: 500 } }),
    why: /Cache service responded with 500$/,
  },
  {
    service: 'has no time to give the archive',
    spoil: rule({ route: 'blob-get', fault: { kind: 'status', status: 503 } }),
    why: /it sent nothing within 1 s/,
  },
  {
    service: 'has something else than an archive',
    spoil: holding(() => randomBytes(1000)),
    why: /failed with exit code 2$/,
  },
  {
    service: 'has half of the archive',
    spoil: holding(() => sound.subarray(0, 200_000)),
    why: /failed with exit code 2$/,
  },
  {
    service: 'ends in the middle of the archive',
    spoil: rule({ route: 'blob-get', fault: { kind: 'truncate', afterBytes: 100_000 } }),
    why: /aborted$/,
  },
  {
    service: 'ends in the middle of the archive',
    protocol: 'v1',
    spoil: rule({ route: 'blob-get', fault: { kind: 'truncate', afterBytes: 100_000 } }),
    why: /aborted$/,
  },
  {
    service: 'stops in the middle of the archive',
    spoil: rule({ route: 'blob-get', fault: { kind: 'stall', afterBytes: 100_000 } }),
    why: /it stopped in the middle and sent nothing more within 1 s$/,
  },
  {
    service: 'stops in the middle of the archive',
    protocol: 'v1',
    spoil: rule({ route: 'blob-get', fault: { kind: 'stall', afterBytes: 100_000 } }),
    why: /it stopped in the middle and sent nothing more within 1 s$/,
  },
  { service: 'has an archive of nothing', spoil: holding(() => buildArchive([])), why: /holds no folder "packages"$/ },
]

describe('A restore goes on by itself with a cache service that', { concurrency: 2 }, () => {
  for (const { service, protocol = 'v2', spoil, environment = {}, why } of UNUSED) {
    test(`(${protocol}) ${service}.`, { timeout: 60_000 }, async () => {
      await using jobs = await startCachedJobs({ protocol })
      jobs.service.plant({ key, version: VERSION, bytes: sound })
      await spoil(jobs)
      const run = await jobs.run({ lock, environment, inputs: { 'source-timeout': '1s', cache: 'restore-only' } })
      await assertWentOn(run, /^The Actions cache could not be used: /)
      assert.match(run.annotations[0]?.message ?? '', why)
    })
  }

  /** What is wrong with all of the service hurts a save as well as a restore. */
  const DEAD: readonly (readonly [service: string, spoil: Spoil])[] = [
    ['never says anything', rule({ fault: { kind: 'silent' } })],
    ['always fails', rule({ fault: refusal(500, 'internal') })],
    ['always answers with pages for people', rule({ fault: { kind: 'html' } })],
    ['is not there', ({ service }) => service.down()],
  ]
  for (const [service, spoil] of DEAD) {
    test(`${service}, and that it would save to.`, { timeout: 150_000 }, async () => {
      await using jobs = await startCachedJobs()
      await spoil(jobs)
      const run = await jobs.run({ lock, inputs: { 'source-timeout': '1s' } })
      await assertWentOn(run, /^The Actions cache could not be used: /)
      assert.ok(!run.cacheAsked.includes('reserve'))
    })
  }

  const UNSAVED: readonly (Pick<Case, 'service' | 'protocol' | 'why'> & { readonly rule: CacheFaultRule })[] = [
    {
      service: 'has no room',
      rule: { route: 'reserve', fault: refusal(403, 'insufficient usage to create the entry') },
      why: /Cache storage quota has been hit/,
    },
    {
      service: 'asks for fewer saves',
      rule: { route: 'reserve', fault: refusal(429, 'too many requests', { 'retry-after': '60' }) },
      why: /\(429\)/,
    },
    {
      service: 'takes no bytes',
      rule: { route: 'upload', fault: { kind: 'status', status: 403, body: '' } },
      why: /error uploading cache archive/,
    },
    {
      service: 'takes no bytes',
      protocol: 'v1',
      rule: { route: 'upload', fault: refusal(400, 'Content-Range does not fit') },
      why: /responded with 400 during upload chunk/,
    },
    {
      service: 'does not finish',
      rule: { route: 'finalize', fault: { kind: 'status', status: 200, body: '{"ok":false,"message":"other bytes"}' } },
      why: /other bytes$/,
    },
  ]
  for (const { service, protocol = 'v2', rule: fault, why } of UNSAVED) {
    test(`(${protocol}) ${service} when it saves.`, { timeout: 60_000 }, async () => {
      await using jobs = await startCachedJobs({ protocol })
      jobs.service.fault(fault)
      const run = await jobs.run({ lock })
      await assertWentOn(run, /^The Actions cache could not be saved to: /)
      assert.match(run.annotations[0]?.message ?? '', why)
      assert.deepEqual(jobs.service.entries, [])
    })
  }
})

test('Every report is as its schema says.', checkReports)
