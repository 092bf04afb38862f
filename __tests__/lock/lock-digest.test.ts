import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatLock } from '../../src/lock/format-lock.ts'
import type { LockedPackage } from '../../src/lock/lock.ts'
import { lockDigest } from '../../src/lock/lock-digest.ts'
import { parseLock } from '../../src/lock/read-lock.ts'
import { unwrap } from '../helpers/result.ts'
import { range, version } from '../helpers/versions.ts'
import { contentOf, SAMPLE, sha512Of, someLock, somePackages } from './some-lock.ts'

test('The digest of a lock is lower case hex, and that of no package is one too.', () => {
  assert.match(lockDigest(SAMPLE.packages), /^[0-9a-f]{64}$/)
  assert.match(lockDigest([]), /^[0-9a-f]{64}$/)
  assert.notEqual(lockDigest([]), lockDigest(SAMPLE.packages))
})

test('The digest of a lock stays what it was, so that caches do.', () => {
  assert.equal(lockDigest(SAMPLE.packages), '02bd5a5655c2ce0f314a9cae260b2cf13de4057cf9f61bfa591513f4878577d4')
})

/** The same value with the keys of its objects the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, each]) => [key, turned(each)]),
  )
}

test('However a lock is written, its digest is the same.', () => {
  fc.assert(
    fc.property(someLock, fc.constantFrom(undefined, '\t', 7), (lock, indent) => {
      const text = JSON.stringify(turned(JSON.parse(formatLock(lock))), undefined, indent)
      const read = unwrap(parseLock(text.replaceAll('\n', '\r\n'), 'modules.lock.json'))
      assert.equal(lockDigest(read.packages), lockDigest(lock.packages))
    }),
  )
})

function shouted({ identity, guid, dependencies, ...rest }: LockedPackage): LockedPackage {
  return {
    ...rest,
    identity: { id: identity.id.toUpperCase(), version: version(`${identity.version.original.toUpperCase()}+X`) },
    guid: guid?.toUpperCase(),
    dependencies: dependencies.toReversed().map(({ id, range }) => ({ id: id.toUpperCase(), range })),
    corroboration: { outcome: 'agreed', by: ['somebody'] },
  }
}

test('Order, letter case, metadata and corroboration do not count.', () => {
  fc.assert(
    fc.property(somePackages, packages => {
      assert.equal(lockDigest(packages.toReversed().map(shouted)), lockDigest(packages))
    }),
  )
})

/** Something else that a package may be, whatever it is. */
const CHANGES: readonly (readonly [what: string, change: (locked: LockedPackage) => LockedPackage])[] = [
  ['name', locked => ({ ...locked, identity: { ...locked.identity, id: `${locked.identity.id}x` } })],
  ['version', locked => ({ ...locked, identity: { ...locked.identity, version: version('7.7.7') } })],
  ['type', locked => ({ ...locked, type: locked.type === 'module' ? 'script' : 'module' })],
  ['GUID', locked => ({ ...locked, guid: locked.guid === undefined ? '0' : undefined })],
  ['family', locked => ({ ...locked, family: `${locked.family}x` })],
  [
    'file',
    ({ accepted, ...rest }) => ({
      ...rest,
      accepted: accepted.map((file, at) => (at > 0 ? file : { ...file, sha512: sha512Of('x') })),
    }),
  ],
  [
    'last file',
    ({ accepted, ...rest }) => ({
      ...rest,
      accepted: accepted.with(-1, { ...(accepted.at(-1) ?? assert.fail()), sha512: sha512Of('x') }),
    }),
  ],
  [
    'size',
    ({ accepted, ...rest }) => ({
      ...rest,
      accepted: accepted.map(file => ({ ...file, size: file.size === 1 ? 2 : 1 })),
    }),
  ],
  [
    "file's family",
    ({ accepted, ...rest }) => ({ ...rest, accepted: accepted.map(file => ({ ...file, family: `${file.family}x` })) }),
  ],
  [
    'one file more',
    locked => ({ ...locked, accepted: [...locked.accepted, { sha512: sha512Of('x'), size: 1, family: 'mar' }] }),
  ],
  ['content', ({ content, ...rest }) => ({ ...rest, content: content.with(-1, contentOf('x')) })],
  ['one content more', locked => ({ ...locked, content: [...locked.content, contentOf('x')] })],
  [
    'one dependency more',
    locked => ({ ...locked, dependencies: [...locked.dependencies, { id: 'X.Y.Z.W', range: range('1.0') }] }),
  ],
  [
    'range',
    ({ dependencies, ...rest }) => ({
      ...rest,
      dependencies: [{ id: 'X.Y.Z.W', range: range('7.7') }, ...dependencies.slice(1)],
    }),
  ],
]

for (const [what, change] of CHANGES) {
  test(`Another digest for another lock: ${what}.`, () => {
    fc.assert(
      fc.property(
        somePackages.filter(({ length }) => length > 0),
        fc.nat(),
        (packages, nat) => {
          const chosen = nat % packages.length
          const changed = packages.map((locked, at) => (at === chosen ? change(locked) : locked))
          assert.notEqual(lockDigest(changed), lockDigest(packages))
          assert.notEqual(lockDigest(packages.toSpliced(chosen, 1)), lockDigest(packages))
        },
      ),
    )
  })
}
