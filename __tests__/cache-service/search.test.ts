import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JobScope } from './cache-service.ts'
import { answered, call, start } from './calls.ts'

/** Oldest first: what is there for the searches below. */
const PLANTED = [
  { key: 'a-1', scope: 'refs/heads/main' },
  { key: 'a-1-longer', scope: 'refs/heads/main' },
  { key: 'a-2', scope: 'refs/heads/main' },
  { key: 'a-2-topic', scope: 'refs/heads/topic' },
  { key: 'a-2-merge', scope: 'refs/pull/7/merge' },
  { key: 'a-0', scope: 'refs/heads/main' },
  { key: 'b', scope: 'refs/heads/other' },
] as const

const SEARCHES: readonly {
  readonly keys: readonly [string, ...string[]]
  readonly version?: string
  readonly scope?: JobScope
  readonly found: string | undefined
  readonly why: string
}[] = [
  { keys: ['a-1'], found: 'a-1', why: 'the exact key before a newer one that begins with it' },
  { keys: ['a-'], found: 'a-0', why: 'the primary key is a prefix too, and the newest is taken' },
  { keys: ['a-0', 'a-1'], found: 'a-0', why: 'the keys in their order' },
  { keys: ['x', 'a-1-', 'a-'], found: 'a-1-longer', why: 'the restore keys in their order' },
  { keys: ['b'], found: undefined, why: 'nothing of another branch' },
  { keys: ['a-1'], version: 'w', found: undefined, why: 'nothing of another version' },
  { keys: ['A-1'], found: undefined, why: 'letter case counts' },
  {
    keys: ['a-2'],
    scope: { ref: 'refs/pull/7/merge', base: 'refs/heads/topic' },
    found: 'a-2-merge',
    why: 'the own ref first, though only its prefix fits',
  },
  {
    keys: ['a-2'],
    scope: { ref: 'refs/pull/8/merge', base: 'refs/heads/topic' },
    found: 'a-2-topic',
    why: 'then the base',
  },
  {
    keys: ['a-1'],
    scope: { ref: 'refs/pull/8/merge', base: 'refs/heads/topic' },
    found: 'a-1',
    why: 'then the default',
  },
  {
    keys: ['a-1'],
    scope: { ref: 'refs/tags/v1', defaultBranch: 'refs/heads/trunk' },
    found: undefined,
    why: 'no others',
  },
  { keys: ['a-1'], scope: { mode: 'read-only' }, found: 'a-1', why: 'read-only reads' },
]

for (const { keys, version = 'v', scope, found, why } of SEARCHES) {
  const [key, ...restoreKeys] = keys
  test(`a search for ${keys.join(', ')} by ${JSON.stringify(scope ?? 'main')} finds ${found}: ${why}`, async t => {
    const service = await start(t)
    for (const entry of PLANTED) service.plant({ ...entry, version: 'v', bytes: Buffer.from(entry.key) })
    const message = { key, version, restore_keys: restoreKeys }
    const answer = await answered(call(service, 'GetCacheEntryDownloadURL', message, scope))
    assert.deepEqual([answer.ok, answer.matched_key], [found !== undefined, found])
    if (answer.ok) assert.equal(await (await fetch(answer.signed_download_url)).text(), found)
  })
}
