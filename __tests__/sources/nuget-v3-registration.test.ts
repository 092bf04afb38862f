import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { packagesIn, REGISTRATION_PAGE, type V3Package } from '../../src/sources/nuget-v3-registration.ts'
import { normalise } from '../../src/version/nuget-version.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const BASE = new URL('https://feed.test/registration/foo/index.json')

const ADDRESS = 'https://pwsh.gallery/flatcontainer/az.aks/6.1.0/az.aks.6.1.0.nupkg'

/** The leaf that Sleet writes, as pwsh.gallery serves it. */
function leaf(entry: Readonly<Record<string, unknown>> = {}, more: Readonly<Record<string, unknown>> = {}) {
  return {
    '@id': 'https://pwsh.gallery/registration/az.aks/6.1.0.json',
    packageContent: ADDRESS,
    catalogEntry: {
      id: 'Az.Aks',
      version: '6.1.0',
      listed: true,
      tags: ['PSModule'],
      published: '2026-01-06T02:11:40.917+00:00',
      dependencyGroups: [
        {
          targetFramework: '',
          dependencies: [{ '@id': '…', id: 'Az.Accounts', range: '[5.3.0, )', registration: '…' }],
        },
      ],
      ...entry,
    },
    ...more,
  }
}

function read(...leaves: readonly unknown[]): readonly V3Package[] {
  return packagesIn(v.parse(REGISTRATION_PAGE, { '@id': '…#page', count: leaves.length, items: leaves }), BASE)
}

function only(entry?: Readonly<Record<string, unknown>>, more?: Readonly<Record<string, unknown>>): V3Package {
  const [found, ...others] = read(leaf(entry, more))
  assert.ok(found)
  assert.deepEqual(others, [])
  return found
}

function dependenciesOf(groups: unknown): readonly (readonly [string, string])[] {
  return unwrap(only({ dependencyGroups: groups }).dependencies).map(({ id, range }) => [id, formatRange(range)])
}

test('A leaf as Sleet writes it is read.', () => {
  const found = only()
  assert.equal(found.id, 'Az.Aks')
  assert.equal(normalise(found.version), '6.1.0')
  assert.equal(found.listed, true)
  assert.equal(found.address, ADDRESS)
  assert.deepEqual(
    unwrap(found.dependencies).map(({ id, range }) => [id, formatRange(range)]),
    [['Az.Accounts', '[5.3.0, )']],
  )
})

test('Only id and version are needed; all else may be absent or null.', () => {
  for (const bare of [
    { catalogEntry: { id: 'X', version: '1.0' } },
    {
      packageContent: null,
      catalogEntry: {
        id: 'X',
        version: '1.0',
        listed: null,
        published: null,
        packageContent: null,
        dependencyGroups: null,
      },
    },
  ]) {
    const [found] = read(bare)
    assert.equal(found?.listed, true)
    assert.equal(found?.address, undefined)
    assert.deepEqual(found && unwrap(found.dependencies), [])
  }
})

const LISTED: readonly (readonly [Readonly<Record<string, unknown>>, boolean])[] = [
  [{ listed: true }, true],
  [{ listed: false }, false],
  [{ listed: undefined }, true],
  [{ listed: undefined, published: '1900-01-01T00:00:00+00:00' }, false],
  [{ listed: true, published: '1900-01-01T00:00:00+00:00' }, false],
]

for (const [entry, listed] of LISTED) {
  test(`A version is ${listed ? 'listed' : 'unlisted'} by ${JSON.stringify(entry)}.`, () => {
    assert.equal(only(entry).listed, listed)
  })
}

const GROUPS: readonly (readonly [string, unknown, readonly (readonly [string, string])[]])[] = [
  ['no group', [], []],
  ['a group without dependencies', [{ targetFramework: 'net40' }], []],
  ['a group whose dependencies are null', [{ dependencies: null }], []],
  ['no range', [{ dependencies: [{ id: 'A' }] }], [['A', '( , )']]],
  ['an empty range', [{ dependencies: [{ id: 'A', range: '' }] }], [['A', '( , )']]],
  ['a range that is null', [{ dependencies: [{ id: 'A', range: null }] }], [['A', '( , )']]],
  ['a bare version, which is a minimum', [{ dependencies: [{ id: 'A', range: '1.0' }] }], [['A', '[1.0.0, )']]],
  [
    'several groups, taken together',
    [{ dependencies: [{ id: 'A', range: '[1.0]' }] }, { dependencies: [{ id: 'B', range: '[2.0, 3.0)' }] }],
    [
      ['A', '[1.0.0]'],
      ['B', '[2.0.0, 3.0.0)'],
    ],
  ],
]

for (const [what, groups, expected] of GROUPS) {
  test(`Dependencies are read from ${what}.`, () => assert.deepEqual(dependenciesOf(groups), expected))
}

test('A dependency that makes no sense is an error of its own version and of no other.', () => {
  const [broken, sound] = read(leaf({ dependencyGroups: [{ dependencies: [{ id: 'a b' }] }] }), leaf())
  assert.match(broken ? errorOf(broken.dependencies) : '', /a dependency on "a b"/)
  assert.ok(sound?.dependencies.ok)
})

test('The address of the leaf is preferred to the older one in its entry.', () => {
  assert.equal(only({ packageContent: 'https://old.test/x' }).address, ADDRESS)
  assert.equal(
    only({ packageContent: 'https://old.test/x' }, { packageContent: undefined }).address,
    'https://old.test/x',
  )
})

test('Metadata and letter case of a version are kept apart from what it is equal to.', () => {
  assert.equal(normalise(only({ version: '6.1.0.0-Beta+Build' }).version), '6.1.0-Beta')
})

test('Versions that no client could name are left out, the others are kept.', () => {
  const found = read(leaf({ version: '6.x' }), leaf({ id: '../x' }), leaf())
  assert.deepEqual(
    found.map(({ id, version }) => `${id} ${normalise(version)}`),
    ['Az.Aks 6.1.0'],
  )
})

test('A page without items has no versions yet: it must be fetched.', () => {
  const page = v.parse(REGISTRATION_PAGE, { '@id': 'https://x.test/page', count: 64, lower: '1.0.0', upper: '2.0.0' })
  assert.equal(page.items, undefined)
  assert.deepEqual(packagesIn(page, BASE), [])
})

const SHAPES: readonly (readonly [string, unknown])[] = [
  ['items that are no list', { items: {} }],
  ['a leaf without an entry', { items: [{}] }],
  ['an entry without an id', { items: [{ catalogEntry: { version: '1.0' } }] }],
  ['a version that is a number', { items: [{ catalogEntry: { id: 'A', version: 1 } }] }],
  ['listed as a text', { items: [leaf({ listed: 'true' })] }],
  ['a text', 'down'],
]

for (const [what, page] of SHAPES) {
  test(`A page of another shape is not taken: ${what}.`, () => {
    assert.ok(!v.safeParse(REGISTRATION_PAGE, page).success)
  })
}
