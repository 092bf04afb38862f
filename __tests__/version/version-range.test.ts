import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import semver from 'semver'
import { normalise } from '../../src/version/nuget-version.ts'
import {
  ANY_VERSION,
  admits,
  between,
  contains,
  describeRange,
  exactly,
  formatRange,
  intersect,
  parseRange,
  pinnedVersion,
  type VersionRange,
} from '../../src/version/version-range.ts'
import { errorOf } from '../helpers/result.ts'
import { range, someInterval, someVersion, version } from '../helpers/versions.ts'

/** Every form of the grammar, its normalised text, and versions inside and outside by order alone. */
const FORMS: readonly {
  readonly text: string
  readonly normalised: string
  readonly inside: readonly string[]
  readonly outside: readonly string[]
}[] = [
  { text: '1.0', normalised: '[1.0.0, )', inside: ['1.0', '99.0'], outside: ['0.9', '1.0-a'] },
  { text: '[1.0]', normalised: '[1.0.0]', inside: ['1.0.0.0', '1.0+x'], outside: ['1.0.1', '1.0-a'] },
  { text: '[ 1.0 ]', normalised: '[1.0.0]', inside: ['1.0'], outside: ['1.1'] },
  { text: '[1.0, 1.0]', normalised: '[1.0.0]', inside: ['1.0'], outside: ['1.1'] },
  { text: '[1.0,2.0)', normalised: '[1.0.0, 2.0.0)', inside: ['1.0', '1.9', '2.0-b'], outside: ['2.0', '0.9'] },
  { text: '(1.0,2.0]', normalised: '(1.0.0, 2.0.0]', inside: ['1.0.0.1', '2.0'], outside: ['1.0', '2.0.0.1'] },
  { text: '(1.0,2.0)', normalised: '(1.0.0, 2.0.0)', inside: ['1.5'], outside: ['1.0', '2.0'] },
  { text: '[1.0,2.0]', normalised: '[1.0.0, 2.0.0]', inside: ['1.0', '2.0'], outside: ['2.0.1'] },
  { text: ' [ 1.0 , 2.0 ) ', normalised: '[1.0.0, 2.0.0)', inside: ['1.0'], outside: ['2.0'] },
  { text: '[1.0,]', normalised: '[1.0.0, )', inside: ['1.0', '5.0'], outside: ['0.9'] },
  { text: '[1.0, )', normalised: '[1.0.0, )', inside: ['1.0', '5.0'], outside: ['0.9'] },
  { text: '(1.0, )', normalised: '(1.0.0, )', inside: ['1.0.1'], outside: ['1.0'] },
  { text: '(,1.0]', normalised: '(, 1.0.0]', inside: ['0.1', '1.0'], outside: ['1.1'] },
  { text: '[,1.0]', normalised: '(, 1.0.0]', inside: ['0.1', '1.0'], outside: ['1.1'] },
  { text: '(,1.0)', normalised: '(, 1.0.0)', inside: ['0.1'], outside: ['1.0'] },
  { text: '( , )', normalised: '( , )', inside: ['0.0.1', '99.0', '1.0-a'], outside: [] },
  { text: '(, )', normalised: '( , )', inside: ['0.0.1', '99.0'], outside: [] },
  { text: '*', normalised: '*', inside: ['0.0.0', '99.0'], outside: ['0.0.0-a'] },
  { text: '1.*', normalised: '1.*', inside: ['1.0', '1.99'], outside: ['0.9', '2.0', '3.0'] },
  { text: '1.2.*', normalised: '1.2.*', inside: ['1.2', '1.2.99'], outside: ['1.1', '1.3'] },
  { text: '1.2.3.*', normalised: '1.2.3.*', inside: ['1.2.3', '1.2.3.9'], outside: ['1.2.2', '1.2.4'] },
  { text: '*-*', normalised: '*-*', inside: ['0.0.0-0', '9.0-a', '9.0'], outside: [] },
  { text: '1.*-*', normalised: '1.*-*', inside: ['1.0-a', '1.9'], outside: ['0.9', '2.0'] },
  { text: '1.0.0-*', normalised: '1.0.0-*', inside: ['1.0-0', '1.0-z', '1.0'], outside: ['1.0.1', '1.0.1-a'] },
  { text: '1.0.0-beta*', normalised: '1.0.0-beta*', inside: ['1.0-BETA2', '1.0'], outside: ['1.0-alpha', '1.0-rc'] },
  { text: '1.1-beta.*', normalised: '1.1-beta.*', inside: ['1.1-beta.5', '1.1'], outside: ['1.1-beta', '1.1-beta2'] },
  { text: '1.*-rc*', normalised: '1.*-rc*', inside: ['1.5-rc1', '1.5'], outside: ['1.5-beta', '2.0'] },
  { text: '[1.*, 1.5]', normalised: '[1.*, 1.5.0]', inside: ['1.0', '1.5'], outside: ['1.6', '0.9'] },
  { text: '[1.*, 3.0)', normalised: '1.*', inside: ['1.9'], outside: ['2.0'] },
]

