import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, test } from 'node:test'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { snapshot } from '../helpers/folder.ts'
import { startJob } from '../helpers/run-action.ts'
import { allDead } from '../helpers/source-lines.ts'
import { changedLines, changedStanzas, checkReports, LOCK, PACKAGES, workFolder } from '../helpers/work-folder.ts'
import { BASE, gallery, LOCKED, lockedFolder, lockOf, NOBODY, REQUIREMENTS, required, specOf } from './lock-scene.ts'

interface Drift {
  /** Completes "A restore is refused where". */
  readonly what: string
  /** What the folder has besides the lock of `BASE`, or in its place. */
  readonly files: Readonly<Record<string, string>>
  readonly argv?: readonly string[]
  readonly told: string
  /** Its line in the requirements; undefined where only packages want it. */
  readonly line?: number
  /** The stanzas that the new lock changes against that of `BASE`. */
  readonly mended: readonly string[]
}

const DRIFTS: readonly Drift[] = [
  {
    what: 'a requirement has changed',
    files: required("Tool = '[2.0,3.0)'", "Other = '[1.0,2.0)'"),
    told: 'RequiredModules.psd1:2:5 wants Tool, [2.0.0, 3.0.0), and 1.0.0 is locked (for [1.0.0])',
    line: 2,
    mended: ['tool/1.0.0', 'tool/2.0.0'],
  },
  {
    what: 'a requirement was added',
    files: required("Tool = '[1.0.0]'", "Other = '[1.0,2.0)'", "Extra = '*'"),
    told: 'RequiredModules.psd1:4:5 wants Extra, any version, and none is locked',
    line: 4,
    mended: ['extra/3.0.0'],
  },
  {
    what: 'somebody edited a version that a package depends on',
    files: { [LOCK]: LOCKED.replace('library/1.1.0', 'library/0.9.0').replace('"1.1.0"', '"0.9.0"') },
    told: 'Tool 1.0.0 wants Library, 1.0.0 or newer, and 0.9.0 is locked',
    mended: [],
  },
  {
    what: 'somebody removed a package that another depends on',
    files: { [LOCK]: withoutStanza(LOCKED, 'library/1.1.0') },
    told: 'Tool 1.0.0 wants Library, 1.0.0 or newer, and none is locked',
    mended: [],
  },
  {
    what: 'prereleases are no longer allowed',
    files: { ...required("Beta = '[1.0,3.0)'"), [LOCK]: await lockOf(required("Beta = '[1.0,3.0-0)'")) },
    told: 'RequiredModules.psd1:2:5 wants Beta, [1.0.0, 3.0.0), and 2.0.0-rc1 is locked (for [1.0.0, 3.0.0-0))',
    line: 2,
    mended: ['beta/1.0.0', 'library/1.1.0', 'other/1.5.0', 'tool/1.0.0'],
  },
]

describe('A restore is refused, and "lock" mends it, where', { concurrency: 2 }, () => {
  for (const { what, files, argv = [], told, line, mended } of DRIFTS) {
    test(what, async () => {
      await using folder = await lockedFolder(files)
      const refused = await folder.restore(NOBODY, ...argv)
      assert.equal(refused.code, 1)
      const [problem, ...more] = refused.report.problems
      assert.deepEqual(more, [])
      assert.equal(problem?.code, 'LOCK_OUTDATED')
      assert.equal(problem.sentence, `modules.lock.json is out of date: ${told}.`)
      assert.equal(
        problem.hint,
        `Renew it and commit it: ${['psmodule-restore lock', ...argv].join(' ')}\n${
          line === undefined
            ? 'If that changes nothing, the lock was edited: run it with --upgrade.'
            : 'If the lock is not meant for this restore, set "locked" to false.'
        }`,
      )
      assert.deepEqual(
        [problem.place?.file, problem.place?.line],
        line === undefined ? [undefined, undefined] : [REQUIREMENTS, line],
      )
      assert.deepEqual(await folder.list(PACKAGES), [])

      const renewed = await folder.lock(gallery.sources, ...argv)
      assert.equal(renewed.code, 0, renewed.stderr)
      assert.deepEqual(changedStanzas(LOCKED, await folder.readLock()), mended)
      const restored = await folder.restore(gallery.sources, '--locked', 'true', ...argv)
      assert.equal(restored.code, 0, restored.stderr)
      assert.equal(restored.report.isLocked, true)
    })
  }

  test('another GUID is required than the module has that is locked', async () => {
    await using folder = await lockedFolder({
      'build.ps1':
        "#Requires -Modules @{ ModuleName = 'Tool'; ModuleVersion = '1.0'; GUID = '11111111-2222-4333-8444-555555555555' }\n",
    })
    const { code, report } = await folder.restore(NOBODY, 'build.ps1')
    assert.equal(code, 1)
    assert.match(
      report.problems[0]?.sentence ?? '',
      /build\.ps1:1:\d+ wants Tool, 1\.0\.0 or newer with the GUID 11111111-2222-4333-8444-555555555555, and 1\.0\.0 with [0-9a-f-]{36} is locked\.$/,
    )
  })

  test('"source-map" binds a name to another family', async () => {
    await using contoso = await startNuGetV3Site({ packages: [specOf('Tool 1.0.0')] })
    const sources = `${gallery.sources}\ncontoso: ${contoso.url}`
    await using folder = await lockedFolder()
    const map = ['--source-map', 'Tool: contoso']
    const refused = await folder.restore(allDead(sources), ...map)
    assert.equal(
      refused.report.problems[0]?.sentence,
      'modules.lock.json is out of date: source-map "Tool" binds Tool to contoso, and 1.0.0 of gallery is locked.',
    )
    assert.equal((await folder.lock(sources, ...map)).code, 0)
    const renewed = await folder.readLock()
    assert.deepEqual(changedLines(LOCKED, renewed), ['+"family": "contoso",'])
    const restored = await folder.restore(sources, '--cache', 'false', ...map)
    assert.ok(restored.packages.includes('Tool 1.0.0 from contoso'), restored.stderr)
  })

  test('a requirement states a repository of another family', async () => {
    await using contoso = await startNuGetV3Site({ packages: [specOf('Tool 1.0.0')] })
    const stated = { 'PSResources.json': JSON.stringify({ Tool: { version: '[1.0.0]', repository: 'contoso' } }) }
    await using folder = await lockedFolder(stated)
    const sources = `${NOBODY}\ncontoso: ${contoso.url}`
    const refused = await folder.restore(sources, 'PSResources.json')
    assert.equal(
      refused.report.problems[0]?.sentence,
      'modules.lock.json is out of date: repository "contoso" binds Tool to contoso, and 1.0.0 of gallery is locked.',
    )
    assert.deepEqual(contoso.log, [])
  })

  test('the lock was written without dependencies, and they are wanted', async () => {
    await using folder = await workFolder(BASE)
    assert.equal((await folder.lock(gallery.sources, '--skip-dependencies')).code, 0)
    const bare = await folder.restore(gallery.sources, '--skip-dependencies')
    assert.deepEqual(
      bare.report.packages.map(({ id }) => id),
      ['Other', 'Tool'],
    )
    const refused = await folder.restore(NOBODY)
    assert.equal(
      refused.report.problems[0]?.sentence,
      'modules.lock.json is out of date: Tool 1.0.0 wants Library, 1.0.0 or newer, and none is locked.',
    )
  })
})

