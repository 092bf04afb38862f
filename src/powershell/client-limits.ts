import type { Dependency } from '../package/dependency.ts'
import { fileName, formatIdentity, type PackageIdentity } from '../package/identity.ts'
import { isPrerelease, normalise } from '../version/nuget-version.ts'
import { describeRange, pinnedVersion, type VersionRange } from '../version/version-range.ts'
import { type FolderView, viewFolder } from './folder-view.ts'
import type { Lookup } from './name-collisions.ts'
import type { FolderPackage, Split } from './split-repository.ts'

/** A package that `Install-PSResource NAME` does not install, and what does. */
export interface ClientLimit {
  readonly package: PackageIdentity
  /** One sentence. */
  readonly why: string
  readonly affects: Release
  /**
   * The lines that install the package and what it requires, in this order. Empty where no line installs it; the module
   * path has it all the same. A required package that no line installs is left out.
   */
  readonly lines: readonly string[]
}

/** The releases of PSResourceGet that have a limit: 1.2.0, 1.3.0-preview1 or both. */
export type Release = 'both' | '1.2' | '1.3'

/**
 * The packages that PSResourceGet cannot install as they are from the folders that a split made, in the order given.
 *
 * It reads RequiredModules from a list only; it wants each of them at a fitting version in the same folder (ActiveDirectory
 * is in none) unless told not to look; it follows a circle of them until the stack is full; and it mistakes one file for
 * another where no split could part them. Whatever requires such a package cannot be installed either.
 *
 * Source: `FindHelper.FindDependencyPackages`, `PSResourceInfo.TryConvertFromHashtableForPsd1`; each kind of limit and its
 * lines are run with 1.2.0 in `folder-lookups.test.ts`. That a prerelease wants `-Prerelease` is no limit.
 *
 * @param repositories the name under which each folder is or will be registered
 */
export function findLimits(
  packages: readonly FolderPackage[],
  split: Pick<Split, 'folders' | 'remaining'>,
  repositories: readonly string[],
): readonly ClientLimit[] {
  const limits = new Map<FolderPackage, ClientLimit | undefined>()
  for (const [place, indices] of split.folders.entries()) {
    const held = indices.flatMap(index => packages[index] ?? [])
    const examine = examiner(viewFolder(held, split.remaining), repositories[place] ?? '')
    // The first folder that holds a package is the one that a client gets it from.
    for (const each of held) if (!limits.has(each)) limits.set(each, examine(each))
  }
  return packages.flatMap(each => limits.get(each) ?? [])
}

/** Why the client does not get to the end of what a package requires. */
interface Fault {
  /** Where it stops: the package itself or one that it requires. */
  readonly at: FolderPackage
  /** A sentence without its full stop, which begins with the name of `at`. */
  readonly why: string
  readonly affects: Release
  /** It is no error: PowerShell itself is gone. */
  readonly isEnd: boolean
}

/** Examines the packages of one folder. */
function examiner(folder: FolderView, repository: string): (each: FolderPackage) => ClientLimit | undefined {
  const known = new Map<FolderPackage, Fault | undefined>()

  const faultOf = (each: FolderPackage): Fault | undefined => {
    if (known.has(each)) return known.get(each)
    const fault = gravest(faultsOf(each))
    known.set(each, fault)
    return fault
  }
  const faultsOf = (each: FolderPackage): readonly Fault[] => {
    if (each.requiredModulesIsScalar) return [unreadable(each)]
    const own = each.requiredModules.flatMap(dependency => unfindable(each, dependency, folder))
    const circle = folder.circleOf(each)
    if (circle) return [endless(each, circle), ...own]
    return [...own, ...each.requiredModules.flatMap(folder.fitting).flatMap(required => faultOf(required) ?? [])]
  }

  const linesFor = (each: FolderPackage, told: Set<FolderPackage>): readonly string[] => {
    told.add(each)
    const version = versionArgument(each, folder)
    if (each.requiredModulesIsScalar || version === undefined) return []
    const line = `Install-PSResource ${word(each.identity.id)} -Version ${version} -Repository ${word(repository)}`
    if (faultOf(each) === undefined) return [line]
    const required = each.requiredModules.flatMap(dependency => folder.fitting(dependency).at(-1) ?? [])
    const before = required.flatMap(other => (told.has(other) ? [] : linesFor(other, told)))
    return [...before, `${line} -SkipDependencyCheck`]
  }

  return each => {
    const { identity } = each
    const fault = faultOf(each)
    const obstacle = folder.inTheWay(each, 'name')
    if (fault && (fault.affects !== '1.3' || !obstacle)) {
      const way =
        fault.at === each ? '' : `${formatIdentity(identity)} needs ${formatIdentity(fault.at.identity)}, and `
      return { package: identity, why: `${way}${fault.why}.`, affects: fault.affects, lines: linesFor(each, new Set()) }
    }
    if (!obstacle) return undefined
    const why = `${identity.id} cannot be asked for without a version: ${mistake('both', identity, obstacle)}.`
    return { package: identity, why, affects: 'both', lines: linesFor(each, new Set()) }
  }
}

