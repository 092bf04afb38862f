import { restoreCache, saveCache } from '@actions/cache'
import { watchArrivals } from './arrivals.ts'
import { type CacheMessage, type CacheRequest, type ClientAnswer, PACKAGES } from './messages.ts'

/**
 * What the process does: one request, answered in messages. It is ended by whoever started it, and ends itself with all that
 * it has started when that one is gone.
 */
export function serveCache(): void {
  if (!process.send) throw new Error('not a child process')
  process.once('disconnect', endWithAll)
  process.once('message', async (request: CacheRequest) => {
    say({ kind: 'asking' })
    watchArrivals(() => say({ kind: 'receiving' }))
    say(await answer(request))
  })
}

function say(message: CacheMessage): void {
  process.send?.(message)
}

async function answer(request: CacheRequest): Promise<ClientAnswer> {
  try {
    return { kind: 'done', got: request.kind === 'save' ? await save(request.key) : await restore(request) }
  } catch (error) {
    return { kind: 'threw', message: error instanceof Error ? error.message : String(error) }
  }
}

/** Packages are the same on every system. */
const SHARED_BY_SYSTEMS = true

function restore({ key, prefix }: Extract<CacheRequest, { kind: 'restore' }>): Promise<string | undefined> {
  return restoreCache([PACKAGES], key, prefix === undefined ? [] : [prefix], undefined, SHARED_BY_SYSTEMS)
}

async function save(key: string): Promise<string | undefined> {
  const id = await saveCache([PACKAGES], key, undefined, SHARED_BY_SYSTEMS)
  return id === NOT_SAVED ? undefined : String(id)
}

const NOT_SAVED = -1

function endWithAll(): void {
  process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL')
}
