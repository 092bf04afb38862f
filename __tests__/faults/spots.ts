import type { SourceKind } from '../../src/sources/source.ts'
import { startCdnSite } from '../gallery/cdn.ts'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { startOciSite } from '../gallery/oci.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import type { Fault, FaultRule, Site } from '../gallery/site.ts'

/** A server of each kind, every one on origins of its own and all holding the same packages. */
export type Sites = Readonly<Record<'psgallery' | 'cdn' | 'pwsh-gallery' | 'mar' | 'tokens' | 'blobs', Site>>
export type SiteName = keyof Sites

/** What a spot sends when it is well, as far as it matters for what a fault makes of it. */
export type Content = 'feed' | 'json' | 'manifest' | 'redirect' | 'package'

/** One request of the several that a question takes: where something can go wrong. */
export interface Spot {
  readonly name: string
  readonly step: 'resolve' | 'download'
  readonly site: SiteName
  readonly route: RegExp
  readonly content: Content
  /** How the host of the spot is known: from the list of sources, or because another answer names it. */
  readonly host: 'stated' | 'redirected' | { readonly named: (origin: string) => FaultRule; readonly by: SiteName }
}

/** A kind of source as it stands in a gallery. */
export interface Stand {
  readonly source: string
  /** Who serves when it cannot. */
  readonly next: string
  readonly modules: string
  readonly spots: readonly Spot[]
  /** Steps that are taken by a lock: a source that lists nothing is asked to download only then. */
  readonly locked: readonly Spot['step'][]
}

export function redirectTo(origin: string): Fault {
  return { kind: 'redirect', to: `${origin}/elsewhere` }
}

function challengeOf(origin: string): Fault {
  const challenge = `Bearer realm="${origin}/token",service="registry"`
  return { kind: 'status', status: 401, headers: { 'www-authenticate': challenge } }
}

/** The sources, in the order of the default chain. */
export const STANDS: Readonly<Record<SourceKind, Stand>> = {
  'nuget-v2': {
    source: 'psgallery',
    next: 'pwsh-gallery',
    modules: 'Az.Tool',
    locked: [],
    spots: [
      { name: 'the feed', step: 'resolve', site: 'psgallery', route: /Packages/, content: 'feed', host: 'stated' },
      {
        name: 'the redirect',
        step: 'download',
        site: 'psgallery',
        route: /\/package\//,
        content: 'redirect',
        host: 'redirected',
      },
      {
        name: 'the CDN',
        step: 'download',
        site: 'cdn',
        route: /\.nupkg/,
        content: 'package',
        host: { by: 'psgallery', named: origin => ({ route: /\/package\//, fault: redirectTo(origin) }) },
      },
    ],
  },
  'nuget-v3': {
    source: 'pwsh-gallery',
    next: 'psgallery',
    modules: 'Az.Tool',
    locked: [],
    spots: [
      {
        name: 'the service index',
        step: 'resolve',
        site: 'pwsh-gallery',
        route: /^\/index/,
        content: 'json',
        host: 'stated',
      },
      {
        name: 'the registration',
        step: 'resolve',
        site: 'pwsh-gallery',
        route: /^\/registration\/.*index/,
        content: 'json',
        host: 'redirected',
      },
      {
        name: 'a page of it',
        step: 'resolve',
        site: 'pwsh-gallery',
        route: /^\/registration\/.*page/,
        content: 'json',
        host: 'redirected',
      },
      {
        name: 'the file',
        step: 'download',
        site: 'pwsh-gallery',
        route: /\.nupkg/,
        content: 'package',
        host: 'redirected',
      },
    ],
  },
  oci: {
    source: 'mar',
    next: 'psgallery',
    modules: 'Az.Tool',
    locked: ['download'],
    spots: [
      { name: 'the tags', step: 'resolve', site: 'mar', route: /\/tags\//, content: 'json', host: 'stated' },
      {
        name: 'the token',
        step: 'resolve',
        site: 'tokens',
        route: /\/token/,
        content: 'json',
        host: { by: 'mar', named: origin => ({ route: /\/tags\//, fault: challengeOf(origin) }) },
      },
      {
        name: 'the manifest',
        step: 'resolve',
        site: 'mar',
        route: /\/manifests\//,
        content: 'manifest',
        host: 'redirected',
      },
      {
        name: 'the redirect',
        step: 'download',
        site: 'mar',
        route: /\/blobs\//,
        content: 'redirect',
        host: 'redirected',
      },
      {
        name: 'the data host',
        step: 'download',
        site: 'blobs',
        route: /\/blobs\//,
        content: 'package',
        host: { by: 'mar', named: origin => ({ route: /\/blobs\//, fault: redirectTo(origin) }) },
      },
    ],
  },
  direct: {
    source: 'psgallery-cdn',
    next: 'pwsh-gallery',
    modules: 'Az.Tool@1.2.3',
    locked: ['download'],
    spots: [
      { name: 'the file', step: 'resolve', site: 'cdn', route: /\.nupkg/, content: 'package', host: 'stated' },
      { name: 'the file', step: 'download', site: 'cdn', route: /\.nupkg/, content: 'package', host: 'stated' },
    ],
  },
}

export interface Gallery extends AsyncDisposable {
  readonly sites: Sites
  /** The line of `sources` for one; with `alone` it is the authority of its family, whatever it is otherwise. */
  line(name: string, alone: 'alone' | 'in company'): string
}

export async function startSites(packages: readonly PackageSpec[]): Promise<Gallery> {
  const cdn = await startCdnSite({ packages })
  const psgallery = await startNuGetV2Site({ packages, cdn: cdn.url })
  const pwshGallery = await startNuGetV3Site({ packages, pages: 'external' })
  const mar = await startOciSite({ packages, packing: { repacked: true } })
  const sites: Sites = { psgallery, cdn, 'pwsh-gallery': pwshGallery, mar, tokens: mar.auth, blobs: mar.data }
  const lines: Readonly<Record<string, readonly [string, string, string]>> = {
    psgallery: [`nuget-v2+${psgallery.url}`, 'gallery', ', authority'],
    'pwsh-gallery': [`nuget-v3+${pwshGallery.url}`, 'gallery', ''],
    mar: [`oci+${mar.url}`, 'mar', ', authority'],
    'psgallery-cdn': [`direct+${cdn.url}`, 'gallery', ''],
  }
  return {
    sites,
    line: (name, alone) => {
      const [address = '', family = '', rank = ''] = lines[name] ?? []
      return `${name}: ${address} (family ${family}${alone === 'alone' ? ', authority' : rank})`
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(Object.values(sites).map(site => site.down()))
    },
  }
}
