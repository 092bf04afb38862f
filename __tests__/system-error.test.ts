import assert from 'node:assert/strict'
import { constants } from 'node:os'
import { test } from 'node:test'
import { asSystemError } from '../src/system-error.ts'

/** What Node calls an error, and what the system does. */
const NAMES = [
  ['ENOSPC', 'ENOSPC'],
  [`Unknown system error -${constants.errno.EDQUOT}`, 'EDQUOT'],
  ['Unknown system error -99999', 'Unknown system error -99999'],
  ['UNKNOWN', 'UNKNOWN'],
] as const

for (const [code, name] of NAMES) {
  test(`What Node calls "${code}" is ${name}, of the same file.`, () => {
    const error = Object.assign(new Error(), { code, syscall: 'open', path: '/a' })
    const { code: named, path } = asSystemError(error)
    assert.deepEqual([named, path], [name, '/a'])
  })
}
