import { lstat, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { isOwnerMark, isRunning, ownerMark, processOf } from './owner.ts'

const PREFIX = '.psmr-'

/** A folder for what is not wanted for certain yet, and whose it is. */
export function stagingName(pid?: number): string {
  return `${PREFIX}${ownerMark(pid)}`
}

/** No restore takes as long: what another machine has left for this time, it has left behind. */
const LEFT_BEHIND_MS = 24 * 3_600_000

export function isStaging(name: string): boolean {
  return name.startsWith(PREFIX) && isOwnerMark(name.slice(PREFIX.length))
}

/** Whether a name is that of a staging folder whose process of this machine lives. */
export function isInUse(name: string): boolean {
  const pid = isStaging(name) ? processOf(name.slice(PREFIX.length)) : undefined
  return pid !== undefined && isRunning(pid)
}

/** Removes the staging folders of processes that are gone. */
export async function removeAbandoned(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names.filter(isStaging)) {
    const target = path.join(folder, name)
    if (await isAbandoned(target, name.slice(PREFIX.length))) await rm(target, { recursive: true, force: true })
  }
}

/**
 * Lends a name beside a file for what is to take its place. What killed processes have left there is removed before, and
 * what still has the name after.
 *
 * @param use is given what is in the folder, too
 */
export async function withStaged<T>(
  file: string,
  use: (staged: string, names: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = path.dirname(file)
  const names = await readdir(folder)
  await removeAbandoned(folder, names)
  const staged = path.join(folder, stagingName())
  try {
    return await use(staged, names)
  } finally {
    await rm(staged, { force: true })
  }
}

async function isAbandoned(folder: string, mark: string): Promise<boolean> {
  const pid = processOf(mark)
  if (pid !== undefined) return !isRunning(pid)
  const there = await lstat(folder).catch(() => undefined)
  return there !== undefined && Date.now() - there.mtimeMs > LEFT_BEHIND_MS
}
