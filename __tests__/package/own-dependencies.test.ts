import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Dependency } from '../../src/package/dependency.ts'
import { ownDependencies, sameDependencies } from '../../src/package/own-dependencies.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { range, someInterval, version } from '../helpers/versions.ts'

type Named = readonly (readonly [id: string, range: string])[]

function dependencies(named: Named): readonly Dependency[] {
  return named.map(([id, wanted]) => ({ id, range: range(wanted) }))
}

function shown(all: readonly Dependency[]): Named {
  return all.map(each => [each.id, formatRange(each.range)])
}

interface Case {
  readonly what: string
  readonly nuspec?: Named
  readonly manifest?: Named
  readonly external?: readonly string[]
  readonly needs: Named
}

const CASES: readonly Case[] = [
  { what: 'A package that says nothing needs nothing', needs: [] },
  {
    what: 'What the nuspec and the manifest both name is as the nuspec has it',
    nuspec: [['Pester', '[5.0.0, )']],
    manifest: [['PESTER', '[5.5.0]']],
    needs: [['Pester', '[5.0.0, )']],
  },
  {
    what: 'What only the manifest names is needed too, and all are in the order of their names',
    nuspec: [['b', '[1.0.0, )']],
    manifest: [
      ['C', '[2.0.0]'],
      ['A', '( , )'],
    ],
    needs: [
      ['A', '( , )'],
      ['b', '[1.0.0, )'],
      ['C', '[2.0.0]'],
    ],
  },
  {
    what: 'What comes with the system is not needed',
    manifest: [
      ['ActiveDirectory', '( , )'],
      ['Pester', '( , )'],
    ],
    external: ['activedirectory'],
    needs: [['Pester', '( , )']],
  },
  {
    what: 'What the nuspec names is needed although the manifest calls it external',
    nuspec: [['ActiveDirectory', '( , )']],
    external: ['ActiveDirectory'],
    needs: [['ActiveDirectory', '( , )']],
  },
  {
    what: 'A package does not need itself',
    nuspec: [['tool', '[1.0.0, )']],
    manifest: [['TOOL', '( , )']],
    needs: [],
  },
  {
    what: 'Of a name that is named twice both ranges hold',
    nuspec: [
      ['Pester', '[5.0.0, )'],
      ['pester', '( , 6.0.0)'],
    ],
    needs: [['Pester', '[5.0.0, 6.0.0)']],
  },
  {
    what: 'The manifest may name one twice, too',
    manifest: [
      ['Pester', '[5.0.0, )'],
      ['pester', '[5.1.0, )'],
    ],
    needs: [['Pester', '[5.1.0, )']],
  },
  {
    what: 'Of two ranges that have nothing in common the later one is left',
    nuspec: [
      ['Pester', '[4.0.0]'],
      ['Pester', '[5.0.0]'],
    ],
    needs: [['Pester', '[5.0.0]']],
  },
]

for (const { what, nuspec = [], manifest = [], external = [], needs } of CASES) {
  test(`${what}.`, () => {
    const own = ownDependencies({
      identity: { id: 'Tool', version: version('1.0.0') },
      dependencies: dependencies(nuspec),
      requiredModules: dependencies(manifest),
      externalModules: external,
    })
    assert.deepEqual(shown(own), needs)
  })
}

const SAME: readonly (readonly [what: string, a: Named, b: Named, same: boolean])[] = [
  ['Nothing twice', [], [], true],
  [
    'Other letter case and another order',
    [
      ['A', '[1.0.0, )'],
      ['b', '[2.0]'],
    ],
    [
      ['B', '[2.0.0]'],
      ['a', '1'],
    ],
    true,
  ],
  [
    'The same twice',
    [
      ['a', '1.0'],
      ['A', '1.0.0'],
    ],
    [['a', '1.0']],
    true,
  ],
  ['Another range', [['a', '1.0']], [['a', '[1.0]']], false],
  ['Another name', [['a', '1.0']], [['b', '1.0']], false],
  [
    'One more',
    [['a', '1.0']],
    [
      ['a', '1.0'],
      ['b', '1.0'],
    ],
    false,
  ],
  ['A prerelease as its end', [['a', '1.0']], [['a', '1.0-rc']], false],
]

for (const [what, a, b, same] of SAME) {
  test(`${what} ${same ? 'is the same need' : 'is another need'}, asked either way.`, () => {
    assert.equal(sameDependencies(dependencies(a), dependencies(b)), same)
    assert.equal(sameDependencies(dependencies(b), dependencies(a)), same)
  })
}

test('Reading what a package needs twice changes nothing: names are told once, sorted, and not the package itself.', () => {
  const some = fc.array(fc.record({ id: fc.constantFrom('a', 'A', 'b', 'Tool', 'c.d'), range: someInterval }))
  fc.assert(
    fc.property(some, some, fc.subarray(['a', 'b', 'c.d']), (nuspec, manifest, external) => {
      const identity = { id: 'tool', version: version('1.0.0') }
      const facts = { identity, dependencies: nuspec, requiredModules: manifest, externalModules: external }
      const own = ownDependencies(facts)
      const names = own.map(({ id }) => id.toLowerCase())
      assert.deepEqual(names, [...new Set(names)].sort())
      assert.ok(!names.includes('tool'))
      const again = ownDependencies({ ...facts, dependencies: own, requiredModules: [] })
      assert.deepEqual(again, own)
    }),
    { numRuns: 100 },
  )
})
