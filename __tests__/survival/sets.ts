import { createHash } from 'node:crypto'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import type { Site } from '../gallery/site.ts'

const KB = 1000

/** Twelve packages, some 3 MB: a script, a module without manifest, one version beside another, and a circle of sizes. */
export const NEW_SET: readonly PackageSpec[] = [
  { id: 'Alpha', version: '1.0.0', size: 900 * KB },
  { id: 'Beta', version: '2.1.0', size: 600 * KB },
  { id: 'Gamma', version: '3.0.0', size: 400 * KB },
  { id: 'Delta', version: '1.2.3.4', size: 300 * KB },
  { id: 'Epsilon', version: '0.9.0', size: 250 * KB },
  { id: 'Zeta', version: '5.0.0', size: 200 * KB },
  { id: 'Eta', version: '1.1.0', size: 150 * KB, dependencies: { Twin: '[1.0.0]' } },
  { id: 'Twin', version: '1.0.0', size: 60 * KB },
  { id: 'Twin', version: '2.0.0', size: 60 * KB },
  { id: 'Iota', version: '1.0.0' },
  { id: 'Plain', version: '1.0.0', without: ['Plain.psd1'] },
  { id: 'Get-Weather', version: '1.4.0', type: 'script' },
]

/** An older set: versions that are replaced, names that go, and some that stay. */
export const OLD_SET: readonly PackageSpec[] = [
  { id: 'Alpha', version: '0.9.0', size: 200 * KB },
  { id: 'Beta', version: '2.0.0', size: 100 * KB },
  ...NEW_SET.filter(({ id }) => id === 'Gamma' || id === 'Iota'),
  { id: 'Gone', version: '1.0.0', size: 100 * KB },
  { id: 'Plain', version: '0.1.0', without: ['Plain.psd1'] },
  { id: 'Get-Weather', version: '1.3.0', type: 'script' },
  { id: 'Get-Old', version: '1.0.0', type: 'script' },
]

/** The lines of `modules` that ask for exactly these packages. */
export function linesOf(set: readonly PackageSpec[]): string {
  // The other version of a name comes as a dependency: stated beside this one it would be a contradiction.
  const stated = set.filter(({ id, version }) => !(id === 'Twin' && version === '1.0.0'))
  return stated.map(({ id, version }) => `${id}@${version}`).join('\n')
}

export interface Feed extends AsyncDisposable {
  readonly site: Site
  /** The `sources` input that points there. */
  readonly sources: string
  /** The sha512 of every package that it has, in base64, by the name of its file. */
  readonly hashes: ReadonlyMap<string, string>
}

/** One feed that has both sets. */
export async function startFeed(): Promise<Feed> {
  const packages = [...new Set([...NEW_SET, ...OLD_SET])]
  const site = await startNuGetV3Site({ packages })
  const packed = await Promise.all(packages.map(spec => pack(spec)))
  return {
    site,
    sources: `feed: nuget-v3+${site.url} (family gallery, authority)`,
    hashes: new Map(packed.map(({ fileName, sha512 }) => [fileName, sha512])),
    [Symbol.asyncDispose]: () => site.down(),
  }
}

export function sha512Of(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('base64')
}
