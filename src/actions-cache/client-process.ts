import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Clock } from '../clock.ts'
import type { Environment } from '../environment.ts'
import { clientEnvironment } from './client-environment.ts'
import { type ClientLog, readClientLog } from './client-log.ts'
import type { CacheMessage, CacheRequest } from './messages.ts'
import { processTree } from './process-tree.ts'

export interface Client {
  /** The script that calls `serveCache`. */
  readonly entry: string
  readonly environment: Environment
  readonly clock: Clock
  /** For how long an archive that has begun to come may pause, in milliseconds. */
  readonly silenceMs: number
  /** See `PatienceLimits`. */
  readonly wholeMs: number
}

export interface ClientEnd {
  readonly log: ClientLog
  /** `exit code 1`, `signal SIGKILL` */
  readonly by: string
}

/**
 * Starts a client in a folder and gives it its request. Resolves when the client and all that it has started are gone: when
 * `over` is aborted, or it ends by itself.
 *
 * Rejects with the error of the system where it cannot be started.
 *
 * @param tell is given what it says
 */
export async function runClientProcess(
  { entry, environment, clock }: Client,
  folder: string,
  request: CacheRequest,
  tell: (message: CacheMessage) => void,
  over: AbortSignal,
): Promise<ClientEnd> {
  const child = spawn(process.execPath, [entry], {
    cwd: folder,
    env: clientEnvironment(environment, folder),
    // A group of its own, by which all of it can be ended. On Windows it would get a window of its own instead.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  const tree = processTree(child, clock)
  child.on('message', tell)
  // What a client leaves that ended by itself.
  child.once('exit', tree.kill)
  over.addEventListener('abort', tree.kill)
  // A client that has ended cannot be told anything, which shows in how it ended.
  if (child.connected) child.send(request, () => undefined)
  try {
    const [code, signal] = await once(child, 'close')
    await tree.gone()
    return { log: readClientLog(stdout() + stderr()), by: code === null ? `signal ${signal}` : `exit code ${code}` }
  } finally {
    over.removeEventListener('abort', tree.kill)
  }
}

/** Its output is read to the end, so that it never waits to write, and shown to nobody: it holds commands for the runner. */
function collect(stream: ChildProcess['stdout']): () => string {
  const chunks: Buffer[] = []
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString()
}
