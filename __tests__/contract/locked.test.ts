import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatLock } from '../../src/lock/format-lock.ts'
import { answer } from '../gallery/answer.ts'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { startSite } from '../gallery/site.ts'
import { checksOf, lockedHere, restoreLockedHere } from '../helpers/lock-here.ts'
import { memorySource } from '../helpers/memory-source.ts'
import { allDead, linesOf } from '../helpers/source-lines.ts'

const TOOL: PackageSpec = { id: 'Tool', version: '1.0.0', dependencies: { Library: '1.0' } }
const LIBRARY: PackageSpec = { id: 'Library', version: '1.0.0' }
const PACKAGES = [TOOL, LIBRARY]
/** The same names and versions, and another file in one of them. */
const CHANGED = { ...LIBRARY, files: { 'Library.psm1': '# changed\n' } }

const REPACKED = { mar: { only: () => true } }
const OTHER_BUILD = { mar: { only: () => true, build: 'other' as const } }

/** Every path that was asked of it, and of the hosts that belong to it. */
function pathsOf({ sites }: Pick<Gallery, 'sites'>): readonly string[] {
  return sites.flatMap(({ log }) => log.map(({ path }) => path))
}

// Timing and order

const MODULES = ['Alpha', 'Bravo:[1.0,2.0)', 'Charlie@1.0.0', 'Delta>=1.1', 'echo', 'Tool', 'Bravo']
const GRAPH: readonly PackageSpec[] = [
  { id: 'Alpha', version: '1.0.0', dependencies: { Bravo: '1.0', Foxtrot: '[1.0,2.0)' } },
  { id: 'Bravo', version: '1.0.0' },
  { id: 'Bravo', version: '1.5.0', dependencies: { Foxtrot: '1.0' } },
  { id: 'Bravo', version: '2.0.0', dependencies: { Nowhere: '1.0' } },
  { id: 'Charlie', version: '1.0.0', dependencies: { Foxtrot: '[2.0,3.0)' } },
  // Its manifest requires a module that the metadata do not name.
  { id: 'Delta', version: '1.1.0', psd1Dependencies: { Golf: '1.0' } },
  { id: 'Echo', version: '1.0.0', dependencies: { Golf: '[1.0.0]' } },
  { id: 'Foxtrot', version: '1.9.0' },
  { id: 'Foxtrot', version: '2.1.0' },
  { id: 'Golf', version: '1.0.0' },
  { id: 'Golf', version: '1.2.0' },
  ...PACKAGES,
]

test('Whatever answers come first, and in whatever order the wishes are stated, the lock is the same bytes.', async t => {
  const lockOf = async (modules: readonly string[], sources: Parameters<typeof lockedHere>[1]['sources']) =>
    formatLock(await lockedHere(t, { modules: modules.join('\n'), sources }))
  const expected = await lockOf(MODULES, [memorySource('psgallery', GRAPH, { family: 'gallery' })])
  const arrivals = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.shuffledSubarray(MODULES, { minLength: MODULES.length }),
      async (s, modules) => {
        const arrived: string[] = []
        const source = memorySource('psgallery', GRAPH, { family: 'gallery' }, async (what, answer) => {
          await s.schedule(Promise.resolve(), what)
          arrived.push(what)
          return answer()
        })
        assert.equal(await s.waitFor(lockOf(modules, [source])), expected)
        arrivals.add(arrived.join())
      },
    ),
    { numRuns: 40 },
  )
  assert.ok(arrivals.size > 20, `${arrivals.size} orders of arrival`)
})

test('Ranges of one name that overlap in a chain are met by the same versions in whatever order they are stated.', async t => {
  const versions = ['1.0', '2.0', '3.0', '4.0'].map(version => ({ id: 'Chain', version }))
  const modules = ['Chain:[1.0,2.0]', 'Chain:[2.0,3.0]', 'Chain:[3.0,4.0]']
  const locks = [modules, modules.toReversed()].map(async stated => {
    const sources = [memorySource('psgallery', versions, { family: 'gallery' })]
    return formatLock(await lockedHere(t, { modules: stated.join('\n'), sources }))
  })
  const [first, second] = await Promise.all(locks)
  assert.equal(second, first)
})

