import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import type { CacheSaved } from '../../src/restore/at-hand/package-cache.ts'
import type { CacheFaultRule, CacheServiceOptions, JobScope } from '../cache-service/cache-service.ts'
import { refusal } from '../cache-service/refusal.ts'
import { type Folder, folderWith } from '../helpers/folder-with.ts'
import { NEVER, startJobCache } from './real-client.ts'

const KEY = 'psmr-1-a'
const NAME = 'Pester.5.7.1.nupkg'

interface Case {
  readonly service: string
  readonly protocol?: NonNullable<CacheServiceOptions['protocol']>
  readonly rule?: CacheFaultRule
  readonly scope?: JobScope
  readonly environment?: Readonly<Record<string, string>>
  readonly saved: CacheSaved['kind']
  readonly why: RegExp
}

const NOT_ALLOWED = /^this job may not write to it$/
const TAKEN = /^the entry is there already, or another job is making it$/

function answerOf(body: unknown): CacheFaultRule['fault'] {
  return { kind: 'status', status: 200, body: JSON.stringify(body) }
}

const CASES: readonly Case[] = [
  { service: 'lets this job only read', scope: { mode: 'read-only' }, saved: 'left', why: NOT_ALLOWED },
  { service: 'lets this job only read', protocol: 'v1', scope: { mode: 'read-only' }, saved: 'left', why: NOT_ALLOWED },
  { service: 'is for reading', environment: { ACTIONS_CACHE_MODE: 'read' }, saved: 'left', why: NOT_ALLOWED },
  {
    service: 'has the key',
    rule: { route: 'reserve', fault: refusal(409, 'cache entry with the same key already exists') },
    saved: 'left',
    why: TAKEN,
  },
  {
    service: 'has the key and does not say so',
    rule: { route: 'reserve', fault: answerOf({ ok: false }) },
    saved: 'left',
    why: TAKEN,
  },
  {
    service: 'has no room',
    rule: { route: 'reserve', fault: refusal(403, 'insufficient usage to create the entry') },
    saved: 'failed',
    why: /^Failed to CreateCacheEntry: Cache storage quota has been hit\. Unable to upload any new cache entries\.$/,
  },
  {
    service: 'does not know this job',
    rule: { route: 'reserve', fault: refusal(401, 'no valid runtime token') },
    saved: 'failed',
    why: /\(401\) Unauthorized: no valid runtime token$/,
  },
  {
    service: 'fails for good',
    protocol: 'v1',
    rule: { route: 'reserve', fault: refusal(500, 'internal') },
    saved: 'failed',
    why: /^reserveCache failed: Cache service responded with 500$/,
  },
  {
    service: 'takes no bytes',
    rule: { route: 'upload', fault: { kind: 'status', status: 403, body: '' } },
    saved: 'failed',
    why: /^uploadCacheArchiveSDK: internal error uploading cache archive:$/,
  },
  {
    service: 'takes no bytes',
    protocol: 'v1',
    rule: { route: 'upload', fault: refusal(400, 'Content-Range does not fit') },
    saved: 'failed',
    why: /^Cache service responded with 400 during upload chunk\.$/,
  },
  {
    service: 'does not finish',
    rule: { route: 'finalize', fault: answerOf({ ok: false, message: 'the blob has other bytes' }) },
    saved: 'failed',
    why: /^the blob has other bytes$/,
  },
]

async function packageFolder(): Promise<Folder> {
  return folderWith({ [NAME]: 'pester' })
}

for (const { service: what, protocol = 'v2', rule, scope, environment, saved, why } of CASES) {
  test(`With a service (${protocol}) that ${what}, a save is ${saved}.`, { timeout: 15_000 }, async t => {
    await using packages = await packageFolder()
    const { service, cache, checkNothingLeft } = await startJobCache(t, { protocol })
    if (rule) service.fault(rule)
    const files = [{ name: NAME, path: path.join(packages.path, NAME) }]
    const answer = await cache(scope, environment).save(KEY, files, NEVER)
    await checkNothingLeft()
    assert.ok(answer.kind !== 'saved')
    assert.equal(answer.kind, saved, answer.why)
    assert.match(answer.why, why)
    assert.match(answer.why, /^.{1,200}$/)
    assert.doesNotMatch(answer.why, /::|sig=/)
    assert.deepEqual(service.entries, [])
    assert.deepEqual(await readdir(packages.path), [NAME])
  })
}

test('With a service that is down, a save fails, and nobody is told of another job.', async t => {
  await using packages = await packageFolder()
  const { service, cache, checkNothingLeft } = await startJobCache(t)
  await service.down()
  const answer = await cache().save(KEY, [{ name: NAME, path: path.join(packages.path, NAME) }], NEVER)
  assert.deepEqual(answer, { kind: 'failed', why: 'Failed to CreateCacheEntry: Unable to make request: ECONNREFUSED' })
  await checkNothingLeft()
})

test('A run that ends while the service does not answer ends the save.', async t => {
  await using packages = await packageFolder()
  const { service, cache, checkNothingLeft } = await startJobCache(t)
  service.fault({ route: 'upload', fault: { kind: 'silent' } })
  const run = new AbortController()
  const answer = cache().save(KEY, [{ name: NAME, path: path.join(packages.path, NAME) }], run.signal)
  await service.requested('upload')
  run.abort()
  assert.deepEqual(await answer, { kind: 'failed', why: 'the restore was over before it was done' })
  await checkNothingLeft()
})

test('Where there is nothing to save, nobody is asked.', async t => {
  const { service, cache } = await startJobCache(t)
  assert.deepEqual(await cache().save(KEY, [], NEVER), { kind: 'left', why: 'there is nothing to save' })
  assert.deepEqual(service.log, [])
})

test('A file that is not there any more makes the save fail, before anybody is asked.', async t => {
  const { service, cache, checkNothingLeft } = await startJobCache(t)
  const gone = path.join(import.meta.dirname, 'gone.nupkg')
  const answer = await cache().save(KEY, [{ name: NAME, path: gone }], NEVER)
  assert.deepEqual(answer, { kind: 'failed', why: `a folder on the way to it is not there (ENOENT) at ${gone}` })
  assert.deepEqual(service.log, [])
  await checkNothingLeft()
})
