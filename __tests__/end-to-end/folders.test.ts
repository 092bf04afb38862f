import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, test } from 'node:test'
import { startGallery } from '../gallery/gallery.ts'
import { startJob } from '../helpers/run-action.ts'
import { treeIn } from '../helpers/tree.ts'

const gallery = await startGallery({
  packages: [
    { id: 'Tool', version: '1.2.3' },
    { id: 'Other', version: '2.0.0' },
  ],
})
after(() => gallery[Symbol.asyncDispose]())
const { sources } = gallery

/** Folders for packages and for modules that cannot both be what they are to be. */
const ENTANGLED: readonly (readonly [packages: string, modules: string])[] = [
  ['same', 'same'],
  ['a', 'a/b'],
  ['a/b', 'a'],
  ['a/../same', './same'],
]

for (const [packages, modules] of ENTANGLED) {
  test(`Packages in ${packages} and modules in ${modules} are refused before anything is asked.`, async () => {
    await using job = await startJob()
    const inputs = { modules: 'Tool', sources: 'psgallery', 'repository-path': packages, 'modules-path': modules }
    const { code, log } = await job.run(inputs)
    assert.equal(code, 1)
    assert.match(log, /::error.*lie in each other\. \[FOLDERS_NESTED\]/)
    assert.deepEqual(await readdir(job.workspace), [])
    assert.equal((await job.run({ ...inputs, sources, install: 'false' })).code, 0)
  })
}

test('A folder that looks like the second one of another is not touched.', async () => {
  await using job = await startJob()
  await job.run({ modules: 'Tool', sources, 'repository-path': 'packages-2' })
  const run = await job.run({ modules: 'Other', sources, 'repository-path': 'packages' })
  assert.equal(run.code, 0, run.log)
  assert.deepEqual(await readdir(path.join(job.workspace, 'packages-2')), ['Tool.1.2.3.nupkg'])
})

test('What somebody has put a link in the place of is neither followed nor deleted.', async () => {
  await using job = await startJob()
  const [modules, theirs] = [path.join(job.workspace, 'modules'), path.join(job.home, 'theirs')]
  await job.run({ modules: 'Tool', sources, 'modules-path': 'modules' })
  await mkdir(path.join(theirs, '1.2.3'), { recursive: true })
  await writeFile(path.join(theirs, '1.2.3', 'mine.ps1'), 'mine')
  await rm(path.join(modules, 'Tool'), { recursive: true })
  await symlink(theirs, path.join(modules, 'Tool'), 'junction')

  const before = await treeIn(modules)
  const refused = await job.run({ modules: 'Tool', sources, 'modules-path': 'modules' })
  assert.equal(refused.code, 1)
  assert.match(refused.log, /holds Tool, which no restore put there\. \[MODULE_IN_THE_WAY\]/)
  assert.deepEqual(await treeIn(modules), before)

  assert.equal((await job.run({ modules: 'Other', sources, 'modules-path': 'modules' })).code, 0)
  assert.equal(await readFile(path.join(theirs, '1.2.3', 'mine.ps1'), 'utf8'), 'mine')
})

test('A module of the machine is not taken where one in the module path hides it, nor the one that is being replaced.', async () => {
  await using job = await startJob()
  const machine = path.join(job.home, 'machine')
  for (const [folder, version] of [
    [machine, '2.0.0'],
    [path.join(job.workspace, 'modules'), '1.0.0'],
  ] as const) {
    await mkdir(path.join(folder, 'Tool', version), { recursive: true })
    await writeFile(path.join(folder, 'Tool', version, 'Tool.psd1'), `@{ ModuleVersion = '${version}' }`)
  }
  const inputs = { sources, 'skip-installed': 'true', 'modules-path': 'modules' }
  const hidden = await job.run({ ...inputs, modules: 'Tool>=1.1' }, { PSModulePath: machine })
  assert.equal(hidden.code, 0, hidden.log)
  assert.ok((await readdir(path.join(job.workspace, 'modules', 'Tool'))).includes('1.2.3'), hidden.log)

  await job.run({ modules: 'Other', sources, 'modules-path': 'own' })
  await symlink(path.join(job.workspace, 'own'), path.join(job.workspace, 'link'), 'junction')
  const linked = { ...inputs, modules: 'Other', 'modules-path': 'link' }
  const again = await job.run(linked, { PSModulePath: path.join(job.workspace, 'own') })
  assert.equal(again.code, 0, again.log)
  assert.deepEqual(await readdir(path.join(job.workspace, 'own')), ['Other'])
})

test('A report that cannot be written is told in a sentence.', async () => {
  await using job = await startJob()
  const run = await job.run({ modules: 'Tool', sources })
  const report = run.outputs.report ?? ''
  await rm(report)
  await mkdir(report)
  const { code, log } = await job.run({ modules: 'Tool', sources })
  assert.equal(code, 1)
  assert.match(
    log,
    /::error.*The report of the restore cannot be written to .*: a folder stands where a file should be.*\[REPORT_UNWRITABLE\]/,
  )
})
