import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  areMeantSideBySide,
  type Demand,
  type DemandGroup,
  dependencyDemand,
  groupDemands,
  groupOf,
  statedDemand,
  statedGuid,
} from '../../src/restore/demand.ts'
import { contains, formatRange } from '../../src/version/version-range.ts'
import { requirementsIn } from '../helpers/requirements.ts'
import { range, someInterval, someVersion } from '../helpers/versions.ts'

function stated(file: string, ...lines: readonly string[]): readonly Demand[] {
  return requirementsIn(file, ...lines).map(statedDemand)
}

function needed(wanted: string, by: string): Demand {
  return dependencyDemand({ id: 'Pester', range: range(wanted) }, by, 'gallery')
}

function shown(groups: readonly DemandGroup[]): readonly string[] {
  return groups.map(group => `${formatRange(group.range)} for ${group.demands.map(({ by }) => by).join(', ')}`)
}

test('A requirement is a demand from its place, a dependency one from the package that has it.', () => {
  const [requirement] = requirementsIn('a.psd1', 'Pester!>=5')
  assert.ok(requirement)
  const { name, by, prerelease } = statedDemand(requirement)
  assert.deepEqual([name, by, prerelease], ['Pester', 'a.psd1:1:1', true])
  const dependency = needed('5.0-beta', 'Tools 1.0.0')
  assert.deepEqual([dependency.name, dependency.by, dependency.prerelease], ['Pester', 'Tools 1.0.0', false])
  assert.equal(dependency.requirement, undefined)
})

interface Case {
  readonly what: string
  readonly demands: readonly Demand[]
  readonly groups: readonly string[]
  /** Whether the file itself asks for several versions. */
  readonly meant?: boolean
}

const CASES: readonly Case[] = [
  {
    what: 'Ranges that overlap are one group with what lies in all of them',
    demands: [...stated('a.psd1', 'Pester>=5'), needed('[4.0,6.0)', 'X 1.0.0'), needed('[5.2, )', 'Y 1.0.0')],
    groups: ['[5.2.0, 6.0.0) for a.psd1:1:1, X 1.0.0, Y 1.0.0'],
  },
  {
    what: 'Two files whose ranges overlap are one group',
    demands: [...stated('a.psd1', 'Pester>=5'), ...stated('b.psd1', 'Pester<6')],
    groups: ['[5.0.0, 6.0.0) for a.psd1:1:1, b.psd1:1:1'],
  },
  {
    what: 'Two exact versions in one file are two groups, which is meant',
    demands: stated('a.psd1', 'Pester@4.10.1', 'Pester@5.7.1'),
    groups: ['[4.10.1] for a.psd1:1:1', '[5.7.1] for a.psd1:2:1'],
    meant: true,
  },
  {
    what: 'A dependency joins the group that it fits',
    demands: [...stated('a.psd1', 'Pester@4.10.1', 'Pester@5.7.1'), needed('[5.0, )', 'X 1.0.0')],
    groups: ['[4.10.1] for a.psd1:1:1', '[5.7.1] for a.psd1:2:1, X 1.0.0'],
    meant: true,
  },
  {
    what: 'A dependency that fits no stated version stands beside it, which nobody meant',
    demands: [...stated('a.psd1', 'Pester@5.7.1'), needed('[4.0,5.0)', 'X 1.0.0')],
    groups: ['[5.7.1] for a.psd1:1:1', '[4.0.0, 5.0.0) for X 1.0.0'],
  },
  {
    what: 'Dependencies that exclude each other stand side by side, which nobody meant',
    demands: [needed('[4.0,5.0)', 'X 1.0.0'), needed('[5.0]', 'Y 1.0.0'), needed('[4.1]', 'Z 1.0.0')],
    groups: ['[4.1.0] for X 1.0.0, Z 1.0.0', '[5.0.0] for Y 1.0.0'],
  },
  {
    what: 'Ranges of one file that exclude each other stand side by side, which nobody meant',
    demands: stated('a.psd1', 'Pester<5', 'Pester>=5'),
    groups: ['(, 5.0.0) for a.psd1:1:1', '[5.0.0, ) for a.psd1:2:1'],
  },
]

for (const { what, demands, groups, meant = false } of CASES) {
  test(`${what}.`, () => {
    const found = groupDemands(demands)
    assert.deepEqual(shown(found), groups)
    if (found.length > 1) assert.equal(areMeantSideBySide(found), meant)
  })
}

test('A group takes prereleases when one of its demands asks for them.', () => {
  const group = groupOf([...stated('a.psd1', 'Pester!'), needed('5.0', 'X 1.0.0')])
  assert.equal(group?.prerelease, true)
  assert.equal(groupOf([needed('5.0', 'X 1.0.0')])?.prerelease, false)
})

test('A group has the GUID that any of its requirements states.', () => {
  const [plain, named] = requirementsIn(
    'a.psd1',
    'Pester',
    "@{ModuleName='Pester'; GUID='a699dea5-2c73-4616-a270-1f7abb777e71'}",
  ).map(statedDemand)
  assert.ok(plain && named)
  const both = groupOf([plain, named])
  assert.equal(both && statedGuid(both), 'a699dea5-2c73-4616-a270-1f7abb777e71')
  const one = groupOf([plain])
  assert.equal(one && statedGuid(one), undefined)
})

test('No demand makes no group.', () => {
  assert.equal(groupOf([]), undefined)
})

test('Every demand is in exactly one group, whose range lies in its own.', () => {
  fc.assert(
    fc.property(fc.array(someInterval, { minLength: 1, maxLength: 6 }), someVersion, (intervals, version) => {
      const demands = intervals.map((each, index) =>
        dependencyDemand({ id: 'X', range: each }, `P${index} 1.0.0`, 'gallery'),
      )
      const groups = groupDemands(demands)
      assert.deepEqual(
        groups
          .flatMap(group => group.demands)
          .map(({ by }) => by)
          .sort(),
        demands.map(({ by }) => by).sort(),
      )
      for (const group of groups) {
        if (!contains(group.range, version)) continue
        for (const demand of group.demands) assert.ok(contains(demand.range, version))
      }
    }),
  )
})
