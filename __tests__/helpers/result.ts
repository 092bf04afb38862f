import assert from 'node:assert/strict'
import type { Result } from '../../src/result.ts'

/** The value of a result that must be one. */
export function unwrap<T>(result: Result<T, unknown>): T {
  assert.ok(result.ok, result.ok ? undefined : `an error: ${JSON.stringify(result.error)}`)
  return result.value
}

/** The error of a result that must be one. */
export function errorOf<E>(result: Result<unknown, E>): E {
  assert.ok(!result.ok, result.ok ? `a value: ${JSON.stringify(result.value)}` : undefined)
  return result.error
}

export { unwrap as valueOf }