/** The end of PowerShell before an error, and what happens with 1.2 before what only happens with 1.3. */
function gravest(faults: readonly Fault[]): Fault | undefined {
  const fault = faults.find(({ isEnd }) => isEnd) ?? faults.find(({ affects }) => affects !== '1.3') ?? faults[0]
  return fault && faults.some(({ affects }) => affects !== fault.affects) ? { ...fault, affects: 'both' } : fault
}

function unreadable(each: FolderPackage): Fault {
  const why = `${formatIdentity(each.identity)} states its RequiredModules as one value and not as a list, which PSResourceGet cannot read`
  return { at: each, why, affects: 'both', isEnd: false }
}

function endless(each: FolderPackage, circle: readonly FolderPackage[]): Fault {
  const others = circle.filter(other => other !== each).map(({ identity }) => formatIdentity(identity))
  const way = others.length === 0 ? '' : ` by way of ${others.sort().join(', ')}`
  const why = `${formatIdentity(each.identity)} requires itself${way}, over which PSResourceGet 1.2 ends PowerShell`
  return { at: each, why, affects: '1.2', isEnd: true }
}

/** What keeps the client from finding one of the modules that a package requires. */
function unfindable(each: FolderPackage, dependency: Dependency, folder: FolderView): readonly Fault[] {
  const { id, range } = dependency
  const requires = `${formatIdentity(each.identity)} requires ${id}`
  const fitting = folder.fitting(dependency)
  if (fitting.length === 0) {
    const bound = range.min || range.max ? ` (${describeRange(range)})` : ''
    return [{ at: each, why: `${requires}${bound}, which the folder does not hold`, affects: 'both', isEnd: false }]
  }
  return lookupsFor(range).flatMap(([lookup, affects]) =>
    fitting.flatMap(required => {
      const obstacle = folder.inTheWay(required, lookup)
      return obstacle
        ? [{ at: each, why: `${requires}: ${mistake(affects, required.identity, obstacle)}`, affects, isEnd: false }]
        : []
    }),
  )
}

/** 1.2 takes the oldest that a minimum admits, 1.3 the newest there is. */
function lookupsFor(range: VersionRange): readonly (readonly [Lookup, Release])[] {
  if (pinnedVersion(range)) return [['version', 'both']]
  if (range.max) return [['range', 'both']]
  return range.min
    ? [
        ['range', '1.2'],
        ['name', '1.3'],
      ]
    : [['name', 'both']]
}

function mistake(release: Release, asked: PackageIdentity, obstacle: PackageIdentity): string {
  const client = release === 'both' ? 'PSResourceGet' : `PSResourceGet ${release}`
  const file = fileName(obstacle)
  return asked.id.toLowerCase() === obstacle.id.toLowerCase()
    ? `${client} cannot tell the name and the version in ${file} apart`
    : `${client} takes ${file} for a file of that name`
}

/** How to ask for exactly this package; undefined where nothing finds it. A range is the safest way. */
function versionArgument(each: FolderPackage, folder: FolderView): string | undefined {
  const { version } = each.identity
  if (folder.inTheWay(each, 'range')) return folder.inTheWay(each, 'version') ? undefined : normalise(version)
  return isPrerelease(version) ? `'[${normalise(version)}]' -Prerelease` : `'[${normalise(version)}]'`
}

/** A text as an argument. PowerShell takes the typographic quotes for its own, and a bare `1e3` for a number. */
function word(text: string): string {
  return /^[a-z_][\w.-]*$/i.test(text) ? text : `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`
}
