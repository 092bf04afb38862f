import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startGallery } from '../gallery/gallery.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { snapshot } from '../helpers/folder.ts'
import { startJob } from '../helpers/run-action.ts'
import { allDead, linesOf, onlyAlive } from '../helpers/source-lines.ts'
import { checkReports, LOCK, PACKAGES, workFolder } from '../helpers/work-folder.ts'

const TOOL: PackageSpec = { id: 'Tool', version: '1.0.0', dependencies: { Library: '1.0' } }
const LIBRARY: PackageSpec = { id: 'Library', version: '1.0.0' }
/** The same names and versions, and another file in one of them. */
const CHANGED: readonly PackageSpec[] = [{ ...TOOL, files: { 'Tool.psm1': '# changed\n' } }, LIBRARY]

const FILES = { 'RequiredModules.psd1': "@{ Tool = '[1.0,2.0)' }\n" }

/** All of its sources have all of it; MAR has the same content in other zips. */
const gallery = await startGallery({ packages: [TOOL, LIBRARY], mar: { only: () => true } })
after(() => gallery[Symbol.asyncDispose]())

let locked: string
before(async () => {
  await using folder = await workFolder(FILES)
  const { code, stderr } = await folder.lock(gallery.sources)
  assert.equal(code, 0, stderr)
  locked = await folder.readLock()
})

/** Every request to any host, without its query. */
function requests(): readonly string[] {
  return gallery.sites.flatMap(({ log }) => log.map(each => each.path.replace(/\?.*/, ''))).sort()
}

interface Alone {
  readonly source: string
  readonly check: 'locked' | 'repackaged'
  /** Every request that it takes to fetch Library; those for Tool are alike. */
  readonly requests: readonly RegExp[]
}

const ALONE: readonly Alone[] = [
  {
    source: 'psgallery',
    check: 'locked',
    requests: [/^\/api\/v2\/package\/Library\/1\.0\.0$/, /^\/packages\/library\.1\.0\.0\.nupkg$/],
  },
  {
    source: 'pwsh-gallery',
    check: 'locked',
    requests: [/^\/index\.json$/, /^\/flatcontainer\/library\/1\.0\.0\/library\.1\.0\.0\.nupkg$/],
  },
  {
    source: 'mar',
    check: 'repackaged',
    requests: [
      /^\/oauth2\/token$/,
      // A tag is as its publisher wrote the version: 1.0 may stand for 1.0.0.
      /^\/v2\/psresource\/library\/tags\/list$/,
      /^\/v2\/psresource\/library\/manifests\/1\.0\.0$/,
      /^\/v2\/psresource\/library\/blobs\/sha256:[0-9a-f]{64}$/,
      /^\/psresource\/library\/blobs\/sha256:[0-9a-f]{64}$/,
    ],
  },
  { source: 'psgallery-cdn', check: 'locked', requests: [/^\/packages\/library\.1\.0\.0\.nupkg$/] },
]

