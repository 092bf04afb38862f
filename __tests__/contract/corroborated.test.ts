import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatLock } from '../../src/lock/format-lock.ts'
import type { Lock } from '../../src/lock/lock.ts'
import { answer } from '../gallery/answer.ts'
import { startCdnSite } from '../gallery/cdn.ts'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { startOciSite } from '../gallery/oci.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { startSite } from '../gallery/site.ts'
import { checksOf, lockedHere, lockHere, restoreLockedHere } from '../helpers/lock-here.ts'
import { memorySource } from '../helpers/memory-source.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { allDead, linesOf } from '../helpers/source-lines.ts'

const TOOL: PackageSpec = { id: 'Tool', version: '1.0.0', dependencies: { Library: '1.0' } }
const LIBRARY: PackageSpec = { id: 'Library', version: '1.0.0' }
const PACKAGES = [TOOL, LIBRARY]
/** The same names and versions, and another file in one of them. */
const CHANGED = { ...LIBRARY, files: { 'Library.psm1': '# changed\n' } }

const REPACKED = { mar: { only: () => true } }
const OTHER_BUILD = { mar: { only: () => true, build: 'other' as const } }

function outcomesOf({ packages }: Lock): readonly string[] {
  return packages.map(({ identity: { id }, corroboration }) =>
    [id, corroboration?.outcome, ...(corroboration?.by ?? [])].join(' '),
  )
}

/** Every path that was asked of it, and of the hosts that belong to it. */
function pathsOf({ sites }: Pick<Gallery, 'sites'>): readonly string[] {
  return sites.flatMap(({ log }) => log.map(({ path }) => path))
}

interface Scene {
  readonly what: string
  readonly gallery: Parameters<typeof startGallery>[0]
  readonly sources: readonly string[]
  readonly outcome: string
  /** Files that the lock accepts of each package, the family of the second one. */
  readonly second?: string
}

const CORROBORATIONS: readonly Scene[] = [
  {
    what: 'A mirror of its own origin that sends the same bytes confirms them.',
    gallery: { packages: PACKAGES },
    sources: ['psgallery', 'pwsh-gallery'],
    outcome: 'agreed pwsh-gallery',
  },
  {
    what: 'The CDN to which the Gallery itself leads confirms nothing.',
    gallery: { packages: PACKAGES },
    sources: ['psgallery', 'psgallery-cdn'],
    outcome: 'single-sourced',
  },
  {
    what: 'MAR confirms the content, however it is packed, and its file need not be listed.',
    gallery: { packages: PACKAGES, ...REPACKED },
    sources: ['psgallery', 'mar'],
    outcome: 'agreed mar',
  },
  {
    what: 'Another build of MAR is recorded as a second file that will do.',
    gallery: { packages: PACKAGES, ...OTHER_BUILD },
    sources: ['psgallery', 'mar'],
    outcome: 'other-build mar',
    second: 'mar',
  },
  {
    what: 'A mirror that agrees outweighs another build of MAR, which will do nonetheless.',
    gallery: { packages: PACKAGES, ...OTHER_BUILD },
    sources: ['psgallery', 'pwsh-gallery', 'mar'],
    outcome: 'agreed pwsh-gallery',
    second: 'mar',
  },
  {
    what: 'A mirror and MAR that both agree are both named.',
    gallery: { packages: PACKAGES, ...REPACKED },
    sources: ['psgallery', 'pwsh-gallery', 'mar'],
    outcome: 'agreed mar pwsh-gallery',
  },
  {
    what: 'A mirror and MAR that lack the package say nothing about it.',
    gallery: { packages: PACKAGES, mirror: { without: ['Tool', 'Library'] } },
    sources: ['psgallery', 'pwsh-gallery', 'mar'],
    outcome: 'single-sourced',
  },
]

