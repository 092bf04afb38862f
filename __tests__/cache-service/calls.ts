import type { TestContext } from 'node:test'
import { type CacheService, type CacheServiceOptions, type JobScope, startCacheService } from './cache-service.ts'

/** A service that goes with the test. */
export async function start(t: TestContext, options: CacheServiceOptions = {}): Promise<CacheService> {
  const service = await startCacheService(options)
  t.after(() => service[Symbol.asyncDispose]())
  return service
}

/** A call of version 2, as the client makes it. */
export async function call(service: CacheService, name: string, body: object, scope?: JobScope): Promise<Response> {
  const { ACTIONS_RESULTS_URL = '', ACTIONS_RUNTIME_TOKEN } = service.environment(scope)
  const url = new URL(`/twirp/github.actions.results.api.v1.CacheService/${name}`, ACTIONS_RESULTS_URL)
  const headers = { authorization: `Bearer ${ACTIONS_RUNTIME_TOKEN}`, 'content-type': 'application/json' }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

export interface Answered {
  readonly ok: boolean
  readonly message?: string
  readonly matched_key?: string
  readonly signed_download_url: string
  readonly signed_upload_url: string
}

export async function answered(response: Promise<Response>): Promise<Answered> {
  return (await (await response).json()) as Answered
}

export function lookUp(service: CacheService, key: string, scope?: JobScope): Promise<Answered> {
  return answered(call(service, 'GetCacheEntryDownloadURL', { key, version: 'v' }, scope))
}

export function reserve(service: CacheService, key: string, scope?: JobScope): Promise<Answered> {
  return answered(call(service, 'CreateCacheEntry', { key, version: 'v' }, scope))
}

export function finalize(service: CacheService, key: string, size: number): Promise<Response> {
  return call(service, 'FinalizeCacheEntryUpload', { key, version: 'v', size_bytes: String(size) })
}
