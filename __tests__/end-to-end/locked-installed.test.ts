import assert from 'node:assert/strict'
import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startGallery } from '../gallery/gallery.ts'
import { checkReports, INSTALLED, LOCK, type Restored, workFolder } from '../helpers/work-folder.ts'

const FILES = { 'RequiredModules.psd1': "@{ Tool = '[1.0,2.0)' }\n" }

const gallery = await startGallery({
  packages: [
    { id: 'Tool', version: '1.0.0', dependencies: { Library: '1.0' } },
    { id: 'Library', version: '1.0.0' },
  ],
})
after(() => gallery[Symbol.asyncDispose]())

let locked: string
before(async () => {
  await using folder = await workFolder(FILES)
  const { code, stderr } = await folder.lock(gallery.sources)
  assert.equal(code, 0, stderr)
  locked = await folder.readLock()
})

describe('With "skip-installed", beside a lock, a module of the machine', { concurrency: 2 }, () => {
  /** A restore where Tool and Library are installed as they were published, but for what `change` does to them. */
  async function restoreBeside(change: (tool: string) => Promise<unknown>): Promise<Restored> {
    await using folder = await workFolder({ ...FILES, [LOCK]: locked })
    const { code, stderr } = await folder.restore(gallery.sources, '--modules-path', 'first')
    assert.equal(code, 0, stderr)
    await cp(path.join(folder.path, 'first'), path.join(folder.path, INSTALLED), { recursive: true })
    await change(path.join(folder.path, INSTALLED, 'Tool', '1.0.0'))
    return await folder.restore(gallery.sources, '--skip-installed', '--modules-path', 'second')
  }

  test('is taken where it has the locked content, whatever PSResourceGet noted beside it.', async () => {
    const { code, stderr, packages, report } = await restoreBeside(tool =>
      writeFile(path.join(tool, 'PSGetModuleInfo.xml'), '<Objs />'),
    )
    assert.equal(code, 0, stderr)
    assert.deepEqual(packages, [])
    assert.deepEqual(
      report.installed.map(({ id, version }) => `${id} ${version}`),
      ['Library 1.0.0', 'Tool 1.0.0'],
    )
  })

  const CHANGES: readonly (readonly [what: string, change: (tool: string) => Promise<unknown>])[] = [
    ['a changed file', tool => writeFile(path.join(tool, 'Tool.psm1'), '# changed\n')],
    ['a file more', tool => writeFile(path.join(tool, 'more.txt'), '')],
    [
      'a newer version beside it, which Import-Module would load',
      tool =>
        cp(tool, path.join(tool, '../1.5.0'), { recursive: true }).then(() =>
          raiseVersion(path.join(tool, '../1.5.0/Tool.psd1')),
        ),
    ],
  ]
  for (const [what, change] of CHANGES) {
    test(`is restored anew where it has ${what}.`, async () => {
      const { code, stderr, report } = await restoreBeside(change)
      assert.equal(code, 0, stderr)
      assert.deepEqual(
        report.packages.map(({ id, version, check }) => `${id} ${version} ${check}`),
        ['Tool 1.0.0 locked'],
      )
      assert.deepEqual(
        report.installed.map(({ id }) => id),
        ['Library'],
      )
    })
  }
})

test('Every report is as its schema says.', checkReports)

async function raiseVersion(manifest: string): Promise<void> {
  const text = await readFile(manifest, 'utf8')
  await writeFile(manifest, text.replace(/ModuleVersion( *)= '1\.0\.0'/, "ModuleVersion$1= '1.5.0'"))
}
