import type { SourceKind } from '../../src/sources/source.ts'
import { startCdnSite } from '../gallery/cdn.ts'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { startOciSite } from '../gallery/oci.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import type { Site } from '../gallery/site.ts'
import type { Content } from './trouble.ts'

/** The server of a kind of source, with all the hosts that belong to it. */
export interface Server extends AsyncDisposable {
  /** What follows `kind+` in a line of `sources`. */
  readonly url: string
  /** By role: `api` always, and what else the kind has. */
  readonly sites: Readonly<Partial<Record<SiteRole, Site>>> & { readonly api: Site }
}

export type SiteRole = 'api' | 'tokens' | 'files'

/** One request of the several that a question takes. */
export interface Route {
  readonly name: string
  readonly step: 'resolve' | 'download'
  readonly site: SiteRole
  readonly route: RegExp
  readonly content: Content
}

export interface KindFixture {
  readonly start: (packages: readonly PackageSpec[]) => Promise<Server>
  readonly routes: readonly Route[]
}

/** Every kind of source, with a server for it and the requests it makes. A new kind does not compile without its entry. */
export const KIND_FIXTURES: Readonly<Record<SourceKind, KindFixture>> = {
  'nuget-v2': {
    start: async packages => {
      const files = await startCdnSite({ packages })
      const api = await startNuGetV2Site({ packages, cdn: files.url })
      return serverOf({ api, files })
    },
    routes: [
      { name: 'the feed', step: 'resolve', site: 'api', route: /\/FindPackagesById|\/Packages/, content: 'feed' },
      { name: 'the redirect', step: 'download', site: 'api', route: /\/package\//, content: 'redirect' },
      { name: 'the file', step: 'download', site: 'files', route: /\.nupkg/, content: 'package' },
    ],
  },
  'nuget-v3': {
    start: async packages => serverOf({ api: await startNuGetV3Site({ packages, pages: 'external' }) }),
    routes: [
      { name: 'the service index', step: 'resolve', site: 'api', route: /^\/index\.json/, content: 'json' },
      { name: 'the registration', step: 'resolve', site: 'api', route: /^\/registration\/.*index/, content: 'json' },
      { name: 'a page', step: 'resolve', site: 'api', route: /^\/registration\/.*page/, content: 'json' },
      { name: 'the file', step: 'download', site: 'api', route: /\.nupkg/, content: 'package' },
    ],
  },
  oci: {
    start: async packages => {
      const api = await startOciSite({ packages, pageSize: 100 })
      return serverOf({ api, tokens: api.auth, files: api.data })
    },
    routes: [
      { name: 'the token', step: 'resolve', site: 'tokens', route: /\/token/, content: 'json' },
      { name: 'the tags', step: 'resolve', site: 'api', route: /\/tags\//, content: 'json' },
      { name: 'the manifest', step: 'resolve', site: 'api', route: /\/manifests\//, content: 'manifest' },
      { name: 'the manifest again', step: 'download', site: 'api', route: /\/manifests\//, content: 'manifest' },
      { name: 'the redirect', step: 'download', site: 'api', route: /\/blobs\//, content: 'redirect' },
      { name: 'the blob', step: 'download', site: 'files', route: /\/blobs\//, content: 'package' },
    ],
  },
  direct: {
    start: async packages => serverOf({ api: await startCdnSite({ packages }) }),
    routes: [{ name: 'the file', step: 'download', site: 'api', route: /\.nupkg/, content: 'package' }],
  },
}

export const KINDS = Object.keys(KIND_FIXTURES) as SourceKind[]

export function sitesOf({ sites }: Server): readonly Site[] {
  return Object.values(sites)
}

function serverOf(sites: Server['sites']): Server {
  return {
    url: sites.api.url,
    sites,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(Object.values(sites).map(site => site.down()))
    },
  }
}
