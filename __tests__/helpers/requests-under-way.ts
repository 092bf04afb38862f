import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** A request of undici in this thread that has not ended yet. */
export interface RequestUnderWay {
  readonly origin: string
  /** Of this side of its connection; undefined before it has one. */
  readonly port: number | undefined
}

export interface RequestsUnderWay extends Disposable {
  all(): readonly RequestUnderWay[]
}

/** undici tells of every request when it begins, is sent and ends: https://undici.nodejs.org/#/docs/api/DiagnosticsChannel. */
export function watchRequests(): RequestsUnderWay {
  const ports = new Map<Message['request'], number | undefined>()
  const begin = ({ request }: Message): void => void ports.set(request, undefined)
  const send = ({ request, socket }: Message): void => void ports.set(request, socket?.localPort)
  const end = ({ request }: Message): void => void ports.delete(request)
  const listeners = Object.entries({
    'undici:request:create': begin,
    'undici:client:sendHeaders': send,
    'undici:request:trailers': end,
    'undici:request:error': end,
  }).map(([channel, listener]) => [channel, (message: unknown) => listener(message as Message)] as const)
  for (const [channel, listener] of listeners) subscribe(channel, listener)
  return {
    all: () => [...ports].map(([{ origin }, port]) => ({ origin: String(origin), port })),
    [Symbol.dispose]: () => {
      for (const [channel, listener] of listeners) unsubscribe(channel, listener)
    },
  }
}

interface Message {
  readonly request: { readonly origin: string }
  readonly socket?: Socket
}