for (const { what, gallery: options, sources: names, outcome, second } of CORROBORATIONS) {
  test(`${what} A lock that was made before finds the same.`, async t => {
    await using gallery = await startGallery(options)
    const sources = linesOf(gallery.sources, ...names)
    const wish = { modules: 'Tool', sources, corroborates: true }
    const fresh = await lockHere(t, wish)
    const lock = unwrap(fresh.result)
    assert.deepEqual(outcomesOf(lock), [`Library ${outcome}`, `Tool ${outcome}`])
    for (const { accepted, content } of lock.packages) {
      assert.deepEqual(
        accepted.map(({ family }) => family),
        second === undefined ? [undefined] : [undefined, second],
      )
      assert.equal(content.length, second === undefined ? 1 : 2)
    }
    assert.deepEqual(fresh.warnings, [])
    const previous = await lockedHere(t, { modules: 'Tool', sources })
    assert.equal(formatLock(await lockedHere(t, { ...wish, previous })), formatLock(lock))
  })
}

test('A mirror whose downloads end at the CDN of the Gallery is no witness, as it sends what the Gallery sends.', async t => {
  await using cdn = await startCdnSite({ packages: PACKAGES })
  await using psgallery = await startNuGetV2Site({ packages: PACKAGES, cdn: cdn.url })
  await using mirror = await startNuGetV2Site({ packages: PACKAGES, cdn: cdn.url })
  const sources = `psgallery: nuget-v2+${psgallery.url} (family gallery, authority)\nmirror: nuget-v2+${mirror.url} (family gallery)`
  const { result, warnings } = await lockHere(t, { modules: 'Tool', sources, corroborates: true })
  assert.deepEqual(outcomesOf(unwrap(result)), ['Library single-sourced', 'Tool single-sourced'])
  assert.deepEqual(warnings, [])
  await using honest = await startNuGetV3Site({ packages: PACKAGES })
  const more = `${sources}\nhonest: ${honest.url} (family gallery)`
  const again = await lockedHere(t, { modules: 'Tool', sources: more, corroborates: true, previous: unwrap(result) })
  assert.deepEqual(outcomesOf(again), ['Library agreed honest', 'Tool agreed honest'])
})

test('A mirror that leads to where the Gallery leads and gets other bytes there disagrees with it: it is no silent witness.', async t => {
  // One operator with two contents of one version.
  await using cdn = await startSite('/', async ({ url }) => {
    const { bytes } = await pack(url.pathname.startsWith('/mirror/') ? CHANGED : LIBRARY)
    return answer(200, 'application/octet-stream', bytes)
  })
  await using psgallery = await startNuGetV2Site({ packages: [LIBRARY], cdn: `${cdn.origin}/own/{id}.{version}` })
  await using mirror = await startNuGetV2Site({ packages: [LIBRARY], cdn: `${cdn.origin}/mirror/{id}.{version}` })
  const psgalleryLine = `psgallery: nuget-v2+${psgallery.url} (family gallery, authority)`
  const sources = `${psgalleryLine}\nmirror: nuget-v2+${mirror.url} (family gallery)`
  const wish = { modules: 'Library', sources, corroborates: true }
  const previous = await lockedHere(t, { modules: 'Library', sources: psgalleryLine })
  for (const each of [wish, { ...wish, previous }]) {
    const [problem, ...more] = errorOf((await lockHere(t, each)).result)
    assert.deepEqual([problem?.code, more], ['DISAGREEMENT', []])
    for (const [index, spec] of [LIBRARY, CHANGED].entries()) {
      assert.ok(
        problem?.details?.[index]?.includes(`sha512-${(await pack(spec)).sha512}`),
        problem?.details?.join('\n'),
      )
    }
  }
})

/** Builds of another family that would want another graph, or lie elsewhere, than what is locked. */
const UNLIKE: readonly (readonly [what: string, build: Partial<PackageSpec>])[] = [
  ['other dependencies', { dependencies: { Extra: '1.0' } }],
  ['a dependency that only its manifest requires', { psd1Dependencies: { Extra: '1.0' } }],
  ['another type', { type: 'script' }],
  ['another letter case in its name', { id: 'LIBRARY' }],
]

