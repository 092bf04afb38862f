import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import semver from 'semver'
import {
  compareNumbers,
  compareVersions,
  equalVersions,
  isPrerelease,
  normalise,
  parseVersion,
  urlVersion,
} from '../../src/version/nuget-version.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { someVersion, version } from '../helpers/versions.ts'

/** From NuGet.Client's VersionComparerTests, NuGetVersionTest and SemVer201SpecTests; the last block is the rule's edges. */
const ORDER: readonly (readonly [string, '<' | '=', string])[] = [
  ['1.0', '=', '1.0.0.0'],
  ['1.0.01', '=', '1.0.1.0'],
  ['1.0.0-BETA', '=', '1.0.0-beta'],
  ['1.0.0', '=', '1.0.0+beta'],
  ['1.0.0-BETA', '<', '1.0.0-beta2'],
  ['1.0.0-BETA', '<', '1.0.0-beta.1+AA'],
  ['1.0.0-BETA.X.y.5.77.0', '<', '1.0.0-beta.x.y.5.79.0'],
  ['1.0.0-beta.5.79.0', '<', '1.0.0-beta.5.790.0'],
  ['1.0.0-beta+AA', '<', '1.0.0+aa'],
  ['1.0', '<', '1.0.0.1'],
  ['1.4.5.6', '<', '1.4.5.60'],
  ['1.01-RC-1', '<', '1.01'],
  ['1.01', '<', '1.2-preview'],
  ['1.0.0-alpha10', '<', '1.0.0-alpha2'],
  ['1.999.9999', '<', '2.1.1'],

  ['1.0.0-alpha', '<', '1.0.0-alpha.1'],
  ['1.0.0-99', '<', '1.0.0-alpha'],
  ['1.0.0-2', '<', '1.0.0-10'],
  ['1.0.0-2147483647', '<', '1.0.0-2147483648'],
  ['1.0.0-10000000000', '<', '1.0.0-2147483648'],
  ['1.0.0-a-b', '<', '1.0.0-a0'],
  ['1.0.0-0', '<', '1.0.0-a'],
]

for (const [a, sign, b] of ORDER) {
  test(`${a} ${sign === '=' ? 'equals' : 'comes before'} ${b}.`, () => {
    const expected = sign === '=' ? 0 : -1
    assert.equal(Math.sign(compareVersions(version(a), version(b))), expected)
    assert.equal(Math.sign(compareVersions(version(b), version(a))), expected === 0 ? 0 : 1)
    assert.equal(equalVersions(version(a), version(b)), sign === '=')
  })
}

const NORMALISED: readonly (readonly [string, string])[] = [
  ['1', '1.0.0'],
  ['1.0', '1.0.0'],
  ['1.022', '1.22.0'],
  ['02', '2.0.0'],
  ['1.2.3.0', '1.2.3'],
  ['1.2.3.4', '1.2.3.4'],
  ['1.2.3.4-RC', '1.2.3.4-RC'],
  ['1.0.0-beta+x', '1.0.0-beta'],
  ['1.0+x.y-z', '1.0.0'],
  ['1.0.0--', '1.0.0--'],
  [' 1.0 ', '1.0.0'],
  ['2147483647.2147483647.2147483647.2147483647', '2147483647.2147483647.2147483647.2147483647'],
]

for (const [written, expected] of NORMALISED) {
  test(`"${written}" is normalised to ${expected}.`, () => assert.equal(normalise(version(written)), expected))
}

