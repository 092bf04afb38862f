import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Counts the requests of undici in this process that have not ended yet. */
export interface RequestsUnderWay extends Disposable {
  /** Of those to origins that are not among these. */
  count(without: ReadonlySet<string>): number
}

/** undici tells of every request that it begins and that it ends: https://undici.nodejs.org/#/docs/api/DiagnosticsChannel. */
export function watchRequests(): RequestsUnderWay {
  const underWay = new Set<{ readonly origin: string }>()
  const begin = (message: unknown): void => void underWay.add((message as Message).request)
  const end = (message: unknown): void => void underWay.delete((message as Message).request)
  const listeners = [
    ['undici:request:create', begin],
    ['undici:request:trailers', end],
    ['undici:request:error', end],
  ] as const
  for (const [channel, listener] of listeners) subscribe(channel, listener)
  return {
    count: without => [...underWay].filter(({ origin }) => !without.has(String(origin))).length,
    [Symbol.dispose]: () => {
      for (const [channel, listener] of listeners) unsubscribe(channel, listener)
    },
  }
}

interface Message {
  readonly request: { readonly origin: string }
}
