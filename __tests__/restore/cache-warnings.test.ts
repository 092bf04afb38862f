import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Attempt } from '../../src/fallback/try-sources.ts'
import type { CacheReport } from '../../src/restore/at-hand/cache-session.ts'
import { cacheWarnings, formatAge, staleWarnings } from '../../src/restore/at-hand/cache-warnings.ts'
import type { StaleSet } from '../../src/restore/report.ts'

const HIT: CacheReport = {
  key: 'psmr-1-abc',
  matchedKey: 'psmr-1-abc',
  hit: true,
  saved: false,
  trouble: undefined,
  foreign: [],
}
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const AGES: readonly (readonly [ms: number, shown: string])[] = [
  [-DAY, 'less than an hour'],
  [0, 'less than an hour'],
  [HOUR - 1, 'less than an hour'],
  [HOUR, '1 hour'],
  [89 * MINUTE, '1 hour'],
  [90 * MINUTE, '2 hours'],
  [36 * HOUR, '36 hours'],
  [48 * HOUR - MINUTE, '48 hours'],
  [48 * HOUR, '2 days'],
  [60 * HOUR, '3 days'],
  [9 * DAY, '9 days'],
  [400 * DAY, '400 days'],
]

for (const [ms, shown] of AGES) {
  test(`An age of ${ms} ms is ${shown}.`, () => {
    assert.equal(formatAge(ms), shown)
  })
}

test('Nothing is said of a cache that did its work, or of none.', () => {
  assert.deepEqual(cacheWarnings({ cache: undefined, attempts: [] }), [])
  assert.deepEqual(cacheWarnings({ cache: HIT, attempts: [] }), [])
  assert.deepEqual(cacheWarnings({ cache: { ...HIT, matchedKey: undefined, hit: false }, attempts: [] }), [])
})

test('Trouble with it is one short notice.', () => {
  const trouble = 'The Actions cache could not be used: it is slow'
  assert.deepEqual(cacheWarnings({ cache: { ...HIT, trouble }, attempts: [] }), [
    { level: 'notice', code: 'CACHE', text: trouble },
  ])
})

test('What was in an entry beside the wanted packages is an error, which names some of it.', () => {
  const foreign = ['a', 'b', 'c', 'd', 'e']
  assert.deepEqual(cacheWarnings({ cache: { ...HIT, foreign }, attempts: [] }), [
    {
      level: 'error',
      code: 'CACHE_FOREIGN',
      text: 'The entry psmr-1-abc of the Actions cache holds what no restore saved there (a, b, c and 2 more); nothing of that was taken. Somebody else wrote the entry. Delete it, or every run will fetch again what it refuses: gh cache delete psmr-1-abc',
    },
  ])
})

/** What the cache gave, and became of it. */
function attempt(outcome: Attempt['outcome'], source = 'cache'): Attempt {
  const failure = outcome === 'failed' ? ({ kind: 'malformed', what: 'half a zip' } as const) : undefined
  return { source, step: 'download', subject: 'Tool 1.0.0', at: 0, ms: 1, outcome, ...(failure && { failure }) }
}

test('That a file of the very entry was refused is told with the command that deletes the entry, once for all of them.', () => {
  const attempts = [attempt('served'), attempt('failed'), attempt('failed')]
  assert.deepEqual(cacheWarnings({ cache: HIT, attempts }), [
    {
      level: 'warning',
      code: 'CACHE_REFUSED',
      text: 'The entry psmr-1-abc of the Actions cache holds bytes that are refused. Delete it, or every run will fetch again what it refuses: gh cache delete psmr-1-abc',
    },
  ])
})

test('Where the entry has foreign files too, they are told and nothing else, as one remedy is enough.', () => {
  const cache = { ...HIT, foreign: ['evil.txt'] }
  const codes = cacheWarnings({ cache, attempts: [attempt('failed')] }).map(({ code }) => code)
  assert.deepEqual(codes, ['CACHE_FOREIGN'])
})

const ACQUITTED: readonly (readonly [what: string, cache: CacheReport | undefined, attempts: readonly Attempt[]])[] = [
  ['what was refused came from a source', HIT, [attempt('served'), attempt('failed', 'psgallery')]],
  ['what was refused came from the store', HIT, [attempt('failed', 'store')]],
  ['it is not that of the very key', { ...HIT, matchedKey: 'psmr-1-ab', hit: false }, [attempt('failed')]],
  ['there is no cache', undefined, [attempt('failed')]],
]

for (const [what, cache, attempts] of ACQUITTED) {
  test(`No entry is accused where ${what}.`, () => {
    assert.deepEqual(cacheWarnings({ cache, attempts }), [])
  })
}

const STALE: StaleSet = {
  key: 'psmr-1-abc-older',
  savedAt: Date.UTC(2026, 0, 6, 12),
  ageMs: 9 * DAY,
  problems: [{ code: 'UNDETERMINED', sentence: 'Pester could not be determined: psgallery is silent.' }],
}

test('The last known good set is told with its age, its key and what nobody could say.', () => {
  const [warning, ...others] = staleWarnings({ stale: STALE })
  assert.deepEqual(others, [])
  assert.deepEqual([warning?.level, warning?.code], ['warning', 'LAST_KNOWN_GOOD'])
  assert.equal(
    warning?.text,
    'These are not the newest modules but the last known good ones, saved 9 days ago (2026-01-06T12:00:00.000Z) for the same requirements: Pester could not be determined: psgallery is silent. Commit a lock to be independent of such a day. Entry of the Actions cache: psmr-1-abc-older',
  )
})

test('Of several names that nobody could determine the first is told, and how many more there are.', () => {
  const problems = [
    ...STALE.problems,
    { code: 'UNDETERMINED', sentence: 'Two.' },
    { code: 'UNFETCHED', sentence: 'Three.' },
  ]
  const [warning] = staleWarnings({ stale: { ...STALE, problems } })
  assert.match(warning?.text ?? '', /: psgallery is silent\. \(and 2 more\) Commit a lock /)
})
