import fc from 'fast-check'
import { type NuGetVersion, parseVersion } from '../../src/version/nuget-version.ts'
import { between, intersect, parseRange, type VersionRange } from '../../src/version/version-range.ts'
import { unwrap } from './result.ts'

/** Reads a version that must be one. */
export function version(text: string): NuGetVersion {
  return unwrap(parseVersion(text))
}

/** Reads a range in NuGet's grammar that must be one. */
export function range(text: string): VersionRange {
  return unwrap(parseRange(text))
}

/** Few numbers and few labels, so that random versions meet: equal ones, neighbours, the same in other letter case. */
export const someVersion: fc.Arbitrary<NuGetVersion> = fc
  .record({
    numbers: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }),
    labels: fc.array(fc.constantFrom('0', '1', '10', '99999999999', 'alpha', 'Alpha', 'beta', 'beta2', 'rc-1'), {
      maxLength: 3,
    }),
    metadata: fc.constantFrom('', '+build', '+5.x'),
  })
  .map(({ numbers, labels, metadata }) =>
    version(`${numbers.join('.')}${labels.length === 0 ? '' : '-'}${labels.join('.')}${metadata}`),
  )

const someBound = fc.option(fc.record({ version: someVersion, inclusive: fc.boolean() }), { nil: undefined })

/** Intervals that hold something as far as their ends tell; no floats. */
export const someInterval: fc.Arbitrary<VersionRange> = fc
  .tuple(someBound, someBound)
  .filter(([min, max]) => intersect(between(min, undefined), between(undefined, max)) !== undefined)
  .map(([min, max]) => between(min, max))
