import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

const MARK = /^(?<pid>[1-9][0-9]*)-(?<host>[0-9a-f]{4})[0-9a-f]{4}$/

/**
 * Says which process of which machine something belongs to, and is never the same again: containers that share a folder know
 * nothing of each other's processes. Without a dot.
 */
export function ownerMark(pid = process.pid): string {
  return `${pid}-${THIS_HOST}${randomUUID().slice(0, 4)}`
}

/** The process that a mark is of, if it is one of this machine. */
export function processOf(mark: string): number | undefined {
  const { pid, host } = MARK.exec(mark)?.groups ?? {}
  return host === THIS_HOST ? Number(pid) : undefined
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

/** Of a second, in which Linux counts when a process began, whatever its own clock (proc_pid_stat(5), USER_HZ). */
const TICK_MS = 10

/** When a process of this machine began, in milliseconds since 1970; undefined of one that has ended, or where nobody tells. */
export function beganAt(pid: number): number | undefined {
  // Behind the name of the program, which may hold anything.
  const [state = 'X', ...rest] = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ')
  const ticks = Number(rest[18])
  const upSeconds = Number.parseFloat(read('/proc/uptime'))
  const began = Date.now() - upSeconds * 1000 + ticks * TICK_MS
  return 'ZX'.includes(state) || Number.isNaN(began) ? undefined : began
}

/** Containers may share a name and not their processes, and after a restart other processes have the numbers of old ones. */
const THIS_HOST = createHash('sha256')
  .update([hostname(), linkedBy('/proc/self/ns/pid'), read('/proc/sys/kernel/random/boot_id')].join('\n'))
  .digest('hex')
  .slice(0, 4)

/** Empty where there is no such link, as on every system but Linux. */
function linkedBy(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ''
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
