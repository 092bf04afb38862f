import { type Answer, json } from '../gallery/answer.ts'
import type { AzureBlobs } from './azure-blobs.ts'
import type { CacheEntries } from './cache-entries.ts'
import { type CacheRequest, jsonOf, type Route, type RouteName } from './route.ts'
import { type Access, accessOf } from './runtime-token.ts'

/** The cache service of GitHub Enterprise Server and of act, version 1: the server takes the archive itself, in ranges. */
export function artifactCacheRoutes(entries: CacheEntries, blobs: AzureBlobs): readonly Route[] {
  function lookup({ url }: CacheRequest, { readable }: Access): Answer {
    if (readable.length === 0) return refusal(403, 'cache read denied: no readable scope')
    const keys = (url.searchParams.get('keys') ?? '').split(',')
    const found = entries.find(keys, url.searchParams.get('version') ?? '', readable)
    if (!found) return NO_CONTENT
    return json(200, { cacheKey: found.key, scope: found.scope, archiveLocation: blobs.address(found.id) })
  }

  function reserve(request: CacheRequest, { writable }: Access): Answer {
    if (writable === undefined) return refusal(403, 'cache write denied: the token is scoped read-only')
    const { key, version } = jsonOf<{ readonly key: string; readonly version: string }>(request)
    const cacheId = entries.reserve(key, version, writable)
    return cacheId === undefined ? refusal(409, 'Cache already exists.') : json(201, { cacheId })
  }

  function upload({ headers, body }: CacheRequest, _access: Access, id: number): Answer {
    const range = /^bytes (\d+)-(\d+)\/\*$/.exec(headers['content-range'] ?? '')
    const start = Number(range?.[1])
    if (Number(range?.[2]) - start + 1 !== body.length) return refusal(400, 'Content-Range does not fit the body.')
    const cache = entries.uploadOf(id)
    if (!cache) return refusal(404, 'No such reservation.')
    cache.writeAt(start, body)
    return NO_CONTENT
  }

  function commit(request: CacheRequest, _access: Access, id: number): Answer {
    const { size } = jsonOf<{ readonly size: number }>(request)
    return entries.finish(id, size) ? NO_CONTENT : refusal(400, `The uploaded cache does not have ${size} bytes.`)
  }

  return [
    artifactRoute('lookup', 'GET', /\/cache$/, lookup),
    artifactRoute('reserve', 'POST', /\/caches$/, reserve),
    artifactRoute('upload', 'PATCH', /\/caches\/(\d+)$/, upload),
    artifactRoute('finalize', 'POST', /\/caches\/(\d+)$/, commit),
    ...blobs.routes.filter(({ name }) => name === 'blob-get'),
  ]
}

const NO_CONTENT: Answer = { status: 204, headers: {}, body: Buffer.alloc(0) }

function artifactRoute(
  name: RouteName,
  method: string,
  resource: RegExp,
  serve: (request: CacheRequest, access: Access, id: number) => Answer,
): Route {
  return {
    name,
    methods: [method],
    path: new RegExp(`^/_apis/artifactcache${resource.source}`),
    answer: (request, id) => {
      const access = accessOf(request.headers.authorization)
      return access ? serve(request, access, id) : refusal(401, 'No valid runtime token.')
    },
  }
}

/** The client shows `message` of whatever is refused. */
function refusal(status: number, message: string): Answer {
  return json(status, { message })
}
