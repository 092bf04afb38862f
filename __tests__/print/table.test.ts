import assert from 'node:assert/strict'
import { test } from 'node:test'
import { table } from '../../src/print/table.ts'

test('Columns are as wide as their widest cell, and the last one ends where it ends.', () => {
  assert.deepEqual(table([['a', 'bb', 'c'], ['aaa', '', 'cc'], ['a']]), ['a    bb  c', 'aaa      cc', 'a'])
})

test('One cell without measure does not widen the others: a hundred thousand rows of a megabyte would be no text at all.', () => {
  const lines = table([['x'.repeat(1_000_000), 'y'], ...Array.from({ length: 100_000 }, () => ['a', 'b'])])
  assert.equal(lines[0]?.length, 1_000_003)
  assert.equal(lines.at(-1), `a${' '.repeat(81)}b`)
})