// Bytes that are not the locked ones

test('Another public family that has another build is told as a warning, and the next source is asked.', async t => {
  await using gallery = await startGallery({ packages: PACKAGES, ...OTHER_BUILD })
  const sources = linesOf(gallery.sources, 'psgallery', 'mar')
  const lock = await lockedHere(t, { modules: 'Library', sources })
  // After MAR nobody is left but psgallery, which is asked again.
  gallery.psgallery.fault({ route: /\/package\//, fault: { kind: 'status', status: 503 }, times: 1 })
  const report = await restoreLockedHere(t, { modules: 'Library', sources, lock, onMismatch: 'fail' })
  assert.deepEqual(report.problems, [])
  assert.deepEqual(checksOf(report), ['Library locked from psgallery'])
  const [expected, got] = [await pack(LIBRARY), await pack(LIBRARY, { repacked: true, otherBuild: true })]
  assert.deepEqual(
    report.warnings
      .filter(({ level }) => level !== 'notice')
      .map(({ level, code, text }) => `${level} ${code} ${text}`),
    [
      `warning other-build mar sent another build than the locked one (expected sha512-${expected.sha512}, got sha512-${got.sha512}) when asked for Library 1.0.0.`,
    ],
  )
})

test('A body that is damaged on the way is not taken, and the next source is asked.', async t => {
  await using gallery = await startGallery({ packages: PACKAGES })
  const sources = linesOf(gallery.sources, 'psgallery', 'pwsh-gallery')
  const lock = await lockedHere(t, { modules: 'Library', sources })
  const { bytes } = await pack(LIBRARY)
  gallery.cdn.fault({ fault: { kind: 'flip', byte: bytes.indexOf('Library.nuspec') + 40 } })
  const report = await restoreLockedHere(t, { modules: 'Library', sources, lock })
  assert.deepEqual(report.problems, [])
  assert.deepEqual(checksOf(report), ['Library locked from pwsh-gallery'])
  assert.deepEqual(
    report.warnings.map(({ level, code }) => `${level} ${code}`),
    ['warning malformed'],
  )
})

test('Where all sources have other bytes the restore fails, naming the digests, and says what each of them sent.', async t => {
  await using good = await startNuGetV2Site({ packages: [LIBRARY] })
  const lock = await lockedHere(t, {
    modules: 'Library',
    sources: `good: nuget-v2+${good.url} (family gallery, authority)`,
  })
  await using one = await startNuGetV2Site({ packages: [CHANGED] })
  await using two = await startNuGetV3Site({ packages: [CHANGED] })
  const sources = `one: nuget-v2+${one.url} (family gallery, authority)\ntwo: ${two.url} (family gallery)`
  const { outcome, problems, packages } = await restoreLockedHere(t, { modules: 'Library', sources, lock })
  assert.deepEqual([outcome, packages.length, problems.length], ['failed', 0, 1])
  assert.equal(problems[0]?.code, 'INTEGRITY')
  const [expected, got] = [await pack(LIBRARY), await pack(CHANGED)]
  assert.equal(
    problems[0].sentence,
    `Library 1.0.0 could not be fetched: one and two sent other bytes than locked (expected sha512-${expected.sha512}, got sha512-${got.sha512}).`,
  )
  assert.deepEqual(
    problems[0].details?.map(line => /: (\w+) sent other bytes/.exec(line)?.[1]),
    ['one', 'two'],
  )
})

// Private names

test('A locked private name is asked of its own family alone, dead or alive, configured or not.', async t => {
  const contosoTool = { id: 'Contoso.Tool', version: '2.1.0', dependencies: { Library: '1.0' } }
  // The name is public too: whoever asks there gets the wrong package.
  await using gallery = await startGallery({ packages: [...PACKAGES, contosoTool], ...REPACKED })
  await using contoso = await startNuGetV3Site({ packages: [contosoTool] })
  const sources = `contoso: ${contoso.url}\n${gallery.sources}`
  const modules = 'Contoso.Tool'
  const lock = await lockedHere(t, { modules, sources })
  assert.deepEqual(
    lock.packages.map(({ identity, family }) => `${identity.id} ${family}`),
    ['Contoso.Tool contoso', 'Library gallery'],
  )
  const leaks = (): readonly string[] => pathsOf(gallery).filter(path => /contoso/i.test(path))
  assert.deepEqual(leaks(), [])

  const alive = await restoreLockedHere(t, { modules, sources: `${gallery.sources}\ncontoso: ${contoso.url}`, lock })
  assert.deepEqual(checksOf(alive), ['Contoso.Tool locked from contoso', 'Library locked from psgallery'])
  assert.deepEqual(leaks(), [])

  await contoso.down()
  for (const order of [sources, `${gallery.sources}\ncontoso: ${contoso.url} (on-error next)`]) {
    const dead = await restoreLockedHere(t, { modules, sources: order, lock })
    assert.deepEqual(
      dead.problems.map(({ code, sentence }) => `${code} ${sentence}`),
      ['UNFETCHED Contoso.Tool 2.1.0 could not be fetched: contoso could not be reached (ECONNREFUSED).'],
    )
    assert.deepEqual(leaks(), [])
  }

  const gone = await restoreLockedHere(t, { modules, sources: gallery.sources, lock })
  assert.deepEqual(
    gone.problems.map(({ sentence, hint }) => [sentence, hint]),
    [
      [
        'Contoso.Tool 2.1.0 could not be fetched: it is locked from the family contoso, and no source of it is configured.',
        'Add one to "sources", or mark one there: "(family contoso)".',
      ],
    ],
  )
  assert.deepEqual(leaks(), [])
})

test('A name that "source-map" binds to the Gallery is not asked of MAR, though the lock knows the bytes.', async t => {
  await using gallery = await startGallery({ packages: PACKAGES, ...REPACKED })
  const stated = { modules: 'Library', sourceMap: 'Library: psgallery' }
  const lock = await lockedHere(t, { ...stated, sources: gallery.sources })
  const sources = `${allDead(linesOf(gallery.sources, 'psgallery', 'pwsh-gallery', 'psgallery-cdn'))}\n${linesOf(gallery.sources, 'mar')}`
  const { problems } = await restoreLockedHere(t, { ...stated, sources, lock })
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['UNFETCHED'],
  )
  assert.deepEqual(gallery.mar.log, [])
})

test('A feed that keeps its packages at addresses of its own serves locked packages too.', async t => {
  await using inner = await startNuGetV2Site({ packages: [LIBRARY] })
  // As Artifactory and Nexus: the entries name the address, and there is nothing at the Gallery's.
  await using feed = await startSite('/api/v2', async ({ url, headers }) => {
    if (url.pathname.startsWith('/api/v2/package/')) return answer(404, 'text/plain', '')
    const path = url.pathname.replace('/Download/', '/package/')
    const response = await fetch(`${inner.origin}${path}${url.search}`)
    const body = Buffer.from(await response.arrayBuffer())
    const type = response.headers.get('content-type') ?? ''
    if (!type.includes('xml')) return answer(response.status, type, body)
    const own = body.toString().replaceAll(inner.origin, `http://${headers.host}`)
    return answer(response.status, type, own.replaceAll('/api/v2/package/', '/api/v2/Download/'))
  })
  const sources = `contoso: nuget-v2+${feed.url}`
  const unlocked = await restoreLockedHere(t, { modules: 'Library', sources, lock: undefined })
  assert.deepEqual(checksOf(unlocked), ['Library announced from contoso'])
  const lock = await lockedHere(t, { modules: 'Library', sources })
  const report = await restoreLockedHere(t, { modules: 'Library', sources, lock })
  assert.deepEqual(report.problems, [])
})
