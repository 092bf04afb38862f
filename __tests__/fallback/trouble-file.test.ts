import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Failure } from '../../src/failure.ts'
import { POLICY } from '../../src/fallback/policy.ts'
import type { KnownTrouble } from '../../src/fallback/source-health.ts'
import { readTroubles, writeTroubles } from '../../src/fallback/trouble-file.ts'
import { createFolder } from '../helpers/ask.ts'

const NOW = 1_700_000_000_000
const MINUTE = 60_000
const ORIGIN = 'https://api.test'
const REFUSED: Failure = { kind: 'unreachable', code: 'ECONNREFUSED', origin: ORIGIN }

function trouble(failure: Failure, since = NOW): KnownTrouble {
  return { step: 'download', origin: ORIGIN, failure, since }
}

async function readText(t: TestContext, text: string): Promise<readonly KnownTrouble[]> {
  const file = path.join(await createFolder(t), 'troubles.json')
  await writeFile(file, text)
  return readTroubles(file, NOW)
}

/** One of every kind for which a source can be put back. */
const FAILURES: readonly Failure[] = [
  REFUSED,
  { kind: 'untrusted', code: 'CERT_HAS_EXPIRED', origin: ORIGIN },
  ...(['connect', 'headers', 'idle', 'slow', 'whole'] as const).map(
    phase => ({ kind: 'timeout', phase, ms: 8000, origin: ORIGIN }) as const,
  ),
  { kind: 'overtaken', ms: 750, winner: 'mirror', origin: ORIGIN },
  { kind: 'denied', status: 403, origin: ORIGIN },
  { kind: 'server-error', status: 503, origin: ORIGIN },
  { kind: 'server-error', status: 503, retryAfterMs: 20_000, origin: ORIGIN },
  { kind: 'rate-limited', status: 429, retryAfterMs: 20_000, origin: ORIGIN },
  { kind: 'rate-limited', status: 429, origin: ORIGIN },
  { kind: 'malformed', what: 'an HTML page', origin: ORIGIN },
  { kind: 'malformed', what: 'an HTML page' },
  { kind: 'misdirected', what: 'redirects in a circle', origin: ORIGIN },
  { kind: 'truncated', expected: 100, got: 40, origin: ORIGIN },
  { kind: 'too-large', limit: 100, origin: ORIGIN },
  { kind: 'unproven', origin: ORIGIN },
]

test('Whatever a source can be put back for is read as it was written.', async t => {
  const file = path.join(await createFolder(t), 'not', 'there', 'troubles.json')
  const troubles = FAILURES.map(failure => trouble(failure))
  await writeTroubles(file, troubles)
  assert.deepEqual(await readTroubles(file, NOW), troubles)
  const kinds = new Set(FAILURES.map(({ kind }) => kind))
  for (const [kind, { health }] of Object.entries(POLICY)) {
    if (health === 'hard' || health === 'soft') assert.ok(kinds.has(kind as Failure['kind']), kind)
  }
})

test('What is written replaces what was there, and leaves nothing beside it.', async t => {
  const folder = await createFolder(t)
  const file = path.join(folder, 'troubles.json')
  await writeTroubles(file, [trouble(REFUSED), trouble(REFUSED)])
  await writeTroubles(file, [trouble(REFUSED)])
  assert.deepEqual(await readTroubles(file, NOW), [trouble(REFUSED)])
  assert.deepEqual(await readdir(folder), ['troubles.json'])
})

test('Where nobody is down any more no file stays, and none is made.', async t => {
  const folder = await createFolder(t)
  const file = path.join(folder, 'troubles.json')
  await writeTroubles(file, [trouble(REFUSED)])
  await writeTroubles(file, [])
  await writeTroubles(file, [])
  assert.deepEqual(await readTroubles(file, NOW), [])
  assert.deepEqual(await readdir(folder), [])
})

