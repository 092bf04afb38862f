import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { LockedPackage } from '../../src/lock/lock.ts'
import { lockDigest } from '../../src/lock/lock-digest.ts'
import { cacheKey, keyPrefix } from '../../src/restore/at-hand/cache-key.ts'
import type { WantedName } from '../../src/restore/close.ts'
import type { Announcement } from '../../src/sources/source.ts'
import { namedSource } from '../helpers/scripted-source.ts'
import { version } from '../helpers/versions.ts'
import { locked, sha512Of, somePackages } from '../lock/some-lock.ts'

const DIGEST = 'd'.repeat(64)
const SOURCE = namedSource('psgallery', { family: 'gallery' })
const MIRROR = namedSource('pwsh-gallery', { family: 'gallery' })
const ELSEWHERE = namedSource('mar', { family: 'mar' })

function byLock(each: LockedPackage): WantedName {
  const { identity, dependencies } = each
  return {
    kind: 'locked',
    group: groupFor(identity.id),
    resolution: { identity, dependencies, announced: {} },
    locked: each,
  }
}

function bySource(id: string, exact: string, announced: Announcement = {}, by = SOURCE): WantedName {
  const resolution = { identity: { id, version: version(exact) }, dependencies: [], announced }
  return {
    kind: 'resolved',
    group: groupFor(id),
    resolution,
    by,
    fetched: undefined,
    atLowerBound: false,
    attempts: [],
  }
}

function groupFor(name: string): WantedName['group'] {
  return { name, demands: [], range: { prerelease: false, labelPrefixes: [] }, prerelease: false }
}

const LOCKED = [locked('Az.Accounts', '5.3.0'), locked('Pester', '5.7.1')]
const RESOLVED = [bySource('Az.Accounts', '5.3.0'), bySource('Pester', '5.7.1')]

test('With a lock the key is that of what is locked, whatever the requirements are and in whatever order it is wanted.', () => {
  const key = cacheKey(LOCKED.map(byLock), DIGEST)
  assert.equal(key, `psmr-1-${lockDigest(LOCKED)}`)
  assert.equal(cacheKey(LOCKED.map(byLock).toReversed(), 'e'.repeat(64)), key)
})

test('With a lock other bytes are another key.', () => {
  const file = { sha512: sha512Of('other'), size: 1234, family: undefined }
  const other = [...LOCKED.slice(0, 1), locked('Pester', '5.7.1', { accepted: [file] })]
  assert.notEqual(cacheKey(other.map(byLock), DIGEST), cacheKey(LOCKED.map(byLock), DIGEST))
})

test('Without one it names the requirements first, and what was chosen for them, in any order.', () => {
  const key = cacheKey(RESOLVED, DIGEST)
  assert.ok(key.startsWith(keyPrefix(DIGEST)))
  assert.equal(keyPrefix(DIGEST), `psmr-1-${DIGEST}-`)
  assert.equal(cacheKey(RESOLVED.toReversed(), DIGEST), key)
})

test('Without one, who of a family was asked and what they announced make no other key: a mirror finds what the Gallery filled.', () => {
  const announced = { digest: { algorithm: 'sha512', value: sha512Of('pester') }, size: 5 } as const
  const other = [bySource('az.accounts', '5.3.0.0', {}, MIRROR), bySource('Pester', '5.7.1', announced)]
  assert.equal(cacheKey(other, DIGEST), cacheKey(RESOLVED, DIGEST))
})

/** Graphs that are not the one of `RESOLVED`. */
const OTHERS: readonly (readonly [what: string, wanted: readonly WantedName[], digest?: string])[] = [
  ['another version', [bySource('Az.Accounts', '5.3.1'), bySource('Pester', '5.7.1')]],
  ['another name', [bySource('Az.Account', '5.3.0'), bySource('Pester', '5.7.1')]],
  ['a package of another family', [bySource('Az.Accounts', '5.3.0', {}, ELSEWHERE), bySource('Pester', '5.7.1')]],
  ['a package more that another family has too', [...RESOLVED, bySource('Pester', '5.7.1', {}, ELSEWHERE)]],
  ['a package less', [bySource('Pester', '5.7.1')]],
  ['a package more', [...RESOLVED, bySource('Pester', '4.10.1')]],
  ['other requirements', RESOLVED, 'e'.repeat(64)],
  ['nothing', []],
]

for (const [what, wanted, digest = DIGEST] of OTHERS) {
  test(`Without one ${what} is another key.`, () => {
    assert.notEqual(cacheKey(wanted, digest), cacheKey(RESOLVED, DIGEST))
  })
}

test('What is not locked as a whole is not kept under the key of a lock.', () => {
  const mixed = [...LOCKED.slice(0, 1).map(byLock), bySource('Pester', '5.7.1')]
  assert.equal(cacheKey(mixed, DIGEST), cacheKey(RESOLVED, DIGEST))
  assert.ok(cacheKey([], DIGEST).startsWith(keyPrefix(DIGEST)))
})

test('No text of a user is in a key, and no key of a lock begins as one without does.', () => {
  fc.assert(
    fc.property(somePackages, packages => {
      fc.pre(packages.length > 0)
      const withLock = cacheKey(packages.map(byLock), DIGEST)
      const without = cacheKey(
        packages.map(({ identity }) => bySource(identity.id, identity.version.original)),
        DIGEST,
      )
      assert.match(withLock, /^psmr-1-[0-9a-f]{64}$/)
      assert.match(without, /^psmr-1-[0-9a-f]{64}-[0-9a-f]{64}$/)
    }),
    { numRuns: 50 },
  )
})
