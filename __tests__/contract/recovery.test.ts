import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RestoreReport } from '../../src/restore/report.ts'
import { startGallery } from '../gallery/gallery.ts'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import type { Fault } from '../gallery/site.ts'
import { restoreHere } from '../helpers/restore-here.ts'

const PUBLIC: readonly PackageSpec[] = [
  { id: 'Pester', version: '5.7.1' },
  { id: 'PackageManagement', version: '1.4.8.1' },
]
const PRIVATE: readonly PackageSpec[] = [{ id: 'Contoso.Core', version: '1.0.0' }]

const HICCUPS: readonly Fault[] = [{ kind: 'status', status: 503 }, { kind: 'reset' }]

function galleryLine(url: string): string {
  return `psgallery: nuget-v2+${url} (family gallery, authority)`
}

function identities({ packages }: RestoreReport): readonly string[] {
  return packages.map(({ id, version, source }) => `${id} ${version} from ${source}`)
}

for (const fault of HICCUPS) {
  const what = fault.kind === 'status' ? `HTTP ${fault.status}` : `a ${fault.kind}`

  test(`a private source that says "no" after ${what} lets the public one be asked`, async t => {
    await using contoso = await startNuGetV3Site({ packages: PRIVATE })
    await using psgallery = await startNuGetV2Site({ packages: PUBLIC })
    contoso.fault({ fault, times: 1 })
    const sources = `contoso: ${contoso.url}\n${galleryLine(psgallery.url)}`
    const report = await restoreHere(t, { modules: 'Pester', sources })
    assert.deepEqual(report.problems, [])
    assert.deepEqual(identities(report), ['Pester 5.7.1 from psgallery'])
  })

  test(`a public source that says "no" after ${what} lets the private one behind it be asked`, async t => {
    await using contoso = await startNuGetV3Site({ packages: PRIVATE })
    await using psgallery = await startNuGetV2Site({ packages: PUBLIC })
    psgallery.fault({ fault, times: 1 })
    const sources = `${galleryLine(psgallery.url)}\ncontoso: ${contoso.url}`
    const report = await restoreHere(t, { modules: 'Contoso.Core', sources })
    assert.deepEqual(report.problems, [])
    assert.deepEqual(identities(report), ['Contoso.Core 1.0.0 from contoso'])
  })

  test(`a private source with "on-error next" is asked first for its other names after ${what} for one`, async t => {
    const tool: PackageSpec = { id: 'Tool', version: '1.0.0', dependencies: { 'Contoso.Core': '1.0.0' } }
    await using contoso = await startNuGetV3Site({ packages: PRIVATE })
    await using psgallery = await startNuGetV2Site({
      packages: [...PUBLIC, tool, { id: 'Contoso.Core', version: '9.0.0' }],
    })
    contoso.fault({ fault, times: 1 })
    const sources = `contoso: ${contoso.url} (on-error next)\n${galleryLine(psgallery.url)}`
    const report = await restoreHere(t, { modules: 'Tool', sources })
    assert.deepEqual(report.problems, [])
    assert.deepEqual(identities(report), ['Contoso.Core 1.0.0 from contoso', 'Tool 1.0.0 from psgallery'])
    const asked = psgallery.log.map(({ path }) => path)
    assert.deepEqual(
      asked.filter(path => /contoso/i.test(path)),
      [],
    )
  })

  test(`the only source that serves after ${what} is no fallback`, async t => {
    await using psgallery = await startNuGetV2Site({ packages: PUBLIC })
    psgallery.fault({ fault, times: 1 })
    const report = await restoreHere(t, { modules: 'Pester', sources: galleryLine(psgallery.url) })
    assert.deepEqual(identities(report), ['Pester 5.7.1 from psgallery'])
    assert.equal(report.fallbackUsed, false)
    assert.deepEqual(
      report.attempts.map(({ step, outcome }) => `${step} ${outcome}`),
      ['resolve failed', 'resolve served', 'download served'],
    )
  })
}

test('a registry that lists versions is asked before a CDN is asked for the lowest', async t => {
  await using gallery = await startGallery({
    packages: [
      { id: 'Az', version: '2.0.0', dependencies: { 'Az.Accounts': '1.0.0' } },
      { id: 'Az.Accounts', version: '1.0.0' },
      { id: 'Az.Accounts', version: '1.5.0' },
    ],
  })
  await Promise.all([gallery.psgallery.down(), gallery.pwshGallery.down()])
  const report = await restoreHere(t, { modules: 'Az@2.0.0', sources: gallery.sources })
  assert.deepEqual(report.problems, [])
  const accounts = report.packages.find(({ id }) => id === 'Az.Accounts')
  assert.deepEqual([accounts?.version, accounts?.resolvedBy], ['1.5.0', 'mar'])
})
