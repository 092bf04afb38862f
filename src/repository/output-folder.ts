import { randomUUID } from 'node:crypto'
import { lstat, mkdir, readdir, realpath, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { describeLocalIo } from '../failure.ts'
import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import { asSystemError } from '../system-error.ts'
import { type FolderRecord, folderRecord } from './folder-record.ts'
import { duplicate, place } from './place.ts'
import { isInUse, isStaging, removeAbandoned, stagingName } from './staging.ts'

/** A folder that restores fill. What is ours in it stands in a record beside it; nothing else is ever changed or deleted. */
export interface OutputFolder {
  readonly path: string
  /** A folder on the same file system for what is not wanted for certain yet; gone after `commit` or `abandon`. */
  readonly staging: string
  /** Tells the names of what earlier restores put here, as the file system compares names. */
  ours(): Promise<(name: string) => boolean>
  /**
   * Makes what is ours in the folder exactly this: each is renamed in, and what an earlier restore put here and is no longer
   * wanted is deleted. The value are their paths, in the order given.
   */
  commit(entries: readonly Entry[] | PlanEntries): Promise<Result<readonly string[], Problem>>
  /** What appeared at the top of the folder since it was opened, and no restore put there. */
  intruders(): Promise<readonly string[]>
  /** Leaves the folder as it was found. */
  abandon(): Promise<void>
  /** Takes everything of ours out of the folder, and away the folder itself if nothing else is in it. */
  retire(): Promise<void>
}

/** A file or folder that is to be in an output folder. */
export interface Entry {
  /** Relative to the folder, with forward slashes. */
  readonly name: string
  /** Where it lies now, on the same file system; undefined for one that is in its place. */
  readonly from: string | undefined
  /** Whether it stays there too, on whatever file system that is. */
  readonly stays?: boolean
}

/** Tells what is to be there, from what is there while nobody else changes it. */
export type PlanEntries = (ours: (name: string) => boolean) => Promise<readonly Entry[]>

export interface OutputKind {
  /** What names of ours look like. */
  readonly name: RegExp
  /** Sets the record apart from that of a folder of the same name that is restored into for itself. */
  readonly recordAs?: string
  /** The input that says where the folder is, if any does. */
  readonly input?: string
  /** What somebody else may put into a folder of ours at the top of the output folder. */
  readonly spares?: RegExp
  /** What a folder of this kind holds and nothing else, as a sentence; undefined where others may put theirs beside ours. */
  readonly holdsOnly?: string
}

/** Opens the folder, made if it is missing. */
export async function openOutputFolder(folder: string, kind: OutputKind): Promise<Result<OutputFolder, Problem>> {
  try {
    const made = await mkdir(folder, { recursive: true })
    // By its real path, so that a link to the folder leads to the same record.
    const record = folderRecord(await realpath(folder), kind.name, kind.recordAs)
    // In this order: a restore that finishes meanwhile has claimed its files before they appear.
    const found = await readdir(folder)
    const ours = await record.read()
    const foreign = found.find(name => !ours.has(name) && !isStaging(name))
    if (foreign !== undefined && kind.holdsOnly !== undefined) return err(foreignFile(folder, foreign, kind))
    await removeAbandoned(folder, found)
    const staging = path.join(folder, stagingName())
    await mkdir(staging)
    return ok(outputFolder({ folder, staging, record, made, kind, found, ours }))
  } catch (error) {
    return err(unusable(folder, kind, error))
  }
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

function outputFolder({ folder, staging, record, made, kind, found, ours }: Opened): OutputFolder {
  return {
    path: folder,
    staging,
    ours: () => ownNames(record),
    commit: async wanted => {
      try {
        const names = await record.exclusively(async () => {
          const entries = typeof wanted === 'function' ? await wanted(await ownNames(record)) : wanted
          await fill({ folder, staging, record, kind }, await stageTwins(entries, staging))
          return entries.map(({ name }) => name)
        })
        await rm(staging, { recursive: true, force: true })
        return ok(names.map(name => path.join(folder, name)))
      } catch (error) {
        await rm(staging, { recursive: true, force: true })
        return err(unusable(folder, kind, error))
      }
    },
    intruders: async () => {
      const now = await readdir(folder)
      const known = new Set([...ours].map(name => foldCase(name.split('/')[0] ?? name)))
      return now.filter(name => !found.includes(name) && !isInUse(name) && !known.has(foldCase(name)))
    },
    abandon: async () => {
      await rm(staging, { recursive: true, force: true })
      if (made !== undefined) await removeEmptyFolders(folder, made)
    },
    retire: async () => {
      await Promise.all([...(await record.read())].map(name => remove(folder, name, kind)))
      await rm(staging, { recursive: true, force: true })
      await record.remove()
      await removeEmptyFolders(folder, folder)
    },
  }
}

async function ownNames(record: FolderRecord): Promise<(name: string) => boolean> {
  const names = new Set([...(await record.read())].map(foldCase))
  return name => names.has(foldCase(name))
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

async function fill(
  { folder, staging, record, kind }: Omit<Opened, 'made' | 'found' | 'ours'>,
  entries: readonly Entry[],
): Promise<void> {
  const before = await record.read()
  const names = entries.map(({ name }) => name)
  // Claimed before they are there: a run that is killed in between leaves nothing that the next would call foreign.
  await record.write(new Set([...before, ...names]))
  const kept = new Set(names.map(foldCase))
  const unwanted = [...before].filter(name => !kept.has(foldCase(name)))
  // A folder that lies in one of these, or around it, would go with it or take it along.
  const nested = unwanted.filter(name => names.some(each => isWithin(each, name) || isWithin(name, each)))
  for (const name of nested) await remove(folder, name, kind)
  for (const { name, from } of entries) {
    if (from !== undefined) await place(from, path.join(folder, name), path.join(staging, randomUUID()))
  }
  await Promise.all(unwanted.filter(name => !nested.includes(name)).map(name => remove(folder, name, kind)))
  await record.write(names)
}

/** Removes what a name of ours stands for, and the folders on the way to it that are empty then. */
async function remove(folder: string, name: string, { spares }: OutputKind): Promise<void> {
  const target = path.join(folder, name)
  const [top = name] = name.split('/')
  // What somebody has put a link in the place of is no longer ours.
  if (top !== name && (await lstat(path.join(folder, top)).catch(() => undefined))?.isSymbolicLink()) return
  const within = spares && !name.includes('/') ? await readdir(target).catch(() => []) : []
  const ours = within.filter(each => !spares?.test(each))
  if (ours.length < within.length) {
    await Promise.all(ours.map(each => rm(path.join(target, each), { recursive: true, force: true })))
    return
  }
  await rm(target, { recursive: true, force: true })
  if (top !== name) await removeEmptyFolders(path.dirname(target), path.join(folder, top))
}

function isWithin(inner: string, outer: string): boolean {
  return foldCase(inner).startsWith(`${foldCase(outer)}/`)
}

/** A name as the file system compares it: on Windows and macOS a file is the same in any letter case. */
export function foldCase(name: string): string {
  return process.platform === 'win32' || process.platform === 'darwin' ? name.toLowerCase() : name
}

/** Removes folders from the innermost out to `outermost`, as long as they are empty. */
async function removeEmptyFolders(innermost: string, outermost: string): Promise<void> {
  for (let folder = innermost; ; folder = path.dirname(folder)) {
    try {
      await rmdir(folder)
    } catch {
      return
    }
    if (folder === outermost || folder === path.dirname(folder)) return
  }
}

function foreignFile(folder: string, name: string, { input, holdsOnly }: OutputKind): Problem {
  return {
    code: 'FOREIGN_FILE',
    sentence: `The folder ${folder} holds "${name}", which no restore put there.`,
    hint: `${holdsOnly} ${input === undefined ? 'Remove' : `Name an empty or a new folder in "${input}", or remove`} the file.`,
  }
}

function unusable(folder: string, { input }: OutputKind, error: unknown): Problem {
  return {
    code: 'FOLDER_UNUSABLE',
    sentence: `The folder ${folder} cannot be used: ${describeLocalIo(asSystemError(error).code)}.`,
    ...(input !== undefined && { hint: `Name a folder that this job may write in "${input}".` }),
  }
}
