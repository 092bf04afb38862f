import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CacheService, RouteName } from './cache-service.ts'
import { type Answered, call, finalize, lookUp, start } from './calls.ts'
import { refusal } from './refusal.ts'

const BYTES = Buffer.from('an archive')

/** Walks through all five steps, and says how each was answered. */
async function steps(service: CacheService): Promise<Readonly<Record<RouteName, number>>> {
  service.plant({ key: 'there', version: 'v', bytes: BYTES })
  const lookup = await call(service, 'GetCacheEntryDownloadURL', { key: 'there', version: 'v' })
  const found = lookup.ok ? ((await lookup.json()) as Answered) : undefined
  const { ACTIONS_RESULTS_URL = '' } = service.environment()
  const nowhere = `${ACTIONS_RESULTS_URL}x`
  const blob = await fetch(found?.signed_download_url ?? nowhere)
  const reservation = await call(service, 'CreateCacheEntry', { key: 'new', version: 'v' })
  const made = reservation.ok ? ((await reservation.json()) as Answered) : undefined
  const upload = await fetch(made?.signed_upload_url ?? nowhere, { method: 'PUT', body: BYTES })
  const finished = await finalize(service, 'new', BYTES.length)
  return {
    lookup: lookup.status,
    'blob-get': blob.status,
    reserve: reservation.status,
    upload: upload.status,
    finalize: finished.status,
  }
}

const RIGHT = { lookup: 200, 'blob-get': 200, reserve: 200, upload: 201, finalize: 200 } as const

/** What a step that fails does to those that need what it gives. */
const CONSEQUENCES: Readonly<Record<RouteName, object>> = {
  lookup: { lookup: 429, 'blob-get': 404 },
  'blob-get': { 'blob-get': 429 },
  reserve: { reserve: 429, upload: 404, finalize: 404 },
  upload: { upload: 429 },
  finalize: { finalize: 429 },
}

for (const [route, consequence] of Object.entries(CONSEQUENCES) as [RouteName, object][]) {
  test(`a fault of "${route}" spoils this step alone`, async t => {
    const service = await start(t)
    service.fault({ route, fault: refusal(429, 'slow down', { 'retry-after': '60' }) })
    assert.deepEqual(await steps(service), { ...RIGHT, ...consequence })
  })
}

test('a fault without a route spoils everything, as often as it says or until it is healed', async t => {
  const service = await start(t)
  service.fault({ fault: refusal(403, 'cache read denied: by policy', { 'retry-after': '60' }), times: 1 })
  service.fault({ fault: { kind: 'status', status: 500 } })
  const refused = await call(service, 'GetCacheEntryDownloadURL', { key: 'k', version: 'v' })
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [403, '60'])
  assert.deepEqual(await refused.json(), {
    code: 'unavailable',
    msg: 'cache read denied: by policy',
    message: 'cache read denied: by policy',
  })
  const statuses = Object.values(await steps(service))
  assert.deepEqual(new Set(statuses), new Set([500]))
  service.heal()
  assert.deepEqual(await steps(service), RIGHT)
})

test('a body can be truncated, stalled and changed', async t => {
  const service = await start(t)
  service.plant({ key: 'k', version: 'v', bytes: BYTES })
  const { signed_download_url } = await lookUp(service, 'k')
  service.fault({ route: 'blob-get', fault: { kind: 'truncate', afterBytes: 4 }, times: 1 })
  service.fault({ route: 'blob-get', fault: { kind: 'stall', afterBytes: 4 }, times: 1 })
  service.fault({ route: 'blob-get', fault: { kind: 'flip', byte: 0 }, times: 1 })
  await assert.rejects((await fetch(signed_download_url)).text(), { message: 'terminated' })
  const stalled = (await fetch(signed_download_url)).body?.getReader()
  assert.equal(String(Buffer.from((await stalled?.read())?.value ?? [])), 'an a')
  assert.equal(await (await fetch(signed_download_url)).text(), '`n archive')
  assert.equal(await (await fetch(signed_download_url)).text(), 'an archive')
  await stalled?.cancel()
})

test('a step can be awaited, and one that hangs does so until the service goes down', async t => {
  const service = await start(t)
  service.fault({ route: 'lookup', fault: { kind: 'silent' } })
  const first = service.requested('lookup')
  const hanging = assert.rejects(lookUp(service, 'k'), { message: 'fetch failed' })
  assert.deepEqual((await first).body, { key: 'k', version: 'v' })
  assert.equal(await service.requested('lookup'), service.log[0])
  await service.down()
  await hanging
  await assert.rejects(lookUp(service, 'k'), { message: 'fetch failed' })
  await service.up()
  service.heal()
  assert.equal((await lookUp(service, 'k')).ok, false)
})
