import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOutage } from '../../src/restore/at-hand/last-known-good.ts'

/** What stood between the requirements and their packages; whether an older set may stand in. */
const CASES: readonly (readonly [codes: readonly string[], isOutage: boolean])[] = [
  [['UNDETERMINED'], true],
  [['UNFETCHED'], true],
  [['UNDETERMINED', 'UNFETCHED', 'UNDETERMINED'], true],
  [[], false],
  [['NOT_FOUND'], false],
  [['NO_VERSION'], false],
  [['INTEGRITY'], false],
  [['LOCK_OUTDATED'], false],
  [['TWO_REPOSITORIES'], false],
  [['UNKNOWN_REPOSITORY'], false],
  [['UNSTABLE_GRAPH'], false],
  [['LOCAL_IO'], false],
  [['TIMEOUT'], false],
  [['CANCELLED'], false],
  [['CACHE_ESCAPED'], false],
  [['UNDETERMINED', 'NO_VERSION'], false],
  [['NOT_FOUND', 'UNDETERMINED'], false],
  [['UNFETCHED', 'INTEGRITY', 'UNFETCHED'], false],
]

for (const [codes, expected] of CASES) {
  const what = codes.length === 0 ? 'Nothing' : codes.join(' and ')
  test(`${what} ${expected ? 'is' : 'is not'} an outage.`, () => {
    assert.equal(isOutage(codes.map(code => ({ code, sentence: '' }))), expected)
  })
}
