/**
 * The embedded gallery in a process of its own, so that what is measured shares no event loop with it. Prints one line of
 * JSON when every package is packed, and serves until its standard input ends.
 */
import { startGallery } from '../__tests__/gallery/gallery.ts'
import { type PackageSpec, pack } from '../__tests__/gallery/pack.ts'
import { azSet } from '../__tests__/gallery/sets.ts'

/** One module with as many versions as the longest list of the Gallery: 93 pages of 100. */
function manyVersions(): PackageSpec[] {
  return Array.from({ length: 9300 }, (_, index) => ({
    id: 'Many.Versions',
    version: `1.${Math.floor(index / 100)}.${index % 100}`,
  }))
}

const packages = process.argv[2] === 'many-versions' ? manyVersions() : azSet()
await using gallery = await startGallery({ packages })
for (const spec of packages) await pack(spec)
const urls = packages.map(({ id, version }) =>
  gallery.cdn.url.replace('{id}', id.toLowerCase()).replace('{version}', version.toLowerCase()),
)
process.stdout.write(`${JSON.stringify({ sources: gallery.sources, urls })}\n`)
await new Promise(resolve => process.stdin.on('end', resolve).resume())
