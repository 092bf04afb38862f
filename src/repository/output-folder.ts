import { randomUUID } from 'node:crypto'
import { mkdir, readdir, realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import { makeFolders } from '../files/make-folders.ts'
import { duplicate } from '../files/place.ts'
import { isInUse, isStaging, removeAbandoned, stagingName } from '../files/staging.ts'
import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import type { Prepared } from './exchange.ts'
import { amongNames, type Entry, exchangeOf } from './folder-exchange.ts'
import { type FolderRecord, folderRecord } from './folder-record.ts'
import { removeEmptyFolders } from './moves.ts'
import { foldCase, foreignFile, heldUp, type OutputKind, unusable } from './output-kind.ts'

/** A folder that restores fill. What is ours in it stands in a record beside it; nothing else is ever changed or deleted. */
export interface OutputFolder {
  readonly path: string
  /** A folder on the same file system for what is not wanted for certain yet; gone with the exchange, or after `abandon`. */
  readonly staging: string
  /** Tells the names of what earlier restores put here, as the file system compares names. */
  ours(): Promise<(name: string) => boolean>
  /**
   * Gets ready to make what is ours in the folder exactly this: each will be renamed in, and what an earlier restore put here
   * and is no longer wanted will be taken out. The value are their paths, in the order given. Where it fails the folder is
   * as it was found.
   *
   * @param signal how long another restore is waited for that changes the folder; its reason is a failure
   */
  prepare(entries: readonly Entry[] | PlanEntries, signal?: AbortSignal): Promise<Result<Paths, Problem>>
  /** What appeared at the top of the folder since it was opened, and no restore put there. */
  intruders(): Promise<readonly string[]>
  /** Leaves the folder as it was found. */
  abandon(): Promise<void>
}

type Paths = Prepared<readonly string[]>

/** Tells what is to be there, from what is there while nobody else changes it, or what stands in the way. */
export type PlanEntries = (ours: (name: string) => boolean) => Promise<Result<readonly Entry[], Problem>>

/** Another restore removes a folder that it needs no more at most once, and nobody removes one with our staging in it. */
const OPENINGS = 5

/** Opens the folder, made if it is missing. @param signal see `OutputFolder.prepare` */
export async function openOutputFolder(
  folder: string,
  kind: OutputKind,
  signal?: AbortSignal,
): Promise<Result<OutputFolder, Problem>> {
  let made: string | undefined
  const giveUp = async (problem: Problem): Promise<Result<never, Problem>> => {
    if (made !== undefined) await removeEmptyFolders(folder, made)
    return err(problem)
  }
  for (let openings = 1; ; openings += 1) {
    try {
      const more = await makeFolders(folder)
      made ??= more
      const entered = await enter(folder, kind, signal)
      return entered.ok ? ok(outputFolder({ ...entered.value, made })) : await giveUp(entered.error)
    } catch (error) {
      const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT'
      if (!isGone || openings === OPENINGS) return giveUp(await unusable(folder, kind, error))
    }
  }
}

/** Looks around in a folder and makes staging in it. Rejects with the system's own error. */
async function enter(
  folder: string,
  kind: OutputKind,
  signal: AbortSignal | undefined,
): Promise<Result<Omit<Opened, 'made'>, Problem>> {
  // By its real path, so that a link to the folder leads to the same record.
  const record = folderRecord(await realpath(folder), kind.name, kind.recordAs)
  const found = await readdir(folder)
  const foreign = kind.holdsOnly === undefined ? undefined : await findForeign(folder, kind, record, signal)
  if (foreign) return err(foreign)
  await removeAbandoned(folder, found)
  const ours = (await record.read()) ?? new Set()
  const staging = path.join(folder, stagingName())
  await mkdir(staging)
  return ok({ folder, staging, record, kind, found, ours })
}

/** What another restore is putting in or taking out right now may stand in one of folder and record, and not in the other. */
async function findForeign(
  folder: string,
  kind: OutputKind,
  record: FolderRecord,
  signal: AbortSignal | undefined,
): Promise<Problem | undefined> {
  const look = async (): Promise<string | undefined> => {
    const names = await readdir(folder)
    const ours = await record.read()
    return names.find(name => !ours?.has(name) && !isStaging(name))
  }
  if ((await look()) === undefined) return undefined
  const taken = await record.take(signal)
  if (!taken.ok) return heldUp(folder, taken.error, signal)
  const foreign = await look().finally(taken.value)
  return foreign === undefined ? undefined : foreignFile(folder, foreign, kind)
}

interface Opened {
  readonly folder: string
  readonly staging: string
  readonly record: FolderRecord
  /** The outermost folder that had to be made. */
  readonly made: string | undefined
  readonly kind: OutputKind
  /** Names that were there when it was opened. */
  readonly found: readonly string[]
  /** What the record said then. Whoever can put files here can write into the record that they are ours. */
  readonly ours: ReadonlySet<string>
}

function outputFolder(opened: Opened): OutputFolder {
  const { folder, staging, record, made, kind, found, ours } = opened
  const abandon = async (): Promise<void> => {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined)
    if (made !== undefined) await removeEmptyFolders(folder, made)
  }
  return {
    path: folder,
    staging,
    ours: async () => amongNames((await record.read()) ?? []),
    prepare: async (wanted, signal) => {
      let release: (() => Promise<void>) | undefined
      const giveUp = async (problem: Problem): Promise<Result<never, Problem>> => {
        await abandon()
        await release?.()
        return err(problem)
      }
      try {
        const taken = await record.take(signal)
        if (!taken.ok) return await giveUp(heldUp(folder, taken.error, signal))
        release = taken.value
        const before = await record.read()
        const entries = typeof wanted === 'function' ? await wanted(amongNames(before ?? [])) : ok(wanted)
        if (!entries.ok) return await giveUp(entries.error)
        const staged = await stageTwins(entries.value, staging)
        const exchange = exchangeOf({ ...opened, abandon, release, before, entries: staged })
        return ok({ exchanges: [exchange], value: staged.map(({ name }) => path.join(folder, name)) })
      } catch (error) {
        return giveUp(await unusable(folder, kind, error))
      }
    },
    intruders: async () => {
      const now = await readdir(folder)
      const known = new Set([...ours].map(name => foldCase(name.split('/')[0] ?? name)))
      return now.filter(name => !found.includes(name) && !isInUse(name) && !known.has(foldCase(name)))
    },
    abandon,
  }
}

/** What lies elsewhere and stays there gets a second name in staging. */
async function stageTwins(entries: readonly Entry[], staging: string): Promise<readonly Entry[]> {
  const staged: Entry[] = []
  for (const { name, from, stays } of entries) {
    const twin = stays ? path.join(staging, randomUUID()) : undefined
    if (twin !== undefined && from !== undefined) await duplicate(from, twin)
    staged.push({ name, from: twin ?? from })
  }
  return staged
}
