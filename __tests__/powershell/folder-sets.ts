import fc from 'fast-check'
import type { PackageIdentity } from '../../src/package/identity.ts'
import type { ManifestOddity } from '../../src/package/module-manifest.ts'
import { type Collision, findCollisions } from '../../src/powershell/name-collisions.ts'
import type { FolderPackage } from '../../src/powershell/split-repository.ts'
import { normalise } from '../../src/version/nuget-version.ts'
import { ANY_VERSION, formatRange } from '../../src/version/version-range.ts'
import { moduleManifest } from '../gallery/manifest.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { range, version } from '../helpers/versions.ts'

/** `yaml@1.0.0`. */
export function identityOf(text: string): PackageIdentity {
  const [id = '', written = ''] = text.split('@')
  return { id, version: version(written) }
}

export function nameOf({ id, version: exact }: PackageIdentity): string {
  return `${id}@${normalise(exact)}`
}

/** A module that requires these: `yaml`, `yaml@1.0` (a minimum), `yaml@[1.0]`. */
export function moduleOf(text: string, ...required: readonly string[]): FolderPackage {
  const requiredModules = required.map(each => {
    const [id = '', bound] = each.split('@')
    return { id, range: bound === undefined ? ANY_VERSION : range(bound) }
  })
  return { identity: identityOf(text), type: 'module', requiredModules, oddities: [] }
}

/** A module whose RequiredModules are one text and no array. */
export function scalarOf(text: string, required: string): FolderPackage {
  return { ...moduleOf(text, required), oddities: ['required-modules-no-list'] }
}

/** A module whose ModuleVersion stands without quotes: of the form 1.2, and no prerelease. */
export function unquotedOf(text: string): FolderPackage {
  return { ...moduleOf(text), oddities: ['module-version-no-text'] }
}

export function scriptOf(text: string, ...required: readonly string[]): FolderPackage {
  return { ...moduleOf(text, ...required), type: 'script' }
}

const REWRITES: Readonly<Record<ManifestOddity, readonly [RegExp, string]>> = {
  'required-modules-no-list': [/^RequiredModules = @\((.*)\)/m, 'RequiredModules = $1'],
  'module-version-no-text': [/^ModuleVersion = '(\d+\.\d+).*'/m, 'ModuleVersion = $1'],
}

/** What to pack to get the package. */
export function specOf({ identity, type, requiredModules, oddities }: FolderPackage): PackageSpec {
  const dependencies = Object.fromEntries(
    requiredModules.map(({ id, range: bound }) => [id, bound.min || bound.max ? formatRange(bound) : '']),
  )
  const spec: PackageSpec = { id: identity.id, version: normalise(identity.version), type, dependencies }
  if (oddities.length === 0) return spec
  const manifest = oddities.reduce((text, oddity) => text.replace(...REWRITES[oddity]), moduleManifest(spec))
  return { ...spec, files: { [`${identity.id}.psd1`]: manifest } }
}

/** `yaml@1.0.0 < powershell-yaml@2.0.0: name version`, one for each collision. */
export function tellCollisions(packages: readonly PackageIdentity[]): readonly string[] {
  return findCollisions(packages).map(tellCollision)
}

export function tellCollision({ asked, inTheWay, fails }: Collision): string {
  return `${nameOf(asked)} < ${nameOf(inTheWay)}: ${fails.join(' ')}`
}

/** A folder, and what collides in it as PSResourceGet 1.2.0 has shown. */
export interface CollisionCase {
  readonly holds: readonly string[]
  readonly collisions: readonly string[]
  /** The versions, or the order of the files, may hide what `name` and `range` say. */
  readonly mayBeHidden?: boolean
  /** Folders of their own do not help. */
  readonly helpless?: boolean
}

