import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Clock, sleep } from '../clock.ts'

/** A process and whatever it has started. */
export interface ProcessTree {
  /** Ends them all at once. */
  readonly kill: () => void
  /** Resolves when none of those that were killed is left. */
  gone(): Promise<void>
}

/** @param leader was started with `detached`, save on Windows, which has no process groups */
export function processTree(leader: ChildProcess, clock: Clock): ProcessTree {
  const { pid } = leader
  if (pid === undefined) return { kill: () => undefined, gone: async () => undefined }
  return process.platform === 'win32' ? windowsTree(leader) : processGroup(pid, clock)
}

const LOOK_MS = 10
/** The killed are gone within a moment, but stay in their group until somebody collects them: the init of a container may not. */
const LOOKS = 20

function processGroup(leader: number, clock: Clock): ProcessTree {
  const signalAll = (signal: 'SIGKILL' | 0): boolean => {
    try {
      return process.kill(-leader, signal)
    } catch {
      // No such group, or (macOS) none in it that lives.
      return false
    }
  }
  return {
    kill: () => {
      signalAll('SIGKILL')
    },
    gone: async () => {
      for (let looks = 0; looks < LOOKS && signalAll(0); looks += 1) await sleep(clock, LOOK_MS, NEVER)
    },
  }
}

const NEVER = new AbortController().signal

/** Windows knows what a process has started as long as it lives. What one leaves behind that ended by itself loses its pipes. */
function windowsTree(leader: ChildProcess): ProcessTree {
  let killed: Promise<unknown> | undefined
  return {
    kill: () => {
      // The number of a process that has ended is soon that of another.
      if (leader.exitCode === null && leader.signalCode === null) killed ??= taskkill(leader.pid)
    },
    gone: async () => {
      await killed
    },
  }
}

async function taskkill(pid: number | undefined): Promise<void> {
  const killer = spawn('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true })
  await once(killer, 'exit').catch(() => undefined)
}