const AGES = [
  { what: 'of this moment', since: NOW, counts: true },
  { what: 'of ten minutes ago', since: NOW - 10 * MINUTE, counts: true },
  { what: 'older than ten minutes', since: NOW - 10 * MINUTE - 1, counts: false },
  { what: 'of 1970', since: 0, counts: false },
  { what: 'of the future', since: NOW + 1, counts: false },
] as const

for (const { what, since, counts } of AGES) {
  test(`A trouble ${what} ${counts ? 'counts' : 'is ignored'}.`, async t => {
    assert.equal((await readText(t, JSON.stringify([trouble(REFUSED, since)]))).length, counts ? 1 : 0)
  })
}

const good = trouble(REFUSED)
const wrong = (more: object): string => JSON.stringify([{ ...good, ...more }])

/** Files that say nothing. Any step of the job may have written them. */
const HOSTILE: Readonly<Record<string, string>> = {
  'an empty file': '',
  'no JSON': '[{',
  'another type': '{"step":"download"}',
  null: 'null',
  'entries of other types': '[null, 1, "x", [], {}]',
  'a step that is none': wrong({ step: 'lock' }),
  'an origin that is none': wrong({ origin: 'file:///etc/passwd' }),
  'an origin with a line break': wrong({ origin: 'https://api.test\n::error::x' }),
  'a date that is no number': wrong({ since: '2026' }),
  'a date before 1970': wrong({ since: -1 }),
  'a date beyond all numbers': JSON.stringify([good]).replace(String(NOW), '1e999'),
  'a failure that is none': wrong({ failure: { kind: 'served', origin: ORIGIN } }),
  'a failure of the run': wrong({ failure: { kind: 'cancelled' } }),
  'a failure that lacks its fields': wrong({ failure: { kind: 'timeout', origin: ORIGIN } }),
  'a status that is none': wrong({ failure: { kind: 'denied', status: 999_999, origin: ORIGIN } }),
  'a text that is too long': wrong({ failure: { ...REFUSED, code: 'x'.repeat(201) } }),
  'a text with a line break': wrong({ failure: { ...REFUSED, code: 'x\n::error::pwned' } }),
  'a text with an escape': wrong({ failure: { ...REFUSED, code: '\u001b[2J' } }),
  'a failure that is inherited': `[{"step":"download","origin":"${ORIGIN}","since":${NOW},"__proto__":${JSON.stringify({ failure: REFUSED })}}]`,
  'ten thousand entries': JSON.stringify(Array(10_000).fill(good)),
  'ten megabytes of brackets': '['.repeat(10 * 1024 * 1024),
  'ten megabytes of one text': wrong({ origin: `https://${'x'.repeat(10 * 1024 * 1024)}` }),
}

for (const [what, text] of Object.entries(HOSTILE)) {
  test(`From a file with ${what} nothing is learnt, in no time.`, async t => {
    const began = performance.now()
    assert.deepEqual(await readText(t, text), [])
    assert.ok(performance.now() - began < 1000)
  })
}

test('An entry that is not understood does not take the others with it, and what it has too much is left out.', async t => {
  const text = `[{"step":1}, ${JSON.stringify({ ...good, more: 1 }).replace('"more":1', '"__proto__":{"polluted":1}')}]`
  const [read, ...others] = await readText(t, text)
  assert.deepEqual([read, others], [good, []])
  assert.equal('polluted' in {}, false)
  assert.equal(read && 'polluted' in read, false)
})

test('A file that is not there, or is none, tells nothing.', async t => {
  const folder = await createFolder(t)
  assert.deepEqual(await readTroubles(path.join(folder, 'none.json'), NOW), [])
  assert.deepEqual(await readTroubles(folder, NOW), [])
})

test('A file that cannot be written is no error.', async t => {
  const folder = await createFolder(t)
  await writeFile(path.join(folder, 'file'), '')
  await writeTroubles(path.join(folder, 'file', 'troubles.json'), [good])
  await mkdir(path.join(folder, 'troubles.json'))
  await writeTroubles(path.join(folder, 'troubles.json'), [good])
  assert.deepEqual((await readdir(folder)).sort(), ['file', 'troubles.json'])
})
