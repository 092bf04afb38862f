import type { Dependency } from '../package/dependency.ts'
import { fileName, formatIdentity, type PackageIdentity } from '../package/identity.ts'
import type { ManifestOddity } from '../package/module-manifest.ts'
import { isPrerelease, normalise } from '../version/nuget-version.ts'
import { ANY_VERSION, describeRange, pinnedVersion, type VersionRange } from '../version/version-range.ts'
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
 * lines are run in `folder-lookups.test.ts`, which both releases pass. That a prerelease wants `-Prerelease` is no limit.
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
    const [oddity] = each.oddities
    if (oddity) return [unreadable(each, oddity)]
    const own = each.requiredModules.flatMap(dependency => unfindable(each, dependency, folder))
    const circle = folder.circleOf(each)
    if (circle) return [endless(each, circle), ...own]
    return [...own, ...each.requiredModules.flatMap(folder.fitting).flatMap(required => faultOf(required) ?? [])]
  }

  /** Adds what is not told yet, what a package requires before the package. */
  const addLines = (each: FolderPackage, lines: string[], told: Set<FolderPackage>): void => {
    told.add(each)
    const version = versionArgument(each, folder)
    if (each.oddities.length > 0 || version === undefined) return
    const line = `Install-PSResource ${word(each.identity.id)} -Version ${version} -Repository ${word(repository)}`
    if (faultOf(each) === undefined) {
      lines.push(line)
      return
    }
    for (const dependency of each.requiredModules) {
      const required = folder.fitting(dependency).at(-1)
      if (required && !told.has(required)) addLines(required, lines, told)
    }
    lines.push(`${line} -SkipDependencyCheck`)
  }
  const limit = (each: FolderPackage, why: string, affects: Release): ClientLimit => {
    const lines: string[] = []
    addLines(each, lines, new Set())
    return { package: each.identity, why, affects, lines }
  }

  return each => {
    const { identity } = each
    const fault = faultOf(each)
    const obstacle = folder.inTheWay(each, 'name')
    if (fault && (fault.affects !== '1.3' || !obstacle)) {
      const way =
        fault.at === each ? '' : `${formatIdentity(identity)} needs ${formatIdentity(fault.at.identity)}, and `
      const only = fault.affects === 'both' ? '' : ` (PSResourceGet ${fault.affects} only)`
      return limit(each, `${way}${fault.why}${only}.`, fault.affects)
    }
    if (!obstacle) return undefined
    return limit(each, `${identity.id} cannot be asked for without a version: ${mistake(identity, obstacle)}.`, 'both')
  }
}

/** The end of PowerShell before an error, and what happens with 1.2 before what only happens with 1.3. */
function gravest(faults: readonly Fault[]): Fault | undefined {
  const fault = faults.find(({ isEnd }) => isEnd) ?? faults.find(({ affects }) => affects !== '1.3') ?? faults[0]
  return fault && faults.some(({ affects }) => affects !== fault.affects) ? { ...fault, affects: 'both' } : fault
}

const STATES: Readonly<Record<ManifestOddity, string>> = {
  'required-modules-no-list': 'its RequiredModules as one value and not as a list',
  'module-version-no-text': 'its ModuleVersion without quotes',
}

function unreadable(each: FolderPackage, oddity: ManifestOddity): Fault {
  const why = `${formatIdentity(each.identity)} states ${STATES[oddity]}, which PSResourceGet cannot read`
  return { at: each, why, affects: 'both', isEnd: false }
}

/** Of a long circle, this many are named. */
const SHOWN = 5

function endless(each: FolderPackage, circle: readonly FolderPackage[]): Fault {
  const others = circle.filter(other => other !== each).map(({ identity }) => formatIdentity(identity))
  const more = others.length > SHOWN ? ` and ${others.length - SHOWN} more` : ''
  const way = others.length === 0 ? '' : ` by way of ${others.sort().slice(0, SHOWN).join(', ')}${more}`
  const why = `${formatIdentity(each.identity)} requires itself${way}, over which PowerShell dies of a full stack`
  return { at: each, why, affects: '1.2', isEnd: true }
}

/** What keeps the client from finding one of the modules that a package requires. */
function unfindable(each: FolderPackage, dependency: Dependency, folder: FolderView): readonly Fault[] {
  const { id, range } = dependency
  const requires = `${formatIdentity(each.identity)} requires ${id}`
  const fitting = folder.fitting(dependency)
  if (fitting.length === 0) {
    const bound = range.min || range.max ? ` (${describeRange(range)})` : ''
    // 1.3 takes what there is.
    const ignored = range.min && !range.max && folder.fitting({ id, range: ANY_VERSION }).length > 0
    const affects = ignored ? '1.2' : 'both'
    return [{ at: each, why: `${requires}${bound}, which the folder does not hold`, affects, isEnd: false }]
  }
  return lookupsFor(range).flatMap(([lookup, affects]) =>
    fitting.flatMap(required => {
      const obstacle = folder.inTheWay(required, lookup)
      return obstacle
        ? [{ at: each, why: `${requires}: ${mistake(required.identity, obstacle)}`, affects, isEnd: false }]
        : []
    }),
  )
}

/**
 * How the client asks for what a dependency may come to. 1.2 takes the oldest that a range admits, and asks for whatever it
 * found once more, by its version. 1.3 takes no notice of a minimum.
 */
function lookupsFor(range: VersionRange): readonly (readonly [Lookup, Release])[] {
  if (pinnedVersion(range)) return [['version', 'both']]
  const again = ['version', '1.2'] as const
  if (range.max) return [['range', 'both'], again]
  return range.min ? [['range', '1.2'], again, ['name', '1.3']] : [['name', 'both'], again]
}

function mistake(asked: PackageIdentity, obstacle: PackageIdentity): string {
  const file = fileName(obstacle)
  return asked.id.toLowerCase() === obstacle.id.toLowerCase()
    ? `PSResourceGet cannot tell the name and the version in ${file} apart`
    : `PSResourceGet takes ${file} for a file of that name`
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
