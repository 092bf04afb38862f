import assert from 'node:assert/strict'
import { test } from 'node:test'
import { excerpt, holdsCredentials, redact, redactAddress } from '../src/redact.ts'

const REDACTED: readonly (readonly [text: string, shown: string])[] = [
  ['https://me:pw@host.test/v3', 'https://…@host.test/v3'],
  ['https://token@host.test', 'https://…@host.test'],
  ['https://me:p@ss@host.test', 'https://…@host.test'],
  ['from https://a:b@one.test and //c:d@two.test.', 'from https://…@one.test and //…@two.test.'],
  ['https://host.test/x?sig=abc&exp=1', 'https://host.test/x?…'],
  ['the version "https://a:b@host.test/x?sig=abc" of A', 'the version "https://…@host.test/x?…" of A'],
  ['did you mean "this?"', 'did you mean "this?"'],
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
  redact(`?${'.'.repeat(1_000_000)}a`)
  holdsCredentials('//['.repeat(1_000_000))
  assert.ok(performance.now() - started < 1000)
})

test('A long text is redacted before it is cut, so that no half of a password stays.', () => {
  assert.equal(excerpt(`https://me:${'secret'.repeat(20)}@host.test`), 'https://…@host.test')
  assert.equal(excerpt('x'.repeat(81)), `${'x'.repeat(80)}…`)
  assert.equal(excerpt('x'.repeat(80)), 'x'.repeat(80))
})

test('A blank in the password of an address hides none of it.', () => {
  assert.equal(redactAddress('https://me:a b@host.test/v3'), 'https://…@host.test/v3')
  assert.ok(holdsCredentials("  Repository = 'https://me:a b@host.test/v3'"))
})

test('A table or a here-string behind an address is no user name.', () => {
  assert.ok(!holdsCredentials("A = 'https://host.test/v3'; B = @{ C = @('d') }"))
})