test('An outdated lock is told in the action at the line of the requirement, and the folder of packages stays as it was.', async () => {
  await using folder = await startJob()
  await using files = await lockedFolder()
  const inputs = {
    sources: gallery.sources,
    'working-directory': files.path,
    'repository-path': path.join(files.path, PACKAGES),
  }
  const good = await folder.run(inputs)
  assert.equal(good.code, 0, good.log)
  assert.match(good.log, /^Locked by modules\.lock\.json$/m)
  const before = await snapshot(path.join(files.path, PACKAGES))
  await files.write(required("Tool = '[1.0.0]'", "Other = '[1.1,1.2]'"))
  const { code, log } = await folder.run(inputs)
  assert.equal(code, 1)
  const [error, ...more] = annotationsIn(log).filter(({ level }) => level === 'error')
  assert.deepEqual(more, [])
  assert.equal(path.resolve(folder.workspace, error?.properties.file ?? ''), path.join(files.path, REQUIREMENTS))
  assert.equal(error?.properties.line, '3')
  assert.match(
    error.message,
    /^modules\.lock\.json is out of date: RequiredModules\.psd1:3:5 wants Other, \[1\.1\.0, 1\.2\.0\], and 1\.5\.0 is locked/,
  )
  assert.deepEqual(await snapshot(path.join(files.path, PACKAGES)), before)
})

describe('"locked"', { concurrency: 2 }, () => {
  test('false takes what the sources have today, and says nothing of a lock that it does not read.', async () => {
    await using folder = await workFolder({ ...required("Tool = '[1.0,3.0)'"), [LOCK]: 'no lock at all' })
    const { code, report } = await folder.restore(gallery.sources, '--locked', 'false')
    assert.equal(code, 0)
    assert.equal(report.isLocked, false)
    assert.equal(report.packages.at(-1)?.version, '2.0.0')
    assert.equal(await folder.readLock(), 'no lock at all')
  })

  test('true wants a lock, and says how to write it.', async () => {
    await using folder = await workFolder(BASE)
    const { code, report } = await folder.restore(NOBODY, '--locked', 'true')
    assert.equal(code, 1)
    assert.deepEqual(
      report.problems.map(({ sentence, hint }) => [sentence, hint]),
      [
        [
          'The input "locked" is true, and there is no modules.lock.json.',
          'Write it and commit it: psmodule-restore lock',
        ],
      ],
    )
  })

  test('auto goes on without one, with a warning where "lockfile" names it.', async () => {
    await using folder = await workFolder(BASE)
    const named = await folder.restore(gallery.sources, '--lockfile', 'locks/mine.json')
    assert.equal(named.code, 0, named.stderr)
    assert.deepEqual(
      named.report.warnings.map(({ level, code }) => `${level} ${code}`),
      ['warning LOCK_MISSING'],
    )
    assert.match(named.report.warnings[0]?.text ?? '', /^There is no locks[\\/]mine\.json, which "lockfile" names: /)
    assert.deepEqual((await folder.restore(gallery.sources)).report.warnings, [])
  })
})

test('Every report is as its schema says.', checkReports)

function withoutStanza(text: string, key: string): string {
  const lock: { packages: Record<string, unknown> } = JSON.parse(text)
  const packages = Object.fromEntries(Object.entries(lock.packages).filter(([each]) => each !== key))
  return JSON.stringify({ ...lock, packages }, undefined, 2)
}
