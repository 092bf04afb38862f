import type { ClientLimit } from '../../src/powershell/client-limits.ts'
import type { FolderPackage, Split } from '../../src/powershell/split-repository.ts'
import { moduleOf, scalarOf, scriptOf, unquotedOf } from './folder-sets.ts'

export interface LimitCase {
  readonly what: string
  readonly packages: readonly FolderPackage[]
  /** `affects` is both unless told. */
  readonly limits: readonly ExpectedLimit[]
}

interface ExpectedLimit extends Pick<ClientLimit, 'why' | 'lines'>, Partial<Pick<ClientLimit, 'affects'>> {
  readonly package: string
}

/** `R1`, `R2`: as the folders of the cases are registered. */
export function repositoryNames({ folders }: Split): readonly string[] {
  return folders.map((_, place) => `R${place + 1}`)
}

function install(id: string, version: string, repository = 'R1'): string {
  const prerelease = version.includes('-') ? ' -Prerelease' : ''
  return `Install-PSResource ${id} -Version '[${version}]'${prerelease} -Repository ${repository}`
}

function installAlone(id: string, version: string, repository = 'R1'): string {
  return `${install(id, version, repository)} -SkipDependencyCheck`
}

/** What PSResourceGet 1.2.0 has shown, except for what is said of 1.3. */
export const LIMIT_CASES: readonly LimitCase[] = [
  {
    what: 'packages that require each other at fitting versions have no limit',
    packages: [
      moduleOf('A@1.0.0', 'b', 'C@1.0', 'D@[2.0]', 'E@(,1.5]'),
      moduleOf('B@1.0.0-beta1'),
      moduleOf('C@1.2.3.4'),
      moduleOf('D@2.0.0'),
      moduleOf('E@1.0.0'),
      scriptOf('S@1.0.0', 'A'),
    ],
    limits: [],
  },
  {
    what: 'a ModuleVersion without quotes is read by PowerShell alone',
    packages: [unquotedOf('A@1.2.0'), moduleOf('B@1.0.0', 'A')],
    limits: [
      {
        package: 'A@1.2.0',
        why: 'A 1.2.0 states its ModuleVersion without quotes, which PSResourceGet cannot read.',
        lines: [],
      },
      {
        package: 'B@1.0.0',
        why: 'B 1.0.0 needs A 1.2.0, and A 1.2.0 states its ModuleVersion without quotes, which PSResourceGet cannot read.',
        lines: [installAlone('B', '1.0.0')],
      },
    ],
  },
  {
    what: 'a module of the system is in no folder, which stops what requires it and what requires that',
    packages: [
      moduleOf('A@1.0.0', 'ActiveDirectory', 'B'),
      moduleOf('B@2.0.0'),
      moduleOf('C@3.0.0', 'A@1.0', 'D'),
      moduleOf('D@1.0.0', 'B'),
    ],
    limits: [
      {
        package: 'A@1.0.0',
        why: 'A 1.0.0 requires ActiveDirectory, which the folder does not hold.',
        lines: [install('B', '2.0.0'), installAlone('A', '1.0.0')],
      },
      {
        package: 'C@3.0.0',
        why: 'C 3.0.0 needs A 1.0.0, and A 1.0.0 requires ActiveDirectory, which the folder does not hold.',
        lines: [install('B', '2.0.0'), installAlone('A', '1.0.0'), install('D', '1.0.0'), installAlone('C', '3.0.0')],
      },
    ],
  },
  {
    what: 'a version that does not fit is as good as none',
    packages: [moduleOf('A@1.0.0', 'B@2.0'), moduleOf('B@1.0.0'), moduleOf('D@1.0.0-rc.1', 'B@[1.1]')],
    limits: [
      {
        package: 'A@1.0.0',
        why: 'A 1.0.0 requires B (2.0.0 or newer), which the folder does not hold (PSResourceGet 1.2 only).',
        affects: '1.2',
        lines: [installAlone('A', '1.0.0')],
      },
      {
        package: 'D@1.0.0-rc.1',
        why: 'D 1.0.0-rc.1 requires B (exactly 1.1.0), which the folder does not hold.',
        lines: [installAlone('D', '1.0.0-rc.1')],
      },
    ],
  },
  {
    what: 'RequiredModules that are no list cannot be read, and no line helps but for what requires the package',
    packages: [scalarOf('A@1.0.0', 'B'), moduleOf('B@1.0.0'), moduleOf('C@1.0.0', 'A@1.0', 'B')],
    limits: [
      {
        package: 'A@1.0.0',
        why: 'A 1.0.0 states its RequiredModules as one value and not as a list, which PSResourceGet cannot read.',
        lines: [],
      },
      {
        package: 'C@1.0.0',
        why: 'C 1.0.0 needs A 1.0.0, and A 1.0.0 states its RequiredModules as one value and not as a list, which PSResourceGet cannot read.',
        lines: [install('B', '1.0.0'), installAlone('C', '1.0.0')],
      },
    ],
  },
  {
    what: 'a circle ends PowerShell, and so does what leads to it',
    packages: [
      moduleOf('A@1.0.0', 'B'),
      moduleOf('B@1.0.0', 'C@1.0'),
      moduleOf('C@1.0.0', 'A@[1.0.0]'),
      moduleOf('D@1.0.0', 'A'),
      moduleOf('E@1.0.0', 'E'),
    ],
    limits: [
      {
        package: 'A@1.0.0',
        why: 'A 1.0.0 requires itself by way of B 1.0.0, C 1.0.0, over which PowerShell dies of a full stack (PSResourceGet 1.2 only).',
        affects: '1.2',
        lines: [installAlone('C', '1.0.0'), installAlone('B', '1.0.0'), installAlone('A', '1.0.0')],
      },
      {
        package: 'B@1.0.0',
        why: 'B 1.0.0 requires itself by way of A 1.0.0, C 1.0.0, over which PowerShell dies of a full stack (PSResourceGet 1.2 only).',
        affects: '1.2',
        lines: [installAlone('A', '1.0.0'), installAlone('C', '1.0.0'), installAlone('B', '1.0.0')],
      },
      {
        package: 'C@1.0.0',
        why: 'C 1.0.0 requires itself by way of A 1.0.0, B 1.0.0, over which PowerShell dies of a full stack (PSResourceGet 1.2 only).',
        affects: '1.2',
        lines: [installAlone('B', '1.0.0'), installAlone('A', '1.0.0'), installAlone('C', '1.0.0')],
      },
      {
        package: 'D@1.0.0',
        why: 'D 1.0.0 needs A 1.0.0, and A 1.0.0 requires itself by way of B 1.0.0, C 1.0.0, over which PowerShell dies of a full stack (PSResourceGet 1.2 only).',
        affects: '1.2',
        lines: [
          installAlone('C', '1.0.0'),
          installAlone('B', '1.0.0'),
          installAlone('A', '1.0.0'),
          installAlone('D', '1.0.0'),
        ],
      },
      {
        package: 'E@1.0.0',
        why: 'E 1.0.0 requires itself, over which PowerShell dies of a full stack (PSResourceGet 1.2 only).',
        affects: '1.2',
        lines: [installAlone('E', '1.0.0')],
      },
    ],
  },
  {
    what: 'a collision that the folders avoid is no limit',
    packages: [moduleOf('yaml@1.0.0'), moduleOf('powershell-yaml@2.0.0'), moduleOf('A@1.0.0', 'yaml')],
    limits: [],
  },
  {
    what: 'a longer name that requires its shorter one does not find it',
    packages: [moduleOf('yaml@1.0.0'), moduleOf('powershell-yaml@2.0.0', 'yaml'), moduleOf('A@1.0.0', 'yaml')],
    limits: [
      {
        package: 'powershell-yaml@2.0.0',
        why: 'powershell-yaml 2.0.0 requires yaml: PSResourceGet takes powershell-yaml.2.0.0.nupkg for a file of that name.',
        lines: [install('yaml', '1.0.0', 'R2'), installAlone('powershell-yaml', '2.0.0', 'R2')],
      },
    ],
  },
  {
    what: 'a minimum is a bound for 1.2 and none for 1.3',
    packages: [moduleOf('yaml@1.0.0'), moduleOf('powershell-yaml@2.0.0', 'yaml@1.0')],
    limits: [
      {
        package: 'powershell-yaml@2.0.0',
        why: 'powershell-yaml 2.0.0 requires yaml: PSResourceGet takes powershell-yaml.2.0.0.nupkg for a file of that name (PSResourceGet 1.3 only).',
        affects: '1.3',
        lines: [install('yaml', '1.0.0', 'R2'), installAlone('powershell-yaml', '2.0.0', 'R2')],
      },
    ],
  },
  {
    what: 'where the versions are the same, an exact one is in the way for both, and any other bound for 1.2',
    packages: [
      moduleOf('Foo@1.0.0'),
      moduleOf('xFoo@2.0.0', 'Foo@[1.0]'),
      moduleOf('yFoo@2.0.0', 'Foo@(,1.0]'),
      moduleOf('Bar@1.0.0'),
      moduleOf('xBar@1.0.0', 'Bar@[1.0]'),
      moduleOf('Baz@1.0.0'),
      moduleOf('xBaz@1.0.0', 'Baz@(,1.0]'),
    ],
    limits: [
      {
        package: 'xBar@1.0.0',
        why: 'xBar 1.0.0 requires Bar: PSResourceGet takes xBar.1.0.0.nupkg for a file of that name.',
        lines: [install('Bar', '1.0.0', 'R2'), installAlone('xBar', '1.0.0', 'R2')],
      },
      {
        package: 'xBaz@1.0.0',
        why: 'xBaz 1.0.0 requires Baz: PSResourceGet takes xBaz.1.0.0.nupkg for a file of that name (PSResourceGet 1.2 only).',
        affects: '1.2',
        lines: [install('Baz', '1.0.0', 'R2'), installAlone('xBaz', '1.0.0', 'R2')],
      },
    ],
  },
  {
    what: 'a shorter name that requires its longer one is found with its version',
    packages: [moduleOf('yaml@2.0.0', 'powershell-yaml'), moduleOf('powershell-yaml@2.0.0')],
    limits: [
      {
        package: 'yaml@2.0.0',
        why: 'yaml cannot be asked for without a version: PSResourceGet takes powershell-yaml.2.0.0.nupkg for a file of that name.',
        lines: [install('yaml', '2.0.0')],
      },
    ],
  },
  {
    what: 'where even a range is mistaken, the version alone is asked for',
    packages: [moduleOf('Az@1.0.0', 'Az.FooAz'), moduleOf('Az.FooAz@2.0.0')],
    limits: [
      {
        package: 'Az@1.0.0',
        why: 'Az cannot be asked for without a version: PSResourceGet takes Az.FooAz.2.0.0.nupkg for a file of that name.',
        lines: ['Install-PSResource Az -Version 1.0.0 -Repository R1'],
      },
    ],
  },
  {
    what: 'a name that stands in its own version cannot be asked for at all',
    packages: [moduleOf('1@1.1.1'), moduleOf('B@1.0.0', '1', 'C'), moduleOf('C@1.0.0')],
    limits: [
      {
        package: '1@1.1.1',
        why: '1 cannot be asked for without a version: PSResourceGet cannot tell the name and the version in 1.1.1.1.nupkg apart.',
        lines: [],
      },
      {
        package: 'B@1.0.0',
        why: 'B 1.0.0 requires 1: PSResourceGet cannot tell the name and the version in 1.1.1.1.nupkg apart.',
        lines: [install('C', '1.0.0', 'R2'), installAlone('B', '1.0.0', 'R2')],
      },
    ],
  },
  {
    what: 'a script is installed like a module, and requires modules like one',
    packages: [
      scriptOf('Scan@1.2.3', 'A', 'ActiveDirectory'),
      scriptOf('Clean@1.0.0-beta', 'ActiveDirectory'),
      moduleOf('A@1.0.0'),
    ],
    limits: [
      {
        package: 'Scan@1.2.3',
        why: 'Scan 1.2.3 requires ActiveDirectory, which the folder does not hold.',
        lines: [install('A', '1.0.0'), installAlone('Scan', '1.2.3')],
      },
      {
        package: 'Clean@1.0.0-beta',
        why: 'Clean 1.0.0-beta requires ActiveDirectory, which the folder does not hold.',
        lines: [installAlone('Clean', '1.0.0-beta')],
      },
    ],
  },
]
