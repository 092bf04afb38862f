import { createHash, randomUUID } from 'node:crypto'
import { lstat, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'

const STAGING = /^\.psmr-(?<pid>[0-9]+)-(?<host>[0-9a-f]{4})[0-9a-f]{4}$/

/** Says which process of which machine it belongs to: containers that share a folder know nothing of each other's. */
export function stagingName(pid = process.pid): string {
  return `.psmr-${pid}-${thisHost()}${randomUUID().slice(0, 4)}`
}

function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 4)
}

/** No restore takes as long: what another machine has left for this time, it has left behind. */
const LEFT_BEHIND_MS = 24 * 3_600_000

export function isStaging(name: string): boolean {
  return STAGING.test(name)
}

/** Whether a name is that of a staging folder whose process of this machine lives. */
export function isInUse(name: string): boolean {
  const owner = STAGING.exec(name)?.groups
  return owner !== undefined && owner.host === thisHost() && isAlive(Number(owner.pid))
}

/** Removes the staging folders of processes that are gone. */
export async function removeAbandoned(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const target = path.join(folder, name)
    if (await isAbandoned(target, STAGING.exec(name)?.groups)) await rm(target, { recursive: true, force: true })
  }
}

async function isAbandoned(folder: string, owner: Readonly<Record<string, string>> | undefined): Promise<boolean> {
  const pid = Number(owner?.pid)
  if (!pid) return false
  if (owner?.host === thisHost()) return !isAlive(pid)
  const there = await lstat(folder).catch(() => undefined)
  return there !== undefined && Date.now() - there.mtimeMs > LEFT_BEHIND_MS
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
