import { blobNotFound, storedFile } from './answer.ts'
import { type PackageSpec, pack } from './pack.ts'
import { createShelf, type Item } from './shelf.ts'
import { type Site, startSite } from './site.ts'

export interface CdnOptions {
  readonly packages: readonly PackageSpec[]
}

/**
 * The Gallery's CDN: files under lower-case names with normalised versions, and nothing else. Unlisted versions are there;
 * names are those of blobs, so letter case counts.
 */
export function startCdnSite({ packages }: CdnOptions): Promise<Site & AsyncDisposable> {
  const files = new Map(createShelf(packages).items.map(item => [`/packages/${cdnName(item)}`, item.spec]))
  return startSite('/packages/{id}.{version}.nupkg', async request => {
    const spec = files.get(decodeURIComponent(request.url.pathname))
    if (!spec) return blobNotFound()
    const { bytes, sha256 } = await pack(spec)
    return storedFile(request, bytes, sha256, 'application/octet-stream')
  })
}

function cdnName({ spec, normalised }: Item): string {
  return `${spec.id}.${normalised}.nupkg`.toLowerCase()
}
