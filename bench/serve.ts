/**
 * A feed in processes of its own, so that what is measured shares no event loop with it. Prints one line of JSON when
 * everything is there, and serves until its standard input ends.
 *
 * `az`: the Az set as a static v3 feed behind nginx, which costs next to nothing; where there is no nginx, the embedded
 * gallery. `many-versions`: the embedded gallery with one module of 9,300 versions. `cache`: the service of the Actions cache.
 */
import { startCacheService } from '../__tests__/cache-service/cache-service.ts'
import { startGallery } from '../__tests__/gallery/gallery.ts'
import { type PackageSpec, pack } from '../__tests__/gallery/pack.ts'
import { azSet } from '../__tests__/gallery/sets.ts'
import { needs } from '../__tests__/peers/peer.ts'
import { serveFeed } from './feed.ts'

/** One module with as many versions as the longest list of the Gallery: 93 pages of 100. */
function manyVersions(): PackageSpec[] {
  return Array.from({ length: 9300 }, (_, index) => ({
    id: 'Many.Versions',
    version: `1.${Math.floor(index / 100)}.${index % 100}`,
  }))
}

async function serveUntilTold(served: object): Promise<void> {
  process.stdout.write(`${JSON.stringify(served)}\n`)
  await new Promise(resolve => process.stdin.on('end', resolve).resume())
}

async function serveStatically(packages: readonly PackageSpec[]): Promise<void> {
  await using feed = await serveFeed(packages)
  await serveUntilTold({ sources: `static: ${feed.index}`, urls: feed.urls })
}

async function serveGallery(packages: readonly PackageSpec[]): Promise<void> {
  await using gallery = await startGallery({ packages })
  for (const spec of packages) await pack(spec)
  const urls = packages.map(({ id, version }) =>
    gallery.cdn.url.replace('{id}', id.toLowerCase()).replace('{version}', version.toLowerCase()),
  )
  await serveUntilTold({ sources: gallery.sources, urls })
}

async function serveCache(): Promise<void> {
  await using service = await startCacheService()
  await serveUntilTold({ environment: service.environment() })
}

if (process.argv[2] === 'cache') await serveCache()
else if (process.argv[2] === 'many-versions') await serveGallery(manyVersions())
else await (needs('nginx').skip === undefined ? serveStatically(azSet()) : serveGallery(azSet()))