for (const { text, normalised, inside, outside } of FORMS) {
  test(`The range "${text}" is ${normalised}: ${[...inside].join(', ')} lie in it.`, () => {
    const parsed = range(text)
    assert.equal(formatRange(parsed), normalised)
    for (const each of inside) assert.ok(contains(parsed, version(each)), `${each} lies in it`)
    for (const each of outside) assert.ok(!contains(parsed, version(each)), `${each} does not`)
  })
}

const INVALID: readonly (readonly [string, RegExp])[] = [
  ['', /^it is empty$/],
  ['(1.0)', /^one version stands in square brackets: "\[1\.0\]"$/],
  ['[1.0)', /^one version stands in square brackets/],
  ['(1.0]', /^one version stands in square brackets/],
  ['(,)', /^it names no version/],
  ['[,]', /^it names no version/],
  ['[]', /^it names no version/],
  ['[2.0,1.0]', /^its lower end is above its upper end$/],
  ['(1.0,1.0]', /^it holds no version/],
  ['[1.0,1.0)', /^it holds no version/],
  ['(1.0,1.0)', /^it holds no version/],
  ['[1.0,2.0,3.0]', /^it has more than two ends$/],
  ['[1.0', /^its brackets do not match$/],
  ['1.0]', /^its brackets do not match$/],
  ['1.0,2.0', /^its brackets do not match$/],
  ['[[1.0]]', /is not a number$/],
  ['1.*.0', /^a "\*" stands alone/],
  ['**', /^a "\*" stands alone/],
  ['1*', /^a "\*" stands alone/],
  ['1.0.0+*', /^a "\*" stands alone/],
  ['*.1', /^a "\*" stands alone/],
  ['.*', /^a "\*" stands alone/],
  ['1.0-beta*.1', /^a "\*" stands alone/],
  ['1.2.3.4.*', /^it has more than four parts$/],
  ['1.2.3.4.5-*', /^it has more than four parts$/],
  ['1.2.3.4.5', /^it has more than four parts$/],
  ['[1.0,2.*]', /is not a number$/],
  ['>=1.0', /is not a number$/],
  ['[a,b]', /is not a number$/],
]

for (const [text, reason] of INVALID) {
  test(`"${text}" is no range.`, () => assert.match(errorOf(parseRange(text)), reason))
}

const FLOATS: readonly (readonly [string, string])[] = [
  ['*', '0.0.0'],
  ['*-*', '0.0.0-0'],
  ['1.*', '1.0.0'],
  ['1.1.1-*', '1.1.1-0'],
  ['1.1.1-beta*', '1.1.1-beta'],
  ['1.1.0-beta.*', '1.1.0-beta.0'],
  ['1.2.*', '1.2.0'],
  ['1.*-*', '1.0.0-0'],
]

for (const [text, lowest] of FLOATS) {
  test(`The float ${text} begins at ${lowest}.`, () => {
    const { min } = range(text)
    assert.ok(min?.inclusive)
    assert.equal(normalise(min.version), lowest)
  })
}

