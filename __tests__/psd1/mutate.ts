import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import fc from 'fast-check'
import type { Problem } from '../../src/problem.ts'
import type { Result } from '../../src/result.ts'

/** A change of a text: where, as a share of its length; how many characters go, and what comes in their place. */
export type Change = readonly [where: number, removed: number, inserted: string]

/** At most so many changes, each of them small: from a mistyped bracket to a lost line. */
export function changes(inserted: fc.Arbitrary<string>, most: number): fc.Arbitrary<readonly Change[]> {
  const where = fc.double({ min: 0, max: 1, noNaN: true })
  const removed = fc.oneof(fc.constant(0), fc.nat(3), fc.nat(40))
  return fc.array(fc.tuple(where, removed, inserted), { minLength: 1, maxLength: most })
}

/** Brackets, quotes, line ends and whatever else has a meaning in data, and what has none. */
export const anyChanges: fc.Arbitrary<readonly Change[]> = changes(
  fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.string({ unit: fc.constantFrom(...'\'"`$@(){}[],;=#<>\r\n:./*\\-+ 1x‘”'), maxLength: 4 }),
  ),
  6,
)

export function mutate(text: string, changes: readonly Change[]): string {
  return changes.reduce((changed, [where, removed, inserted]) => {
    const at = Math.floor(where * changed.length)
    return changed.slice(0, at) + inserted + changed.slice(at + removed)
  }, text)
}

/** Whatever the text: a value or a problem with a place inside it, within a second. */
export function checkReading(text: string, read: (text: string) => Result<unknown, Problem>): void {
  const start = performance.now()
  const value = read(text)
  const elapsed = performance.now() - start
  assert.ok(elapsed < 1000, `${elapsed} ms`)
  if (value.ok) return
  const { place } = value.error
  const lines = text.split(/\r\n|[\r\n]/)
  assert.ok(place !== undefined && place.line >= 1 && place.line <= lines.length)
  assert.ok(place.column >= 1 && place.column <= (lines[place.line - 1] ?? '').length + 1)
}
