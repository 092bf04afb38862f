import path from 'node:path'
import { fileName } from '../package/identity.ts'
import type { VerifiedPackage } from '../package/verify.ts'
import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import { hasRecord } from './folder-record.ts'
import { type Entry, type OutputFolder, type OutputKind, openOutputFolder } from './output-folder.ts'

/**
 * The flat folder of packages that is handed on: `<ProperCaseId>.<normalised version>.nupkg` and nothing else, which is what
 * every client of such a folder can read. Where names collide there are several, beside each other: `packages`, `packages-2`.
 */
export interface LocalRepository {
  readonly path: string
  /** A folder on the same file system for what is not verified yet; gone after `commit` or `abandon`. */
  readonly staging: string
  /**
   * Makes the folders hold exactly these packages, and deletes those of an earlier run that are no longer wanted.
   *
   * @param folders the packages of each folder by their indices, the first folder first; every package is in one at least
   */
  commit(
    packages: readonly VerifiedPackage[],
    folders: readonly (readonly number[])[],
  ): Promise<Result<StoredPackages, Problem>>
  /** Files that appeared in the folder since it was opened, and that no restore put there. */
  intruders(): Promise<readonly string[]>
  /** Leaves the folder as it was found. */
  abandon(): Promise<void>
}

export interface StoredPackages {
  /** In the order in which a client should ask them. */
  readonly folders: readonly string[]
  /** Where each package lies, in the order given: in the first folder that has it. */
  readonly files: readonly string[]
}

const PACKAGES: OutputKind = {
  name: /^[A-Za-z0-9_][A-Za-z0-9_.-]*\.nupkg$/,
  input: 'repository-path',
  holdsOnly: 'A local repository holds packages and nothing else.',
}

/** A folder that only stands beside the first one; a `packages-2` that is restored into for itself is not ours to touch. */
const FURTHER: OutputKind = { ...PACKAGES, recordAs: 'further' }

/** Opens the folder, made if it is missing. A file in it that is not ours is a problem that names it. */
export async function openLocalRepository(folder: string): Promise<Result<LocalRepository, Problem>> {
  const opened = await openOutputFolder(folder, PACKAGES)
  if (!opened.ok) return opened
  const first = opened.value
  return ok({
    path: folder,
    staging: first.staging,
    commit: async (packages, [own = [], ...others]) => {
      const further = await openFurther(folder, others.length)
      if (!further.ok) {
        await first.abandon()
        return further
      }
      // What lies in several folders is duplicated before the first folder takes it.
      for (const [index, wanted] of others.entries()) {
        const target = further.value[index]
        const entries = wanted.flatMap(place => entryOf(packages[place])).map(each => ({ ...each, stays: true }))
        const stored = await target?.commit(entries)
        if (stored && !stored.ok) {
          await Promise.all([first, ...further.value].map(each => each.abandon()))
          return stored
        }
      }
      const stored = await first.commit(own.flatMap(index => entryOf(packages[index])))
      if (!stored.ok) return stored
      await retireFrom(folder, others.length + 2)
      const folders = [folder, ...further.value.map(({ path }) => path)]
      const files = packages.map(({ contents }, index) => {
        const at = [own, ...others].findIndex(wanted => wanted.includes(index))
        return path.join(folders[at] ?? folder, fileName(contents.identity))
      })
      return ok({ folders, files })
    },
    intruders: () => first.intruders(),
    abandon: () => first.abandon(),
  })
}

function entryOf(stored: VerifiedPackage | undefined): readonly Entry[] {
  return stored ? [{ name: fileName(stored.contents.identity), from: stored.path }] : []
}

function nameOfFolder(folder: string, number: number): string {
  return `${folder}-${number}`
}

async function openFurther(folder: string, count: number): Promise<Result<readonly OutputFolder[], Problem>> {
  const opened: OutputFolder[] = []
  for (let number = 2; number < count + 2; number += 1) {
    const each = await openOutputFolder(nameOfFolder(folder, number), FURTHER)
    if (!each.ok) {
      await Promise.all(opened.map(other => other.abandon()))
      return err(each.error)
    }
    opened.push(each.value)
  }
  return ok(opened)
}

/** Takes away the folders that an earlier run needed and this one does not. */
async function retireFrom(folder: string, number: number): Promise<void> {
  const name = nameOfFolder(folder, number)
  if (!(await hasRecord(name, FURTHER.recordAs))) return
  const opened = await openOutputFolder(name, FURTHER)
  // Where somebody else has put something into it meanwhile, it is theirs.
  if (!opened.ok) return
  await opened.value.retire()
  await retireFrom(folder, number + 1)
}
