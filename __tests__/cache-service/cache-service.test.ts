import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { test } from 'node:test'
import { answered, call, finalize, lookUp, reserve, start } from './calls.ts'

const BYTES = Buffer.from('an archive')

test('blocks are put together in the order of the list, whatever the order they came in', async t => {
  const service = await start(t)
  const { signed_upload_url } = await reserve(service, 'k')
  const put = async (query: string, body: string): Promise<number> =>
    (await fetch(`${signed_upload_url}&${query}`, { method: 'PUT', body })).status
  assert.equal(await put('comp=block&blockid=Mg%3D%3D', 'second'), 201)
  assert.equal(await put('comp=block&blockid=MQ%3D%3D', 'first, '), 201)
  assert.equal(await put('comp=block&blockid=Mw%3D%3D', 'never listed'), 201)
  const list = (...ids: readonly string[]): string =>
    `<?xml version="1.0"?><BlockList>${ids.map(id => `<Latest>${id}</Latest>`).join('')}</BlockList>`
  assert.equal(await put('comp=blocklist', list('MQ==', 'bm9uZQ==')), 400)
  assert.equal(await put('comp=blocklist', list('MQ==', 'Mg==')), 201)
  assert.deepEqual(await (await finalize(service, 'k', 13)).json(), { ok: true, entry_id: '1' })
  assert.equal(service.entries[0]?.bytes.toString(), 'first, second')
})

test('an upload is no entry until it is finalized with its own size, and can be finalized once', async t => {
  const service = await start(t)
  const { signed_upload_url } = await reserve(service, 'k')
  assert.equal((await answered(finalize(service, 'k', 0))).ok, false)
  await fetch(signed_upload_url, { method: 'PUT', body: BYTES })
  assert.equal((await answered(finalize(service, 'k', BYTES.length - 1))).ok, false)
  assert.deepEqual([service.entries.length, (await lookUp(service, 'k')).ok], [0, false])
  assert.equal((await answered(finalize(service, 'k', BYTES.length))).ok, true)
  assert.deepEqual(service.entries, [{ key: 'k', version: 'v', scope: 'refs/heads/main', bytes: BYTES }])
  assert.equal((await finalize(service, 'k', BYTES.length)).status, 404)
  assert.equal((await fetch(signed_upload_url, { method: 'PUT', body: 'other' })).status, 409)
  assert.deepEqual(service.entries[0]?.bytes, BYTES)
})

test('a key is taken from its reservation on, in the scope it was written for and in no other', async t => {
  const service = await start(t)
  await reserve(service, 'k')
  const again = await call(service, 'CreateCacheEntry', { key: 'k', version: 'v' })
  assert.equal(again.status, 409)
  assert.equal(((await again.json()) as { readonly code: string }).code, 'already_exists')
  assert.equal((await reserve(service, 'k', { ref: 'refs/heads/topic' })).ok, true)
  assert.equal((await answered(call(service, 'CreateCacheEntry', { key: 'k', version: 'w' }))).ok, true)
})

test('an upload that breaks off is as if it had never begun, and its key stays taken', async t => {
  const service = await start(t)
  const { signed_upload_url } = await reserve(service, 'k')
  const headers = { 'content-length': BYTES.length, expect: '100-continue' }
  const upload = request(signed_upload_url, { method: 'PUT', headers })
  upload.flushHeaders()
  await once(upload, 'continue')
  upload.write(BYTES.subarray(0, 4))
  const broken = assert.rejects(once(upload, 'response'), { code: 'ECONNRESET' })
  await service.down()
  await broken
  await service.up()
  assert.deepEqual(
    service.log.map(({ route }) => route),
    ['reserve'],
  )
  assert.equal((await call(service, 'CreateCacheEntry', { key: 'k', version: 'v' })).status, 409)
})

