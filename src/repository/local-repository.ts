import path from 'node:path'
import { fileName } from '../package/identity.ts'
import type { VerifiedPackage } from '../package/verify.ts'
import type { Problem } from '../problem.ts'
import { ok, type Result } from '../result.ts'
import { type Exchange, type Prepared, undoAll } from './exchange.ts'
import type { Entry } from './folder-exchange.ts'
import { hasRecord } from './folder-record.ts'
import { openOutputFolder } from './output-folder.ts'
import type { OutputKind } from './output-kind.ts'

/**
 * The flat folder of packages that is handed on: `<ProperCaseId>.<normalised version>.nupkg` and nothing else, which is what
 * every client of such a folder can read. Where names collide there are several, beside each other: `packages`, `packages-2`.
 */
export interface LocalRepository {
  readonly path: string
  /** A folder on the same file system for what is not verified yet; gone with the exchange, or after `abandon`. */
  readonly staging: string
  /**
   * Gets ready to make the folders hold exactly these packages, and to take out those of an earlier run that are no longer
   * wanted.
   *
   * @param folders the packages of each folder by their indices, the first folder first; every package is in one at least
   * @param signal see `OutputFolder`
   */
  prepare(
    packages: readonly VerifiedPackage[],
    folders: readonly (readonly number[])[],
    signal?: AbortSignal,
  ): Promise<Result<Prepared<StoredPackages>, Problem>>
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
const FURTHER: OutputKind = { ...PACKAGES, recordAs: 'further', retires: true }

/**
 * Opens the folder, made if it is missing. A file in it that is not ours is a problem that names it.
 *
 * @param signal see `OutputFolder`
 */
export async function openLocalRepository(
  folder: string,
  signal?: AbortSignal,
): Promise<Result<LocalRepository, Problem>> {
  const opened = await openOutputFolder(folder, PACKAGES, signal)
  if (!opened.ok) return opened
  const first = opened.value
  return ok({
    path: folder,
    staging: first.staging,
    prepare: async (packages, [own = [], ...others], signal) => {
      const entriesOf = (wanted: readonly number[]): readonly Entry[] =>
        wanted.flatMap(index => entryOf(packages[index]))
      // What lies in several folders is duplicated before the first folder takes it.
      const further = await prepareFurther(folder, others.map(entriesOf), signal)
      if (!further.ok) {
        await first.abandon()
        return further
      }
      const prepared = await first.prepare(entriesOf(own), signal)
      if (!prepared.ok) {
        await undoAll(further.value)
        return prepared
      }
      const folders = [folder, ...others.map((_, index) => nameOfFolder(folder, index + 2))]
      const files = packages.map(({ contents }, index) => {
        const at = [own, ...others].findIndex(wanted => wanted.includes(index))
        return path.join(folders[at] ?? folder, fileName(contents.identity))
      })
      return ok({ exchanges: [...further.value, ...prepared.value.exchanges], value: { folders, files } })
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

/** The further folders, and behind them those that an earlier run needed and this one does not, which come to hold nothing. */
async function prepareFurther(
  folder: string,
  wanted: readonly (readonly Entry[])[],
  signal: AbortSignal | undefined,
): Promise<Result<readonly Exchange[], Problem>> {
  const exchanges: Exchange[] = []
  for (let index = 0; ; index += 1) {
    const name = nameOfFolder(folder, index + 2)
    const entries = wanted[index]
    if (!entries && !(await hasRecord(name, FURTHER.recordAs))) return ok(exchanges)
    const opened = await openOutputFolder(name, FURTHER, signal)
    // Where somebody else has put something into one that is not needed, it is theirs.
    if (!opened.ok && !entries) return ok(exchanges)
    const twins = entries?.map(each => ({ ...each, stays: true })) ?? []
    const prepared = opened.ok ? await opened.value.prepare(twins, signal) : opened
    if (!prepared.ok) {
      await undoAll(exchanges)
      return prepared
    }
    exchanges.push(...prepared.value.exchanges)
  }
}
