import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'

export type ClientOrder =
  | { readonly kind: 'save'; readonly paths: readonly string[]; readonly key: string }
  | {
      readonly kind: 'restore'
      readonly paths: readonly string[]
      readonly key: string
      readonly restoreKeys?: readonly string[]
    }

export interface ClientRun {
  /** The id of what was saved, -1 for none; the key of what was restored, undefined for none or for a client that was killed. */
  readonly result: number | string | undefined
  /** Both streams, which hold the runner's commands. */
  readonly output: string
}

/**
 * Runs the real @actions/cache in `workspace`.
 *
 * @param environment all it gets besides PATH and the folders
 * @param signal kills it
 */
export async function runClient(
  order: ClientOrder,
  workspace: string,
  environment: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<ClientRun> {
  const child = fork(path.join(import.meta.dirname, 'client-process.ts'), {
    cwd: workspace,
    env: {
      PATH: process.env.PATH,
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: path.join(workspace, 'runner-temp'),
      ...environment,
    },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  signal?.addEventListener('abort', () => child.kill('SIGKILL'))
  let result: ClientRun['result']
  child.once('message', message => {
    result = (message as { readonly result?: number | string }).result
  })
  child.send(order)
  const [out, err] = await Promise.all([readAll(child.stdout), readAll(child.stderr), once(child, 'close')])
  return { result, output: out + err }
}

function readAll(stream: NodeJS.ReadableStream | null): Promise<string> {
  return stream ? text(stream) : Promise.resolve('')
}
