import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { folderDigest } from '../package/folder-digest.ts'
import { type ModuleFolder, modulePathOf } from '../package/module-folder.ts'
import { asSystemError } from '../system-error.ts'
import { compareSystemVersions, systemVersion } from '../version/system-version.ts'
import { foldCase } from './output-kind.ts'

/** A module that was expanded beside the module path, from bytes that were verified. */
export interface ExpandedModule {
  readonly folder: ModuleFolder
  /** See `contentDigest`. */
  readonly contentDigest: string
  readonly from: string
}

/** Something in a module path that no restore put there and that keeps a restored module from being found. */
export interface Obstacle {
  /** Relative to the module path. */
  readonly name: string
  /** One sentence. */
  readonly why: string
}

/**
 * What stands in the way of these versions of one module. Of the versions in one folder PowerShell loads the highest, and one
 * without version only if there is no other; what is not ours must neither win over all of ours nor stand in the place of one
 * with another content.
 *
 * @param beside what is in the folder of that name, whatever its letter case
 * @param ours tells what restores put there
 */
export async function findObstacle(
  folder: string,
  name: string,
  beside: readonly string[],
  modules: readonly ExpandedModule[],
  ours: (name: string) => boolean,
): Promise<Obstacle | undefined> {
  const twin = await twinOf(folder, name, beside, ours)
  if (twin !== undefined) return { name: twin, why: 'PowerShell may load it in place of what is restored.' }
  const there = await lstat(path.join(folder, name)).catch(() => undefined)
  if (there && !there.isDirectory()) return { name, why: 'It is a file or a link, and no folder.' }

  const foreign = (await namesIn(path.join(folder, name))).filter(each => !ours(`${name}/${each}`))
  const versions = foreign.filter(each => systemVersion(each) === each)
  const own = modules.flatMap(({ folder: { version } }) => version ?? [])
  const winner = versions.find(each => own.every(version => compareSystemVersions(each, version) > 0))
  if (winner !== undefined) {
    return { name: `${name}/${winner}`, why: 'PowerShell would load it in place of what is restored.' }
  }
  for (const { folder: module, contentDigest } of modules) {
    const place = modulePathOf(module)
    const isTaken = module.version === undefined ? foreign.length > 0 : versions.includes(module.version)
    if (!isTaken || ours(place) || (await digestAt(path.join(folder, place))) === contentDigest) continue
    return { name: place, why: 'Its content is not that of the package.' }
  }
  return undefined
}

/** A folder that differs by letter case alone: where the file system tells them apart, chance decides which one is loaded. */
async function twinOf(
  folder: string,
  name: string,
  beside: readonly string[],
  ours: (name: string) => boolean,
): Promise<string | undefined> {
  for (const twin of beside.filter(each => foldCase(each) !== foldCase(name))) {
    const within = await namesIn(path.join(folder, twin))
    if (!ours(twin) && !within.every(each => ours(`${twin}/${each}`))) return twin
  }
  return undefined
}

/** What is in a folder; nothing where there is none. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(error => {
    asSystemError(error)
    return []
  })
}

/** The content digest of what is there; undefined where there is no such folder, or none that can be read. */
export async function digestAt(folder: string): Promise<string | undefined> {
  return folderDigest(folder).catch(error => {
    asSystemError(error)
    return undefined
  })
}
