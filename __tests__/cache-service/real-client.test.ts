import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CacheService } from './cache-service.ts'
import { archiveOf, startJobs, VERSION } from './jobs.ts'

const MIB = 1024 * 1024

function routesIn({ log }: CacheService): readonly string[] {
  return log.map(({ route, method }) => `${method} ${route}`)
}

test('by v2, what is saved in one PUT is restored elsewhere, and another key finds nothing', async t => {
  const { service, content, save, restore } = await startJobs(t)
  assert.equal((await save('psmr-1')).result, 1)
  assert.deepEqual(routesIn(service), ['POST reserve', 'PUT upload', 'POST finalize'])
  assert.deepEqual(
    service.entries.map(({ key, version, scope }) => [key, version, scope]),
    [['psmr-1', VERSION, 'refs/heads/main']],
  )
  const [found, missed] = await Promise.all([restore('psmr-1'), restore('psmr-2', ['psmx-'])])
  assert.deepEqual([found.result, found.content], ['psmr-1', content], found.output)
  assert.deepEqual([missed.result, missed.content], [undefined, undefined])
  const bodies = service.log.filter(({ route }) => route === 'lookup').map(({ body }) => body)
  assert.deepEqual(
    new Set(bodies),
    new Set([
      { key: 'psmr-1', version: VERSION },
      { key: 'psmr-2', restore_keys: ['psmx-'], version: VERSION },
    ]),
  )
})

test('by v2, what exceeds 128 MiB goes up in blocks and comes back whole', async t => {
  const { service, content, save, restore } = await startJobs(t, {}, 129 * MIB)
  assert.equal((await save('psmr-1')).result, 1)
  const routes = routesIn(service)
  // 64 MiB each, then the list of them.
  assert.deepEqual(routes, ['POST reserve', ...new Array(4).fill('PUT upload'), 'POST finalize'])
  assert.ok((await restore('psmr-1')).content?.equals(content))
})

test('from a host with a name of Azure the client fetches ranges', async t => {
  const { service, content, save, restore } = await startJobs(t, { azure: true }, 9 * MIB)
  assert.equal((await save('psmr-1')).result, 1)
  assert.ok((await restore('psmr-1')).content?.equals(content))
  const gets = routesIn(service).filter(route => route.endsWith('blob-get'))
  assert.deepEqual(gets, ['HEAD blob-get', 'GET blob-get', 'GET blob-get', 'GET blob-get'])
})

test('by v1, what is saved in ranges is restored elsewhere, and another key finds nothing', async t => {
  const { service, content, save, restore } = await startJobs(t, { protocol: 'v1' }, 1.5 * MIB)
  assert.equal((await save('psmr-1', {}, { CACHE_UPLOAD_CHUNK_SIZE: '1' })).result, 1)
  const routes = routesIn(service)
  assert.deepEqual(routes, ['POST reserve', 'PATCH upload', 'PATCH upload', 'POST finalize'])
  assert.deepEqual(
    service.entries.map(({ key, version, scope }) => [key, version, scope]),
    [['psmr-1', VERSION, 'refs/heads/main']],
  )
  const [found, missed] = await Promise.all([restore('psmr-1'), restore('psmr-2', ['psmx-'])])
  assert.deepEqual([found.result, found.content], ['psmr-1', content], found.output)
  assert.deepEqual([missed.result, missed.content], [undefined, undefined])
})

for (const protocol of ['v2', 'v1'] as const) {
  test(`by ${protocol}, a key that is there stays as it is, and the client is told`, async t => {
    const { service, save } = await startJobs(t, { protocol })
    const bytes = archiveOf('first')
    service.plant({ key: 'psmr-1', version: VERSION, bytes })
    const { result, output } = await save('psmr-1')
    assert.equal(result, -1)
    assert.match(output, /^Failed to save: .*another job may be creating this cache/m)
    assert.deepEqual(service.entries, [{ key: 'psmr-1', version: VERSION, scope: 'refs/heads/main', bytes }])
  })

  test(`by ${protocol}, the newest entry with the prefix is found, and only in the scopes of the job`, async t => {
    const { service, restore } = await startJobs(t, { protocol })
    service.plant({ key: 'psmr-1-old', version: VERSION, bytes: archiveOf('old') })
    service.plant({ key: 'psmr-1-new', version: VERSION, bytes: archiveOf('new') })
    service.plant({ key: 'psmr-1-of-tag', version: VERSION, scope: 'refs/tags/v1', bytes: archiveOf('tag') })
    const { result, content } = await restore('psmr-2', ['psmr-1-'], { ref: 'refs/pull/7/merge' })
    assert.deepEqual([result, content?.toString()], ['psmr-1-new', 'new'])
  })

  test(`by ${protocol}, a token that may not write or not read is told so`, async t => {
    const { service, save, restore } = await startJobs(t, { protocol })
    service.plant({ key: 'psmr-1', version: VERSION, bytes: archiveOf('there') })
    const [saved, found, refused] = await Promise.all([
      save('psmr-2', { mode: 'read-only' }),
      restore('psmr-1', [], { mode: 'read-only' }),
      restore('psmr-1', [], { mode: 'none' }),
    ])
    assert.equal(saved.result, -1)
    assert.match(saved.output, /^::warning::.*cache write denied: /m)
    assert.deepEqual([found.result, found.content?.toString()], ['psmr-1', 'there'])
    assert.equal(refused.result, undefined)
    assert.match(refused.output, /^::warning::.*cache read denied: /m)
    assert.equal(service.entries.length, 1)
  })
}
