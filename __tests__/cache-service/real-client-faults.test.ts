import assert from 'node:assert/strict'
import { test } from 'node:test'
import { folderWith } from '../helpers/folder-with.ts'
import { runClient } from './client.ts'
import { archiveOf, PATHS, startJobs, VERSION } from './jobs.ts'
import { refusal } from './refusal.ts'

/** The client gives up on these at once. */
const QUICK_FAULTS = [
  {
    name: 'a rate limit',
    rule: { route: 'lookup', fault: refusal(429, 'too many requests', { 'retry-after': '60' }) },
    says: /your rate limit will reset in 60 seconds/,
  },
  {
    name: 'a denial',
    rule: { route: 'lookup', fault: refusal(403, 'cache read denied: by policy') },
    says: /Failed to restore: .*cache read denied: by policy/,
  },
  {
    name: 'a blob that is gone',
    rule: { route: 'blob-get', fault: { kind: 'status', status: 404 } },
    says: /Failed to restore: .*exit code 2/,
  },
  {
    name: 'a blob that Azure cannot give',
    rule: { route: 'blob-get', fault: { kind: 'status', status: 500 } },
    says: /Failed to restore: downloadCache failed: Cache service responded with 500/,
  },
  {
    name: 'a body that ends too early',
    rule: { route: 'blob-get', fault: { kind: 'truncate', afterBytes: 2000 } },
    says: /Failed to restore: aborted/,
  },
  {
    name: 'a body with a flipped bit in its frame header',
    rule: { route: 'blob-get', fault: { kind: 'flip', byte: 0 } },
    says: /Failed to restore: .*exit code 2/,
  },
] as const

for (const { name, rule, says } of QUICK_FAULTS) {
  test(`${name} makes the client warn and restore nothing`, async t => {
    const { service, content, restore } = await startJobs(t)
    service.plant({ key: 'psmr-1', version: VERSION, bytes: archiveOf(content) })
    service.fault(rule)
    const spoilt = await restore('psmr-1')
    assert.deepEqual([spoilt.result, spoilt.content], [undefined, undefined])
    assert.match(spoilt.output, says)
  })
}

for (const [name, spoil] of [
  ['ends too early', (bytes: Buffer) => bytes.subarray(0, 300_000)],
  ['has a flipped bit in the middle', (bytes: Buffer) => bytes.fill(bytes.readUInt8(200_000) ^ 1, 200_000, 200_001)],
] as const) {
  test(`a stored archive that ${name} makes the client warn, and what was unpacked so far stays`, async t => {
    const { service, content, restore } = await startJobs(t, {}, 400_000)
    service.plant({ key: 'psmr-1', version: VERSION, bytes: spoil(archiveOf(content)) })
    const { result, output, content: left } = await restore('psmr-1')
    assert.equal(result, undefined)
    assert.match(output, /Failed to restore: .*exit code 2/)
    assert.ok(left && !left.equals(content), String(left?.length))
  })
}

test('a service that is down makes the client warn and restore nothing', async t => {
  const { service, restore } = await startJobs(t)
  await service.down()
  const { result, output } = await restore('psmr-1')
  assert.equal(result, undefined)
  assert.match(output, /^::warning::Failed to restore: .*ECONNREFUSED/m)
})

test('a service that never answers holds the client until somebody kills it', async t => {
  const { service } = await startJobs(t)
  await using folder = await folderWith()
  service.fault({ route: 'lookup', fault: { kind: 'silent' } })
  const abort = new AbortController()
  const order = { kind: 'restore', paths: PATHS, key: 'psmr-1' } as const
  const run = runClient(order, folder.path, service.environment(), abort.signal)
  await service.requested('lookup')
  abort.abort()
  const { result, output } = await run
  assert.equal(result, undefined)
  assert.match(output, /\[Request\] GetCacheEntryDownloadURL [^\n]*\n$/)
})
