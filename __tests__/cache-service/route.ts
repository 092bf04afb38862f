import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from '../gallery/answer.ts'

/** The five steps of a restore and a save, whatever the protocol. */
export type RouteName = 'lookup' | 'blob-get' | 'reserve' | 'upload' | 'finalize'

export interface CacheRequest {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Route {
  readonly name: RouteName
  readonly methods: readonly string[]
  /** Of the pathname; its first group, if it has one, is the id of an entry or a reservation. */
  readonly path: RegExp
  answer(request: CacheRequest, id: number): Answer
}

/** What the body of a request says in JSON. */
export function jsonOf<T>(request: CacheRequest): T {
  return JSON.parse(request.body.toString()) as T
}
