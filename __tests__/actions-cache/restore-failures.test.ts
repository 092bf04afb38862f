import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { type ArchiveEntry, buildArchive } from '../cache-service/archive.ts'
import type { CacheFaultRule, CacheService, CacheServiceOptions } from '../cache-service/cache-service.ts'
import { refusal } from '../cache-service/refusal.ts'
import { type JobCache, NEVER, startJobCache, VERSION } from './real-client.ts'

const KEY = 'psmr-1-a'

/** Bytes that no compression makes smaller. */
const SOUND: readonly ArchiveEntry[] = [
  { kind: 'file', path: 'packages/a.nupkg', content: randomBytes(300_000) },
  { kind: 'file', path: 'packages/b.nupkg', content: randomBytes(300_000) },
]

function plant(service: CacheService, bytes: Buffer): void {
  service.plant({ key: KEY, version: VERSION, bytes })
}

/** The answer to a restore, which must have left nothing. */
async function whyFailed({ cache, checkNothingLeft }: JobCache): Promise<string> {
  const answer = await cache().restore({ key: KEY }, NEVER)
  await checkNothingLeft()
  assert.ok(answer.kind === 'failed', JSON.stringify(answer))
  assert.match(answer.why, /^.{1,200}$/)
  assert.doesNotMatch(answer.why, /::|sig=/)
  return answer.why
}

/** Longer than any of them may take; the client alone takes half a minute at least where it does not give up at once. */
const SOON = { timeout: 15_000 }

type Spoil = CacheFaultRule | ((service: CacheService) => Promise<void> | void)

/** What the client gives up at once. */
const QUICK: readonly (readonly [
  what: string,
  protocol: CacheServiceOptions['protocol'],
  spoil: Spoil,
  why: RegExp,
])[] = [
  [
    'asks for fewer requests',
    'v2',
    { route: 'lookup', fault: refusal(429, 'too many requests', { 'retry-after': '60' }) },
    /Rate limited: Failed request: \(429\) Too Many Requests: too many requests$/,
  ],
  [
    'does not let this job read',
    'v2',
    { route: 'lookup', fault: refusal(403, 'cache read denied: by policy') },
    /\(403\) Forbidden: cache read denied: by policy$/,
  ],
  [
    'does not let this job read',
    'v1',
    { route: 'lookup', fault: refusal(403, 'cache read denied: by policy') },
    /cache read denied: by policy/,
  ],
  [
    'is down',
    'v2',
    service => service.down(),
    /^Failed to GetCacheEntryDownloadURL: Unable to make request: ECONNREFUSED$/,
  ],
  [
    'has lost the archive',
    'v2',
    { route: 'blob-get', fault: { kind: 'status', status: 404 } },
    /failed with exit code 2$/,
  ],
  [
    'cannot give the archive',
    'v2',
    { route: 'blob-get', fault: { kind: 'status', status: 500 } },
    /^downloadCache failed: Cache service responded with 500$/,
  ],
  [
    'ends in the middle of the archive',
    'v2',
    { route: 'blob-get', fault: { kind: 'truncate', afterBytes: 100_000 } },
    /^aborted$/,
  ],
  [
    'ends in the middle of the archive',
    'v1',
    { route: 'blob-get', fault: { kind: 'truncate', afterBytes: 100_000 } },
    /^aborted$/,
  ],
  [
    'breaks the connection in the middle of the archive',
    'v2',
    { route: 'blob-get', fault: { kind: 'reset', afterBytes: 100_000 } },
    /^aborted$|ECONNRESET/,
  ],
  [
    'has half of the archive',
    'v2',
    service => plant(service, buildArchive(SOUND).subarray(0, 400_000)),
    /failed with exit code 2$/,
  ],
  [
    'has an archive with a flipped bit',
    'v2',
    { route: 'blob-get', fault: { kind: 'flip', byte: 200_000 } },
    /failed with exit code 2$/,
  ],
  [
    'has something else than an archive',
    'v2',
    service => plant(service, randomBytes(1000)),
    /failed with exit code 2$/,
  ],
  ['has an empty archive', 'v2', service => plant(service, buildArchive([])), /^its entry holds no folder "packages"$/],
  [
    'has an archive of other folders',
    'v2',
    service => plant(service, buildArchive([{ kind: 'directory', path: 'other' }])),
    /^its entry holds no folder "packages"$/,
  ],
  [
    'has an archive in which the folder is a file',
    'v2',
    service => plant(service, buildArchive([{ kind: 'file', path: 'packages', content: 'x' }])),
    /^its entry holds no folder "packages"$/,
  ],
  [
    'has an archive in which the folder is a link',
    'v2',
    service =>
      plant(
        service,
        buildArchive([
          { kind: 'directory', path: 'other' },
          { kind: 'symlink', path: 'packages', target: 'other' },
        ]),
      ),
    /^its entry holds no folder "packages"$/,
  ],
  [
    'leads to no address',
    'v2',
    {
      route: 'lookup',
      fault: { kind: 'status', status: 200, body: '{"ok":true,"signed_download_url":"","matched_key":"psmr-1-a"}' },
    },
    /Invalid URL/,
  ],
]

