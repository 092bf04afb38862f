import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Lock, LockedPackage } from '../../src/lock/lock.ts'
import { type Demand, dependencyDemand, groupOf, statedDemand } from '../../src/restore/demand.ts'
import { explainUnlocked } from '../../src/restore/locking/explain-lock.ts'
import { bindName, groupFamilies } from '../../src/sources/family.ts'
import { parseSourceList } from '../../src/sources/source-list.ts'
import { parseSourceMap } from '../../src/sources/source-map.ts'
import { requirementsIn } from '../helpers/requirements.ts'
import { unwrap } from '../helpers/result.ts'
import { namedSource } from '../helpers/scripted-source.ts'
import { range } from '../helpers/versions.ts'
import { locked } from '../lock/some-lock.ts'

const configs = unwrap(parseSourceList('contoso: https://nuget.contoso.test/v3/index.json\npsgallery\nmar'))
const families = groupFamilies(configs.map(config => namedSource(config.name, config)))

const GUID = 'a699dea5-2c73-4616-a270-1f7abb777e71'
const OTHER_GUID = '00000000-0000-0000-0000-000000000001'

/** Lines of the requirements file. */
function stated(...lines: readonly string[]): readonly Demand[] {
  return requirementsIn('a.psd1', ...lines).map(statedDemand)
}

function needed(by: string, name: string, wanted: string): Demand {
  return dependencyDemand({ id: name, range: range(wanted) }, by, 'gallery')
}

interface Case {
  readonly what: string
  readonly demands: readonly Demand[]
  readonly packages: readonly LockedPackage[]
  /** What the lock says that it was written for. */
  readonly requirements?: readonly string[]
  readonly sourceMap?: string
  readonly repositories?: readonly string[]
  /** Behind "modules.lock.json is out of date: ". */
  readonly reason: string
  /** Where no requirement is among the demands, so that "lock" alone may find nothing to change. */
  readonly isEdge?: boolean
}

