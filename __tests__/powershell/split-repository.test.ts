import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { findCollisions } from '../../src/powershell/name-collisions.ts'
import { type FolderPackage, splitRepository } from '../../src/powershell/split-repository.ts'
import { COLLISION_CASES, moduleOf, nameOf, somePackages, tellCollision } from './folder-sets.ts'

/** Ids of each folder in alphabetical order, and the pairs of ids that still collide. */
function tell(packages: readonly FolderPackage[]): {
  readonly folders: readonly string[]
  readonly remaining: readonly string[]
} {
  const { folders, remaining } = splitRepository(packages)
  return {
    folders: folders.map(indices =>
      indices
        .map(index => packages[index]?.identity.id)
        .sort()
        .join(' '),
    ),
    remaining: remaining.map(({ asked, inTheWay }) => `${asked.id} < ${inTheWay.id}`),
  }
}

const CASES: readonly {
  readonly what: string
  readonly packages: readonly FolderPackage[]
  readonly folders: readonly string[]
  readonly remaining?: readonly string[]
}[] = [
  { what: 'nothing is one empty folder', packages: [], folders: [''] },
  {
    what: 'names that do not collide share a folder, circles and all',
    packages: [
      moduleOf('A@1.0', 'B'),
      moduleOf('B@1.0', 'A'),
      moduleOf('Az@1.0', 'Az.Accounts'),
      moduleOf('Az.Accounts@2.0'),
    ],
    folders: ['A Az Az.Accounts B'],
  },
  {
    what: 'the name that is asked for comes first, and the rest with it',
    packages: [moduleOf('powershell-yaml@2.0'), moduleOf('yaml@1.0'), moduleOf('Foo@1.0')],
    folders: ['Foo yaml', 'powershell-yaml'],
  },
  {
    what: 'all versions of a name travel together',
    packages: [
      moduleOf('powershell-yaml@2.0'),
      moduleOf('yaml@1.0'),
      moduleOf('powershell-yaml@1.0'),
      moduleOf('yaml@2.0'),
    ],
    folders: ['yaml yaml', 'powershell-yaml powershell-yaml'],
  },
  {
    what: 'a chain of three names needs three folders',
    packages: [moduleOf('x.powershell-yaml@3.0'), moduleOf('yaml@1.0'), moduleOf('powershell-yaml@2.0')],
    folders: ['yaml', 'powershell-yaml', 'x.powershell-yaml'],
  },
  {
    what: 'two pairs need two folders and no more',
    packages: [
      moduleOf('Pester@5.7.1'),
      moduleOf('xPester@1.0'),
      moduleOf('yaml@1.0'),
      moduleOf('powershell-yaml@2.0'),
    ],
    folders: ['Pester yaml', 'powershell-yaml xPester'],
  },
  {
    what: 'a package lies beside what it requires, in as many folders as need it',
    packages: [
      moduleOf('yaml@1.0', 'Common'),
      moduleOf('powershell-yaml@2.0', 'Common'),
      moduleOf('Common@1.0'),
      moduleOf('Tools@1.0', 'powershell-yaml'),
    ],
    folders: ['Common yaml', 'Common Tools powershell-yaml'],
  },
  {
    what: 'what a package requires drags the longer name along: Az and Az.Storage need Az.Accounts, so Accounts goes before',
    packages: [
      moduleOf('Az@1.0', 'Az.Accounts', 'Az.Storage'),
      moduleOf('Az.Storage@1.0', 'Az.Accounts'),
      moduleOf('Az.Accounts@2.0'),
      moduleOf('Accounts@1.0'),
    ],
    folders: ['Accounts', 'Az Az.Accounts Az.Storage'],
  },
  {
    what: 'a name does not join the folder where a dependency of it would get something in its way',
    packages: [moduleOf('yaml@1.0'), moduleOf('p-yaml@1.0'), moduleOf('Foo@1.0'), moduleOf('xFoo@1.0', 'yaml')],
    folders: ['Foo yaml', 'p-yaml', 'xFoo yaml'],
  },
  {
    what: 'Az lies no later than Az.Accounts, so that a range of it is no error at an earlier folder',
    packages: [
      moduleOf('Az.Quaz.B@1.0'),
      moduleOf('Az.A@1.0'),
      moduleOf('Az@1.0', 'Foo'),
      moduleOf('xFoo@1.0'),
      moduleOf('Foo@1.0'),
    ],
    folders: ['Az Az.A Foo', 'Az.Quaz.B xFoo'],
  },
  {
    what: 'a longer name that requires its shorter one is found, but not what it requires',
    packages: [moduleOf('yaml@1.0'), moduleOf('powershell-yaml@2.0', 'yaml'), moduleOf('A@1.0')],
    folders: ['A yaml', 'powershell-yaml yaml'],
    remaining: ['yaml < powershell-yaml'],
  },
  {
    what: 'what requires both names of a collision keeps away from what requires one',
    packages: [
      moduleOf('yaml@1.0'),
      moduleOf('powershell-yaml@2.0'),
      moduleOf('Both@1.0', 'yaml', 'powershell-yaml'),
      moduleOf('One@1.0', 'yaml'),
      moduleOf('Other@1.0', 'powershell-yaml'),
    ],
    folders: ['One yaml', 'Both Other powershell-yaml yaml'],
    remaining: ['yaml < powershell-yaml'],
  },
  {
    what: 'a shorter name that requires its longer one cannot come first',
    packages: [moduleOf('yaml@1.0', 'powershell-yaml'), moduleOf('powershell-yaml@2.0'), moduleOf('A@1.0')],
    folders: ['A powershell-yaml yaml'],
    remaining: ['yaml < powershell-yaml'],
  },
  {
    what: 'names in each other’s way share a folder, and what requires one of them has another',
    packages: [moduleOf('Pester@5.7.1'), moduleOf('Pester.5@2.0'), moduleOf('Tools@1.0', 'Pester')],
    folders: ['Pester Pester.5', 'Pester Tools'],
    remaining: ['Pester < Pester.5', 'Pester.5 < Pester'],
  },
  {
    what: 'a name that is in its own way is told and changes nothing',
    packages: [moduleOf('a@1.0.0-a'), moduleOf('B@1.0')],
    folders: ['B a'],
    remaining: ['a < a'],
  },
]

