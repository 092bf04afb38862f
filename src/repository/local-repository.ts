import { randomUUID } from 'node:crypto'
import { mkdir, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { describeLocalIo } from '../failure.ts'
import { fileName } from '../package/identity.ts'
import type { VerifiedPackage } from '../package/verify.ts'
import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import { type FolderRecord, folderRecord } from './folder-record.ts'

/**
 * The flat folder of packages that is handed on: `<ProperCaseId>.<normalised version>.nupkg` and nothing else, which is what
 * every client of such a folder can read.
 */
export interface LocalRepository {
  readonly path: string
  /** A folder on the same file system for what is not verified yet; gone after `commit` or `abandon`. */
  readonly staging: string
  /**
   * Makes the folder hold exactly these packages: each is renamed in, and those of an earlier run that are no longer wanted
   * are deleted. The value are their paths, in the order given.
   */
  commit(packages: readonly VerifiedPackage[]): Promise<Result<readonly string[], Problem>>
  /** Leaves the folder as it was found. */
  abandon(): Promise<void>
}

const STAGING = /^\.psmr-(?<pid>[0-9]+)-[0-9a-f]{8}$/

/** Opens the folder, made if it is missing. A file in it that is not ours is a problem that names it. */
export async function openLocalRepository(folder: string): Promise<Result<LocalRepository, Problem>> {
  try {
    const made = await mkdir(folder, { recursive: true })
    // By its real path, so that a link to the folder leads to the same record.
    const record = folderRecord(await realpath(folder))
    // In this order: a restore that finishes meanwhile has claimed its files before they appear.
    const found = await readdir(folder)
    const ours = await record.read()
    const foreign = found.find(name => !ours.has(name) && !STAGING.test(name))
    if (foreign !== undefined) return err(foreignFile(folder, foreign))
    await Promise.all(
      found.filter(isAbandoned).map(name => rm(path.join(folder, name), { recursive: true, force: true })),
    )
    const staging = path.join(folder, `.psmr-${process.pid}-${randomUUID().slice(0, 8)}`)
    await mkdir(staging)
    return ok(createRepository(folder, staging, record, made))
  } catch (error) {
    return err(unusable(folder, error))
  }
}

function createRepository(
  folder: string,
  staging: string,
  record: FolderRecord,
  made: string | undefined,
): LocalRepository {
  return {
    path: folder,
    staging,
    commit: async packages => {
      try {
        const before = await record.read()
        const names = packages.map(({ contents }) => fileName(contents.identity))
        // Claimed before they are there: a run that is killed in between leaves nothing that the next would call foreign.
        await record.write(new Set([...before, ...names]))
        for (const [index, { path: from }] of packages.entries()) {
          await renameOver(from, path.join(folder, names[index] ?? ''))
        }
        const kept = new Set(names.map(foldCase))
        const unwanted = [...before].filter(name => !kept.has(foldCase(name)))
        await Promise.all(unwanted.map(name => rm(path.join(folder, name), { force: true })))
        await record.write(names)
        await rm(staging, { recursive: true, force: true })
        return ok(names.map(name => path.join(folder, name)))
      } catch (error) {
        await rm(staging, { recursive: true, force: true })
        return err(unusable(folder, error))
      }
    },
    abandon: async () => {
      await rm(staging, { recursive: true, force: true })
      if (made !== undefined) await removeEmptyFolders(folder, made)
    },
  }
}

/** A name as the file system compares it: on Windows and macOS a file is the same in any letter case. */
function foldCase(name: string): string {
  return process.platform === 'win32' || process.platform === 'darwin' ? name.toLowerCase() : name
}

/** Virus scanners on Windows hold a new file open for a moment; waiting for them is what uv does, ten times. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let wait = 10; ; wait *= 2) {
    try {
      return await rename(from, to)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? ''
      const mayPass = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(code) && wait < 10_000
      if (!mayPass) throw error
      await new Promise(resolve => setTimeout(resolve, wait))
    }
  }
}

/** Removes the folders that `mkdir` made, from the innermost out to `outermost`, as long as they are empty. */
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

/** Whether a staging folder belongs to a process that is gone. */
function isAbandoned(name: string): boolean {
  const pid = Number(STAGING.exec(name)?.groups?.pid)
  if (!pid) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function foreignFile(folder: string, name: string): Problem {
  return {
    code: 'FOREIGN_FILE',
    sentence: `The folder ${folder} holds "${name}", which no restore put there.`,
    hint: 'A local repository holds packages and nothing else. Name an empty or a new folder in "repository-path", or remove the file.',
  }
}

function unusable(folder: string, error: unknown): Problem {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error
  return {
    code: 'FOLDER_UNUSABLE',
    sentence: `The folder ${folder} cannot be used: ${describeLocalIo(String(error.code))}.`,
    hint: 'Name a folder that this job may write in "repository-path", or leave it out.',
  }
}
