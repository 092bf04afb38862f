import assert from 'node:assert/strict'
import test from 'node:test'
import { compareSystemVersions, systemVersion } from '../../src/version/system-version.ts'

const texts: readonly (readonly [text: string, version: string | undefined])[] = [
  ['1.0', '1.0'],
  ['1.0.0.0', '1.0.0.0'],
  [' 1.2 ', '1.2'],
  ['01.002', '1.2'],
  ['1.10', '1.10'],
  ['2147483647.0', '2147483647.0'],
  ['2147483648.0', undefined],
  ['1', undefined],
  ['1.2.3.4.5', undefined],
  ['1.', undefined],
  ['.1', undefined],
  ['1..2', undefined],
  ['1.0-beta', undefined],
  ['1.0+x', undefined],
  ['+1.0', undefined],
  ['-1.0', undefined],
  ['1. 0', undefined],
  ['v1.0', undefined],
  ['', undefined],
]

for (const [text, version] of texts) {
  test(`${JSON.stringify(text)} is ${version ?? 'no System.Version'}`, () => {
    assert.equal(systemVersion(text), version)
  })
}

test('versions have .NET’s order', () => {
  const ordered = ['0.0', '0.9', '1.0', '1.0.0', '1.0.0.0', '1.0.0.1', '1.0.1', '1.2', '1.9', '1.10', '10.0']
  assert.deepEqual(ordered.toReversed().toSorted(compareSystemVersions), ordered)
})
