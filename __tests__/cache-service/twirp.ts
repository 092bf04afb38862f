import { type Answer, json } from '../gallery/answer.ts'
import type { AzureBlobs } from './azure-blobs.ts'
import type { CacheEntries } from './cache-entries.ts'
import { type CacheRequest, jsonOf, type Route, type RouteName } from './route.ts'
import { type Access, accessOf } from './runtime-token.ts'

interface EntryMessage {
  readonly key: string
  readonly version: string
}

interface LookupMessage extends EntryMessage {
  /** Absent when empty: protobuf leaves defaults out. */
  readonly restore_keys?: readonly string[]
}

interface FinalizeMessage extends EntryMessage {
  /** 64-bit numbers are strings in the JSON of protobuf. */
  readonly size_bytes?: string
}

/** The cache service of github.com, version 2: three calls in Twirp's JSON, and blobs at signed addresses. */
export function twirpRoutes(entries: CacheEntries, blobs: AzureBlobs): readonly Route[] {
  function lookup(request: CacheRequest, { readable }: Access): Answer {
    if (readable.length === 0) return twirpError(403, 'permission_denied', 'cache read denied: no readable scope')
    const { key, restore_keys = [], version } = jsonOf<LookupMessage>(request)
    const found = entries.find([key, ...restore_keys], version, readable)
    if (!found) return json(200, { ok: false })
    return json(200, { ok: true, signed_download_url: blobs.address(found.id), matched_key: found.key })
  }

  function create(request: CacheRequest, { writable }: Access): Answer {
    if (writable === undefined) {
      return json(200, { ok: false, message: 'cache write denied: the token is scoped read-only' })
    }
    const { key, version } = jsonOf<EntryMessage>(request)
    const id = entries.reserve(key, version, writable)
    if (id === undefined) return twirpError(409, 'already_exists', 'cache entry with the same key already exists')
    return json(200, { ok: true, signed_upload_url: blobs.address(id) })
  }

  function finalize(request: CacheRequest, { writable = '' }: Access): Answer {
    const { key, version, size_bytes = '0' } = jsonOf<FinalizeMessage>(request)
    const id = entries.reserved(key, version, writable)
    if (id === undefined) return twirpError(404, 'not_found', 'no reservation for this key')
    if (!entries.finish(id, Number(size_bytes))) {
      return json(200, { ok: false, message: `the uploaded blob does not have ${size_bytes} bytes` })
    }
    return json(200, { ok: true, entry_id: String(id) })
  }

  return [
    twirpRoute('lookup', 'GetCacheEntryDownloadURL', lookup),
    twirpRoute('reserve', 'CreateCacheEntry', create),
    twirpRoute('finalize', 'FinalizeCacheEntryUpload', finalize),
    ...blobs.routes,
  ]
}

function twirpRoute(name: RouteName, call: string, serve: (request: CacheRequest, access: Access) => Answer): Route {
  return {
    name,
    methods: ['POST'],
    path: new RegExp(`^/twirp/github\\.actions\\.results\\.api\\.v1\\.CacheService/${call}$`),
    answer: request => {
      const access = accessOf(request.headers.authorization)
      return access ? serve(request, access) : twirpError(401, 'unauthenticated', 'no valid runtime token')
    },
  }
}

function twirpError(status: number, code: string, msg: string): Answer {
  return json(status, { code, msg })
}
