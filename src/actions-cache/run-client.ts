import { type ClientLog, readClientLog } from './client-log.ts'
import { type Client, runClientProcess } from './client-process.ts'
import type { CacheMessage, CacheRequest, ClientAnswer } from './messages.ts'
import { startPatience } from './patience.ts'
import { watchGrowth } from './watch-growth.ts'

export interface ClientRun {
  readonly outcome: ClientOutcome
  readonly log: ClientLog
}

/** A client that was stopped has left half of anything in its folder. */
export type ClientOutcome = ClientAnswer | { readonly kind: 'stopped'; readonly why: string }

const RUN_OVER: ClientOutcome = { kind: 'stopped', why: 'the restore was over before it was done' }

/**
 * Has a client do one request in a folder, for as long as patience lasts. When this resolves, nothing of the client runs or
 * writes any more.
 *
 * Rejects with the error of the system where the client cannot be started.
 *
 * @param signal stops it
 */
export async function runClient(
  client: Client,
  folder: string,
  request: CacheRequest,
  signal: AbortSignal,
): Promise<ClientRun> {
  if (signal.aborted) return { outcome: RUN_OVER, log: readClientLog('') }
  const over = new AbortController()
  const { promise: outcome, resolve } = Promise.withResolvers<ClientOutcome>()
  // The first one counts: what a client says after it was stopped comes too late.
  const finish = (how: ClientOutcome): void => {
    resolve(how)
    over.abort()
  }
  const stop = (why: string): void => finish({ kind: 'stopped', why })
  const stopWithRun = (): void => finish(RUN_OVER)
  const patience = startPatience(request.kind, client, stop)
  const hear = (message: CacheMessage): void => {
    if (message.kind === 'asking') patience.begun()
    else if (message.kind === 'receiving') patience.received()
    else finish(message)
  }
  signal.addEventListener('abort', stopWithRun)
  const growth = watchGrowth(folder, patience.received, client.clock, over.signal)
  try {
    const { log, by } = await runClientProcess(client, folder, request, hear, over.signal)
    stop(`its client ended with ${by}`)
    return { outcome: await outcome, log }
  } finally {
    patience.over()
    signal.removeEventListener('abort', stopWithRun)
    over.abort()
    await growth
  }
}