for (const { what, packages, folders, remaining = [] } of CASES) {
  test(what, () => {
    assert.deepEqual(tell(packages), { folders, remaining })
  })
}

for (const { holds, collisions, helpless = false } of COLLISION_CASES) {
  test(`${holds.join(', ')} ${helpless ? 'still collide' : 'collide no longer'} when laid into folders`, () => {
    const { folders, avoided, remaining } = splitRepository(holds.map(text => moduleOf(text)))
    assert.deepEqual([...avoided, ...remaining].map(tellCollision).sort(), [...collisions].sort())
    assert.equal(remaining.length > 0, helpless)
    assert.equal(folders.length > 1, avoided.length > 0)
  })
}

/** The folders by the names of what they hold, which no order of the packages changes. */
function foldersOf(packages: readonly FolderPackage[]): readonly (readonly string[])[] {
  return splitRepository(packages).folders.map(indices =>
    indices
      .flatMap(index => packages[index] ?? [])
      .map(({ identity }) => nameOf(identity))
      .sort(),
  )
}

function idsOf(packages: readonly FolderPackage[], indices: readonly number[]): ReadonlySet<string> {
  return new Set(indices.flatMap(index => packages[index]?.identity.id ?? []))
}

test('every package lies in a folder, with all the versions of its name and all that they require', () => {
  fc.assert(
    fc.property(somePackages, packages => {
      const { folders } = splitRepository(packages)
      assert.deepEqual(new Set(folders.flat()), new Set(packages.keys()))
      const known = new Set(packages.map(({ identity }) => identity.id))
      for (const indices of folders) {
        const ids = idsOf(packages, indices)
        for (const [index, { identity, requiredModules }] of packages.entries()) {
          assert.equal(ids.has(identity.id), indices.includes(index))
          if (!ids.has(identity.id)) continue
          for (const { id } of requiredModules) assert.ok(ids.has(id) || !known.has(id))
        }
      }
    }),
  )
})