export const COLLISION_CASES: readonly CollisionCase[] = [
  { holds: ['yaml@1.0.0', 'powershell-yaml@2.0.0'], collisions: ['yaml@1.0.0 < powershell-yaml@2.0.0: name'] },
  { holds: ['yaml@2.0.0', 'powershell-yaml@2.0.0'], collisions: ['yaml@2.0.0 < powershell-yaml@2.0.0: name version'] },
  {
    holds: ['YAML@1.0.0', 'YAML@2.0.0', 'PowerShell-Yaml@2.0.0'],
    collisions: ['YAML@1.0.0 < PowerShell-Yaml@2.0.0: name', 'YAML@2.0.0 < PowerShell-Yaml@2.0.0: name version'],
  },
  {
    holds: ['yaml@1.0.0', 'powershell-yaml@2.0.0', 'x.powershell-yaml@3.0.0'],
    collisions: [
      'yaml@1.0.0 < powershell-yaml@2.0.0: name',
      'yaml@1.0.0 < x.powershell-yaml@3.0.0: name',
      'powershell-yaml@2.0.0 < x.powershell-yaml@3.0.0: name',
    ],
  },
  { holds: ['Accounts@1.0.0', 'Az.Accounts@2.0.0'], collisions: ['Accounts@1.0.0 < Az.Accounts@2.0.0: name'] },
  { holds: ['Pester@5.7.1', 'xPester@1.0.0'], collisions: ['Pester@5.7.1 < xPester@1.0.0: name'] },
  {
    holds: ['Configuration@1.6.0', 'PSDesiredStateConfiguration@2.0.7'],
    collisions: ['Configuration@1.6.0 < PSDesiredStateConfiguration@2.0.7: name'],
  },
  { holds: ['Metadata@1.5.7', 'xMetadata@1.5.7'], collisions: ['Metadata@1.5.7 < xMetadata@1.5.7: name version'] },
  { holds: ['Logging@4.8.5', 'PoShLogging@4.0.0'], collisions: ['Logging@4.8.5 < PoShLogging@4.0.0: name'] },
  { holds: ['My.Mod@1.0.0', 'MyXMod@2.0.0'], collisions: ['My.Mod@1.0.0 < MyXMod@2.0.0: name'] },
  { holds: ['yaml@1.0.0', 'yaml.2x@1.0.0'], collisions: ['yaml@1.0.0 < yaml.2x@1.0.0: name'] },
  { holds: ['yaml@2.0.0.1', 'yaml-2@0.0.1'], collisions: ['yaml@2.0.0.1 < yaml-2@0.0.1: version'] },
  { holds: ['Az@1.0.0', 'Az.Quaz.Foo@2.0.0'], collisions: ['Az@1.0.0 < Az.Quaz.Foo@2.0.0: range'] },
  { holds: ['Az@1.0.0', 'Az.FooAz@2.0.0'], collisions: ['Az@1.0.0 < Az.FooAz@2.0.0: name range'] },
  { holds: ['yaml@1.0.0-rc1', 'xyaml@1.0.0-rc1'], collisions: ['yaml@1.0.0-rc1 < xyaml@1.0.0-rc1: name version'] },
  // These are taken for a version of the name.
  {
    holds: ['Pester@1.0.0', 'Pester.5@2.0.0'],
    collisions: ['Pester@1.0.0 < Pester.5@2.0.0: name range'],
    mayBeHidden: true,
  },
  {
    holds: ['Pester@6.0.0', 'Pester.5@2.0.0'],
    collisions: ['Pester@6.0.0 < Pester.5@2.0.0: name range'],
    mayBeHidden: true,
  },
  {
    holds: ['Pester@5.7.1', 'Pester.5@2.0.0'],
    collisions: ['Pester@5.7.1 < Pester.5@2.0.0: name range', 'Pester.5@2.0.0 < Pester@5.7.1: name range'],
    mayBeHidden: true,
    helpless: true,
  },
  { holds: ['Foo@1.0.0', 'Foo.Foo@2.0.0'], collisions: ['Foo@1.0.0 < Foo.Foo@2.0.0: name range'], mayBeHidden: true },
  {
    holds: ['Foo@2.0.0', 'Foo.Foo@2.0.0'],
    collisions: ['Foo@2.0.0 < Foo.Foo@2.0.0: name version range'],
    mayBeHidden: true,
  },
  // The name stands in the version too, so that no folder of its own helps.
  {
    holds: ['a@1.0.0-a'],
    collisions: ['a@1.0.0-a < a@1.0.0-a: name version range'],
    mayBeHidden: true,
    helpless: true,
  },
  { holds: ['1@1.1.1'], collisions: ['1@1.1.1 < 1@1.1.1: name version range'], helpless: true },
  {
    holds: ['rc@1.0.0-rc.1'],
    collisions: ['rc@1.0.0-rc.1 < rc@1.0.0-rc.1: name version range'],
    mayBeHidden: true,
    helpless: true,
  },
  // Alike, and told apart.
  { holds: ['Foo@1.0.0', 'foo@2.0.0'], collisions: [] },
  { holds: ['Foo@1.0.0', 'Foo2@2.0.0', 'Foo.Bar@1.0.0', 'FooBar@1.0.0', 'Foo-Baz@1.0.0'], collisions: [] },
  { holds: ['Az@1.0.0', 'Az.Accounts@2.0.0', 'Az.Storage@1.0.0'], collisions: [] },
  { holds: ['Mod.2019@1.0.0', 'Module@1.0.0', 'Mod1@1.0.0'], collisions: [] },
  { holds: ['Foo@1.0.0-beta1', 'Foo@1.0.0', 'Foo@1.2.3.4'], collisions: [] },
]

/** Ids that often end in, begin with or repeat each other; none has a part that could be a version. */
export const someId: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.constantFrom('az', 'Az', 'yaml', 'Foo', 'x', 'Tools', 'v2'), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '.', '-', '_'),
  )
  .map(([parts, separator]) => parts.join(separator))

/** Sets whose names collide, require each other and external modules, and stand side by side at several versions. */
export const somePackages: fc.Arbitrary<readonly FolderPackage[]> = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom(
        'yaml',
        'p-yaml',
        'x.p-yaml',
        'az',
        'az.yaml',
        'az.xaz',
        'Foo',
        'xFoo',
        'Foo.5',
        'B',
        'C',
        'D',
      ),
      version: fc.constantFrom('1.0.0', '2.0.0', '5.1.0'),
    }),
    { minLength: 1, maxLength: 8, selector: ({ id, version: exact }) => `${id}@${exact}` },
  )
  .chain(identities =>
    fc.tuple(
      ...identities.map(({ id, version: exact }) =>
        fc
          .uniqueArray(
            fc.record({
              id: fc.oneof(
                { weight: 9, arbitrary: fc.constantFrom(...identities.map(other => other.id)) },
                { weight: 1, arbitrary: fc.constant('ActiveDirectory') },
              ),
              bound: fc.constantFrom('', '@1.0', '@[2.0.0]', '@(,2.0]'),
            }),
            { maxLength: 2, selector: required => required.id },
          )
          .map(required => moduleOf(`${id}@${exact}`, ...required.map(each => `${each.id}${each.bound}`))),
      ),
    ),
  )
