import { lstat, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Dependency } from '../package/dependency.ts'
import { validId } from '../package/identity.ts'
import { type ModuleManifest, readModuleManifest } from '../package/module-manifest.ts'
import { asSystemError } from '../system-error.ts'
import { type NuGetVersion, parseVersion } from '../version/nuget-version.ts'
import { compareSystemVersions, systemVersion } from '../version/system-version.ts'

/** A module that `Import-Module` finds by its name. */
export interface InstalledModule {
  /** In the letter case of its folder, which is also that of its files. */
  readonly id: string
  /** Its ModuleVersion with the label that the manifest has beside it; 0.0 for a module without manifest. */
  readonly version: NuGetVersion
  readonly guid: string | undefined
  /** Where its manifest lies: `…/Name/<version>` or `…/Name`. */
  readonly folder: string
  readonly requiredModules: readonly Dependency[]
  /** Names of required modules that come with the system and not from a gallery. */
  readonly externalModules: readonly string[]
}

/**
 * The module that `Import-Module NAME` finds in these folders: the first folder that has it decides, whatever the version.
 * Whether it can then be loaded (its root module, what it requires) is not asked.
 *
 * Undefined if there is none, and wherever PowerShell's choice cannot be told for certain without running it: for a folder
 * that cannot be read, a relative one, a manifest that computes what counts. So what is returned is never a wrong yes.
 *
 * Rules: PowerShell's `LoadUsingModulePath` and `LoadUsingMultiVersionModuleBase`.
 *
 * @param searchPath in PowerShell's order, as `effectiveModulePath` gives it
 */
export async function findInstalledModule(
  name: string,
  searchPath: readonly string[],
): Promise<InstalledModule | undefined> {
  if (!validId(name) || MODULE_FILE.test(name)) return undefined
  const seen = new Set<string>()
  for (const entry of searchPath) {
    if (!path.isAbsolute(entry)) return undefined
    const folder = path.resolve(entry)
    // PowerShell skips what differs from an earlier folder by letter case alone, on every system.
    const key = folder.toLowerCase()
    if (seen.has(key)) continue
    const outcome = await lookInto(folder, name)
    if (outcome === undefined) continue
    if (outcome.kind !== 'absent') return outcome.kind === 'found' ? outcome.module : undefined
    seen.add(key)
  }
  return undefined
}

/** Import-Module takes such a name for that of a file, and looks for a module of the name before the dot. */
const MODULE_FILE = /\.(?:psd1|psm1|ps1|cdxml|dll|exe)$/i
/** PowerShell takes the path of a module for a pattern: with one of these in it, it finds nothing, or a module elsewhere. */
const WILDCARDS = /[*?[\]]/

type Outcome =
  | { readonly kind: 'found'; readonly module: InstalledModule }
  | { readonly kind: 'absent' }
  /** PowerShell may load something from here, or stop here with an error. */
  | { readonly kind: 'unknown' }

const ABSENT: Outcome = { kind: 'absent' }
const UNKNOWN: Outcome = { kind: 'unknown' }

/** What a folder of the search path has; undefined if there is no such folder. */
async function lookInto(folder: string, name: string): Promise<Outcome | undefined> {
  const names = await namesIn(folder)
  if (names === undefined) return (await kindOf(folder)) === 'absent' ? undefined : UNKNOWN
  if (WILDCARDS.test(folder)) return UNKNOWN
  // A name that is an id is plain ASCII, in which letter case means the same to everybody.
  const same = names.filter(each => each.toLowerCase() === name.toLowerCase() && validId(each))
  const outcomes = await Promise.all(same.map(each => lookUpModule(path.join(folder, each), each)))
  const [first, second] = outcomes.filter(outcome => outcome.kind !== 'absent')
  // Where two differ by letter case, the order of the file system decides.
  return second === undefined ? (first ?? ABSENT) : UNKNOWN
}

/** The module in a folder of its name: the highest of its versions that has a folder, else the files beside those. */
async function lookUpModule(folder: string, id: string): Promise<Outcome> {
  const names = await namesIn(folder)
  if (names === undefined) return (await kindOf(folder)) === 'file' ? ABSENT : UNKNOWN
  const versions = names.filter(name => systemVersion(name) === name)
  for (const version of versions.toSorted(compareSystemVersions).toReversed()) {
    const outcome = await readModule(path.join(folder, version), id, version)
    if (outcome.kind !== 'absent') return outcome
  }
  const unversioned = await readModule(folder, id)
  return unversioned.kind === 'absent' ? lookForFiles(folder, id) : unversioned
}

/**
 * The module of the manifest in this folder. One that states another version than its folder's does not count.
 *
 * @param folderVersion undefined for a folder that is not named after a version
 */
async function readModule(folder: string, id: string, folderVersion?: string): Promise<Outcome> {
  const file = path.join(folder, `${id}.psd1`)
  const kind = await kindOf(file)
  if (kind !== 'file') return kind === 'unknown' ? UNKNOWN : ABSENT
  const bytes = await readFile(file).catch(() => undefined)
  const manifest = bytes && readModuleManifest(bytes, file)
  if (!manifest || manifest.unknowns.length > 0) return UNKNOWN
  const version = statedVersion(manifest)
  if (version === undefined) return UNKNOWN
  if (folderVersion !== undefined && version !== folderVersion) return ABSENT
  return describe(folder, id, manifest)
}

/** PowerShell takes a manifest without ModuleVersion for 0.0 when it compares; loading it is an error. */
const NO_VERSION = '0.0'

function statedVersion({ moduleVersion }: ModuleManifest): string | undefined {
  return moduleVersion === undefined ? NO_VERSION : systemVersion(moduleVersion)
}

function describe(folder: string, id: string, manifest: ModuleManifest): Outcome {
  const { guid, moduleVersion, prerelease, requiredModules, externalModules } = manifest
  if (moduleVersion === undefined) return UNKNOWN
  // The hyphen before the label may be written or not.
  const label = prerelease?.replace(/^-/, '')
  const version = parseVersion(label ? `${moduleVersion}-${label}` : moduleVersion)
  if (!version.ok) return UNKNOWN
  return { kind: 'found', module: { id, version: version.value, guid, folder, requiredModules, externalModules } }
}

/** What counts where there is no manifest, in PowerShell's order. A library has the version of its code, which we do not read. */
const OTHER_FILES = ['.psm1', '.cdxml', '.ni.dll', '.dll', '.exe']
const NO_MANIFEST: NuGetVersion = { major: 0, minor: 0, patch: 0, revision: 0, labels: [], original: NO_VERSION }

async function lookForFiles(folder: string, id: string): Promise<Outcome> {
  for (const extension of OTHER_FILES) {
    const kind = await kindOf(path.join(folder, id + extension))
    if (kind === 'absent' || kind === 'folder') continue
    if (kind === 'unknown' || extension !== '.psm1') return UNKNOWN
    const module = { id, version: NO_MANIFEST, guid: undefined, folder, requiredModules: [], externalModules: [] }
    return { kind: 'found', module }
  }
  return ABSENT
}

async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  return readdir(folder).catch(() => undefined)
}

/** What stands at a path. A link that leads nowhere is there for PowerShell, which fails at it: `unknown`. */
async function kindOf(file: string): Promise<'file' | 'folder' | 'absent' | 'unknown'> {
  try {
    const stats = await stat(file)
    if (stats.isDirectory()) return 'folder'
    return stats.isFile() ? 'file' : 'unknown'
  } catch (error) {
    const { code } = asSystemError(error)
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return 'unknown'
    return lstat(file).then(
      () => 'unknown',
      () => 'absent',
    )
  }
}
