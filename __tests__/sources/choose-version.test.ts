import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseInline } from '../../src/requirements/inline.ts'
import { type Candidate, chooseVersion } from '../../src/sources/choose-version.ts'
import type { Question } from '../../src/sources/source.ts'
import { compareVersions, isPrerelease, normalise } from '../../src/version/nuget-version.ts'
import { admits, pinnedVersion } from '../../src/version/version-range.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { someInterval, someVersion, version } from '../helpers/versions.ts'

function listed(...texts: readonly string[]): readonly Candidate[] {
  return texts.map(text => ({ version: version(text), listed: true }))
}

function unlisted(...texts: readonly string[]): readonly Candidate[] {
  return texts.map(text => ({ version: version(text), listed: false }))
}

/** A question as a user asks it, in the grammar of the `modules` input. */
function question(text: string): Question {
  const [requirement] = unwrap(parseInline(text))
  assert.ok(requirement)
  return requirement
}

function chosen(candidates: readonly Candidate[], text: string): string | undefined {
  const choice = chooseVersion(candidates, question(text))
  return choice.ok ? normalise(choice.value.version) : undefined
}

const PRERELEASED = listed('0.0.1-prerelease', '0.0.1', '0.0.2-newerversion', '0.0.2-prerelease')

/** ModuleFast's own vectors. */
const MODULE_FAST: readonly (readonly [string, string | undefined])[] = [
  ['X', '0.0.1'],
  ['X!', '0.0.2-prerelease'],
  ['X!<0.0.2', '0.0.1'],
  ['X!<=0.0.2', '0.0.2-prerelease'],
  ['X>=0.0.1-prerelease', '0.0.2-prerelease'],
  ['X!<0.0.2-prerelease', '0.0.2-newerversion'],
  ['X!:(0.0.2-alpha,0.0.2)', '0.0.2-prerelease'],
  ['X!:(0.0.2-rIsAfterP,0.0.2)', undefined],
]

for (const [text, expected] of MODULE_FAST) {
  test(`${text} chooses ${expected ?? 'nothing'} where 0.0.2 exists only as prereleases.`, () => {
    assert.equal(chosen(PRERELEASED, text), expected)
  })
}

const CASES: readonly (readonly [string, readonly Candidate[], string, string | undefined])[] = [
  ['The highest is by number, not by text.', listed('1.9.0', '1.10.0', '1.2.0'), 'X', '1.10.0'],
  ['The order of the list means nothing.', listed('3.0', '1.0', '2.0'), 'X', '3.0.0'],
  ['A fourth part counts.', listed('1.0.0.9', '1.0.0.10'), 'X', '1.0.0.10'],
  ['A stable version outranks its prereleases.', listed('1.0-rc', '1.0'), 'X!', '1.0.0'],
  ['A higher prerelease is no candidate by itself.', listed('1.0', '2.0-rc'), 'X', '1.0.0'],
  ['An excluded upper end excludes its prereleases.', listed('1.9', '2.0-beta'), 'X!:[1.0,2.0)', '1.9.0'],
  ['An unlisted version is not chosen for a range.', [...listed('1.0'), ...unlisted('1.1')], 'X>=1.0', '1.0.0'],
  ['An unlisted version is not chosen for any version.', unlisted('1.1'), 'X', undefined],
  ['An unlisted version is chosen for a pin.', unlisted('1.1'), 'X@1.1', '1.1.0'],
  ['A pin takes a prerelease without being asked for one.', listed('1.0-beta'), 'X@1.0-BETA', '1.0.0-beta'],
  ['A pin takes no other version.', listed('1.0', '1.1'), 'X@1.0.5', undefined],
  ['A pin is met in any spelling.', listed('1.0.0.0'), 'X@1.0', '1.0.0'],
  ['A float stays below its end.', listed('1.4', '2.0', '3.0'), 'X:1.*', '1.4.0'],
]

for (const [what, candidates, text, expected] of CASES) {
  test(what, () => assert.equal(chosen(candidates, text), expected))
}

test('Where nothing fits, the failure shows the five newest listed versions.', () => {
  const candidates = [...listed('1.0', '7.0', '2.0', '3.0', '10.0', '4.0'), ...unlisted('11.0')]
  assert.deepEqual(errorOf(chooseVersion(candidates, question('X>=20'))), {
    kind: 'no-version',
    known: ['10.0.0', '7.0.0', '4.0.0', '3.0.0', '2.0.0'],
  })
})

test('What is chosen is the highest of those that may be, whatever the order of the list.', () => {
  const candidate = fc.record({ version: someVersion, listed: fc.boolean() })
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: 8 }), someInterval, fc.boolean(), (candidates, range, prerelease) => {
      const asked = { name: 'X', range, prerelease }
      const choice = chooseVersion(candidates, asked)
      const backwards = chooseVersion(candidates.toReversed(), asked)
      assert.equal(choice.ok, backwards.ok)
      if (!choice.ok || !backwards.ok) return
      assert.equal(compareVersions(choice.value.version, backwards.value.version), 0)
      const pin = pinnedVersion(range)
      assert.ok(pin || choice.value.listed)
      assert.ok(pin || prerelease || range.prerelease || !isPrerelease(choice.value.version))
      for (const each of candidates) {
        const rival = !pin && each.listed && admits(range, each.version, asked)
        assert.ok(!rival || compareVersions(each.version, choice.value.version) <= 0)
      }
    }),
  )
})
