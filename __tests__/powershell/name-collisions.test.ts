import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { findCollisions, obscuredNames } from '../../src/powershell/name-collisions.ts'
import { COLLISION_CASES, identityOf, nameOf, someId, tellCollision, tellCollisions } from './folder-sets.ts'

for (const { holds, collisions } of COLLISION_CASES) {
  const what = collisions.length === 0 ? 'can each be asked for' : 'collide'
  test(`${holds.join(', ')} ${what}`, () => {
    assert.deepEqual(tellCollisions(holds.map(identityOf)), collisions)
  })
}

const someIdentities = fc.uniqueArray(
  fc.tuple(someId, fc.constantFrom('1.0.0', '2.0.0', '2.0.0-v2.x')).map(([id, version]) => `${id}@${version}`),
  { maxLength: 6, selector: text => text.toLowerCase() },
)

test('what collides is a matter of two packages, whatever else lies in the folder', () => {
  fc.assert(
    fc.property(someIdentities, texts => {
      const packages = texts.map(identityOf)
      const pairs = packages.flatMap(asked =>
        packages.map(other => (asked === other ? findCollisions([asked]) : findCollisions([asked, other]))),
      )
      const expected = new Set(pairs.flat().map(tellCollision))
      assert.deepEqual(new Set(tellCollisions(packages)), expected)
    }),
  )
})

test('names of which none ends in another never collide', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{4}$/), { maxLength: 8 }), names => {
      assert.deepEqual(tellCollisions(names.map((name, index) => identityOf(`${name}@1.0.${index}`))), [])
    }),
  )
})

test('a thousand packages are compared in a fraction of a second', () => {
  const packages = Array.from({ length: 1000 }, (_, index) =>
    identityOf(`Contoso.Part${index % 100}.Module${index}@1.0.0`),
  )
  const start = performance.now()
  assert.deepEqual(findCollisions(packages), [])
  assert.ok(performance.now() - start < 2000)
})

const OBSCURED: readonly {
  readonly held: readonly string[]
  readonly mentioned: readonly string[]
  readonly expected: readonly string[]
  readonly because: string
}[] = [
  {
    held: ['powershell-yaml@0.4.7'],
    mentioned: [],
    expected: [],
    because: 'nobody mentions one of the many endings',
  },
  {
    held: ['powershell-yaml@0.4.7'],
    mentioned: ['yaml'],
    expected: ['yaml by powershell-yaml@0.4.7: name'],
    because: 'the user mentions the ending',
  },
  {
    held: ['xPester@1.0.0'],
    mentioned: [],
    expected: ['Pester by xPester@1.0.0: name'],
    because: 'everybody asks for it',
  },
  {
    held: ['xPester@1.0.0', 'pester@5.7.1'],
    mentioned: ['Pester'],
    expected: [],
    because: 'the folder itself holds the name',
  },
  {
    held: ['Az.Accounts@2.0.0', 'Az.Storage@1.0.0'],
    mentioned: ['Az', 'Storage'],
    expected: ['Az by Az.Accounts@2.0.0, Az.Storage@1.0.0: range', 'Storage by Az.Storage@1.0.0: name'],
    because: 'a longer name is an error where a range is asked for',
  },
  {
    held: ['Pester.Tools@1.0.0'],
    mentioned: [],
    expected: [],
    because: 'only a range of Pester fails, which few ask for',
  },
  { held: ['Foo@1.0.0'], mentioned: ['C++Mod', '(', ''], expected: [], because: 'what is no id is nobody’s name' },
]

for (const { held, mentioned, expected, because } of OBSCURED) {
  test(`a folder of ${held.join(', ')} obscures ${expected.length === 0 ? 'nothing' : expected.join('; ')}: ${because}`, () => {
    const told = obscuredNames(held.map(identityOf), mentioned)
    assert.deepEqual(
      told.map(({ name, by, fails }) => `${name} by ${by.map(nameOf).join(', ')}: ${fails.join(' ')}`),
      expected,
    )
  })
}
