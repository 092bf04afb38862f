import path from 'node:path'
import type { VerifiedPackage } from '../package/verify.ts'
import { type Split, splitRepository } from '../powershell/split-repository.ts'
import type { Problem } from '../problem.ts'
import { ok, type Result } from '../result.ts'
import { makeAll, undoAll } from './exchange.ts'
import { type Installed, type InstallFolders, openInstallation, type Place } from './installation.ts'
import { openLocalRepository, type StoredPackages } from './local-repository.ts'

/** Where a restore hands its packages on to later steps. What stands in the way is looked for before anything is changed. */
export interface Handover {
  /** For packages that are not verified yet, on the file system of the local repository. */
  readonly staging: string
  /** For what is expanded while it is verified, on the file system of the module path; undefined without one. */
  readonly expanding: string | undefined
  /** Where modules will be found; undefined where nothing is installed. */
  readonly modulesPath: string | undefined
  /** Whether the module path has somebody else's module of this name. */
  hides(name: string): Promise<boolean>
  /** What appeared in the folders since they were opened and no restore put there, by its path. */
  intruders(): Promise<readonly string[]>
  /**
   * Makes the folders hold exactly these packages, or leaves all of them as they were found.
   *
   * @param signal how long another restore is waited for that changes one of them; its reason is a failure
   */
  commit(packages: readonly VerifiedPackage[], signal?: AbortSignal): Promise<Result<HandedOn, Problem>>
  /** Leaves the folders as they were found. */
  abandon(): Promise<void>
}

export interface HandedOn {
  /** Folders of packages, in the order in which a client should ask them. */
  readonly repositoryPaths: readonly string[]
  readonly split: Split
  readonly modulesPath: string | undefined
  /** Undefined without scripts. */
  readonly scriptsPath: string | undefined
  /** In the order of the packages that were given. */
  readonly packages: readonly HandedOnPackage[]
}

export interface HandedOnPackage {
  /** The package itself. */
  readonly file: string
  /** Undefined where nothing is installed. */
  readonly place: Place | undefined
}

/** Folders to be filled; absolute. */
export interface HandoverFolders {
  readonly repository: string
  /** Undefined if nothing is to be expanded. */
  readonly install: InstallFolders | undefined
}

/** Opens the folders, each made if it is missing. @param signal see `Handover.commit` */
export async function openHandover(folders: HandoverFolders, signal?: AbortSignal): Promise<Result<Handover, Problem>> {
  const repository = await openLocalRepository(folders.repository, signal)
  if (!repository.ok) return repository
  const { staging } = repository.value
  const installation = folders.install ? await openInstallation(folders.install, signal) : ok(undefined)
  if (!installation.ok) {
    await repository.value.abandon()
    return installation
  }
  const abandon = async (): Promise<void> => {
    await repository.value.abandon()
    await installation.value?.abandon()
  }
  return ok({
    staging,
    expanding: installation.value?.expanding,
    modulesPath: folders.install?.modules,
    hides: async name => (await installation.value?.hides(name)) ?? false,
    intruders: async () => {
      const packages = await repository.value.intruders()
      const modules = (await installation.value?.intruders()) ?? []
      return [
        ...packages.map(name => path.join(folders.repository, name)),
        ...modules.map(name => path.join(folders.install?.modules ?? '', name)),
      ]
    },
    abandon,
    commit: async (packages, signal) => {
      const split = splitRepository(packages.map(({ contents }) => contents))
      const stored = await repository.value.prepare(packages, split.folders, signal)
      if (!stored.ok) {
        await abandon()
        return stored
      }
      const installed = (await installation.value?.prepare(packages, signal)) ?? ok({ exchanges: [], value: undefined })
      if (!installed.ok) {
        await undoAll(stored.value.exchanges)
        return installed
      }
      const exchanges = [...stored.value.exchanges, ...installed.value.exchanges]
      return makeAll({ exchanges, value: describe(packages, split, stored.value.value, installed.value.value) })
    },
  })
}

function describe(
  packages: readonly VerifiedPackage[],
  split: Split,
  { folders, files }: StoredPackages,
  installed: Installed | undefined,
): HandedOn {
  return {
    repositoryPaths: folders,
    split,
    modulesPath: installed?.modulesPath,
    scriptsPath: installed?.scriptsPath,
    packages: packages.map((_, index) => ({ file: files[index] ?? '', place: installed?.places[index] })),
  }
}
