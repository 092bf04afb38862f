import { open, rm, stat, utimes } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { unlessMissing } from './shared-file.ts'

/** A holder touches its lock ten times as often as this: one that did not was killed. */
const STALE_MS = 10_000
const POLL_MS = 20

/**
 * Runs `work` while no other process that asks for the same lock does. The lock's folder must be there.
 *
 * @param patienceMs after which it is given up with the error `EBUSY`
 */
export async function withLock<T>(
  lock: string,
  work: () => Promise<T>,
  patienceMs = Number.POSITIVE_INFINITY,
): Promise<T> {
  for (let tries = 0; !(await takeLock(lock, tries)); tries += 1) {
    if (tries * POLL_MS > patienceMs)
      throw Object.assign(new Error(`${lock} is held`), { code: 'EBUSY', syscall: 'open' })
    const held = await stat(lock).catch(unlessMissing)
    if (held && Date.now() - held.mtimeMs > STALE_MS) await rm(lock, { force: true })
    else await setTimeout(POLL_MS)
  }
  const beat = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => undefined), STALE_MS / 10)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    await rm(lock, { force: true })
  }
}

/** Windows says EPERM for a moment of a file that was just deleted, and for ever of one that may not be made. */
const EPERM_TRIES = 50

async function takeLock(lock: string, tries: number): Promise<boolean> {
  try {
    await (await open(lock, 'wx')).close()
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32' && tries < EPERM_TRIES)) return false
    throw error
  }
}
