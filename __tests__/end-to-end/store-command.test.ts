import assert from 'node:assert/strict'
import { access, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import { pack } from '../gallery/pack.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { type CommandRun, runCommand } from '../helpers/run-command.ts'
import { treeIn } from '../helpers/tree.ts'
import { downloadsFrom, LIBRARY, requestsTo, TOOL } from './runner-store.ts'

interface Home extends AsyncDisposable {
  readonly gallery: Gallery
  /** Where the command keeps packages. */
  readonly store: string
  run(argv: readonly string[], environment?: Readonly<Record<string, string>>): Promise<CommandRun>
}

async function startHome(): Promise<Home> {
  const gallery = await startGallery({ packages: [TOOL, LIBRARY] })
  const folder = await folderWith({ 'RequiredModules.psd1': "@{ Tool = '[1.0,2.0)' }" })
  const cache = path.join(folder.path, 'cache')
  return {
    gallery,
    store: path.join(cache, 'psmodule-restore', 'store'),
    run: async (argv, environment = {}) => {
      const standing = { PSMR_SOURCES: gallery.sources, XDG_CACHE_HOME: cache, HOME: folder.path }
      const run = await runCommand(folder.path, argv, { ...standing, ...environment })
      assert.equal(run.code, 0, run.stderr)
      return run
    },
    [Symbol.asyncDispose]: async () => {
      await gallery[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}

function clearLogs({ sites }: Gallery): void {
  for (const site of sites) site.clearLog()
}

/** The cache is elsewhere on other systems. */
const onLinux = process.platform === 'linux' ? {} : { skip: 'skipped: not on Linux' }

describe("The store in a user's cache", { ...onLinux, concurrency: 2 }, () => {
  test('has what "lock" fetched ready for "restore", which asks no gallery for anything', async () => {
    await using home = await startHome()
    await home.run(['lock'])
    assert.equal(downloadsFrom(home.gallery).filter(asked => asked.startsWith('/api')).length, 2)
    clearLogs(home.gallery)
    const { stdout, stderr } = await home.run(['restore'])
    assert.deepEqual(requestsTo(home.gallery), [])
    assert.match(stdout, /^Tool {5}1\.2\.3 {2}[\d.]+ kB {2}store$/m)
    assert.match(stdout, /^Restored 2 packages \(.*\) from store in /m)
    assert.doesNotMatch(stderr, /^(?:notice|warning|error):/m)
  })

  test('has what "restore" fetched ready for "lock", and for another folder that wants the same', async () => {
    await using home = await startHome()
    await home.run(['restore'])
    clearLogs(home.gallery)
    await home.run(['lock'])
    await home.run(['restore', '--locked', 'false', '--modules-path', 'm', '--repository-path', 'p'])
    assert.deepEqual(downloadsFrom(home.gallery), [])
  })

  test('names each package by its digest and nothing else', async () => {
    await using home = await startHome()
    await home.run(['restore'])
    const expected = await Promise.all(
      [TOOL, LIBRARY].map(async spec => {
        const hex = Buffer.from((await pack(spec)).sha512, 'base64').toString('hex')
        return [hex.slice(0, 2), `${hex.slice(0, 2)}/${hex}.nupkg`]
      }),
    )
    assert.deepEqual(Object.keys(await treeIn(home.store)).sort(), expected.flat().sort())
  })

  test('is verified again: what was changed in it is told, fetched anew and mended', async () => {
    await using home = await startHome()
    await home.run(['lock'])
    const before = await treeIn(home.store)
    for (const [name, text] of Object.entries(before)) {
      if (text !== undefined) await writeFile(path.join(home.store, name), 'changed')
    }
    clearLogs(home.gallery)
    const { stderr } = await home.run(['restore'])
    assert.match(stderr, /^error: store sent other bytes than locked \(.*\) when asked for /m)
    assert.deepEqual(await treeIn(home.store), before)
    clearLogs(home.gallery)
    const mended = await home.run(['restore'])
    assert.deepEqual(requestsTo(home.gallery), [])
    assert.doesNotMatch(mended.stderr, /store/)
  })

  for (const [how, argv, environment] of [
    ['--cache false', ['--cache', 'false'], {}],
    ['PSMR_CACHE=false', [], { PSMR_CACHE: 'false' }],
  ] as const) {
    test(`is neither written nor read with ${how}`, async () => {
      await using home = await startHome()
      await home.run(['lock', ...argv], environment)
      await home.run(['restore', ...argv], environment)
      await assert.rejects(access(home.store), { code: 'ENOENT' })
      await home.run(['restore'])
      clearLogs(home.gallery)
      const { stdout } = await home.run(['restore', ...argv], environment)
      assert.match(stdout, /from psgallery in /)
      assert.notDeepEqual(downloadsFrom(home.gallery), [])
    })
  }

  test('is read and not written with --cache restore-only', async () => {
    await using home = await startHome()
    await home.run(['restore', '--cache', 'restore-only'])
    await assert.rejects(access(home.store), { code: 'ENOENT' })
    await home.run(['restore'])
    const { stdout } = await home.run(['restore', '--cache', 'restore-only'])
    assert.match(stdout, /from store in /)
  })

  test('is not in the way of a cache folder that cannot be made', async () => {
    await using home = await startHome()
    const file = path.join(path.dirname(home.store), '..', '..', 'file')
    await writeFile(file, '')
    const { stdout } = await home.run(['restore'], { XDG_CACHE_HOME: file, RUNNER_TEMP: path.dirname(file) })
    assert.match(stdout, /from psgallery in /)
    assert.equal(await readFile(file, 'utf8'), '')
    assert.ok(!(await readdir(path.dirname(file))).includes('cache'))
  })
})
