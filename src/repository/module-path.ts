import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { modulePathOf } from '../package/module-folder.ts'
import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import { SYSTEM_VERSION } from '../version/system-version.ts'
import type { Prepared } from './exchange.ts'
import type { Entry } from './folder-exchange.ts'
import { digestAt, type ExpandedModule, findObstacle, namesIn, type Obstacle } from './module-obstacles.ts'
import { openOutputFolder } from './output-folder.ts'
import type { OutputKind } from './output-kind.ts'

/** The folder that goes first into `PSModulePath`: `Name/Version/…`. Modules of others may lie beside ours. */
export interface ModulePath {
  readonly path: string
  readonly staging: string
  /** Whether somebody else's module of this name lies here, which PowerShell finds before any in a later folder. */
  hides(name: string): Promise<boolean>
  /**
   * Gets ready to put the modules in their places, and to take out those of an earlier run that are no longer wanted. One
   * that is there with the same content is left alone. The value are their folders, in the order given. What stands in the
   * way is a problem.
   *
   * @param signal see `OutputFolder`
   */
  prepare(
    modules: readonly ExpandedModule[],
    signal?: AbortSignal,
  ): Promise<Result<Prepared<readonly string[]>, Problem>>
  /** Names of modules that appeared in the folder since it was opened, and that no restore put there. */
  intruders(): Promise<readonly string[]>
  abandon(): Promise<void>
}

/** Opens the folder, made if it is missing. @param signal see `OutputFolder` */
export async function openModulePath(folder: string, signal?: AbortSignal): Promise<Result<ModulePath, Problem>> {
  const kind: OutputKind = {
    name: /^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[0-9]+(?:\.[0-9]+){1,3})?$/,
    input: 'modules-path',
    // A version beside our files of a module without version is somebody else's.
    spares: SYSTEM_VERSION,
  }
  const opened = await openOutputFolder(folder, kind, signal)
  if (!opened.ok) return opened
  const output = opened.value
  return ok({
    path: folder,
    staging: output.staging,
    hides: async name => {
      const ours = await output.ours()
      const own = (await namesIn(folder)).filter(each => each.toLowerCase() === name.toLowerCase())
      const within = await Promise.all(
        own.map(async each => (await namesIn(path.join(folder, each))).map(below => `${each}/${below}`)),
      )
      return own.some(each => !ours(each)) && within.flat().some(each => !ours(each))
    },
    prepare: async (modules, signal) => {
      const prepared = await output.prepare(async ours => planEntries(folder, modules, ours), signal)
      if (!prepared.ok) return prepared
      const value = modules.map(each => path.join(folder, modulePathOf(each.folder)))
      return ok({ exchanges: prepared.value.exchanges, value })
    },
    intruders: () => output.intruders(),
    abandon: () => output.abandon(),
  })
}

async function planEntries(
  folder: string,
  modules: readonly ExpandedModule[],
  ours: (name: string) => boolean,
): Promise<Result<readonly Entry[], Problem>> {
  const present = Map.groupBy(await namesIn(folder), name => name.toLowerCase())
  const beside = (name: string): readonly string[] => present.get(name.toLowerCase()) ?? []
  for (const [name, versions] of Map.groupBy(modules, each => each.folder.name)) {
    if (beside(name).length === 0) continue
    const obstacle = await findObstacle(folder, name, beside(name), versions, ours)
    if (obstacle) return err(inTheWay(folder, obstacle))
  }
  const entries: Entry[] = []
  for (const each of modules) {
    const name = modulePathOf(each.folder)
    const mayBeThere = beside(each.folder.name).length > 0
    const isThere = mayBeThere && (await digestAt(path.join(folder, name))) === each.contentDigest
    // What somebody else put there is not ours to delete one day.
    if (isThere && !ours(name)) continue
    entries.push({ name, from: isThere ? undefined : each.from }, ...(await versionsWithin(each)))
  }
  return ok(entries)
}

/** What a package without manifest has in folders named like versions is ours too, and not somebody's module beside it. */
async function versionsWithin({ folder, from }: ExpandedModule): Promise<readonly Entry[]> {
  if (folder.version !== undefined) return []
  const names = (await readdir(from)).filter(name => SYSTEM_VERSION.test(name))
  return names.map(name => ({ name: `${folder.name}/${name}`, from: undefined }))
}

function inTheWay(folder: string, { name, why }: Obstacle): Problem {
  return {
    code: 'MODULE_IN_THE_WAY',
    sentence: `The folder ${folder} holds ${name}, which no restore put there.`,
    hint: `${why} Name another folder in "modules-path", or remove that one.`,
  }
}
