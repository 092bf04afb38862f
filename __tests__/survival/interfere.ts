import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { constants } from 'node:os'
import { isMainThread } from 'node:worker_threads'

/**
 * Loaded into a process of the bundle by `NODE_OPTIONS=--import`: stands before every call that changes the file system, and
 * ends the process or fails in its place. What to do is said by `PSMR_INTERFERE`.
 */
export interface Interference {
  /** Sends the process a signal before the nth of these calls of the main thread: that of `kill -9`, or the one named. */
  readonly killBefore?: number
  readonly signal?: NodeJS.Signals
  /** Fails calls with this error: of this function if one is named, for paths that match. */
  readonly fail?: {
    readonly code: string
    readonly call?: string
    readonly path: string
    /** How many calls are let through before. */
    readonly after?: number
    /** How many fail; all of them unless told otherwise. */
    readonly times?: number
  }
  /** A file that holds the number of calls in the end. */
  readonly count?: string
}

const CALLS = ['copyFile', 'link', 'mkdir', 'open', 'rename', 'rm', 'rmdir', 'unlink', 'utimes', 'writeFile'] as const

type Call = (...args: unknown[]) => unknown

const { killBefore, signal = 'SIGKILL', fail, count }: Interference = JSON.parse(process.env.PSMR_INTERFERE ?? '{}')
let calls = 0
let matched = 0

function stand(name: string, args: readonly unknown[]): void {
  const paths = args.slice(0, 2).filter(each => typeof each === 'string')
  // What is read changes nothing.
  if (name.startsWith('open') && (args[1] === undefined || args[1] === 'r')) return
  calls += 1
  if (isMainThread && calls === killBefore) process.kill(process.pid, signal)
  if (!fail || (fail.call !== undefined && fail.call !== name)) return
  if (!paths.some(each => new RegExp(fail.path).test(each))) return
  matched += 1
  const { after = 0, times = Number.POSITIVE_INFINITY, code } = fail
  if (matched <= after || matched > after + times) return
  const system = { code: asNodeSays(code), syscall: name, path: paths[0] }
  throw Object.assign(new Error(`${code}: injected, ${name} '${paths[0]}'`), system)
}

/** libuv has no name for a used up quota. */
function asNodeSays(code: string): string {
  return code === 'EDQUOT' ? `Unknown system error -${constants.errno.EDQUOT}` : code
}

const promised = fs.promises as unknown as Record<string, Call>
const direct = fs as unknown as Record<string, Call>
for (const name of CALLS) {
  const inPromises = promised[name] as Call
  promised[name] = async (...args) => {
    stand(name, args)
    return inPromises.apply(fs.promises, args)
  }
  const inSync = direct[`${name}Sync`] as Call
  direct[`${name}Sync`] = (...args) => {
    stand(name, args)
    return inSync.apply(fs, args)
  }
}
syncBuiltinESMExports()

if (count !== undefined && isMainThread) {
  const write = fs.writeFileSync
  const total = (): number => calls
  process.on('exit', () => {
    const ended = total()
    write(count, String(ended))
  })
}