const CASES: readonly Case[] = [
  {
    what: 'a requirement that is new',
    demands: stated('Pester'),
    packages: [locked('Az.Accounts', '5.3.0')],
    requirements: ['az.accounts [5.0.0, )'],
    reason: 'a.psd1:1:1 wants Pester, any version, and none is locked',
  },
  {
    what: 'a requirement whose package was taken out of the lock',
    demands: stated('Pester>=5'),
    packages: [],
    requirements: ['pester [5.0.0, )', 'pester.more [1.0.0]'],
    reason: 'a.psd1:1:1 wants Pester, 5.0.0 or newer, and none is locked (for [5.0.0, ))',
  },
  {
    what: 'a minimum that was raised',
    demands: stated('Pester>=6'),
    packages: [locked('Pester', '5.7.1')],
    requirements: ['pester [5.0.0, )'],
    reason: 'a.psd1:1:1 wants Pester, 6.0.0 or newer, and 5.7.1 is locked (for [5.0.0, ))',
  },
  {
    what: 'another exact version, in another letter case of the name',
    demands: stated('PESTER@5.7.0'),
    packages: [locked('Pester', '5.7.1')],
    requirements: ['pester [5.7.1]'],
    reason: 'a.psd1:1:1 wants PESTER, exactly 5.7.0, and 5.7.1 is locked (for [5.7.1])',
  },
  {
    what: 'a prerelease that nobody asks for any more',
    demands: stated('Pester>=5'),
    packages: [locked('Pester', '6.0.0-rc1')],
    requirements: ['pester [5.0.0, ) prerelease'],
    reason: 'a.psd1:1:1 wants Pester, 5.0.0 or newer, and 6.0.0-rc1 is locked (for [5.0.0, ) prerelease)',
  },
  {
    what: 'a package that needs more than before',
    demands: [...stated('Az.Accounts>=5'), needed('Az.Aks 7.0.0', 'Az.Accounts', '[5.4.0, )')],
    packages: [locked('Az.Accounts', '5.3.0')],
    requirements: ['az.accounts [5.0.0, )'],
    reason: 'Az.Aks 7.0.0 wants Az.Accounts, 5.4.0 or newer, and 5.3.0 is locked (for [5.0.0, ))',
  },
  {
    what: 'a dependency that nobody stated',
    demands: [needed('Tool 1.0.0', 'Library', '(1.0, 2.0]')],
    packages: [locked('Library', '1.0.0')],
    reason: 'Tool 1.0.0 wants Library, (1.0.0, 2.0.0], and 1.0.0 is locked',
    isEdge: true,
  },
  {
    what: 'several that want something else',
    demands: [...stated('Pester>=6', 'Pester<7'), needed('Tool 1.0.0', 'Pester', '6.1')],
    packages: [locked('Pester', '5.7.1'), locked('Pester', '4.10.1')],
    requirements: ['pester [4.10.1]', 'pester [5.7.1]'],
    reason:
      'a.psd1:1:1 wants Pester, 6.0.0 or newer and Tool 1.0.0 wants Pester, 6.1.0 or newer, and 5.7.1 and 4.10.1 are locked (for [4.10.1] and [5.7.1])',
  },
  {
    what: 'a name that source-map binds elsewhere',
    demands: stated('Internal'),
    packages: [locked('Internal', '1.0.0')],
    sourceMap: 'Internal: contoso',
    reason: 'source-map "Internal" binds Internal to contoso, and 1.0.0 of gallery is locked',
  },
  {
    what: 'a name that its requirement binds elsewhere',
    demands: stated('Internal'),
    packages: [locked('Internal', '1.0.0', { family: 'contoso' })],
    repositories: ['PSGallery'],
    reason: 'repository "PSGallery" binds Internal to gallery, and 1.0.0 of contoso is locked',
  },
  {
    what: 'a GUID that is another one',
    demands: stated(`@{ModuleName='Pester'; ModuleVersion='5.0'; Guid='${GUID}'}`),
    packages: [locked('Pester', '5.7.1', { guid: OTHER_GUID })],
    reason: `a.psd1:1:1 wants Pester, 5.0.0 or newer with the GUID ${GUID}, and 5.7.1 with ${OTHER_GUID} is locked`,
  },
  {
    what: 'a GUID where none is locked',
    demands: stated(`@{ModuleName='Pester'; ModuleVersion='5.0'; Guid='${GUID}'}`),
    packages: [locked('Pester', '5.7.1')],
    reason: `a.psd1:1:1 wants Pester, 5.0.0 or newer with the GUID ${GUID}, and 5.7.1 with none is locked`,
  },
  {
    what: 'demands that one locked version meets each, and none all',
    demands: [...stated('Pester>=5'), needed('Tool 1.0.0', 'Pester', '[4.0, 5.5]')],
    packages: [locked('Pester', '4.10.1'), locked('Pester', '5.7.1')],
    reason:
      'a.psd1:1:1 wants Pester, 5.0.0 or newer and Tool 1.0.0 wants Pester, [4.0.0, 5.5.0], and nothing that is locked (4.10.1 and 5.7.1) meets all of that',
  },
]

const COMMAND = 'psmodule-restore lock build.requires.psd1'
const [OR_NOT_MEANT, OR_UPGRADE] = [
  `Renew it and commit it: ${COMMAND}\nIf the lock is not meant for this restore, set "locked" to false.`,
  `Renew it and commit it: ${COMMAND}\nIf that changes nothing, the lock was edited: run it with --upgrade.`,
]

for (const { what, demands, packages, requirements = [], sourceMap = '', repositories = [], ...told } of CASES) {
  test(`A lock says what changed of ${what}, and how it is renewed.`, () => {
    const group = groupOf(demands)
    assert.ok(group)
    const map = unwrap(parseSourceMap(sourceMap, configs))
    const binding = unwrap(bindName(group.name, { repositories, parents: [] }, families, map))
    const lock: Lock = { options: { prerelease: false, skipDependencies: false }, requirements, packages }
    const file = { lock, path: '/repo/modules.lock.json', shown: 'modules.lock.json', renew: COMMAND }
    const place = demands.find(({ requirement }) => requirement)?.requirement?.stated
    assert.deepEqual(explainUnlocked(group, binding, file), {
      code: 'LOCK_OUTDATED',
      sentence: `modules.lock.json is out of date: ${told.reason}.`,
      hint: told.isEdge ? OR_UPGRADE : OR_NOT_MEANT,
      ...(place && { place }),
    })
  })
}
