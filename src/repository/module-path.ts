import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { folderDigest } from '../package/folder-digest.ts'
import { type ModuleFolder, modulePathOf } from '../package/module-folder.ts'
import type { Problem } from '../problem.ts'
import { ok, type Result } from '../result.ts'
import { asSystemError } from '../system-error.ts'
import { compareSystemVersions, systemVersion } from '../version/system-version.ts'
import { type Entry, openOutputFolder } from './output-folder.ts'

/** A module that was expanded beside the module path, from bytes that were verified. */
export interface ExpandedModule {
  readonly folder: ModuleFolder
  /** See `contentDigest`. */
  readonly contentDigest: string
  readonly from: string
}

/** The folder that goes first into `PSModulePath`: `Name/Version/…`. Modules of others may lie beside ours. */
export interface ModulePath {
  readonly path: string
  readonly staging: string
  /** What stands in the way of these modules; to be asked before anything is changed. */
  check(modules: readonly ExpandedModule[]): Promise<Problem | undefined>
  /**
   * Puts the modules in their places and deletes those of an earlier run that are no longer wanted. One that is there with
   * the same content is left alone. The value are their folders, in the order given.
   */
  commit(modules: readonly ExpandedModule[]): Promise<Result<readonly string[], Problem>>
  abandon(): Promise<void>
}

/** Opens the folder, made if it is missing. */
export async function openModulePath(folder: string): Promise<Result<ModulePath, Problem>> {
  const opened = await openOutputFolder(folder, {
    name: /^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[0-9]+(?:\.[0-9]+){1,3})?$/,
    input: 'modules-path',
  })
  if (!opened.ok) return opened
  const output = opened.value
  return ok({
    path: folder,
    staging: output.staging,
    check: async modules => {
      const ours = await output.ours()
      for (const each of modules) {
        const problem = await inTheWay(folder, each, ours)
        if (problem) return problem
      }
      return undefined
    },
    commit: async modules => {
      const ours = await output.ours()
      const entries: Entry[] = []
      for (const each of modules) {
        const name = modulePathOf(each.folder)
        const isThere = (await digestAt(path.join(folder, name))) === each.contentDigest
        // What somebody else put there is not ours to delete one day.
        if (!isThere || ours.has(name)) entries.push({ name, from: isThere ? undefined : each.from })
      }
      const stored = await output.commit(entries)
      return stored.ok ? ok(modules.map(each => path.join(folder, modulePathOf(each.folder)))) : stored
    },
    abandon: () => output.abandon(),
  })
}

/**
 * Of the versions of a module in one folder PowerShell loads the highest, and one without version only if there is no other.
 * What no restore put there must neither win over ours nor stand in its place with another content.
 */
async function inTheWay(
  folder: string,
  { folder: module, contentDigest }: ExpandedModule,
  ours: ReadonlySet<string>,
): Promise<Problem | undefined> {
  const { name, version } = module
  if (ours.has(name)) return undefined
  const found = await namesIn(path.join(folder, name))
  const foreign = found.filter(each => !ours.has(`${name}/${each}`))
  const versions = foreign.filter(each => systemVersion(each) === each)
  const winner = versions.find(each => version === undefined || compareSystemVersions(each, version) > 0)
  if (winner !== undefined) {
    return occupied(folder, `${name}/${winner}`, 'PowerShell would load it in place of what is restored.')
  }
  const own = modulePathOf(module)
  const isTaken = version === undefined ? foreign.length > 0 : versions.includes(version)
  if (!isTaken || (await digestAt(path.join(folder, own))) === contentDigest) return undefined
  return occupied(folder, own, 'Its content is not that of the package.')
}

function occupied(folder: string, name: string, why: string): Problem {
  return {
    code: 'MODULE_IN_THE_WAY',
    sentence: `The folder ${folder} holds ${name}, which no restore put there.`,
    hint: `${why} Name another folder in "modules-path", or remove that one.`,
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(error => {
    asSystemError(error)
    return []
  })
}

/** Undefined where there is no such folder, or none that can be read. */
async function digestAt(folder: string): Promise<string | undefined> {
  return folderDigest(folder).catch(error => {
    asSystemError(error)
    return undefined
  })
}
