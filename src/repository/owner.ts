import { createHash, randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

const MARK = /^(?<pid>[1-9][0-9]*)-(?<host>[0-9a-f]{4})[0-9a-f]{4}$/

/**
 * Says which process of which machine something belongs to, and is never the same again: containers that share a folder know
 * nothing of each other's processes. Without a dot.
 */
export function ownerMark(pid = process.pid): string {
  return `${pid}-${thisHost()}${randomUUID().slice(0, 4)}`
}

/** The process that a mark is of, if it is one of this machine. */
export function processOf(mark: string): number | undefined {
  const { pid, host } = MARK.exec(mark)?.groups ?? {}
  return host === thisHost() ? Number(pid) : undefined
}

export function isOwnerMark(text: string): boolean {
  return MARK.test(text)
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 4)
}
