import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Lock } from '../../src/lock/lock.ts'
import { PRESETS } from '../../src/sources/presets.ts'
import type { SourceKind } from '../../src/sources/source.ts'
import { startCdnSite } from '../gallery/cdn.ts'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import type { Site } from '../gallery/site.ts'
import { checksOf, lockedHere, restoreLockedHere } from '../helpers/lock-here.ts'
import { memorySource } from '../helpers/memory-source.ts'
import { KIND_FIXTURES, KINDS } from '../helpers/source-kinds.ts'
import { allDead } from '../helpers/source-lines.ts'

// What a restore believes of whom, without a lock and with one. docs/threat-model.md names these tests.

const TOOL: PackageSpec = { id: 'Tool', version: '1.0.0' }
const NEWER: PackageSpec = { id: 'Tool', version: '2.0.0' }
/** As sound a package of the same name and version. */
const CHANGED: PackageSpec = { ...TOOL, files: { 'Tool.psm1': '# changed\n' } }
/** Without it an empty answer of a feed proves nothing. */
const CANARY: PackageSpec = { id: 'PackageManagement', version: '1.4.8.1' }

function authority({ url }: Site): string {
  return `psgallery: nuget-v2+${url} (family gallery, authority)`
}

function mirror({ url }: Site): string {
  return `mirror: nuget-v3+${url} (family gallery)`
}

/** What each kind announces of bytes before it sends them. */
const BELIEVED: Readonly<Record<SourceKind, 'announced' | 'content'>> = {
  'nuget-v2': 'announced',
  'nuget-v3': 'content',
  oci: 'announced',
  direct: 'content',
}

for (const kind of KINDS) {
  test(`${kind}: other bytes under a published name are taken without a lock, and refused with one.`, async t => {
    const modules = 'Tool@1.0.0'
    const lineOf = ({ url }: { readonly url: string }): string => `psgallery: ${kind}+${url} (family gallery)`
    await using honest = await KIND_FIXTURES[kind].start([TOOL])
    const lock = await lockedHere(t, { modules, sources: lineOf(honest) })
    await using changed = await KIND_FIXTURES[kind].start([CHANGED])
    const unlocked = await restoreLockedHere(t, { modules, sources: lineOf(changed), lock: undefined })
    assert.deepEqual(checksOf(unlocked), [`Tool ${BELIEVED[kind]} from psgallery`])
    assert.equal(unlocked.packages[0]?.sha512, (await pack(CHANGED)).sha512)
    const locked = await restoreLockedHere(t, { modules, sources: lineOf(changed), lock })
    assert.deepEqual([locked.problems.map(({ code }) => code), locked.packages], [['INTEGRITY'], []])
  })
}

test('A version that appears is taken without a lock, and not with one.', async t => {
  const before = [memorySource('psgallery', [TOOL], { family: 'gallery' })]
  const lock = await lockedHere(t, { modules: 'Tool', sources: before })
  const sources = [memorySource('psgallery', [TOOL, NEWER], { family: 'gallery' })]
  const versions = await Promise.all(
    [undefined, lock].map(async each => {
      const { packages } = await restoreLockedHere(t, { modules: 'Tool', sources, lock: each })
      return packages.map(({ version }) => version)
    }),
  )
  assert.deepEqual(versions, [['2.0.0'], ['1.0.0']])
})

test('A mirror that hides the newest version is believed while the Gallery is down, with a notice, and not with a lock.', async t => {
  await using gallery = await startNuGetV2Site({ packages: [TOOL, NEWER] })
  await using lagging = await startNuGetV3Site({ packages: [TOOL] })
  const alive = `${authority(gallery)}\n${mirror(lagging)}`
  const lock = await lockedHere(t, { modules: 'Tool', sources: alive })
  const honest = await restoreLockedHere(t, { modules: 'Tool', sources: alive, lock: undefined })
  assert.deepEqual([honest.packages[0]?.version, honest.warnings], ['2.0.0', []])

  const dead = `${allDead(authority(gallery))}\n${mirror(lagging)}`
  const unlocked = await restoreLockedHere(t, { modules: 'Tool', sources: dead, lock: undefined })
  assert.equal(unlocked.packages[0]?.version, '1.0.0')
  const notice = unlocked.warnings.find(({ code }) => code === 'FROM_A_MIRROR')
  assert.equal(notice?.level, 'notice')
  assert.match(notice.text, /^Tool 1\.0\.0: chosen from what a mirror lists/)
  const { problems } = await restoreLockedHere(t, { modules: 'Tool', sources: dead, lock })
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['UNFETCHED'],
  )
})

test('A mirror that stands in front of its authority chooses the version, though the authority is alive.', async t => {
  await using gallery = await startNuGetV2Site({ packages: [TOOL, NEWER] })
  await using lagging = await startNuGetV3Site({ packages: [TOOL] })
  const sources = `${mirror(lagging)}\n${authority(gallery)}`
  const { packages } = await restoreLockedHere(t, { modules: 'Tool', sources, lock: undefined })
  assert.deepEqual(
    packages.map(({ version, resolvedBy }) => [version, resolvedBy]),
    [['1.0.0', 'mirror']],
  )
  assert.deepEqual(gallery.log, [])
})

