import assert from 'node:assert/strict'
import { rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { parseLock } from '../../src/lock/read-lock.ts'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { snapshot } from '../helpers/folder.ts'
import { unwrap } from '../helpers/result.ts'
import { startJob } from '../helpers/run-action.ts'
import { compileSchema } from '../helpers/schema.ts'
import {
  allDead,
  changedLines,
  changedStanzas,
  checkReports,
  LOCK,
  PACKAGES,
  type WorkFolder,
  workFolder,
} from '../helpers/work-folder.ts'

const SPECS: readonly PackageSpec[] = [
  { id: 'Tool', version: '1.0.0', dependencies: { Library: '1.0' } },
  { id: 'Tool', version: '2.0.0', dependencies: { Library: '1.0' } },
  { id: 'Library', version: '1.0.0' },
  { id: 'Library', version: '1.1.0' },
  { id: 'Other', version: '1.0.0' },
  { id: 'Other', version: '1.5.0' },
  { id: 'Extra', version: '3.0.0' },
  { id: 'Beta', version: '1.0.0' },
  { id: 'Beta', version: '2.0.0-rc1' },
  // By which the Gallery shows that it is alive where it has no such name.
  { id: 'PackageManagement', version: '1.4.8' },
]

const gallery = await startGallery({ packages: SPECS })
after(() => gallery[Symbol.asyncDispose]())
/** For whoever is to ask nobody. */
const NOBODY = allDead(gallery.sources)

const REQUIREMENTS = 'RequiredModules.psd1'

/** A line each, from the second one on. */
function required(...lines: readonly string[]): Readonly<Record<string, string>> {
  return { [REQUIREMENTS]: ['@{', ...lines.map(line => `    ${line}`), '}', ''].join('\n') }
}

const BASE = required("Tool = '[1.0.0]'", "Other = '[1.0,2.0)'")

/** The lock of `BASE`, by the command itself. */
const LOCKED = await lockOf(BASE)

async function lockOf(files: Readonly<Record<string, string>>): Promise<string> {
  await using folder = await workFolder(files)
  const { code, stderr } = await folder.lock(gallery.sources)
  assert.equal(code, 0, stderr)
  return folder.readLock()
}

/** A folder whose lock is that of `BASE`, and what else is in it. */
function lockedFolder(files: Readonly<Record<string, string>> = {}): Promise<WorkFolder> {
  return workFolder({ ...BASE, [LOCK]: LOCKED, ...files })
}

function requestsOf({ sites }: Gallery): readonly string[] {
  return sites.flatMap(({ log }) => log.map(each => each.path))
}

test('The lock holds all that is required, dependencies too, each known by its bytes; the schema accepts it.', async () => {
  const isLock = await compileSchema('lock.schema.json')
  assert.ok(isLock(JSON.parse(LOCKED)), JSON.stringify(isLock.errors))
  const { requirements, packages } = unwrap(parseLock(LOCKED, LOCK))
  assert.deepEqual(requirements, ['other [1.0.0, 2.0.0)', 'tool [1.0.0]'])
  const expected = ['Library 1.1.0', 'Other 1.5.0', 'Tool 1.0.0'].map(async name => {
    const { sha512, bytes } = await pack(specOf(name))
    return [name, 'gallery', [{ sha512, size: bytes.length, family: undefined }]]
  })
  assert.deepEqual(
    packages.map(({ identity: { id, version }, family, accepted }) => [`${id} ${version.original}`, family, accepted]),
    await Promise.all(expected),
  )
})

test('Where nothing changed, nothing is asked, fetched or written.', async () => {
  await using alone = await startGallery({ packages: SPECS })
  await using folder = await workFolder(BASE)
  const first = await folder.lock(alone.sources)
  assert.match(
    first.stdout,
    /^added +Library +1\.1\.0\nadded +Other +1\.5\.0\nadded +Tool +1\.0\.0\n\nLocked 3 packages in/,
  )
  assert.equal(await folder.readLock(), LOCKED)
  const before = await stat(path.join(folder.path, LOCK))
  for (const site of alone.sites) site.clearLog()
  const again = await folder.lock(alone.sources)
  assert.equal(again.code, 0, again.stderr)
  assert.match(again.stdout, /^Nothing changed in modules\.lock\.json \(none fetched, /)
  assert.deepEqual(requestsOf(alone), [])
  assert.equal((await stat(path.join(folder.path, LOCK))).mtimeMs, before.mtimeMs)
})

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
      assert.equal(problem.hint, 'Renew the lock with "psmodule-restore lock" and commit it.')
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

describe('What is locked stays as long as it satisfies', { concurrency: 2 }, () => {
  const OLD = required("Tool = '[1.0.0]'", "Other = '[1.0.0]'", "Library = '[1.0.0]'")
  const WIDER = required("Tool = '[1.0,3.0)'", "Other = '[1.0,2.0)'", "Library = '[1.0,2.0)'")
  let old: Promise<string> | undefined
  const oldLock = (): Promise<string> => {
    old ??= lockOf(OLD)
    return old
  }

  test('where a requirement is widened; only its text in the lock changes.', async () => {
    await using folder = await workFolder({ ...WIDER, [LOCK]: await oldLock() })
    const { code, stdout } = await folder.lock(NOBODY)
    assert.equal(code, 0)
    assert.match(stdout, /^Locked 3 packages in modules\.lock\.json \(none fetched/)
    assert.deepEqual(changedStanzas(await oldLock(), await folder.readLock()), [])
    assert.deepEqual(changedLines(await oldLock(), await folder.readLock()), [
      '-"library [1.0.0]",',
      '-"other [1.0.0]",',
      '-"tool [1.0.0]"',
      '+"library [1.0.0, 2.0.0)",',
      '+"other [1.0.0, 2.0.0)",',
      '+"tool [1.0.0, 3.0.0)"',
    ])
  })

  test('but for the name behind --upgrade, in whatever letter case.', async () => {
    await using folder = await workFolder({ ...WIDER, [LOCK]: await oldLock() })
    const { stdout } = await folder.lock(gallery.sources, '--upgrade', 'oTHER')
    assert.match(stdout, /^changed +Other +1\.0\.0 to 1\.5\.0\n\nLocked 3 packages in .*\(1 package fetched/)
    assert.deepEqual(changedStanzas(await oldLock(), await folder.readLock()), ['other/1.0.0', 'other/1.5.0'])
  })

  test('but for all names with --upgrade alone.', async () => {
    await using folder = await workFolder({ ...WIDER, [LOCK]: await oldLock() })
    const { stdout } = await folder.lock(gallery.sources, '--upgrade')
    assert.match(
      stdout,
      /^changed +Library +1\.0\.0 to 1\.1\.0\nchanged +Other +1\.0\.0 to 1\.5\.0\nchanged +Tool +1\.0\.0 to 2\.0\.0\n/,
    )
  })

  test('and nothing is upgraded where --upgrade names what is neither required nor locked.', async () => {
    await using folder = await workFolder({ ...WIDER, [LOCK]: await oldLock() })
    const { code, stdout, stderr } = await folder.lock(NOBODY, '--upgrade', 'Othr')
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(
      stderr,
      /^"--upgrade Othr" names what is neither required nor locked\. \[UPGRADE_UNKNOWN\]\nDid you mean Other\?$/m,
    )
    assert.equal(await folder.readLock(), await oldLock())
  })

  test('and what nothing requires any more is not restored, and leaves the next lock.', async () => {
    await using folder = await lockedFolder(required("Other = '[1.0,2.0)'"))
    const { packages, code } = await folder.restore(gallery.sources, '--locked', 'true')
    assert.deepEqual([code, packages], [0, ['Other 1.5.0 from psgallery']])
    const { stdout } = await folder.lock(NOBODY)
    assert.match(stdout, /^removed +Library +1\.1\.0\nremoved +Tool +1\.0\.0\n\nLocked 1 package in /)
    assert.deepEqual(changedStanzas(LOCKED, await folder.readLock()), ['library/1.1.0', 'tool/1.0.0'])
  })
})

/** The wishes of `BASE`, written otherwise. */
const FORMS: readonly {
  readonly what: string
  readonly files: Readonly<Record<string, string>>
  readonly argv?: readonly string[]
}[] = [
  {
    what: 'in another order, with comments, on other lines',
    files: { [REQUIREMENTS]: "# ours\r\n@{ 'other'='[1.0, 2.0.0)' <# why #>\r\n\r\n  TOOL=\"[1.0]\" }" },
  },
  {
    what: 'as required resources in JSON',
    files: { 'PSResources.json': '{ "Tool": { "version": "[1.0.0]" }, "Other": { "version": "[1.0,2.0)" } }' },
    argv: ['PSResources.json'],
  },
  { what: 'in the input alone', files: {}, argv: ['--modules', 'Other:[1.0,2.0)', '--modules', 'Tool@1.0.0'] },
]

describe('The same wishes are satisfied by the same lock', { concurrency: 2 }, () => {
  for (const { what, files, argv = [] } of FORMS) {
    test(`${what}.`, async () => {
      await using folder = await workFolder({ ...BASE, ...files, [LOCK]: LOCKED })
      const { code, stderr, report } = await folder.restore(gallery.sources, '--locked', 'true', ...argv)
      assert.equal(code, 0, stderr)
      assert.deepEqual(
        report.packages.map(({ id, version, check }) => `${id} ${version} ${check}`),
        ['Library 1.1.0 locked', 'Other 1.5.0 locked', 'Tool 1.0.0 locked'],
      )
      assert.match((await folder.lock(NOBODY, ...argv)).stdout, /^Nothing changed in modules\.lock\.json/)
    })
  }
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
          'Write it with "psmodule-restore lock" and commit it.',
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

/** What can have become of the text of a lock; each is told at its line. */
const BROKEN: readonly {
  readonly what: string
  readonly text: string
  readonly code: string
  readonly told: RegExp
  readonly line: number
}[] = [
  {
    what: 'with an unresolved merge conflict',
    text: LOCKED.replace(/^( +"id": "Other",)$/m, '<<<<<<< HEAD\n$1\n=======\n$1\n>>>>>>> theirs'),
    code: 'LOCK_CONFLICT',
    told: /has an unresolved merge conflict/,
    line: lineOf(LOCKED, '"id": "Other"'),
  },
  {
    what: 'that is cut off',
    text: LOCKED.slice(0, LOCKED.indexOf('"Tool"')),
    code: 'LOCK_CUT_OFF',
    told: /is cut off/,
    line: lineOf(LOCKED, '"Tool"'),
  },
  { what: 'that is empty', text: '', code: 'LOCK_CUT_OFF', told: /is empty/, line: 1 },
  {
    what: 'of a newer format',
    text: LOCKED.replace('"format": 1', '"format": 2'),
    code: 'LOCK_NEWER',
    told: /was written by a newer version/,
    line: 3,
  },
  {
    what: 'of another tool',
    text: '{ "lockfileVersion": 3 }',
    code: 'LOCK_FOREIGN',
    told: /is no lock of psmodule-restore/,
    line: 1,
  },
  {
    what: 'that somebody edited by hand',
    text: LOCKED.replace('"version": "1.5.0"', '"version": "1.5"'),
    code: 'LOCK_EDITED',
    told: /packages > other\/1\.5\.0 > version is "1\.5", which a lock writes as "1\.5\.0"/,
    line: lineOf(LOCKED, '"1.5.0"'),
  },
]

describe('What somebody edited by hand in a lock is written anew by "lock --upgrade":', { concurrency: 2 }, () => {
  const EDITS = [
    ['a dependency', '"Library": "[1.0.0, )"', '"Library": "[5.0.0, )"'],
    ['a GUID', `"guid": "${guidOf('Tool')}"`, '"guid": "11111111-2222-4333-8444-555555555555"'],
  ] as const
  for (const [what, from, to] of EDITS) {
    test(`${what}.`, async () => {
      assert.notEqual(LOCKED.replace(from, to), LOCKED)
      await using folder = await lockedFolder({ [LOCK]: LOCKED.replace(from, to) })
      assert.equal((await folder.lock(gallery.sources, '--upgrade')).code, 0)
      assert.equal(await folder.readLock(), LOCKED)
    })
  }
})

describe('A lock', { concurrency: 2 }, () => {
  for (const { what, text, code, told, line } of BROKEN) {
    test(`${what} is refused by restore and lock with its place, and nothing is touched; --upgrade writes it anew.`, async () => {
      await using folder = await workFolder({ ...BASE, [LOCK]: text, [`${PACKAGES}/Mine.1.0.0.nupkg`]: 'mine' })
      const before = await snapshot(folder.path)
      const { report, code: exit } = await folder.restore(NOBODY)
      assert.equal(exit, 1)
      const [problem, ...more] = report.problems
      assert.deepEqual(more, [])
      assert.equal(problem?.code, code)
      assert.match(problem.sentence, told)
      assert.deepEqual([problem.place?.file, problem.place?.line], [LOCK, line])
      // What "lock" alone refuses as well is not mended by it.
      assert.match(problem.hint ?? '', /Take either side|remove it|--upgrade|^Update psmodule-restore/)

      const locking = await folder.lock(NOBODY)
      assert.deepEqual([locking.code, locking.stdout], [1, ''])
      assert.match(locking.stderr, told)
      assert.deepEqual(await snapshot(folder.path), before)

      const anew = await folder.lock(gallery.sources, '--upgrade', '--cache', 'false')
      assert.equal(anew.code, 0, anew.stderr)
      assert.equal(await folder.readLock(), LOCKED)
    })
  }

  test('that is broken is an annotation at its line in the action, whose folders stay as they were.', async () => {
    await using job = await startJob()
    await using files = await lockedFolder({ [LOCK]: LOCKED.replace('"format": 1', '"format": 7') })
    const before = [await snapshot(job.temp), await snapshot(files.path)]
    const { code, log } = await job.run({ sources: NOBODY, 'working-directory': files.path })
    assert.equal(code, 1)
    const [error, ...more] = annotationsIn(log)
    assert.deepEqual(more, [])
    assert.equal(path.resolve(job.workspace, error?.properties.file ?? ''), path.join(files.path, LOCK))
    assert.equal(error?.properties.line, '3')
    assert.match(
      error.message,
      /^modules\.lock\.json was written by a newer version of psmodule-restore: it has format 7, .* \[LOCK_NEWER\]/,
    )
    assert.deepEqual([await snapshot(job.temp), await snapshot(files.path)], before)
  })

  test('that cannot be made leaves the old one, and no other file.', async () => {
    await using folder = await lockedFolder(required("Nowhere = '*'"))
    const before = await snapshot(folder.path)
    const { code, stderr } = await folder.lock(gallery.sources, '--cache', 'false')
    assert.equal(code, 1)
    assert.match(stderr, /^Nowhere /m)
    await rm(path.join(folder.path, 'home'), { recursive: true, force: true })
    assert.deepEqual(await snapshot(folder.path), before)
  })
})

describe('"lock --corroborate"', { concurrency: 2 }, () => {
  test('tells what it found, and asks nobody again for what others have confirmed.', async () => {
    await using folder = await lockedFolder()
    const first = await folder.lock(gallery.sources, '--corroborate', '--cache', 'false')
    assert.equal(first.code, 0, first.stderr)
    assert.match(first.stdout, /^Corroborated: 3 agreed, 0 with another build elsewhere, 0 single-sourced\.$/m)
    assert.deepEqual(changedStanzas(LOCKED, await folder.readLock()), ['library/1.1.0', 'other/1.5.0', 'tool/1.0.0'])
    const again = await folder.lock(NOBODY, '--corroborate')
    assert.match(again.stdout, /^Nothing changed in modules\.lock\.json \(none fetched.*\n.*3 agreed, /)
    const anew = await folder.lock(gallery.sources, '--upgrade')
    assert.match(anew.stdout, /^Nothing changed in modules\.lock\.json \(3 packages fetched.*\n.*3 agreed, /)
  })

  test('warns where the witness is down.', async () => {
    await using folder = await workFolder(required("Other = '[1.0,2.0)'"))
    const sources = gallery.sources.split('\n').map(line => (line.startsWith('pwsh-gallery') ? allDead(line) : line))
    const { code, stdout, stderr } = await folder.lock(sources.join('\n'), '--corroborate')
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^ {2}single-sourced: Other 1\.5\.0$/m)
    assert.match(
      stderr,
      /^warning: Other 1\.5\.0: nobody confirmed the bytes, since pwsh-gallery could not be asked\./m,
    )
  })

  test('fails where two sources of a family disagree, shows both digests, and writes nothing.', async () => {
    const [theirs, ours] = [{ ...specOf('Other 1.5.0'), files: { 'Other.psm1': '# changed' } }, specOf('Other 1.5.0')]
    await using psgallery = await startNuGetV2Site({ packages: [ours] })
    await using mirror = await startNuGetV3Site({ packages: [theirs] })
    const sources = `psgallery: nuget-v2+${psgallery.url} (family gallery, authority)\nmirror: ${mirror.url} (family gallery)`
    await using folder = await workFolder(required("Other = '[1.0,2.0)'"))
    const { code, stdout, stderr } = await folder.lock(sources, '--corroborate')
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(
      stderr,
      /^psgallery and mirror have different bytes of Other 1\.5\.0, and are of one family\. \[DISAGREEMENT\]$/m,
    )
    for (const { sha512 } of [await pack(ours), await pack(theirs)])
      assert.ok(stderr.includes(`sha512-${sha512}`), stderr)
    await assert.rejects(stat(path.join(folder.path, LOCK)))
  })
})

test('Every report is as its schema says.', checkReports)

function specOf(name: string): PackageSpec {
  const spec = SPECS.find(({ id, version }) => `${id} ${version}` === name)
  if (!spec) throw new Error(`${name} is not among the packages`)
  return spec
}

function withoutStanza(text: string, key: string): string {
  const lock: { packages: Record<string, unknown> } = JSON.parse(text)
  const packages = Object.fromEntries(Object.entries(lock.packages).filter(([each]) => each !== key))
  return JSON.stringify({ ...lock, packages }, undefined, 2)
}

function guidOf(id: string): string {
  return unwrap(parseLock(LOCKED, LOCK)).packages.find(({ identity }) => identity.id === id)?.guid ?? ''
}

/** 1-based. */
function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length
}
