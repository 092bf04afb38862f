import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { locate } from './peer.ts'

/**
 * A port of loopback that is free. Below those that systems hand out by themselves (from 32768 on Linux, 49152 elsewhere),
 * so that no server of another test gets it before the daemon does.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 30_000)
    const server = createServer()
    const free = await new Promise<boolean>(resolve => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!free) continue
    server.close()
    await once(server, 'close')
    return port
  }
}

const START_MS = 20_000
const POLL_MS = 20

export interface Command {
  readonly program: string
  readonly args: readonly string[]
}

/** Starts a server, returns when it accepts connections on `port` of loopback, and stops it when the test ends. */
export async function startDaemon(t: TestContext, { program, args }: Command, port: number): Promise<void> {
  const daemon = spawn(locate(program), args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const stream of [daemon.stdout, daemon.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log += chunk
    })
  }
  // Also where the tests are cut off: a daemon must not outlive them.
  const kill = (): boolean => daemon.kill()
  process.once('exit', kill)
  t.after(async () => {
    process.off('exit', kill)
    await stop(daemon)
  })
  const deadline = performance.now() + START_MS
  while (!(await accepts(port))) {
    if (hasEnded(daemon) || performance.now() > deadline) throw new Error(`${program} did not start:\n${log}`)
    await wait(POLL_MS)
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

async function stop(daemon: ChildProcess): Promise<void> {
  if (hasEnded(daemon)) return
  const ended = once(daemon, 'exit')
  daemon.kill()
  await ended
}

function hasEnded(daemon: ChildProcess): boolean {
  return daemon.exitCode !== null || daemon.signalCode !== null
}
