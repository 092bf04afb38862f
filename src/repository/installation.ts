import path from 'node:path'
import type { PackageIdentity } from '../package/identity.ts'
import { modulePathOf } from '../package/module-folder.ts'
import type { VerifiedPackage } from '../package/verify.ts'
import type { Problem } from '../problem.ts'
import { ok, type Result } from '../result.ts'
import { compareVersions } from '../version/nuget-version.ts'
import { type Exchange, type Prepared, undoAll } from './exchange.ts'
import { hasRecord } from './folder-record.ts'
import type { ExpandedModule } from './module-obstacles.ts'
import { type ModulePath, openModulePath } from './module-path.ts'
import { type ExpandedScript, openScriptsFolder } from './scripts-folder.ts'

/** Where modules and scripts are put for PowerShell to find them. Absolute. */
export interface InstallFolders {
  readonly modules: string
  readonly scripts: string
}

/** Packages in the form in which PowerShell finds them by name. */
export interface Installation {
  /** For what is expanded before it is known if it is wanted. */
  readonly expanding: string
  /** See `ModulePath`. */
  hides(name: string): Promise<boolean>
  /**
   * Gets ready to make the folders hold exactly these packages, all of them expanded. What stands in the way is a problem.
   *
   * @param signal see `OutputFolder`
   */
  prepare(packages: readonly VerifiedPackage[], signal?: AbortSignal): Promise<Result<Prepared<Installed>, Problem>>
  /** See `ModulePath`. */
  intruders(): Promise<readonly string[]>
  /** Leaves the folders as they were found. */
  abandon(): Promise<void>
}

export interface Installed {
  readonly modulesPath: string
  /** Undefined without scripts. */
  readonly scriptsPath: string | undefined
  /** For each package the folder of its module, or the file of its script, or what takes its place. */
  readonly places: readonly Place[]
}

export interface Place {
  readonly path: string | undefined
  /** The package that PowerShell finds in place of this one: only one fits into a folder `Name/Version`. */
  readonly shadowedBy: PackageIdentity | undefined
}

/** Opens the module path, made if it is missing. @param signal see `OutputFolder` */
export async function openInstallation(
  folders: InstallFolders,
  signal?: AbortSignal,
): Promise<Result<Installation, Problem>> {
  const opened = await openModulePath(folders.modules, signal)
  if (!opened.ok) return opened
  const modulePath = opened.value
  return ok({
    expanding: modulePath.staging,
    hides: name => modulePath.hides(name),
    prepare: (packages, signal) => prepare(packages, folders, modulePath, signal),
    intruders: () => modulePath.intruders(),
    abandon: () => modulePath.abandon(),
  })
}

async function prepare(
  packages: readonly VerifiedPackage[],
  folders: InstallFolders,
  modulePath: ModulePath,
  signal: AbortSignal | undefined,
): Promise<Result<Prepared<Installed>, Problem>> {
  const installed = winners(packages)
  const scripts = installed.flatMap(scriptOf)
  // Before the modules, with which everything that was expanded goes.
  const onPath = await prepareScripts(scripts, folders.scripts, signal)
  if (!onPath.ok) {
    await modulePath.abandon()
    return onPath
  }
  const modules = await modulePath.prepare(installed.flatMap(moduleOf), signal)
  if (!modules.ok) {
    await undoAll(onPath.value)
    return modules
  }
  return ok({
    exchanges: [...onPath.value, ...modules.value.exchanges],
    value: describe(packages, installed, folders, scripts.length > 0),
  })
}

/** Where everything will be. */
function describe(
  packages: readonly VerifiedPackage[],
  installed: readonly VerifiedPackage[],
  folders: InstallFolders,
  hasScripts: boolean,
): Installed {
  const winnerAt = new Map(installed.map(each => [placeKey(each), each]))
  return {
    modulesPath: folders.modules,
    scriptsPath: hasScripts ? folders.scripts : undefined,
    places: packages.map(each => {
      const winner = versionedTwin(each, installed) ?? winnerAt.get(placeKey(each))
      if (winner && winner !== each) return { path: undefined, shadowedBy: winner.contents.identity }
      return { path: placeOf(each, folders), shadowedBy: undefined }
    }),
  }
}

/** Of the packages that belong into one place, the highest version; side by side they are only in the local repository. */
function winners(packages: readonly VerifiedPackage[]): readonly VerifiedPackage[] {
  const byPlace = Map.groupBy(
    packages.filter(each => placeKey(each) !== undefined),
    placeKey,
  )
  const highest = [...byPlace.values()].flatMap(each => each.toSorted(highestFirst).slice(0, 1))
  return highest.filter(each => !versionedTwin(each, highest))
}

function highestFirst({ contents: a }: VerifiedPackage, { contents: b }: VerifiedPackage): number {
  return compareVersions(b.identity.version, a.identity.version)
}

/** The version of a module without manifest that PowerShell loads in its place: one in a folder of its own comes first. */
function versionedTwin(
  { contents: { folder } }: VerifiedPackage,
  others: readonly VerifiedPackage[],
): VerifiedPackage | undefined {
  if (!folder || folder.version !== undefined) return undefined
  const isTwin = ({ contents }: VerifiedPackage): boolean =>
    contents.folder?.version !== undefined && contents.folder.name.toLowerCase() === folder.name.toLowerCase()
  return others.filter(isTwin).toSorted(highestFirst)[0]
}

/** Equal for packages of which only one can be installed. */
function placeKey({ contents: { folder, scriptFile } }: VerifiedPackage): string | undefined {
  return (folder ? modulePathOf(folder) : scriptFile)?.toLowerCase()
}

function placeOf({ contents: { folder, scriptFile } }: VerifiedPackage, folders: InstallFolders): string | undefined {
  if (folder) return path.join(folders.modules, modulePathOf(folder))
  return scriptFile === undefined ? undefined : path.join(folders.scripts, scriptFile)
}

function moduleOf({ contents, expanded }: VerifiedPackage): readonly ExpandedModule[] {
  const { folder, contentDigest } = contents
  return folder && expanded !== undefined ? [{ folder, contentDigest, from: expanded }] : []
}

function scriptOf({ contents: { scriptFile }, expanded }: VerifiedPackage): readonly ExpandedScript[] {
  if (scriptFile === undefined || expanded === undefined) return []
  return [{ file: scriptFile, from: path.join(expanded, scriptFile) }]
}

/** The folder is made for scripts alone; one of an earlier run is emptied. */
async function prepareScripts(
  scripts: readonly ExpandedScript[],
  folder: string,
  signal: AbortSignal | undefined,
): Promise<Result<readonly Exchange[], Problem>> {
  if (scripts.length === 0 && !(await hasRecord(folder))) return ok([])
  const opened = await openScriptsFolder(folder, signal)
  if (!opened.ok) return opened
  const prepared = await opened.value.prepare(scripts, signal)
  return prepared.ok ? ok(prepared.value.exchanges) : prepared
}
