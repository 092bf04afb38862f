import assert from 'node:assert/strict'
import { test } from 'node:test'
import { affordable, affordsThreads, openFileLimit } from '../src/open-files.ts'

/** Limit, what is wanted at once, what is done at once. */
const LIMITS: readonly (readonly [limit: number | undefined, wanted: number, at: number])[] = [
  [undefined, 16, 16],
  [1024, 16, 16],
  [88, 16, 16],
  [87, 16, 15],
  [64, 16, 8],
  [64, 4, 4],
  [43, 16, 1],
  [8, 16, 1],
]

for (const [limit, wanted, at] of LIMITS) {
  test(`With ${limit ?? 'no'} open files ${wanted} at once become ${at}.`, () => {
    assert.equal(affordable(wanted, limit ?? Number.POSITIVE_INFINITY), at)
  })
}

test('Threads are started where there is room for their files.', () => {
  assert.deepEqual([1024, 80, 79, 24].map(affordsThreads), [true, true, false, false])
})

test('Linux says how many files may be open.', { skip: process.platform !== 'linux' && 'another system' }, () => {
  assert.ok((openFileLimit() ?? 0) > 0)
})
