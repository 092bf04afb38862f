import { type Answer, answer, blobNotFound, json, redirect, type SiteRequest, storedFile } from './answer.ts'
import { digestOf, EMPTY_DIGEST, MANIFEST_TYPE, manifestOf } from './oci-manifest.ts'
import { grantToken, ociError, refusal } from './oci-token.ts'
import { type PackageSpec, type Packed, type PackOptions, pack } from './pack.ts'
import { createShelf, type Item } from './shelf.ts'
import { type Site, startSite } from './site.ts'

export interface OciOptions {
  readonly packages: readonly PackageSpec[]
  /** The first part of every repository's name; `psresource` unless told otherwise, empty for none. */
  readonly prefix?: string
  /** Serves without a token; by default the token dance is always needed. */
  readonly anonymous?: boolean
  /** The most tags that a list gives at once; by default it gives all. */
  readonly pageSize?: number
  /** How the packages differ from those of other sites; the same bytes unless told otherwise. */
  readonly packing?: PackOptions
}

/** A registry with the two other origins that belong to it. */
export interface OciSite extends Site, AsyncDisposable {
  /** Gives tokens. */
  readonly auth: Site
  /** Holds the blobs, to which the registry redirects. */
  readonly data: Site
}

const API = /^\/v2\/(?<name>.+)\/(?<kind>tags|manifests|blobs)\/(?<reference>[^/]+)$/
const OCTETS = 'application/octet-stream'

/** An OCI registry filled by PSResourceGet: a repository per module, a tag per version as written, the nupkg as only layer. */
export async function startOciSite(options: OciOptions): Promise<OciSite> {
  const {
    packages,
    prefix = 'psresource',
    anonymous = false,
    pageSize = Number.POSITIVE_INFINITY,
    packing = {},
  } = options
  const shelf = createShelf(packages)
  const auth = await startSite('', grantToken)
  const data = await startSite('', serveBlob)

  function serve(request: SiteRequest): Answer | Promise<Answer> {
    const path = decodeURIComponent(request.url.pathname)
    const target = API.exec(path)?.groups
    const repository = target?.name
    const challenge = { realm: `${auth.origin}/oauth2/token`, service: request.url.host, repository }
    const refused = anonymous ? undefined : refusal(challenge, request)
    if (refused) return refused
    if (path === '/v2/' || path === '/v2') return json(200, {})
    const items = itemsOf(repository ?? '')
    if (!target || items.length === 0) return ociError(404, 'NAME_UNKNOWN', 'repository name not known to registry')
    switch (target.kind) {
      case 'tags':
        return listTags(repository ?? '', items, request.url.searchParams)
      case 'manifests':
        return serveManifest(items, target.reference ?? '')
      default:
        return redirectToBlob(repository ?? '', items, target.reference ?? '')
    }
  }

  function itemsOf(repository: string): readonly Item[] {
    const folder = prefix === '' ? '' : `${prefix}/`
    const id = repository.slice(folder.length)
    return repository.startsWith(folder) && id === id.toLowerCase() ? shelf.versionsOf(id) : []
  }

  /** In the order of the text, not of the versions; `n` and `last` as the distribution specification has them. */
  function listTags(name: string, items: readonly Item[], query: URLSearchParams): Answer {
    const last = query.get('last')
    const left = items
      .map(item => item.spec.version)
      .sort()
      .filter(tag => last === null || tag > last)
    const count = Math.min(Number(query.get('n') ?? pageSize), pageSize)
    if (!(count >= 0)) return ociError(400, 'PAGINATION_NUMBER_INVALID', 'invalid number of results requested')
    const tags = left.slice(0, count)
    if (count === 0 || tags.length === left.length) return json(200, { name, tags })
    const next = `/v2/${name}/tags/list?n=${count}&last=${encodeURIComponent(tags.at(-1) ?? '')}`
    return json(200, { name, tags }, { link: `<${next}>; rel="next"` })
  }

  async function serveManifest(items: readonly Item[], reference: string): Promise<Answer> {
    for (const item of items) {
      const isTag = item.spec.version === reference
      if (!isTag && !reference.startsWith('sha256:')) continue
      const manifest = manifestOf(await pack(item.spec, packing))
      const digest = digestOf(manifest)
      if (isTag || digest === reference) {
        return answer(200, MANIFEST_TYPE, manifest, { 'docker-content-digest': digest, etag: `"${digest}"` })
      }
    }
    return ociError(404, 'MANIFEST_UNKNOWN', 'manifest unknown')
  }

  async function redirectToBlob(name: string, items: readonly Item[], digest: string): Promise<Answer> {
    const known = digest === EMPTY_DIGEST || (await blobOf(items, digest)) !== undefined
    if (!known) return ociError(404, 'BLOB_UNKNOWN', 'blob unknown to registry')
    return redirect(307, `${data.origin}/${name}/blobs/${digest}?sig=of-the-redirect`)
  }

  async function blobOf(items: readonly Item[], digest: string): Promise<Packed | undefined> {
    for (const item of items) {
      const packed = await pack(item.spec, packing)
      if (`sha256:${packed.sha256}` === digest) return packed
    }
    return undefined
  }

  /** Azure Storage refuses a token that is not its own, so a client that forwards the registry's is found out. */
  async function serveBlob(request: SiteRequest): Promise<Answer> {
    if (request.headers.authorization !== undefined) {
      const error =
        '<Error><Code>InvalidAuthenticationInfo</Code><Message>Authentication information is not given in the correct format.</Message></Error>'
      return answer(400, 'application/xml', `<?xml version="1.0" encoding="utf-8"?>${error}`)
    }
    const path = /^\/(?<name>.+)\/blobs\/(?<digest>[^/]+)$/.exec(decodeURIComponent(request.url.pathname))?.groups
    if (path?.digest === EMPTY_DIGEST) return answer(200, OCTETS, '')
    const packed = await blobOf(itemsOf(path?.name ?? ''), path?.digest ?? '')
    return packed ? storedFile(request, packed.bytes, packed.sha256, OCTETS) : blobNotFound()
  }

  const registry = await startSite(prefix === '' ? '' : `/${prefix}`, serve)
  const dispose = async (): Promise<void> => {
    await Promise.all([registry, auth, data].map(site => site.down()))
  }
  return Object.assign(registry, { auth, data, [Symbol.asyncDispose]: dispose })
}