/** Whether a version lies in the range, and whether it may be chosen for it, prereleases not being asked for otherwise. */
const CHOICES: readonly (readonly [string, string, 'admits' | 'contains' | 'leaves out', string])[] = [
  ['[1.0.0-beta, 2.0.0-beta]', '2.0.0-alpha', 'admits', 'its ends carry labels'],
  ['[1.0.0,2.0.0]', '1.5.0-beta', 'contains', 'prereleases must be asked for'],
  ['[1.0.0,2.0.0-beta]', '1.5.0-beta', 'admits', 'its upper end carries a label'],
  ['[1.0.0-beta,2.0.0)', '1.5.0-beta', 'admits', 'its lower end carries a label'],
  ['[1.0.0-beta,2.0.0)', '2.0.0-beta', 'contains', 'nobody who excludes 2.0.0 wants its prereleases; NuGet takes it'],
  ['[1.0.0-beta,2.0.0]', '2.0.0-beta', 'admits', 'its upper end is included'],
  ['[1.0,2.0)', '2.0.0-beta', 'contains', 'it is below 2.0.0 by order alone'],
  ['[1.0,2.0.0-rc)', '2.0.0-beta', 'admits', 'the upper end is itself a prerelease'],
  ['(0.0.2-alpha,0.0.2)', '0.0.2-prerelease', 'admits', 'the lower end names a prerelease of the upper one'],
  ['(0.0.2-rIsAfterP,0.0.2)', '0.0.2-prerelease', 'leaves out', 'p comes before r'],
  ['1.0.*', '1.0.0-beta', 'leaves out', 'a float without a label is stable'],
  ['1.0.*', '1.0.5-beta', 'contains', 'a float without a label is stable'],
  ['1.*', '3.0.0', 'leaves out', "the float's upper end counts; NuGet's Satisfies forgets it"],
  ['1.*-*', '1.5.0-beta', 'admits', 'the float asks for prereleases'],
  ['1.*-*', '2.0.0-beta', 'contains', 'it is a prerelease of the next'],
  ['1.0.0-beta*', '1.0.0-beta3', 'admits', 'its label begins so'],
  ['1.0.0-beta*', '1.0.0-rc', 'leaves out', 'its label begins otherwise'],
  ['1.0.0-beta*', '1.0.0', 'admits', 'the stable one is later'],
]

for (const [text, candidate, verdict, why] of CHOICES) {
  test(`${text} ${verdict === 'contains' ? 'contains but does not admit' : verdict} ${candidate}: ${why}.`, () => {
    const asked = range(text)
    assert.equal(contains(asked, version(candidate)), verdict !== 'leaves out')
    assert.equal(admits(asked, version(candidate), { prerelease: false }), verdict === 'admits')
  })
}

test('Asking for prereleases admits those inside, but none of an upper end that is excluded.', () => {
  assert.ok(admits(range('[1.0,2.0)'), version('1.5-beta'), { prerelease: true }))
  assert.ok(!admits(range('[1.0,2.0)'), version('2.0-beta'), { prerelease: true }))
  assert.ok(admits(ANY_VERSION, version('2.0-beta'), { prerelease: true }))
})

const PINS: readonly (readonly [string, string | undefined])[] = [
  ['[1.0]', '1.0.0'],
  ['[1.0.0, 1.0]', '1.0.0'],
  ['[1.0-a]', '1.0.0-a'],
  ['1.0', undefined],
  ['[1.0,2.0]', undefined],
  ['( , )', undefined],
  ['1.0.0.*', undefined],
]

test('Only a range of a single version is a pin.', () => {
  for (const [text, pin] of PINS) {
    const pinned = pinnedVersion(range(text))
    assert.equal(pinned && normalise(pinned), pin, text)
  }
})

const DESCRIBED: readonly (readonly [VersionRange, string])[] = [
  [exactly(version('1.0')), 'exactly 1.0.0'],
  [between({ version: version('1.0'), inclusive: true }, undefined), '1.0.0 or newer'],
  [ANY_VERSION, 'any version'],
  [range('[1.0,2.0)'), '[1.0.0, 2.0.0)'],
  [range('(,2.0)'), 'older than 2.0.0'],
  [range('(,2.0]'), '2.0.0 or older'],
  [range('(1.0,)'), 'newer than 1.0.0'],
  [range('1.*'), '1.*'],
]

