import { link, lstat, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { err, ok, type Result } from '../result.ts'
import { unlessMissing } from '../system-error.ts'
import { beganAt, isOwnerMark, isRunning, ownerMark, processOf } from './owner.ts'
import { withStaged } from './staging.ts'

/** A holder touches its lock ten times as often as this: one that did not was killed. */
const STALE_MS = 10_000
const POLL_MS = 20

/** Somebody else has the lock and did not give it back in time. */
export interface Held {
  /** Undefined for one of another machine. */
  readonly pid: number | undefined
}

/**
 * Runs `work` while no other process that asks for the same lock does. The lock's folder must be there.
 *
 * @param signal how long the lock is waited for
 */
export async function withLock<T>(
  lock: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<Result<T, Held>> {
  const taken = await takeLock(lock, signal)
  if (!taken.ok) return taken
  try {
    return ok(await work())
  } finally {
    await taken.value()
  }
}

/**
 * Takes a lock; the value gives it back. It is a file with the mark of its owner in it. That of a process of this machine
 * that is gone is taken away at once, any other when nobody has touched it for ten seconds, unless its process is seen to live.
 */
export async function takeLock(lock: string, signal?: AbortSignal): Promise<Result<() => Promise<void>, Held>> {
  const mark = ownerMark()
  const held = await withStaged(lock, async (marked, names): Promise<Held | undefined> => {
    await writeFile(marked, mark, { flag: 'wx' })
    for (let tries = 0; !(await makeLock(lock, marked, mark, tries)); tries += 1) {
      const owner = await readMark(lock)
      if (await isAbandoned(lock, owner)) await takeAway(lock, owner)
      else if (signal?.aborted) return { pid: processOf(owner) }
      else await setTimeout(POLL_MS)
    }
    // What others have left who were killed at this very step.
    await removeClaims(lock, names)
    return undefined
  })
  if (held) return err(held)
  const beat = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => undefined), STALE_MS / 10)
  beat.unref()
  return ok(async () => {
    clearInterval(beat)
    await giveBack(lock, mark).catch(() => undefined)
  })
}

/** One that cannot be taken away is abandoned as soon as this process has ended. */
async function giveBack(lock: string, mark: string): Promise<void> {
  // A machine that slept for a while may find that it is somebody else's by now.
  if ((await readMark(lock)) === mark) await rm(lock, { force: true })
}

/** Empty for a lock that was just given back, and for a link that leads nowhere: neither is anybody's mark. */
async function readMark(lock: string): Promise<string> {
  return (await readFile(lock, 'utf8').catch(unlessMissing)) ?? ''
}

/** Windows says EPERM for a moment of a file that was just deleted, and for ever of one that may not be made. */
const EPERM_TRIES = 50

/**
 * Makes the lock with the mark in it in one step, if it is not there: a second name for the file that has been marked. Where
 * the file system knows no such names, whoever is killed between file and mark is waited for.
 */
async function makeLock(lock: string, marked: string, mark: string, tries: number): Promise<boolean> {
  try {
    await link(marked, lock).catch(error => {
      if (error.code === 'EEXIST') throw error
      return writeFile(lock, mark, { flag: 'wx' })
    })
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32' && tries < EPERM_TRIES)) return false
    throw error
  }
}

async function isAbandoned(lock: string, owner: string): Promise<boolean> {
  const pid = processOf(owner)
  if (pid !== undefined && !isRunning(pid)) return true
  const held = await lstat(lock).catch(unlessMissing)
  if (held === undefined || Date.now() - held.mtimeMs <= STALE_MS) return false
  // One that was stopped, or on a machine that slept, goes on where it was; the number of one that is gone may be taken again.
  const began = pid === undefined ? undefined : beganAt(pid)
  return began === undefined || began > held.mtimeMs
}

/**
 * Takes an abandoned lock away, if it is still that of the owner who was found to be gone. Only one at a time may do that for
 * one owner, and a mark is never the same again: so nobody takes away what another has made meanwhile.
 */
async function takeAway(lock: string, owner: string): Promise<void> {
  await withLock(`${lock}.${isOwnerMark(owner) ? owner : NOBODY}`, async () => {
    if ((await readMark(lock)) === owner) await rm(lock, { force: true })
  })
}

const NOBODY = 'nobody'

/** What is left of those who were killed when they took a lock away; who has the lock needs them no more, nor does anybody. */
async function removeClaims(lock: string, names: readonly string[]): Promise<void> {
  const prefix = `${path.basename(lock)}.`
  for (const name of names) {
    const owner = name.startsWith(prefix) ? name.slice(prefix.length) : ''
    if (owner === NOBODY || isOwnerMark(owner)) await rm(path.join(path.dirname(lock), name), { force: true })
  }
}