test('blobs answer HEAD and ranges with their lengths, and nobody without the signature', async t => {
  const service = await start(t)
  service.plant({ key: 'k', version: 'v', bytes: BYTES })
  const { signed_download_url: url } = await lookUp(service, 'k')
  const head = await fetch(url, { method: 'HEAD' })
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(BYTES.length)])
  for (const header of ['range', 'x-ms-range']) {
    const part = await fetch(url, { headers: { [header]: 'bytes=3-9' } })
    assert.equal(part.status, 206)
    assert.equal(part.headers.get('content-range'), `bytes 3-9/${BYTES.length}`)
    assert.equal(await part.text(), 'archive')
  }
  assert.equal((await fetch(url.replace(/sig=.*/, 'sig=guessed'))).status, 403)
  const { signed_upload_url } = await reserve(service, 'new')
  const forged = signed_upload_url.replace(/sig=.*/, '')
  assert.equal((await fetch(forged, { method: 'PUT', body: BYTES })).status, 403)
})

test('a request without a token of ours is refused, and one to nowhere is not found', async t => {
  const service = await start(t)
  const { ACTIONS_RESULTS_URL = '' } = service.environment()
  const url = `${ACTIONS_RESULTS_URL}twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL`
  assert.equal((await fetch(url, { method: 'POST', body: '{}' })).status, 401)
  assert.equal((await fetch(`${ACTIONS_RESULTS_URL}_apis/artifactcache/cache?keys=k&version=v`)).status, 404)
  assert.deepEqual(
    service.log.map(({ route }) => route),
    ['lookup', undefined],
  )
})

test('what is planted in an entry changes its bytes and not its age', async t => {
  const service = await start(t)
  for (const key of ['k-1', 'k-2']) service.plant({ key, version: 'v', bytes: BYTES })
  const { signed_download_url } = await lookUp(service, 'k-1')
  service.plant({ key: 'k-1', version: 'v', bytes: Buffer.from('poison') })
  assert.equal(await (await fetch(signed_download_url)).text(), 'poison')
  assert.equal((await lookUp(service, 'k-')).matched_key, 'k-2')
  assert.deepEqual(
    service.entries.map(({ key, bytes }) => `${key}: ${bytes}`),
    ['k-1: poison', 'k-2: an archive'],
  )
})

test('by v1, ranges may come in any order, must be as long as they say and add up to what is committed', async t => {
  const service = await start(t, { protocol: 'v1' })
  const { ACTIONS_CACHE_URL = '', ACTIONS_RUNTIME_TOKEN } = service.environment()
  const send = async (method: string, resource: string, body: string, range?: string): Promise<number> => {
    const type = range === undefined ? 'application/json' : 'application/octet-stream'
    const headers = { authorization: `Bearer ${ACTIONS_RUNTIME_TOKEN}`, 'content-type': type }
    const url = `${ACTIONS_CACHE_URL}_apis/artifactcache/${resource}`
    const all = range === undefined ? headers : { ...headers, 'content-range': range }
    return (await fetch(url, { method, headers: all, body })).status
  }
  const entry = JSON.stringify({ key: 'k', version: 'v' })
  assert.equal(await send('POST', 'caches', entry), 201)
  assert.equal(await send('POST', 'caches', entry), 409)
  assert.equal(await send('PATCH', 'caches/9', 'archive', 'bytes 3-9/*'), 404)
  assert.equal(await send('PATCH', 'caches/1', 'archive', 'bytes 3-9/*'), 204)
  assert.equal(await send('PATCH', 'caches/1', 'an ', 'bytes 0-3/*'), 400)
  assert.equal(await send('PATCH', 'caches/1', 'an ', 'bytes 0-2/*'), 204)
  assert.equal(await send('POST', 'caches/1', JSON.stringify({ size: 9 })), 400)
  assert.equal(await send('POST', 'caches/1', JSON.stringify({ size: 10 })), 204)
  assert.deepEqual(service.entries, [{ key: 'k', version: 'v', scope: 'refs/heads/main', bytes: BYTES }])
})
