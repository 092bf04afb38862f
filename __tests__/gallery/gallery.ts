import { startCdnSite } from './cdn.ts'
import { startNuGetV2Site } from './nuget-v2.ts'
import { startNuGetV3Site } from './nuget-v3.ts'
import { startOciSite } from './oci.ts'
import type { PackageSpec } from './pack.ts'
import { createShelf } from './shelf.ts'
import type { Site } from './site.ts'

export interface GalleryOptions {
  readonly packages: readonly PackageSpec[]
  /** What the v3 mirror lacks: a `Name` with all its versions, or one `Name@1.2.3`. */
  readonly mirror?: { readonly without?: readonly string[] }
  readonly mar?: {
    /** Az and Az.* unless told otherwise. */
    readonly only?: (spec: PackageSpec) => boolean
    /** The same content in another zip, or content that differs too. */
    readonly build?: 'repacked' | 'other'
  }
}

/** The sources of the default chain, all holding the same packages, each on origins of its own. */
export interface Gallery extends AsyncDisposable {
  readonly psgallery: Site
  /** Where the Gallery's downloads are redirected to. */
  readonly cdn: Site
  /** The mirror. It lists what the Gallery has unlisted, as Sleet does. */
  readonly pwshGallery: Site
  readonly mar: Site
  /** Where the registry's tokens come from. */
  readonly marAuth: Site
  /** Where the registry's blobs are. */
  readonly marData: Site
  readonly sites: readonly Site[]
  /** The `sources` input that points here, with the names and families of the presets. */
  readonly sources: string
}

export async function startGallery({ packages, mirror = {}, mar = {} }: GalleryOptions): Promise<Gallery> {
  const { only = isAz, build = 'repacked' } = mar
  const mirrored = without(packages, mirror.without ?? [])
  const packing = { repacked: true, otherBuild: build === 'other' }
  const cdn = await startCdnSite({ packages })
  const psgallery = await startNuGetV2Site({ packages, cdn: cdn.url })
  const pwshGallery = await startNuGetV3Site({ packages: mirrored, alwaysListed: true })
  const registry = await startOciSite({ packages: packages.filter(only), packing })
  const sites = [psgallery, cdn, pwshGallery, registry, registry.auth, registry.data]
  return {
    psgallery,
    cdn,
    pwshGallery,
    mar: registry,
    marAuth: registry.auth,
    marData: registry.data,
    sites,
    sources: [
      `psgallery: nuget-v2+${psgallery.url} (family gallery, authority)`,
      `pwsh-gallery: nuget-v3+${pwshGallery.url} (family gallery)`,
      `mar: oci+${registry.url} (family mar, authority)`,
      `psgallery-cdn: direct+${cdn.url} (family gallery)`,
    ].join('\n'),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(sites.map(site => site.down()))
    },
  }
}

function isAz(spec: PackageSpec): boolean {
  return spec.id === 'Az' || spec.id.startsWith('Az.')
}

/** A name that is not there is a mistake of the test that wrote it. */
function without(packages: readonly PackageSpec[], lacking: readonly string[]): readonly PackageSpec[] {
  const shelf = createShelf(packages)
  const removed = new Set(
    lacking.flatMap(text => {
      const [id = '', version] = text.split('@')
      const items = version === undefined ? shelf.versionsOf(id) : [shelf.find(id, version)]
      const specs = items.flatMap(item => (item ? [item.spec] : []))
      if (specs.length === 0) throw new Error(`The mirror cannot lack ${text}: it is not among the packages`)
      return specs
    }),
  )
  return packages.filter(spec => !removed.has(spec))
}
