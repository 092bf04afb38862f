/** PowerShell judges what a restore gives later steps: they find every module and script, however they ask for it. */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startGallery } from '../gallery/gallery.ts'
import { commandOf } from '../gallery/manifest.ts'
import { azSet } from '../gallery/sets.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import { startJob } from '../helpers/run-action.ts'
import { needsPwsh } from './pwsh.ts'
import { type RestoredJob, startRestoredJob } from './restored-job.ts'
import { RESTORED_MODULES, type RestoredModule } from './restored-modules.ts'
import { linesOfStep } from './step.ts'

/** Each starts a PowerShell, which mostly waits for the disk. */
const options = { ...needsPwsh(), concurrency: 2 }

/** How a script comes by a module. */
const WAYS: readonly (readonly [way: string, line: (module: RestoredModule) => string])[] = [
  ['Import-Module', ({ spec }) => `Import-Module ${spec.id}`],
  ['Import-Module of a version', ({ spec, version }) => `Import-Module ${spec.id} -RequiredVersion ${version}`],
  ['#Requires', ({ spec }) => `#Requires -Modules ${spec.id}`],
  [
    '#Requires of a version',
    ({ spec, version }) => `#Requires -Modules @{ ModuleName = '${spec.id}'; RequiredVersion = '${version}' }`,
  ],
  [
    '#Requires of a minimum',
    ({ spec, version }) => `#Requires -Modules @{ ModuleName = '${spec.id}'; ModuleVersion = '${version}' }`,
  ],
  ['using module', ({ spec }) => `using module ${spec.id}`],
  [
    'using module of a version',
    ({ spec, version }) => `using module @{ ModuleName = '${spec.id}'; RequiredVersion = '${version}' }`,
  ],
  ['a command', ({ spec }) => `[void] (${commandOf(spec)})`],
]

/** Prints where a module of this name has come from. */
function told(id: string): string {
  return `Get-Module ${id} | ForEach-Object { "$($_.Name) $($_.Version) $($_.ModuleBase)" }`
}

describe('Every module of a set, whatever its version and its files, is found by', options, () => {
  let restored: RestoredJob
  before(async () => {
    restored = await startRestoredJob({ packages: RESTORED_MODULES.map(({ spec }) => spec) })
  })
  after(() => restored[Symbol.asyncDispose]())

  for (const [way, line] of WAYS) {
    test(way, async () => {
      const { job, run, modulesPath } = restored
      const folder = path.join(job.workspace, way)
      const scripts = RESTORED_MODULES.map(module => {
        const { spec } = module
        return [`${spec.id}.ps1`, `${line(module)}\n${told(spec.id)}\n${commandOf(spec)}`]
      })
      await writeFiles(folder, Object.fromEntries(scripts))
      const asks = RESTORED_MODULES.map(
        ({ spec }) => `try { (& '${folder}/${spec.id}.ps1') -join ': ' } catch { "${spec.id}: $_" }
Get-Module | Where-Object Path -Like '${modulesPath}*' | Remove-Module -Force`,
      )
      const expected = RESTORED_MODULES.map(
        ({ spec: { id }, version, prints }) => `${id} ${version} ${path.join(modulesPath, id, version)}: ${prints}`,
      )
      assert.deepEqual(await linesOfStep(job, { shell: 'pwsh', run: asks.join('\n') }, { after: [run] }), expected)
    })
  }

  test('Get-Module -ListAvailable', async () => {
    const { job, run, modulesPath } = restored
    const list = `Get-Module -ListAvailable | Where-Object Path -Like '${modulesPath}*' | ForEach-Object { "$($_.Name) $($_.Version)" }`
    const expected = RESTORED_MODULES.map(({ spec, version }) => `${spec.id} ${version}`)
    const listed = await linesOfStep(job, { shell: 'pwsh', run: list }, { after: [run] })
    assert.deepEqual(listed.toSorted(), expected.toSorted())
  })
})