for (const [what, build] of UNLIKE) {
  test(`Another build with ${what} is not accepted, and the lock does what it did.`, async t => {
    const family = memorySource('psgallery', PACKAGES, { family: 'gallery' })
    const other = memorySource(
      'mar',
      [
        { ...LIBRARY, ...build },
        { id: 'Extra', version: '1.0.0' },
      ],
      { family: 'mar' },
    )
    const wish = { modules: 'Tool', sources: [family, other], corroborates: true }
    const { result, warnings } = await lockHere(t, wish)
    const lock = unwrap(result)
    assert.deepEqual(outcomesOf(lock), ['Library single-sourced', 'Tool single-sourced'])
    assert.deepEqual(
      lock.packages.map(({ accepted, content }) => [accepted.length, content.length]),
      [
        [1, 1],
        [1, 1],
      ],
    )
    assert.deepEqual(warnings, [])
    const report = await restoreLockedHere(t, { modules: 'Tool', sources: [other, family], lock })
    assert.deepEqual(checksOf(report), ['Library locked from psgallery', 'Tool locked from psgallery'])
    // Nor does it stand in where the family is gone: that is no reason to renew the lock.
    const gone = memorySource('psgallery', [TOOL], { family: 'gallery' })
    const refused = await restoreLockedHere(t, { modules: 'Tool', sources: [gone, other], lock })
    assert.deepEqual(
      refused.problems.map(({ code }) => code),
      ['INTEGRITY'],
    )
  })
}

test('With another build accepted, an outage of the whole family is survived with the bytes of MAR.', async t => {
  await using gallery = await startGallery({ packages: PACKAGES, ...OTHER_BUILD })
  const names = ['psgallery', 'mar', 'psgallery-cdn']
  const lock = await lockedHere(t, { modules: 'Tool', sources: linesOf(gallery.sources, ...names), corroborates: true })
  const sources = `${allDead(linesOf(gallery.sources, 'psgallery', 'psgallery-cdn'))}\n${linesOf(gallery.sources, 'mar')}`
  const report = await restoreLockedHere(t, { modules: 'Tool', sources, lock })
  assert.deepEqual(checksOf(report), ['Library locked from mar', 'Tool locked from mar'])
  const accepted = lock.packages.map(each => each.accepted[1]?.sha512)
  assert.deepEqual(
    report.packages.map(({ sha512 }) => sha512),
    accepted,
  )
})

test('A disagreement within the family is an error that shows both; whoever sent what is locked is named.', async t => {
  await using psgallery = await startNuGetV2Site({ packages: PACKAGES })
  await using mirror = await startNuGetV3Site({ packages: [TOOL, CHANGED] })
  const psgalleryLine = `psgallery: nuget-v2+${psgallery.url} (family gallery, authority)`
  const sources = `${psgalleryLine}\nmirror: ${mirror.url} (family gallery)`
  const wish = { modules: 'Tool', sources, corroborates: true }
  const details = await Promise.all([LIBRARY, CHANGED].map(async spec => `sha512-${(await pack(spec)).sha512}`))
  const [problem, ...more] = errorOf((await lockHere(t, wish)).result)
  assert.deepEqual(more, [])
  assert.equal(problem?.sentence, 'psgallery and mirror have different bytes of Library 1.0.0, and are of one family.')
  for (const [index, digest] of details.entries()) assert.ok(problem.details?.[index]?.includes(digest))

  // Of a lock that another day made, nobody can say who sent what it holds.
  const previous = await lockedHere(t, { modules: 'Tool', sources: psgalleryLine })
  const [later] = errorOf((await lockHere(t, { ...wish, previous })).result)
  assert.match(later?.sentence ?? '', /^(What is locked|psgallery) and mirror have different bytes of Library 1\.0\.0/)
})