test('what collides in a folder remains and is told, and nothing else remains', () => {
  fc.assert(
    fc.property(somePackages, packages => {
      const { folders, avoided, remaining } = splitRepository(packages)
      const inside = folders.flatMap(indices =>
        findCollisions(indices.flatMap(index => packages[index]?.identity ?? [])),
      )
      assert.deepEqual(new Set(remaining.map(tellCollision)), new Set(inside.map(tellCollision)))
      const all = findCollisions(packages.map(({ identity }) => identity))
      assert.deepEqual(new Set([...avoided, ...remaining]).size, all.length)
    }),
  )
})

test('no folder before the one that holds a name holds what is in its way, nor a longer name that begins with it', () => {
  fc.assert(
    fc.property(somePackages, packages => {
      const { folders, avoided, remaining } = splitRepository(packages)
      const ids = folders.map(indices => idsOf(packages, indices))
      const first = (id: string): number => ids.findIndex(folder => folder.has(id))
      for (const { asked, inTheWay } of avoided) assert.ok(first(asked.id) < first(inTheWay.id))
      for (const { asked, inTheWay } of remaining) assert.ok(first(asked.id) <= first(inTheWay.id))
      for (const [place, folder] of ids.entries()) {
        for (const id of folder) {
          const [stem = ''] = id.split('.')
          assert.ok(first(stem) <= place, `${stem} comes after ${id}`)
        }
      }
    }),
  )
})

test('the order of the packages changes nothing', () => {
  const shuffled = somePackages.chain(packages =>
    fc.tuple(fc.constant(packages), fc.shuffledSubarray([...packages], { minLength: packages.length })),
  )
  fc.assert(fc.property(shuffled, ([packages, others]) => assert.deepEqual(foldersOf(others), foldersOf(packages))))
})

test('there is one folder where nothing collides', () => {
  fc.assert(
    fc.property(somePackages, packages => {
      if (findCollisions(packages.map(({ identity }) => identity)).length > 0) return
      assert.deepEqual(splitRepository(packages).folders, [[...packages.keys()]])
    }),
  )
})

test('packages that require nothing get as many folders as the longest chain of collisions has names, and nothing remains', () => {
  const lone = fc
    .uniqueArray(fc.stringMatching(/^[ab]{1,5}$/), { minLength: 1, maxLength: 12 })
    .map(ids => ids.map(id => moduleOf(`${id}@1.0.0`)))
  fc.assert(
    fc.property(lone, packages => {
      const { folders, remaining } = splitRepository(packages)
      assert.deepEqual(remaining, [])
      const ids = packages.map(({ identity }) => identity.id)
      const chain = (id: string): number =>
        1 + Math.max(0, ...ids.filter(other => other !== id && other.endsWith(id)).map(chain))
      assert.equal(folders.length, Math.max(...ids.map(chain)))
    }),
  )
})

test('a thousand packages in a deep graph with a collision are split in a fraction of a second', () => {
  const packages = Array.from({ length: 1000 }, (_, index) =>
    moduleOf(`Contoso.Module${index}.Core@1.0.0`, ...(index % 40 === 0 ? [] : [`Contoso.Module${index - 1}.Core`])),
  )
  const start = performance.now()
  const { folders } = splitRepository([...packages, moduleOf('yaml@1.0'), moduleOf('powershell-yaml@1.0')])
  assert.deepEqual(
    folders.map(indices => indices.length),
    [1001, 1],
  )
  assert.ok(performance.now() - start < 2000)
})