for (const [what, protocol, spoil, why] of QUICK) {
  test(`A service (${protocol}) that ${what} is no cache, and says why.`, SOON, async t => {
    const job = await startJobCache(t, { ...(protocol && { protocol }) })
    plant(job.service, buildArchive(SOUND))
    if (typeof spoil === 'function') await spoil(job.service)
    else job.service.fault(spoil)
    assert.match(await whyFailed(job), why)
  })
}

/** What the client would wait for. */
const SLOW: readonly (readonly [
  what: string,
  protocol: CacheServiceOptions['protocol'],
  rule: CacheFaultRule,
  why: RegExp,
])[] = [
  [
    'fails again and again',
    'v2',
    { route: 'lookup', fault: refusal(500, 'internal') },
    /^it sent nothing within 0\.5 s \(Failed request: \(500\) Internal Server Error: internal\)$/,
  ],
  [
    'fails again and again',
    'v1',
    { route: 'lookup', fault: refusal(503, 'internal') },
    /^it sent nothing within 0\.5 s$/,
  ],
  [
    'answers with pages for people',
    'v2',
    { route: 'lookup', fault: { kind: 'html' } },
    /^it sent nothing within 0\.5 s \(Unexpected token/,
  ],
  ['never answers', 'v2', { route: 'lookup', fault: { kind: 'silent' } }, /^it sent nothing within 0\.5 s$/],
  ['never answers', 'v1', { route: 'lookup', fault: { kind: 'silent' } }, /^it sent nothing within 0\.5 s$/],
  ['sends no archive', 'v2', { route: 'blob-get', fault: { kind: 'silent' } }, /^it sent nothing within 0\.5 s$/],
  [
    'sends the head of an answer and no archive',
    'v2',
    { route: 'blob-get', fault: { kind: 'stall', afterBytes: 0 } },
    /^it sent nothing within 0\.5 s$/,
  ],
  [
    'stops in the middle of the archive',
    'v2',
    { route: 'blob-get', fault: { kind: 'stall', afterBytes: 100_000 } },
    /^it stopped in the middle and sent nothing more within 0\.5 s$/,
  ],
  [
    'stops in the middle of the archive',
    'v1',
    { route: 'blob-get', fault: { kind: 'stall', afterBytes: 100_000 } },
    /^it stopped in the middle and sent nothing more within 0\.5 s$/,
  ],
]

for (const [what, protocol, rule, why] of SLOW) {
  test(`A service (${protocol}) that ${what} is not waited for.`, SOON, async t => {
    const job = await startJobCache(t, { silenceMs: 500, ...(protocol && { protocol }) })
    plant(job.service, buildArchive(SOUND))
    job.service.fault(rule)
    assert.match(await whyFailed(job), why)
  })
}

test('An archive that comes slowly is waited for as long as it comes.', async t => {
  const { service, cache } = await startJobCache(t, { silenceMs: 700 })
  const bytes = buildArchive([{ kind: 'file', path: 'packages/a.nupkg', content: 'x' }])
  plant(service, bytes)
  const everyMs = 2000 / bytes.length
  service.fault({ route: 'blob-get', fault: { kind: 'drip', everyMs } })
  const started = performance.now()
  const answer = await cache().restore({ key: KEY }, NEVER)
  assert.equal(answer.kind, 'found', JSON.stringify(answer))
  assert.ok(performance.now() - started > 1500)
  if (answer.kind === 'found') await answer.discard()
})

test('A service that answers at the second try with a miss has missed.', async t => {
  const job = await startJobCache(t)
  job.service.fault({ route: 'lookup', fault: refusal(500, 'internal'), times: 1 })
  assert.deepEqual(await job.cache().restore({ key: KEY }, NEVER), { kind: 'missed' })
  await job.checkNothingLeft()
})

/** What the service is doing when the run ends. */
const MOMENTS: readonly (readonly [what: string, rule: CacheFaultRule])[] = [
  ['the service thinks', { route: 'lookup', fault: { kind: 'silent' } }],
  ['the archive comes', { route: 'blob-get', fault: { kind: 'stall', afterBytes: 100_000 } }],
]

for (const [what, rule] of MOMENTS) {
  test(`A run that ends while ${what} waits no longer.`, SOON, async t => {
    const { service, cache, checkNothingLeft } = await startJobCache(t)
    plant(service, buildArchive(SOUND))
    service.fault(rule)
    const run = new AbortController()
    const answer = cache().restore({ key: KEY }, run.signal)
    await service.requested(rule.route ?? 'lookup')
    run.abort()
    assert.deepEqual(await answer, { kind: 'failed', why: 'the restore was over before it was done' })
    await checkNothingLeft()
  })
}
