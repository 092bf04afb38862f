import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import { parseLock } from '../../src/lock/read-lock.ts'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import { startNuGetV2Site } from '../gallery/nuget-v2.ts'
import { startNuGetV3Site } from '../gallery/nuget-v3.ts'
import { pack } from '../gallery/pack.ts'
import { unwrap } from '../helpers/result.ts'
import { BUNDLE, terminalEnvironment } from '../helpers/run-command.ts'
import { compileSchema } from '../helpers/schema.ts'
import { allDead } from '../helpers/source-lines.ts'
import { serve } from '../helpers/web-server.ts'
import { changedLines, changedStanzas, checkReports, LOCK, workFolder } from '../helpers/work-folder.ts'
import {
  BASE,
  gallery,
  LOCKED,
  lockedFolder,
  lockOf,
  NOBODY,
  REQUIREMENTS,
  required,
  SPECS,
  specOf,
} from './lock-scene.ts'

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

test('A "lock" that is killed leaves a folder behind, which the next one takes away.', async () => {
  const { promise: isAsked, resolve: tellAsked } = Promise.withResolvers<void>()
  // Whoever downloads waits until it is killed.
  await using mute = await serve(() => tellAsked())
  await using silent = await startNuGetV2Site({ packages: SPECS, cdn: `${mute.origin}/{id}.{version}` })
  await using folder = await workFolder(BASE)
  const staged = async (): Promise<readonly string[]> => {
    const names = await readdir(folder.path, { recursive: true })
    return names.filter(name => path.basename(name).startsWith('.psmr-'))
  }
  const child = spawn(process.execPath, [BUNDLE, 'lock'], {
    cwd: folder.path,
    env: terminalEnvironment({
      PSMR_SOURCES: `psgallery: nuget-v2+${silent.url} (family gallery, authority)`,
      HOME: path.join(folder.path, 'home'),
      XDG_CACHE_HOME: path.join(folder.path, 'home', 'cache'),
    }),
    stdio: 'ignore',
  })
  const gone = once(child, 'exit')
  await Promise.race([isAsked, gone])
  child.kill('SIGKILL')
  await gone
  assert.equal((await staged()).length, 1)

  const { code, stderr } = await folder.lock(gallery.sources)
  assert.equal(code, 0, stderr)
  assert.deepEqual(await staged(), [])
  assert.equal(await folder.readLock(), LOCKED)
})

describe('"lock --corroborate"', { concurrency: 2 }, () => {
  test('tells what it found, and asks nobody again for what others have confirmed.', async () => {
    await using folder = await lockedFolder()
    const first = await folder.lock(gallery.sources, '--corroborate', '--cache', 'false')
    assert.equal(first.code, 0, first.stderr)
    assert.match(first.stdout, /^Corroborated: 3 agreed, 0 single-sourced; 0 with another build elsewhere\.$/m)
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
    assert.doesNotMatch(stdout, /single-sourced/)
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

function guidOf(id: string): string {
  return unwrap(parseLock(LOCKED, LOCK)).packages.find(({ identity }) => identity.id === id)?.guid ?? ''
}
