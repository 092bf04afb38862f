import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatLock, type LockedPackage, requirementText } from '../../src/lock/format-lock.ts'
import type { Requirement } from '../../src/requirements/requirement.ts'
import { requirementsIn } from '../helpers/requirements.ts'

const OPTIONS = { prerelease: false, skipDependencies: false }

function locked(id: string, version: string, facts: Partial<LockedPackage> = {}): LockedPackage {
  return {
    id,
    version,
    type: 'module',
    guid: undefined,
    family: 'gallery',
    sha512: 'c2hhNTEy',
    size: 1234,
    contentDigest: 'h1:ZGlnZXN0',
    dependencies: [],
    ...facts,
  }
}

const REQUIREMENTS = requirementsIn('a.psd1', 'Pester>=5', 'Az.Aks@6.1.0')
const PACKAGES = [
  locked('Pester', '5.7.1', { guid: 'a699dea5-2c73-4616-a270-1f7abb777e71' }),
  locked('Az.Aks', '6.1.0', {
    dependencies: [
      { id: 'Az.Resources', range: '[8.0.0, )' },
      { id: 'Az.Accounts', range: '[5.3.0, )' },
    ],
  }),
]

const EXPECTED = `{
  "format": 1,
  "options": {
    "prerelease": false,
    "skip-dependencies": false
  },
  "requirements": [
    "az.aks [6.1.0]",
    "pester [5.0.0, )"
  ],
  "packages": {
    "az.aks/6.1.0": {
      "id": "Az.Aks",
      "version": "6.1.0",
      "type": "module",
      "family": "gallery",
      "accepted": [
        {
          "sha512": "c2hhNTEy",
          "size": 1234
        }
      ],
      "content": [
        "h1:ZGlnZXN0"
      ],
      "dependencies": {
        "Az.Accounts": "[5.3.0, )",
        "Az.Resources": "[8.0.0, )"
      }
    },
    "pester/5.7.1": {
      "id": "Pester",
      "version": "5.7.1",
      "type": "module",
      "guid": "a699dea5-2c73-4616-a270-1f7abb777e71",
      "family": "gallery",
      "accepted": [
        {
          "sha512": "c2hhNTEy",
          "size": 1234
        }
      ],
      "content": [
        "h1:ZGlnZXN0"
      ],
      "dependencies": {}
    }
  }
}
`

test('A lock has one stanza a package, everything sorted, and ends with a line end.', () => {
  assert.equal(formatLock(REQUIREMENTS, PACKAGES, OPTIONS), EXPECTED)
})

test('The options that change what is locked are in it.', () => {
  const lock = JSON.parse(formatLock([], [], { prerelease: true, skipDependencies: true }))
  assert.deepEqual(lock.options, { prerelease: true, 'skip-dependencies': true })
})

/** Two requirements and whether a lock tells them apart. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['Pester', 'pester ( , )'],
  ['Pester!', 'pester ( , ) prerelease'],
  ['PESTER@5.7.1.0', 'pester [5.7.1]'],
  ['Pester:[5.0,6.0)', 'pester [5.0.0, 6.0.0)'],
  ['Pester:5.*', 'pester 5.*'],
  [
    "@{ModuleName='Pester'; ModuleVersion='5.0'; GUID='A699DEA5-2C73-4616-A270-1F7ABB777E71'}",
    'pester [5.0.0, ) guid a699dea5-2c73-4616-a270-1f7abb777e71',
  ],
]

for (const [line, text] of TEXTS) {
  test(`The requirement ${line} is locked as "${text}".`, () => {
    const [requirement] = requirementsIn('a.psd1', line)
    assert.ok(requirement)
    assert.equal(requirementText(requirement), text)
    assert.equal(requirementText({ ...requirement, repository: 'PSGallery' }).includes('repository psgallery'), true)
  })
}

test('Where a requirement is stated, and how often, changes nothing.', () => {
  const moved: readonly Requirement[] = [
    ...requirementsIn('other.psd1', 'az.aks=6.1', '# a comment', 'Pester >= 5.0.0'),
    ...requirementsIn('a.psd1', 'PESTER>=5'),
  ]
  assert.equal(formatLock(moved, PACKAGES, OPTIONS), EXPECTED)
})

test('The order in which packages, dependencies and requirements come changes nothing.', () => {
  const names = ['a', 'B', 'a.b', 'A-b', 'a_b', 'Z', '1']
  const packages = names.map((name, index) =>
    locked(name, '1.0.0', {
      size: index,
      dependencies: names.filter(each => each !== name).map(id => ({ id, range: '( , )' })),
    }),
  )
  const requirements = requirementsIn('a.psd1', ...names)
  const expected = formatLock(requirements, packages, OPTIONS)
  const shuffled = fc.shuffledSubarray(packages, { minLength: packages.length })
  const reordered = fc.shuffledSubarray([...requirements], { minLength: requirements.length })
  fc.assert(
    fc.property(shuffled, reordered, (some, others) => {
      const backwards = some.map(each => ({ ...each, dependencies: each.dependencies.toReversed() }))
      assert.equal(formatLock(others, backwards, OPTIONS), expected)
    }),
  )
})

test('Two versions of one package have a stanza each.', () => {
  const lock = JSON.parse(formatLock([], [locked('A', '2.0.0'), locked('A', '10.0.0')], OPTIONS))
  assert.deepEqual(Object.keys(lock.packages), ['a/10.0.0', 'a/2.0.0'])
})
