import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { RestoreReport } from '../../src/restore/report.ts'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import { startOciSite } from '../gallery/oci.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import type { Site } from '../gallery/site.ts'
import { restoreHere } from '../helpers/restore-here.ts'
import { afflict, type Content, outcomeOf, silenceMsFor, type TroubleName, troublesOf } from '../helpers/trouble.ts'

/** Named so that MAR holds them too. */
const PACKAGES: readonly PackageSpec[] = [
  { id: 'Az.Tool', version: '1.2.3', dependencies: { 'Az.Core': '1.0.0' } },
  { id: 'Az.Core', version: '1.0.0' },
  { id: 'PackageManagement', version: '1.4.8.1' },
]

type SiteName = 'psgallery' | 'cdn' | 'pwshGallery' | 'mar' | 'marAuth' | 'marData'

/** Where a source fails, and who makes up for it. */
interface Case {
  /** The sources of the run, in their order; the first is the one that fails, the last the one that serves. */
  readonly chain: readonly [string, ...string[]]
  readonly step: 'resolve' | 'download'
  readonly site: SiteName
  readonly route: RegExp
  readonly content: Content
}

/** The Gallery's downloads end at the CDN, so that they fail together. */
const CASES: readonly Case[] = [
  { chain: ['psgallery', 'pwsh-gallery'], step: 'resolve', site: 'psgallery', route: /Packages/, content: 'feed' },
  { chain: ['psgallery', 'pwsh-gallery'], step: 'download', site: 'psgallery', route: /package/, content: 'redirect' },
  { chain: ['psgallery', 'pwsh-gallery'], step: 'download', site: 'cdn', route: /nupkg/, content: 'package' },
  { chain: ['pwsh-gallery', 'psgallery'], step: 'resolve', site: 'pwshGallery', route: /json/, content: 'json' },
  { chain: ['pwsh-gallery', 'psgallery'], step: 'download', site: 'pwshGallery', route: /nupkg/, content: 'package' },
  { chain: ['mar', 'mar-copy'], step: 'resolve', site: 'marAuth', route: /token/, content: 'json' },
  { chain: ['mar', 'mar-copy'], step: 'resolve', site: 'mar', route: /tags/, content: 'json' },
  { chain: ['mar', 'psgallery'], step: 'resolve', site: 'mar', route: /manifests/, content: 'manifest' },
  { chain: ['mar', 'mar-copy'], step: 'download', site: 'mar', route: /blobs/, content: 'redirect' },
  { chain: ['mar', 'mar-copy'], step: 'download', site: 'marData', route: /blobs/, content: 'package' },
  {
    chain: ['psgallery-cdn', 'psgallery', 'pwsh-gallery'],
    step: 'resolve',
    site: 'cdn',
    route: /nupkg/,
    content: 'package',
  },
]

/** The lines of `sources` for a chain, the registry's copy among them. */
function linesOf(gallery: Gallery, copy: Site, chain: readonly string[]): string {
  const known = new Map(gallery.sources.split('\n').map(line => [line.slice(0, line.indexOf(':')), line]))
  known.set('mar-copy', `mar-copy: oci+${copy.url} (family mar)`)
  return chain.map(name => known.get(name) ?? name).join('\n')
}

async function restoreIn(t: TestContext, wanted: Case, name: TroubleName): Promise<RestoreReport> {
  await using gallery = await startGallery({ packages: PACKAGES })
  await using copy = await startOciSite({ packages: PACKAGES, packing: { repacked: true } })
  await afflict(gallery[wanted.site], name, wanted.route)
  return await restoreHere(t, {
    modules: 'Az.Tool@1.2.3',
    sources: linesOf(gallery, copy, wanted.chain),
    silenceMs: silenceMsFor(name) * 2,
  })
}

for (const wanted of CASES) {
  const { chain, step, site, route, content } = wanted
  const [source] = chain
  const servedBy = chain.at(-1) ?? source
  test(`${source} is in trouble when it is to ${step} (${route.source} of ${site}): ${servedBy} makes up for it`, async t => {
    const harmful = troublesOf(content).filter(name => outcomeOf(name, content) !== 'unharmed')
    const reports = await Promise.all(harmful.map(name => restoreIn(t, wanted, name)))
    for (const [index, report] of reports.entries()) {
      const name = harmful[index] ?? 'nobody there'
      const why = outcomeOf(name, content)
      assert.deepEqual(report.problems, [], name)
      assert.deepEqual(
        report.packages.map(({ id, version }) => `${id} ${version}`),
        ['Az.Core 1.0.0', 'Az.Tool 1.2.3'],
      )
      assert.equal(report.fallbackUsed, true, name)
      assert.ok(report.sourcesUsed.includes(servedBy), `${name}: ${report.sourcesUsed}`)

      const tool = report.packages.find(({ id }) => id === 'Az.Tool')
      assert.equal(tool?.source, servedBy, name)
      const [tried] = tool.triedFirst
      // A host that is down fails whatever is asked of it first.
      assert.equal(tried?.step, name === 'nobody there' ? tried?.step : step, name)
      assert.equal(tried?.source, source, name)
      assert.equal(tried.failure?.kind, why, name)
      const told = report.warnings.filter(({ code }) => code === why)
      assert.ok(
        told.some(({ text }) => text.startsWith(`${source} `) && text.includes(' when asked for ')),
        `${name}: ${JSON.stringify(report.warnings)}`,
      )
    }
  })
}
