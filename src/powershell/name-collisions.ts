import { fileName, type PackageIdentity, validId } from '../package/identity.ts'
import { equalVersions, type NuGetVersion, normalise, parseVersion } from '../version/nuget-version.ts'

/**
 * The names that PSResourceGet cannot be asked for in a folder of packages, because of another file in it.
 *
 * It makes regular expressions and wildcards of the name as it is, and takes the file names that match apart by cutting
 * the name out, wherever it stands. So `powershell-yaml.2.0.0.nupkg` is taken for a version of `yaml`, and its version
 * for what stands before `yaml.`, which ends the whole lookup with an exception.
 *
 * Source: `LocalServerApiCalls.cs` (`FindNameHelper`, `FindVersionHelper`, `GetMatchingFilesGivenSpecificName`,
 * `GetInfoFromFileName`), the same in 1.2.0 and 1.3.0-preview1, which both were run against `folder-lookups.test.ts`.
 */
export interface Collision {
  readonly asked: PackageIdentity
  /** The package whose file is mistaken for one of `asked`: `asked` itself where its own file cannot be told apart. */
  readonly inTheWay: PackageIdentity
  /** What fails in a folder that holds both; never empty. */
  readonly fails: readonly Lookup[]
}

/**
 * The ways to ask for a package:
 * - `name`: no version. Also a dependency without one and, from 1.3 on, one with a minimum only.
 * - `version`: `-Version 1.0.0`, and a dependency's RequiredVersion; 1.2 asks so once more for every dependency that it
 *   found. It fails if the folder lists the file in the way first, which is up to the file system.
 * - `range`: `-Version '[1.0.0]'`, and a dependency with any other bound. It looks at the start of file names only.
 */
export type Lookup = 'name' | 'version' | 'range'

/**
 * Every pair of packages that may not lie in one folder, in the order of the packages, whose ids are valid ones.
 *
 * A mistake that the versions happen to hide counts all the same: `Pester.5.2.0.0.nupkg`, which is Pester.5 2.0.0, is read
 * as Pester 5.2.0.0 and does no harm beside Pester 6.0.0, until it lies in a folder that is asked earlier.
 */
export function findCollisions(packages: readonly PackageIdentity[]): readonly Collision[] {
  const files = packages.map(identity => ({ identity, id: identity.id.toLowerCase(), file: lowerFileName(identity) }))
  return files.flatMap(({ identity: asked, id }) => {
    const mentions = new RegExp(id)
    const byName = namePattern(id)
    const byVersion = versionPattern(id, asked.version)
    const mentioning = files.filter(({ file }) => mentions.test(file))
    return mentioning.flatMap(({ identity: inTheWay, id: otherId, file }) => {
      const reading = readFileName(id, file)
      if (otherId === id && isRight(reading, id, inTheWay.version)) return []
      const itself = otherId === id && equalVersions(asked.version, inTheWay.version)
      const mistaken = reading.kind !== 'read' || equalVersions(reading.version, asked.version)
      const fails: Lookup[] = []
      if (byName.test(file)) fails.push('name')
      if (itself || (mistaken && byVersion.test(file))) fails.push('version')
      // A range passes over what it cannot read as a version.
      if (itself || (file.startsWith(`${id}.`) && reading.kind !== 'refused')) fails.push('range')
      return fails.length === 0 ? [] : [{ asked, inTheWay, fails }]
    })
  })
}

/** A name that can no longer be got from the repositories asked after a folder, though they have it. */
export interface ObscuredName {
  readonly name: string
  /** The packages in the folder whose files are mistaken for it. */
  readonly by: readonly PackageIdentity[]
  /** What fails at the folder, before the next repository is asked. */
  readonly fails: readonly Lookup[]
}

/**
 * Names that many workflows ask for in a line of their own and not in a requirements file, and that other modules' names
 * end in (xPester, GuestConfiguration, PoShLogging). `yaml` is none: powershell-yaml is what everybody wants.
 */
const ASKED_FOR_EVERYWHERE: readonly string[] = ['Configuration', 'Logging', 'Metadata', 'Pester']

/**
 * The names that become unaskable elsewhere once a folder with these packages is asked first: with a folder that holds
 * only powershell-yaml, `Install-PSResource yaml` throws though the next repository has it.
 *
 * Any ending of an id is such a name, and nobody asks for most of them. So only those are told that the user's own set
 * mentions (`mentioned`: what it skips, what its packages require from the system) and the few that everybody asks for;
 * of the latter only where asking without a version fails, else each set with an `Az.*` would warn of `Az`.
 */
export function obscuredNames(held: readonly PackageIdentity[], mentioned: Iterable<string>): readonly ObscuredName[] {
  const ours = new Set(held.map(({ id }) => id.toLowerCase()))
  const told = new Map([...mentioned].filter(validId).map(name => [name.toLowerCase(), name]))
  const names = new Map([...ASKED_FOR_EVERYWHERE.map(name => [name.toLowerCase(), name] as const), ...told])
  return [...names].flatMap(([id, name]) => {
    if (ours.has(id)) return []
    const byName = namePattern(id)
    const likeName = held.filter(identity => byName.test(lowerFileName(identity)))
    // Refused as a version, which is an error that is written and, in a runner's step, ends it.
    const longer = told.has(id) ? held.filter(identity => lowerFileName(identity).startsWith(`${id}.`)) : []
    const fails: Lookup[] = [
      ...(likeName.length > 0 ? ['name' as const] : []),
      ...(longer.length > 0 ? ['range' as const] : []),
    ]
    return fails.length === 0 ? [] : [{ name, by: [...new Set([...likeName, ...longer])], fails }]
  })
}

/** A name as part of an expression, as PSResourceGet takes it: each dot of an id stands for any character. */
function namePattern(id: string): RegExp {
  return new RegExp(String.raw`${id}(\.\d+){1,3}(?:[a-zA-Z0-9-.]+|.\d)?\.nupkg`)
}

function versionPattern(id: string, version: NuGetVersion): RegExp {
  return new RegExp(`${id}.${normalise(version).toLowerCase()}.nupkg`)
}

function lowerFileName(identity: PackageIdentity): string {
  return fileName(identity).toLowerCase()
}

/** What PSResourceGet takes a file for: a name and a version, no version (an error), or nothing it foresaw (an exception). */
type Reading =
  | { readonly kind: 'read'; readonly name: string | undefined; readonly version: NuGetVersion }
  | { readonly kind: 'refused' }
  | { readonly kind: 'crash' }

/** `GetInfoFromFileName`. Both texts in lower case. */
function readFileName(id: string, file: string): Reading {
  const rest = file.split(`${id}.`).find(part => part !== '') ?? ''
  const dot = rest.lastIndexOf('.')
  if (dot === -1) return { kind: 'crash' }
  const version = parseVersion(rest.slice(0, dot))
  if (!version.ok) return { kind: 'refused' }
  return { kind: 'read', name: file.split(`.${rest}`)[0], version: version.value }
}

function isRight(reading: Reading, id: string, version: NuGetVersion): boolean {
  return reading.kind === 'read' && reading.name === id && equalVersions(reading.version, version)
}