test('What the Gallery has taken down does not come back from a mirror without a lock, and does with one.', async t => {
  await using before = await startNuGetV2Site({ packages: [TOOL] })
  const lock = await lockedHere(t, { modules: 'Tool', sources: authority(before) })
  await using gallery = await startNuGetV2Site({ packages: [CANARY] })
  await using keeps = await startNuGetV3Site({ packages: [TOOL] })
  const sources = `${authority(gallery)}\n${mirror(keeps)}`
  const unlocked = await restoreLockedHere(t, { modules: 'Tool', sources, lock: undefined })
  assert.deepEqual(
    unlocked.problems.map(({ code }) => code),
    ['NOT_FOUND'],
  )
  assert.deepEqual(keeps.log, [])
  assert.deepEqual(checksOf(await restoreLockedHere(t, { modules: 'Tool', sources, lock })), [
    'Tool locked from mirror',
  ])
})

// Whose a name is

const PRIVATE: PackageSpec = { id: 'Contoso.Tool', version: '1.0.0' }
/** Somebody published the private name at the Gallery, at a version that nobody can pass by. */
const SQUATTED: PackageSpec = { id: 'Contoso.Tool', version: '99.0.0' }

test('A public gallery in front of a private feed hears its names and owns those it has; "source-map" keeps them.', async t => {
  await using gallery = await startNuGetV2Site({ packages: [SQUATTED] })
  await using contoso = await startNuGetV3Site({ packages: [PRIVATE] })
  const stated = { modules: 'Contoso.Tool', sources: `${authority(gallery)}\ncontoso: ${contoso.url}`, lock: undefined }
  const taken = await restoreLockedHere(t, stated)
  assert.deepEqual([taken.packages[0]?.version, taken.packages[0]?.source], ['99.0.0', 'psgallery'])
  assert.deepEqual(contoso.log, [])

  gallery.clearLog()
  const kept = await restoreLockedHere(t, { ...stated, sourceMap: 'Contoso.*: contoso' })
  assert.deepEqual([kept.packages[0]?.version, kept.packages[0]?.source], ['1.0.0', 'contoso'])
  assert.deepEqual(gallery.log, [])
})

test('A private feed in front owns every name that it says it has; "source-map" and a lock leave public names to the Gallery.', async t => {
  await using gallery = await startNuGetV2Site({ packages: [TOOL] })
  const lock = await lockedHere(t, { modules: 'Tool', sources: authority(gallery) })
  await using contoso = await startNuGetV3Site({ packages: [CHANGED] })
  const stated = { modules: 'Tool', sources: `contoso: ${contoso.url}\n${authority(gallery)}` }
  const taken = await restoreLockedHere(t, { ...stated, lock: undefined })
  assert.deepEqual(checksOf(taken), ['Tool content from contoso'])

  contoso.clearLog()
  const mapped = await restoreLockedHere(t, { ...stated, lock: undefined, sourceMap: '*: psgallery' })
  assert.deepEqual(checksOf(mapped), ['Tool announced from psgallery'])
  assert.deepEqual(checksOf(await restoreLockedHere(t, { ...stated, lock })), ['Tool locked from psgallery'])
  assert.deepEqual(contoso.log, [])
})

// A lock that somebody edited

function edited({ packages, ...rest }: Lock, edit: Partial<Lock['packages'][number]>): Lock {
  return { ...rest, packages: packages.map(each => ({ ...each, ...edit })) }
}

test('A lock that was edited to call a private name public asks for it there, unless "source-map" binds the name.', async t => {
  await using gallery = await startNuGetV2Site({ packages: [PRIVATE] })
  await using contoso = await startNuGetV3Site({ packages: [PRIVATE] })
  const stated = { modules: 'Contoso.Tool', sources: `contoso: ${contoso.url}\n${authority(gallery)}` }
  const lock = edited(await lockedHere(t, stated), { family: 'gallery' })
  assert.deepEqual(gallery.log, [])
  const misled = await restoreLockedHere(t, { ...stated, lock })
  assert.deepEqual(checksOf(misled), ['Contoso.Tool locked from psgallery'])

  gallery.clearLog()
  const { problems } = await restoreLockedHere(t, { ...stated, lock, sourceMap: 'Contoso.*: contoso' })
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['LOCK_OUTDATED'],
  )
  assert.deepEqual(gallery.log, [])
})

test('A lock that was edited to accept other bytes gets them only from a source that has them.', async t => {
  const modules = 'Tool'
  await using honest = await startNuGetV2Site({ packages: [TOOL] })
  await using changed = await startCdnSite({ packages: [CHANGED] })
  const { sha512, bytes } = await pack(CHANGED)
  const accepted = [{ sha512, size: bytes.length, family: undefined }]
  const lock = edited(await lockedHere(t, { modules, sources: authority(honest) }), { accepted, content: ['h1:-'] })
  const refused = await restoreLockedHere(t, { modules, sources: authority(honest), lock })
  assert.deepEqual(
    refused.problems.map(({ code }) => code),
    ['INTEGRITY'],
  )
  const sources = `${authority(honest)}\ncdn: direct+${changed.url} (family gallery)`
  assert.deepEqual(checksOf(await restoreLockedHere(t, { modules, sources, lock })), ['Tool locked from cdn'])
})

test('No preset is asked over plain http.', () => {
  for (const { url } of PRESETS) assert.match(url, /^https:/)
})