for (const { source, check, requests: expected } of ALONE) {
  test(`With a lock and all but ${source} dead, the content is the same, and no source is asked which version to take.`, async () => {
    await using folder = await workFolder({ ...FILES, [LOCK]: locked })
    for (const site of gallery.sites) site.clearLog()
    const { code, stderr, report, packages } = await folder.restore(
      onlyAlive(gallery.sources, source),
      '--cache',
      'false',
    )
    assert.equal(code, 0, stderr)
    assert.deepEqual(packages, [`Library 1.0.0 from ${source}`, `Tool 1.0.0 from ${source}`])
    assert.deepEqual(
      report.packages.map(each => each.check),
      [check, check],
    )
    const { packages: stanzas }: { packages: Record<string, { content: string[] }> } = JSON.parse(locked)
    assert.deepEqual(
      report.packages.map(each => each.contentDigest),
      Object.values(stanzas).flatMap(({ content }) => content),
    )
    assert.ok(report.attempts.every(({ step }) => step === 'download'))
    const paths = requests()
    const ofLibrary = paths.filter(each => !/tool/i.test(each))
    for (const pattern of expected)
      assert.ok(
        ofLibrary.some(each => pattern.test(each)),
        String(pattern),
      )
    assert.deepEqual(
      ofLibrary.filter(each => !expected.some(pattern => pattern.test(each))),
      [],
    )
    assert.ok(
      paths.every(
        each =>
          !/FindPackagesById|Packages\(|\/registration\/|\/index\.json.*\/index\.json|\/flatcontainer\/[^/]+\/index\.json/.test(
            each,
          ),
      ),
    )
  })
}

test('With a lock and the bytes in the store of the user, nobody is asked at all.', async () => {
  await using folder = await workFolder(FILES)
  assert.equal((await folder.lock(gallery.sources)).code, 0)
  const { code, stderr, report, packages } = await folder.restore(allDead(gallery.sources))
  assert.equal(code, 0, stderr)
  assert.deepEqual(packages, ['Library 1.0.0 from store', 'Tool 1.0.0 from store'])
  assert.deepEqual(
    report.attempts.map(({ source }) => source),
    ['store', 'store'],
  )
})

describe('Where a mirror of the family sends another package of the same name and version', { concurrency: 2 }, () => {
  test('an error annotation names it with both digests, the next source is asked, and the restore succeeds.', async () => {
    await using evil = await startNuGetV3Site({ packages: CHANGED })
    await using job = await startJob()
    await using folder = await workFolder({ ...FILES, [LOCK]: locked })
    const sources = [`evil: ${evil.url} (family gallery)`, linesOf(gallery.sources, 'psgallery')].join('\n')
    const { code, log, outputs } = await job.run({ sources, 'working-directory': folder.path })
    assert.equal(code, 0, log)
    const [expected, got] = [await pack(TOOL), await pack(CHANGED[0] ?? TOOL)]
    assert.deepEqual(
      annotationsIn(log).map(({ level, message }) => [level, message]),
      [
        [
          'error',
          `evil sent other bytes than locked (expected sha512-${expected.sha512}, got sha512-${got.sha512}) when asked for Tool 1.0.0.`,
        ],
      ],
    )
    const restored: { id: string; source: string; sha512: string }[] = JSON.parse(outputs.restored ?? '')
    assert.deepEqual(
      restored.map(({ id, source }) => [id, source]),
      [
        ['Library', 'evil'],
        ['Tool', 'psgallery'],
      ],
    )
    assert.equal(restored[1]?.sha512, expected.sha512)
    assert.equal(outputs['fallback-used'], 'true')
  })

  test('with "on-mismatch: fail" the step fails, names it with both digests, and no folder is touched.', async () => {
    await using evil = await startNuGetV3Site({ packages: CHANGED })
    await using job = await startJob()
    await using folder = await workFolder({ ...FILES, [LOCK]: locked, 'm/Mine/1.0.0/a.txt': 'mine' })
    const inputs = {
      'working-directory': folder.path,
      'repository-path': path.join(folder.path, PACKAGES),
      'modules-path': path.join(folder.path, 'm'),
      'on-mismatch': 'fail',
    }
    const good = await job.run({ ...inputs, sources: gallery.sources })
    assert.equal(good.code, 0, good.log)
    const before = await snapshot(folder.path)
    const sources = [`evil: ${evil.url} (family gallery)`, linesOf(gallery.sources, 'psgallery')].join('\n')
    const { code, log, outputs } = await job.run({ ...inputs, sources })
    assert.equal(code, 1, log)
    assert.equal(outputs['repository-path'], undefined)
    assert.deepEqual(await snapshot(folder.path), before)
    const problem = annotationsIn(log).find(({ message }) => message.includes('[INTEGRITY]'))
    const [expected, got] = [await pack(TOOL), await pack(CHANGED[0] ?? TOOL)]
    for (const part of ['Tool 1.0.0', 'evil', `sha512-${expected.sha512}`, `sha512-${got.sha512}`]) {
      assert.ok(problem?.message.split('\n')[0]?.includes(part), `${part} in: ${problem?.message}`)
    }
    assert.match(problem?.message ?? '', /"on-mismatch" is "fail", so nobody else was asked/)
  })
})

test('The lock that an unlocked restore leaves is that of the command, and works as it is in action and command.', async () => {
  await using job = await startJob()
  await using folder = await workFolder(FILES)
  const inputs = { sources: gallery.sources, 'working-directory': folder.path }
  const unlocked = await job.run(inputs)
  assert.equal(unlocked.code, 0, unlocked.log)
  const ready = await readFile(unlocked.outputs.lockfile ?? '', 'utf8')
  assert.equal(ready, locked)

  await folder.write({ [LOCK]: ready })
  const followed = await job.run({ ...inputs, locked: 'true' })
  assert.equal(followed.code, 0, followed.log)
  assert.equal(followed.outputs.lockfile, path.join(folder.path, LOCK))
  assert.equal(followed.outputs.restored, unlocked.outputs.restored)
  const { code, report } = await folder.restore(gallery.sources, '--locked', 'true')
  assert.equal(code, 0)
  assert.equal(report.lockfile, path.join(folder.path, LOCK))
  assert.match((await folder.lock(allDead(gallery.sources))).stdout, /^Nothing changed in modules\.lock\.json/)
})

test('Locks of the same wishes, made at galleries of other timing and stated in another order, are the same bytes.', async () => {
  const specs: readonly PackageSpec[] = ['Alpha', 'Bravo', 'Charlie', 'Delta'].flatMap(id => [
    { id, version: '1.0.0', dependencies: { Library: '1.0' } },
    {
      id,
      version: '1.1.0',
      dependencies: { Library: '1.0', Echo: '[1.0,2.0)' },
      psd1Dependencies: { Library: '1.0', Echo: '[1.0,2.0)', Tool: '1.0' },
    },
  ])
  const packages = [...specs, TOOL, LIBRARY, { id: 'Echo', version: '1.9.0' }, { id: 'Echo', version: '2.0.0' }]
  const names = ['Delta:[1.0,2.0)', 'Alpha', 'Charlie@1.0.0', 'Bravo>=1.1.0', 'echo']
  const locks = [names, names.toReversed()].map(async (order, index) => {
    await using slow = await startGallery({ packages })
    for (const site of slow.sites) {
      for (const [place, name] of order.entries()) {
        const id = /^\w+/.exec(name)?.[0] ?? ''
        site.fault({ route: new RegExp(id, 'i'), fault: { kind: 'delay', ms: ((place + index) % 3) * 60 } })
      }
    }
    await using folder = await workFolder({})
    const { code, stderr } = await folder.lock(slow.sources, ...order.flatMap(name => ['--modules', name]))
    assert.equal(code, 0, stderr)
    return await folder.readLock()
  })
  const [first, second] = await Promise.all(locks)
  assert.equal(first, second)
  assert.match(first ?? '', /"tool\/1\.0\.0"/)
})

test('Every report is as its schema says.', checkReports)