test('A range is described as a person says it.', () => {
  for (const [each, said] of DESCRIBED) assert.equal(describeRange(each), said)
})

test('The text of an interval reads back as the same interval.', () => {
  fc.assert(
    fc.property(someInterval, fc.array(someVersion, { minLength: 5, maxLength: 5 }), (interval, versions) => {
      const text = formatRange(interval)
      const again = range(text)
      assert.equal(formatRange(again), text)
      assert.equal(again.prerelease, interval.prerelease)
      const { min, max } = interval
      for (const each of [...versions, min?.version, max?.version]) {
        if (each) assert.equal(contains(again, each), contains(interval, each), `${normalise(each)} in ${text}`)
      }
    }),
  )
})

test('The text of a float reads back as the same set.', () => {
  const float = fc.constantFrom('*', '1.*', '1.2.*', '1.2.3.*', '*-*', '1.*-*', '1.0.0-*', '1.0.0-beta*', '2.*-rc.*')
  fc.assert(
    fc.property(float, fc.option(someVersion, { nil: undefined }), someVersion, (text, max, each) => {
      const parsed = parseRange(max ? `[${text}, ${normalise(max)}]` : text)
      fc.pre(parsed.ok)
      const again = range(formatRange(parsed.value))
      assert.equal(formatRange(again), formatRange(parsed.value))
      assert.equal(contains(again, each), contains(parsed.value, each))
      assert.equal(again.prerelease, parsed.value.prerelease)
    }),
  )
})

test('What lies in an intersection lies in both ranges, and nothing else does.', () => {
  fc.assert(
    fc.property(someInterval, someInterval, fc.array(someVersion, { maxLength: 8 }), (a, b, versions) => {
      const both = intersect(a, b)
      const ends = [a.min, a.max, b.min, b.max].flatMap(bound => (bound ? [bound.version] : []))
      for (const each of [...versions, ...ends]) {
        const inBoth = contains(a, each) && contains(b, each)
        assert.equal(both !== undefined && contains(both, each), inBoth, normalise(each))
      }
    }),
    { numRuns: 500 },
  )
})

test('An intersection does not depend on which range comes first.', () => {
  fc.assert(
    fc.property(someInterval, someInterval, (a, b) => {
      const [one, other] = [intersect(a, b), intersect(b, a)]
      assert.equal(one && formatRange(one).toLowerCase(), other && formatRange(other).toLowerCase())
    }),
  )
})

test('Floats that are intersected keep their ends and the labels they ask for.', () => {
  const both = intersect(range('1.*-beta*'), range('[1.2,5.0]'))
  assert.ok(both)
  assert.equal(formatRange(both), '[1.2.0, 2.0.0)')
  assert.ok(admits(both, version('1.3-beta1'), { prerelease: false }))
  assert.ok(!admits(both, version('1.3-rc'), { prerelease: false }))
  assert.equal(intersect(range('1.*'), range('2.*')), undefined)
})

test("npm's semver agrees on which stable versions of three parts lie in [a, b).", () => {
  const digits = fc.integer({ min: 0, max: 4 })
  const stable = fc.tuple(digits, digits, digits).map(numbers => numbers.join('.'))
  fc.assert(
    fc.property(stable, stable, stable, (a, b, candidate) => {
      const asked = between({ version: version(a), inclusive: true }, { version: version(b), inclusive: false })
      const agreed = semver.satisfies(candidate, `>=${a} <${b}`)
      assert.equal(contains(asked, version(candidate)), agreed)
      assert.equal(admits(asked, version(candidate), { prerelease: false }), agreed)
    }),
    { numRuns: 500 },
  )
})

test('A floating lower end stands behind a square bracket.', () => {
  assert.ok(!parseRange('(1.*, 2.0]').ok)
  assert.ok(parseRange('[1.*, 2.0]').ok)
})
