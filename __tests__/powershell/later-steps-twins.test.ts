/** PowerShell judges which module a later step gets, where the machine has one of the same name. */
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import { moduleManifest, moduleScript } from '../gallery/manifest.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import type { Job } from '../helpers/run-action.ts'
import { needsOwnHome } from './install-from-folders.ts'
import { startRestoredJob, useAction } from './restored-job.ts'
import { linesOfStep } from './step.ts'

const options = { ...needsOwnHome(), concurrency: 2 }

/** Puts modules where a user's own are. */
function preinstall(folder: string, specs: readonly PackageSpec[]): Promise<void> {
  const files = specs.flatMap(spec => {
    const base = `powershell/Modules/${spec.id}/${spec.version}/${spec.id}`
    return [
      [`${base}.psd1`, moduleManifest(spec)],
      [`${base}.psm1`, moduleScript(spec, 'preinstalled')],
    ]
  })
  return writeFiles(folder, Object.fromEntries(files))
}

/** Where a user's own things are. */
function dataHome({ home }: Job): string {
  return path.join(home, '.local', 'share')
}

/** By name, by a command, in a PowerShell that this one starts, in a job. */
const ASK_FOR_TWINS = `
foreach ($name in 'Older', 'Newer') { (Import-Module $name -PassThru).Version.ToString(); Remove-Module $name }
Get-Older
Get-Newer
pwsh -NoProfile -Command { Get-Older; Get-Newer; Import-Module Older, Newer; Get-Older; Get-Newer }
Start-Job { Get-Older; Get-Newer; Import-Module Older, Newer; Get-Older; Get-Newer } | Receive-Job -Wait`

function twins(older: string, newer: string): readonly string[] {
  const printed = [`Older ${older}`, `Newer ${newer}`]
  return [older, newer, ...printed, ...printed, ...printed, ...printed, ...printed]
}

const DATA_HOMES: readonly (readonly [where: string, dataHome: (job: Job) => string, isStated: boolean])[] = [
  ['where PowerShell keeps it', dataHome, false],
  ['where XDG_DATA_HOME says', ({ home }) => path.join(home, 'my data'), true],
]

describe('A restored module wins', options, () => {
  for (const [where, folderOf, isStated] of DATA_HOMES) {
    test(`over an older and over a newer one of the user, ${where}`, async () => {
      const environmentOf = (job: Job): Readonly<Record<string, string>> =>
        isStated ? { XDG_DATA_HOME: folderOf(job) } : {}
      await using restored = await startRestoredJob({
        packages: ['Older', 'Newer'].map(id => ({ id, version: '5.0.0' })),
        environment: environmentOf,
        prepare: job =>
          preinstall(folderOf(job), [
            { id: 'Older', version: '1.0.0' },
            { id: 'Newer', version: '9.0.0' },
          ]),
      })
      const { job, run } = restored
      const environment = environmentOf(job)
      const ask = { shell: 'pwsh', run: ASK_FOR_TWINS } as const
      assert.deepEqual(await linesOfStep(job, ask, { environment }), twins('1.0.0', '9.0.0'), 'without the action')
      assert.deepEqual(await linesOfStep(job, ask, { environment, after: [run] }), twins('5.0.0', '5.0.0'))
    })
  }

  test('over one that an earlier use of the action has restored, which finds its others, as the user does', async () => {
    const packages = [
      ...['First', 'Second', 'Both'].map(id => ({ id, version: '5.0.0' })),
      { id: 'Both', version: '4.0.0' },
    ]
    await using restored = await startRestoredJob({
      packages,
      inputs: { modules: 'First\nBoth@5.0.0' },
      prepare: job =>
        preinstall(
          dataHome(job),
          ['First', 'Second', 'Both', 'Own'].map(id => ({ id, version: '9.0.0' })),
        ),
    })
    const { job, run: first, gallery } = restored
    const { sources } = gallery
    const second = await useAction(job, { modules: 'Second\nBoth@4.0.0', sources }, { after: [first] })
    const again = await useAction(job, { modules: 'First\nBoth@5.0.0', sources }, { after: [first, second] })
    const run = `Get-First; Get-Second; Get-Both; Get-Own
$env:PSModulePath -split [IO.Path]::PathSeparator | Select-Object -First 3`
    const personal = path.join(dataHome(job), 'powershell', 'Modules')
    const [firstPath, secondPath] = [first, second].map(each => each.outputs['modules-path'])
    const others = ['First 5.0.0', 'Second 5.0.0']
    assert.deepEqual(await linesOfStep(job, { shell: 'pwsh', run }, { after: [first, second] }), [
      ...others,
      'Both 4.0.0',
      'Own 9.0.0',
      secondPath,
      firstPath,
      personal,
    ])
    assert.deepEqual(await linesOfStep(job, { shell: 'pwsh', run }, { after: [first, second, again] }), [
      ...others,
      'Both 5.0.0',
      'Own 9.0.0',
      firstPath,
      secondPath,
      personal,
    ])
  })
})

describe('With "skip-installed"', options, () => {
  test('what the machine has is taken if it will do, and restored if not', async () => {
    await using restored = await startRestoredJob({
      packages: [
        { id: 'Good', version: '3.0.0' },
        { id: 'Stale', version: '3.0.0' },
        { id: 'Missing', version: '1.5.0' },
      ],
      inputs: { modules: 'Good>=2.0\nStale>=2.0', 'skip-installed': 'true' },
      prepare: job =>
        preinstall(dataHome(job), [
          { id: 'Good', version: '2.1.0', dependencies: { Missing: '1.0' } },
          { id: 'Stale', version: '1.0.0' },
        ]),
    })
    const { job, run, modulesPath, repositoryPath } = restored
    const ask = 'Get-Good; Get-Stale; Get-Missing; (Get-Module Good).ModuleBase'
    const good = path.join(dataHome(job), 'powershell', 'Modules', 'Good', '2.1.0')
    assert.deepEqual(await linesOfStep(job, { shell: 'pwsh', run: ask }, { after: [run] }), [
      'Good 2.1.0',
      'Stale 3.0.0',
      'Missing 1.5.0',
      good,
    ])
    assert.deepEqual((await readdir(repositoryPath)).toSorted(), ['Missing.1.5.0.nupkg', 'Stale.3.0.0.nupkg'])
    assert.deepEqual((await readdir(modulesPath)).toSorted(), ['Missing', 'Stale'])
    const report: { readonly installed: readonly object[] } = JSON.parse(
      await readFile(run.outputs.report ?? '', 'utf8'),
    )
    assert.deepEqual(report.installed, [
      { id: 'Good', version: '2.1.0', folder: good, requiredBy: ['input "modules":1:1'] },
    ])
  })
})
