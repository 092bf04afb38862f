import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Fault } from './line-fault.ts'

/** Simulated lines, all in one process of their own. */
export interface Lines extends AsyncDisposable {
  /** Lets each line fail as told, undefined for not at all, and gives the requests that each carried since the last call. */
  fail(...faults: readonly (Fault | undefined)[]): Promise<readonly number[]>
}

/** The ports of loopback that a line joins: clients connect here, the server listens there. */
export type Ends = readonly [here: number, there: number]

export async function startLines(ends: readonly Ends[]): Promise<Lines> {
  const pairs = ends.map(([here, there]) => `${here}:${there}`)
  const proxy = fork(path.join(import.meta.dirname, 'line-proxy.ts'), pairs)
  const fail = async (...faults: readonly (Fault | undefined)[]): Promise<readonly number[]> => {
    proxy.send(faults.map(fault => fault ?? null))
    const [carried] = await once(proxy, 'message')
    return carried
  }
  await fail()
  return {
    fail,
    [Symbol.asyncDispose]: async () => {
      proxy.disconnect()
      await once(proxy, 'exit')
    },
  }
}
