import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holdsCredentials, redact } from '../src/redact.ts'

const REDACTED: readonly (readonly [text: string, shown: string])[] = [
  ['https://me:pw@host.test/v3', 'https://…@host.test/v3'],
  ['https://token@host.test', 'https://…@host.test'],
  ['https://me:p@ss@host.test', 'https://…@host.test'],
  ['from https://a:b@one.test and //c:d@two.test.', 'from https://…@one.test and //…@two.test.'],
  ['https://host.test/x?sig=abc&exp=1', 'https://host.test/x?…'],
  ['did you mean this?', 'did you mean this?'],
  ['me@host.test', 'me@host.test'],
  ['https://host.test/v3', 'https://host.test/v3'],
]

test('Addresses are shown without names, passwords and queries.', () => {
  for (const [text, shown] of REDACTED) {
    assert.equal(redact(text), shown)
    assert.equal(holdsCredentials(text), shown.includes('…@'))
  }
})

test('A long text without blanks takes no time.', () => {
  const started = performance.now()
  redact('//x?'.repeat(1_000_000))
  holdsCredentials('//['.repeat(1_000_000))
  assert.ok(performance.now() - started < 1000)
})