test('A witness that is down is told, confirms nothing, and is asked again by the next run; what agreed is not.', async t => {
  await using gallery = await startGallery({ packages: PACKAGES })
  const sources = linesOf(gallery.sources, 'psgallery', 'pwsh-gallery')
  const wish = { modules: 'Tool', sources, corroborates: true }
  gallery.pwshGallery.fault({ route: /library\.1\.0\.0\.nupkg/, fault: { kind: 'status', status: 503 } })
  const first = await lockHere(t, wish)
  const previous = unwrap(first.result)
  assert.deepEqual(outcomesOf(previous), ['Library ', 'Tool agreed pwsh-gallery'])
  assert.deepEqual(
    first.warnings.filter(({ level }) => level === 'warning').map(({ code, text }) => `${code} ${text}`),
    [
      'NOT_CORROBORATED Library 1.0.0: nobody confirmed the bytes, since pwsh-gallery could not be asked. Run "psmodule-restore lock --corroborate" again later.',
    ],
  )
  gallery.pwshGallery.heal()
  for (const site of gallery.sites) site.clearLog()
  const second = await lockHere(t, { ...wish, previous })
  const agreed = unwrap(second.result)
  assert.deepEqual(outcomesOf(agreed), ['Library agreed pwsh-gallery', 'Tool agreed pwsh-gallery'])
  assert.deepEqual(second.warnings, [])
  assert.deepEqual(
    pathsOf(gallery).filter(path => /tool/i.test(path)),
    [],
  )

  for (const site of gallery.sites) site.clearLog()
  assert.equal(formatLock(await lockedHere(t, { ...wish, previous: agreed })), formatLock(agreed))
  assert.deepEqual(pathsOf(gallery), [])
  const upgraded = await lockHere(t, { modules: 'Tool', sources, previous: agreed, upgrades: true })
  assert.equal(upgraded.fetched, 2)
  assert.equal(formatLock(unwrap(upgraded.result)), formatLock(agreed))
})

test('Another build of MAR confirms nothing: a mirror of the family that was down is told, and asked again.', async t => {
  await using gallery = await startGallery({ packages: [LIBRARY], ...OTHER_BUILD })
  const wish = {
    modules: 'Library',
    sources: linesOf(gallery.sources, 'psgallery', 'pwsh-gallery', 'mar'),
    corroborates: true,
  }
  await gallery.pwshGallery.down()
  const { result, warnings } = await lockHere(t, wish)
  assert.deepEqual(outcomesOf(unwrap(result)), ['Library other-build mar'])
  assert.ok(warnings.some(({ code }) => code === 'NOT_CORROBORATED'))
  await gallery.pwshGallery.up()
  assert.deepEqual(outcomesOf(await lockedHere(t, { ...wish, previous: unwrap(result) })), [
    'Library agreed pwsh-gallery',
  ])
})

test('Another build that is accepted is fetched however much larger it is than the one that was locked.', async t => {
  await using psgallery = await startNuGetV2Site({ packages: [LIBRARY] })
  await using mar = await startOciSite({ packages: [{ ...LIBRARY, size: 1_500_000 }] })
  const line = `psgallery: nuget-v2+${psgallery.url} (family gallery, authority)`
  const sources = `${line}\nmar: oci+${mar.url} (family mar, authority)`
  const lock = await lockedHere(t, { modules: 'Library', sources, corroborates: true })
  assert.deepEqual(outcomesOf(lock), ['Library other-build mar'])
  await psgallery.down()
  const report = await restoreLockedHere(t, { modules: 'Library', sources, lock })
  assert.deepEqual(report.problems, [])
  assert.deepEqual(checksOf(report), ['Library locked from mar'])
})

test('An upgrade that brings other module files under the same version is an error, which shows both digests.', async t => {
  await using before = await startGallery({ packages: [LIBRARY], ...OTHER_BUILD })
  const previous = await lockedHere(t, {
    modules: 'Library',
    sources: linesOf(before.sources, 'psgallery', 'mar'),
    corroborates: true,
  })
  await using after = await startGallery({ packages: [CHANGED] })
  const { result } = await lockHere(t, { modules: 'Library', sources: after.sources, previous, upgrades: true })
  const [problem, ...more] = errorOf(result)
  assert.deepEqual([problem?.code, more], ['REBUILT', []])
  const digests = [(await pack(LIBRARY)).sha512, (await pack(CHANGED)).sha512]
  assert.deepEqual(
    problem?.details?.map(line => /sha512-(\S+),/.exec(line)?.[1]),
    digests,
  )
})

test('An upgrade that brings the same files packed otherwise keeps what is locked of them.', async t => {
  await using before = await startGallery({ packages: [LIBRARY], ...REPACKED })
  const previous = await lockedHere(t, { modules: 'Library', sources: linesOf(before.sources, 'psgallery') })
  const sources = linesOf(before.sources, 'mar').replace('family mar', 'family gallery')
  const lock = await lockedHere(t, { modules: 'Library', sources, previous, upgrades: true })
  assert.deepEqual(lock.packages, previous.packages)
})