describe('A later step', options, () => {
  test('finds a module that has no manifest', async () => {
    const spec = { id: 'Bare', version: '1.2.0', without: ['Bare.psd1'] }
    await using restored = await startRestoredJob({ packages: [spec] })
    const run = `Import-Module Bare; Get-Bare`
    assert.deepEqual(await linesOfStep(restored.job, { shell: 'pwsh', run }, { after: [restored.run] }), ['Bare 1.2.0'])
  })

  test('chooses between two versions that stand side by side', async () => {
    const packages = ['1.0.0', '2.0.0'].map(version => ({ id: 'Twice', version }))
    await using restored = await startRestoredJob({ packages })
    const asks = ['', '-RequiredVersion 1.0.0', '-RequiredVersion 2.0.0', '-MaximumVersion 1.9', '-MinimumVersion 1.0']
    const run = asks.map(ask => `Import-Module Twice ${ask}; Get-Twice; Remove-Module Twice`).join('\n')
    const lines = await linesOfStep(restored.job, { shell: 'pwsh', run }, { after: [restored.run] })
    assert.deepEqual(
      lines,
      ['2.0.0', '1.0.0', '2.0.0', '1.0.0', '2.0.0'].map(version => `Twice ${version}`),
    )
  })

  test('finds all of Az, and loads what a module of it requires', async () => {
    const packages = azSet({ scale: 0.01 })
    await using restored = await startRestoredJob({ packages, inputs: { modules: 'Az@17.0.0' } })
    const run = `(Get-Module -ListAvailable Az, Az.* | Where-Object Path -Like '${restored.modulesPath}*').Count
Import-Module Az.Accounts
${told('Az.Accounts')}
Get-AzStorage
${told('Az.Storage')}`
    const at = (name: string, version: string): string =>
      `${name} ${version} ${path.join(restored.modulesPath, name, version)}`
    assert.deepEqual(await linesOfStep(restored.job, { shell: 'pwsh', run }, { after: [restored.run] }), [
      '103',
      at('Az.Accounts', '5.5.1'),
      'Az.Storage 9.7.1',
      at('Az.Storage', '9.7.1'),
    ])
  })

  test('runs scripts by their names, with the modules that they require', async () => {
    const packages = [
      { id: 'Publish-Report', version: '2.0.0', type: 'script', dependencies: { Helper: '1.0' } },
      { id: 'Install-Thing', version: '1.0.0-rc1', type: 'script' },
      { id: 'Helper', version: '1.5.0' },
    ] as const
    await using restored = await startRestoredJob({ packages })
    const { job, run, modulesPath } = restored
    const context = { after: [run] }
    const prints = ['Install-Thing 1.0.0-rc1, build 1', 'Publish-Report 2.0.0, build 1']
    const asks = `Install-Thing
Publish-Report.ps1
${told('Helper')}`
    assert.deepEqual(await linesOfStep(job, { shell: 'pwsh', run: asks }, context), [
      ...prints,
      `Helper 1.5.0 ${path.join(modulesPath, 'Helper', '1.5.0')}`,
    ])
    const inBash = 'pwsh -NoProfile -Command Install-Thing\npwsh -NoProfile -Command Publish-Report.ps1'
    assert.deepEqual(await linesOfStep(job, { shell: 'bash', run: inBash }, context), prints)
  })

  test('finds modules in a folder that the workflow names', async () => {
    const folder = 'build output/my modules'
    await using restored = await startRestoredJob({
      packages: [{ id: 'Tool', version: '1.0.0' }],
      inputs: { modules: 'Tool', 'modules-path': folder },
    })
    const { job, run, modulesPath } = restored
    assert.equal(modulesPath, path.join(job.workspace, folder))
    const ask = `Import-Module Tool\n${told('Tool')}`
    assert.deepEqual(await linesOfStep(job, { shell: 'pwsh', run: ask }, { after: [run] }), [
      `Tool 1.0.0 ${path.join(modulesPath, 'Tool', '1.0.0')}`,
    ])
  })

  for (const folder of ['my [modules]', ...(process.platform === 'win32' ? [] : ['modules*', 'my:modules'])]) {
    test(`finds nothing in a folder "${folder}", which the action says`, async () => {
      await using gallery = await startGallery({ packages: [{ id: 'Tool', version: '1.0.0' }] })
      await using job = await startJob()
      const run = await job.run({ modules: 'Tool', sources: gallery.sources, 'modules-path': folder })
      const ask = "try { Import-Module Tool; 'found' } catch { 'not found' }"
      assert.deepEqual(await linesOfStep(job, { shell: 'pwsh', run: ask }, { after: [run] }), ['not found'])
      const [said] = annotationsIn(run.log)
      assert.match(said?.message ?? '', /"modules-path"/, run.log)
    })
  }

  test('without "install" finds packages and nothing else', async () => {
    const packages = [
      { id: 'Tool', version: '1.0.0' },
      { id: 'Install-Thing', version: '1.0.0', type: 'script' },
    ] as const
    await using restored = await startRestoredJob({
      packages,
      inputs: { modules: 'Tool\nInstall-Thing', install: 'false' },
    })
    const { job, run, repositoryPath } = restored
    assert.deepEqual(run.environment, {})
    assert.deepEqual(run.path, [])
    assert.equal(run.outputs['modules-path'], '')
    assert.deepEqual((await readdir(repositoryPath)).toSorted(), ['Install-Thing.1.0.0.nupkg', 'Tool.1.0.0.nupkg'])
    const beside = await readdir(path.dirname(repositoryPath), { withFileTypes: true })
    assert.deepEqual(
      beside.filter(entry => entry.isDirectory()).map(({ name }) => name),
      ['r'],
    )
    const ask = `$env:PSModulePath\n(Get-Module -ListAvailable Tool).Count`
    const [modulePath, count] = await linesOfStep(job, { shell: 'pwsh', run: ask }, { after: [run] })
    const [untouched] = await linesOfStep(job, { shell: 'pwsh', run: '$env:PSModulePath' })
    assert.equal(modulePath, untouched)
    assert.equal(count, '0')
  })
})