const INVALID: readonly (readonly [string, RegExp])[] = [
  ['', /^it is empty$/],
  ['  ', /^it is empty$/],
  ['1beta', /^"1beta" is not a number$/],
  ['1.2.3.4.5', /^it has more than four parts$/],
  ['1.2.3.Beta', /^"Beta" is not a number$/],
  ['1.4.7-', /^"" is not a prerelease label$/],
  ['1.4.7-*', /^"\*" is not a prerelease label$/],
  ['1..2', /^a part between the dots is empty$/],
  ['1.', /^a part between the dots is empty$/],
  ['.1', /^a part between the dots is empty$/],
  ['-1.2', /^a part between the dots is empty$/],
  ['1.2147483648', /^"2147483648" is greater than 2147483647$/],
  ['0.1.2-02', /^the numeric label "02" has a leading zero$/],
  ['0.1.2-a..b', /^"" is not a prerelease label$/],
  ['1.2.3-a^', /^"a\^" is not a prerelease label$/],
  ['1.0+', /^the metadata/],
  ['1.0+a+b', /^the metadata/],
  ['1.0+a_b', /^the metadata/],
  ['v1.0', /^"v1" is not a number$/],
  ['1 .0', /^"1 " is not a number$/],
  ['١.0', /is not a number$/],
  ['latest', /^"latest" is not a number$/],
  [`1.0-${'a'.repeat(200)}`, /^it is longer than 128 characters$/],
]

for (const [text, reason] of INVALID) {
  test(`"${text.slice(0, 20)}" is no version.`, () => assert.match(errorOf(parseVersion(text)), reason))
}

test('The text in URLs is the normalised one in lower case.', () => {
  assert.equal(urlVersion(version('1.2.3.0-RC.Beta+Meta')), '1.2.3-rc.beta')
})

test('A version with a label is a prerelease, and its numbers alone are those of the stable one.', () => {
  assert.ok(isPrerelease(version('1.0-a')))
  assert.ok(!isPrerelease(version('1.0+a')))
  assert.equal(compareNumbers(version('1.0-a'), version('1.0.0.0')), 0)
})

test('The original text is kept as it was written, without the white space around it.', () => {
  assert.equal(version(' 1.0+Build ').original, '1.0+Build')
})

test('The order is antisymmetric: what comes before has the other behind it.', () => {
  fc.assert(
    fc.property(someVersion, someVersion, (a, b) => {
      // Adding zero, as -0 is not 0 for `assert.equal`.
      assert.equal(Math.sign(compareVersions(a, b)) + 0, -Math.sign(compareVersions(b, a)) + 0)
    }),
  )
})

test('The order is transitive: three versions sorted by neighbours are sorted by their ends.', () => {
  fc.assert(
    fc.property(someVersion, someVersion, someVersion, (a, b, c) => {
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) assert.ok(compareVersions(a, c) <= 0)
    }),
  )
})

test('Two versions are equal exactly where their normalised texts are, letter case aside.', () => {
  fc.assert(
    fc.property(someVersion, someVersion, (a, b) => {
      assert.equal(equalVersions(a, b), urlVersion(a) === urlVersion(b))
    }),
  )
})

test('Normalising again changes nothing, and the text reads back as an equal version.', () => {
  fc.assert(
    fc.property(someVersion, a => {
      const text = normalise(a)
      const again = version(text)
      assert.equal(normalise(again), text)
      assert.ok(equalVersions(again, a))
    }),
  )
})

test('Any text is a version or has a reason not to be one.', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.+a-z*-]{0,12}$/)), text => {
      const parsed = parseVersion(text)
      if (parsed.ok) assert.ok(equalVersions(unwrap(parseVersion(normalise(parsed.value))), parsed.value))
      else assert.notEqual(parsed.error, '')
    }),
  )
})

const part = fc.integer({ min: 0, max: 2_147_483_647 })
const label = fc.oneof(part.map(String), fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/))
/** What npm and NuGet both call a version and mean alike: three parts, labels in lower case. */
const semverText = fc
  .tuple(fc.tuple(part, part, part), fc.array(label, { maxLength: 3 }))
  .map(([numbers, labels]) => numbers.join('.') + (labels.length === 0 ? '' : `-${labels.join('.')}`))

test("npm's semver orders versions of three parts and lower-case labels alike.", () => {
  const near = semverText.chain(text =>
    fc.tuple(fc.constant(text), fc.oneof(semverText, fc.constant(text.replace(/-.*/, '')), fc.constant(`${text}.1`))),
  )
  fc.assert(
    fc.property(near, ([a, b]) => {
      fc.pre(semver.valid(b) !== null)
      assert.equal(Math.sign(compareVersions(version(a), version(b))), semver.compare(a, b))
    }),
  )
})
