import { numericPart } from '../gallery/dependency-text.ts'
import { moduleManifest } from '../gallery/manifest.ts'
import { nuspec } from '../gallery/nuspec.ts'
import type { PackageSpec } from '../gallery/pack.ts'

/** A package, and as what PowerShell must find it. */
export interface RestoredModule {
  readonly spec: PackageSpec
  /** As `Get-Module` says it, which is the name of its folder. */
  readonly version: string
  /** What its command prints. */
  readonly prints: string
}

function restored(spec: PackageSpec, expected: Partial<RestoredModule> = {}): RestoredModule {
  return { spec, version: numericPart(spec.version), prints: `${spec.id} ${spec.version}`, ...expected }
}

/** ModuleVersion as a manifest writes it, as PowerShell has it, and the versions under which such a package is published. */
const VERSIONS: readonly (readonly [written: string, version: string, published: readonly string[]])[] = [
  ["'1.0'", '1.0', ['1.0', '1.0.0', '1.0.0.0', '01.0']],
  ["'1.0.0'", '1.0.0', ['1.0', '1.0.0', '1.0.0.0']],
  ["'1.0.0.0'", '1.0.0.0', ['1.0', '1.0.0', '1.0.0.0', '1.0.0+build.5']],
  ["'1.2.3.0'", '1.2.3.0', ['1.2.3', '1.2.3.0', '1.2.3-rc1']],
  ["'1.2.3.4'", '1.2.3.4', ['1.2.3.4']],
  ["'01.02'", '1.2', ['1.2.0']],
  ["' 3.1 '", '3.1', ['3.1.0']],
  ['2.5', '2.5', ['2.5.0']],
  ['1.10', '1.1', ['1.1.0']],
]

const SPELT = VERSIONS.flatMap(([written, version, published]) =>
  published.map(each => {
    const id = `Spelt ${written} by ${each}`.replaceAll('.', '_').replace(/[^0-9A-Za-z_]/g, '')
    const spec = { id, version: each }
    const manifest = moduleManifest(spec).replace(/^ModuleVersion = .*$/m, `ModuleVersion = ${written}\r`)
    return restored({ ...spec, files: { [`${id}.psd1`]: manifest } }, { version })
  }),
)

/** A module whose own code is this, one command of which prints a text. */
function coded(spec: PackageSpec, code: string, prints: string): RestoredModule {
  return restored({ ...spec, files: { ...spec.files, [`${spec.id}.psm1`]: code } }, { prints })
}

/** The nuspec has the id in lower case, the files have it in another. */
const LETTER_CASE: PackageSpec = { id: 'LetterCase', version: '1.4.0' }

const SHAPES = [
  restored({ id: 'Early', version: '1.2.0-beta1' }),
  restored({ ...LETTER_CASE, files: { 'LetterCase.nuspec': nuspec({ ...LETTER_CASE, id: 'lettercase' }) } }),
  coded(
    {
      id: 'Percent',
      version: '1.0.0',
      files: { 'Private%20parts/100%25%20+%20%C3%A4.ps1': "function Get-Part { 'decoded' }" },
    },
    '. "$PSScriptRoot/Private parts/100% + ä.ps1"; function Get-Percent { Get-Part }',
    'decoded',
  ),
  coded(
    {
      id: 'Nested',
      version: '2.1.0',
      files: {
        'Public/First.ps1': "function Get-First { 'first' }",
        'Public/a/b/Second.ps1': "function Get-Second { 'second' }",
        'lib/Inner/1.0/Inner.psm1': "function Get-Inner { 'inner' }",
      },
    },
    `foreach ($file in Get-ChildItem $PSScriptRoot/Public -Recurse -Filter *.ps1) { . $file.FullName }
Import-Module $PSScriptRoot/lib/Inner/1.0/Inner.psm1
function Get-Nested { "$(Get-First) $(Get-Second) $(Get-Inner)" }`,
    'first second inner',
  ),
]

/** One of them requires the others. */
const FAMILY = [
  restored({ id: 'Child.Least', version: '1.5.0' }),
  restored({ id: 'Child.Exact', version: '1.2.3.4' }),
  restored({ id: 'Child.Most', version: '2.0' }),
  restored({ id: 'Child.Any', version: '3.0.0', dependencies: { 'Child.Least': '1.0' } }),
  coded(
    {
      id: 'Parent',
      version: '1.0.0',
      dependencies: { 'Child.Least': '1.0', 'Child.Exact': '[1.2.3.4]', 'Child.Most': '[1.0, 2.0]', 'Child.Any': '' },
    },
    "function Get-Parent { (Get-ChildLeast), (Get-ChildExact), (Get-ChildMost), (Get-ChildAny) -join ', ' }",
    'Child.Least 1.5.0, Child.Exact 1.2.3.4, Child.Most 2.0, Child.Any 3.0.0',
  ),
]

/** Whatever shape a module has, PowerShell must find it. */
export const RESTORED_MODULES: readonly RestoredModule[] = [...SPELT, ...SHAPES, ...FAMILY]
