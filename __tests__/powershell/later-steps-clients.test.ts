/** PSResourceGet judges the local repository: a later step registers it, and takes from it what was restored. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import type { PackageSpec } from '../gallery/pack.ts'
import { annotationsIn } from '../helpers/annotations.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import { needsOwnHome } from './install-from-folders.ts'
import { type RestoredJob, startRestoredJob } from './restored-job.ts'
import { RESTORED_MODULES } from './restored-modules.ts'
import { linesOfStep } from './step.ts'

const options = { ...needsOwnHome(), concurrency: 2 }

/** Registers the folders of the outputs in their order and nothing else, so that nothing is asked of a gallery. */
const PRELUDE = `
Get-PSResourceRepository | Unregister-PSResourceRepository
$number = 0
foreach ($folder in $env:REPOSITORY_PATHS -split '\\n') {
  $number++
  $name = $number -eq 1 ? 'Restored' : "Restored-$number"
  Register-PSResourceRepository -Name $name -Uri $folder -Priority $number -Trusted
}
function Show($folder) {
  $modules = Get-ChildItem $folder -Directory | Get-ChildItem -Directory | ForEach-Object { "$($_.Parent.Name)/$($_.Name)" }
  $scripts = Get-ChildItem $folder -File -Filter *.ps1 | ForEach-Object Name
  @($modules) + @($scripts) | Sort-Object | Join-String -Separator ' '
}
# What a line saves into a folder of its own, or why it does not.
function Save([string] $ask) {
  $folder = (New-Item -ItemType Directory (Join-Path $env:RUNNER_TEMP ([guid]::NewGuid()))).FullName
  try { & ([scriptblock]::Create("Save-PSResource $ask -Path '$folder'")); "\${ask}: $(Show $folder)" } catch { "\${ask}: $_" }
}`

/** What a step with these lines prints. */
function ask({ job, run }: RestoredJob, lines: string): Promise<readonly string[]> {
  return linesOfStep(
    job,
    { shell: 'pwsh', run: `${PRELUDE}\n${lines}` },
    { after: [run], environment: { REPOSITORY_PATHS: run.outputs['repository-paths'] ?? '' } },
  )
}

interface Report {
  readonly clientLimits: readonly { readonly id: string; readonly lines: readonly string[] }[]
}

async function reportOf({ run }: RestoredJob): Promise<Report> {
  return JSON.parse(await readFile(run.outputs.report ?? '', 'utf8'))
}

/** What `Save-PSResource` makes of each line behind it. */
async function assertSaved(restored: RestoredJob, saves: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.keys(saves).map(save => `Save "${save}"`)
  assert.deepEqual(
    await ask(restored, lines.join('\n')),
    Object.entries(saves).map(([save, saved]) => `${save}: ${saved}`),
  )
}

const PACKAGES: readonly PackageSpec[] = [
  { id: 'Tool', version: '1.2.3.4', dependencies: { Library: '[1.0, 1.9]' } },
  { id: 'Library', version: '1.5.0' },
  { id: 'Library', version: '2.0' },
  { id: 'Early', version: '2.0.0-beta1' },
  { id: 'Install-Thing', version: '1.2.0', type: 'script' },
]

describe('From the local repository PSResourceGet', options, () => {
  test('finds and saves what is asked for, with and without a version', async () => {
    await using restored = await startRestoredJob({ packages: PACKAGES })
    await assertSaved(restored, {
      Tool: 'Library/1.5.0 Tool/1.2.3.4',
      'Tool -Repository Restored': 'Library/1.5.0 Tool/1.2.3.4',
      'Tool -Version 1.2.3.4': 'Library/1.5.0 Tool/1.2.3.4',
      "Tool -Version '[1.0, 2.0)'": 'Library/1.5.0 Tool/1.2.3.4',
      'Tool -SkipDependencyCheck': 'Tool/1.2.3.4',
      Library: 'Library/2.0',
      'Library -Version 1.5': 'Library/1.5.0',
      'Library -Version 2.0.0': 'Library/2.0',
      "Library -Version '[1.5.0]'": 'Library/1.5.0',
      'Early -Prerelease': 'Early/2.0.0',
      "Early -Version '[2.0.0-beta1]'": 'Early/2.0.0',
      'Install-Thing': 'Install-Thing.ps1',
    })
    const finds = `$line = { "$($_.Name) $($_.Version) $($_.Type)" }
foreach ($name in 'tool', 'Library', 'Install-Thing') { Find-PSResource $name -Repository Restored | ForEach-Object $line }
Find-PSResource Library -Version '[1.5.0]' | ForEach-Object $line
Find-PSResource * -Prerelease | ForEach-Object Name | Sort-Object`
    assert.deepEqual(await ask(restored, finds), [
      'Tool 1.2.3.4 Module',
      'Library 2.0 Module',
      'Install-Thing 1.2.0.0 Script',
      'Library 1.5.0 Module',
      ...['Early', 'Install-Thing', 'Library', 'Tool'],
    ])
  })

  test('installs by name and from files of requirements, to be used at once', async () => {
    await using restored = await startRestoredJob({ packages: PACKAGES, inputs: { install: 'false' } })
    await writeFiles(restored.job.workspace, {
      'required.psd1': `@{
  Tool = @{ version = '1.2.3.4'; repository = 'Restored' }
  Early = @{ version = '[2.0.0-beta1]'; prerelease = $true }
}`,
      'required.json': '{ "Library": { "version": "[2.0.0]", "repository": "Restored" } }',
    })
    const installs = `Install-PSResource Install-Thing 3> $null
Install-PSResource -RequiredResourceFile required.psd1
Show ~/.local/share/powershell/Modules
Get-Tool
Get-Early
Install-PSResource -RequiredResourceFile required.json
Show ~/.local/share/powershell/Modules
Show ~/.local/share/powershell/Scripts`
    assert.deepEqual(await ask(restored, installs), [
      'Early/2.0.0 Library/1.5.0 Tool/1.2.3.4',
      'Tool 1.2.3.4',
      'Early 2.0.0-beta1',
      'Early/2.0.0 Library/1.5.0 Library/2.0 Tool/1.2.3.4',
      'Install-Thing.ps1',
    ])
  })

  test('saves every module of a set, or the report says that it does not', async () => {
    const packages = RESTORED_MODULES.map(({ spec }) => spec)
    await using restored = await startRestoredJob({ packages })
    const lines = await ask(restored, packages.map(({ id }) => `Save '${id} -Prerelease'`).join('\n'))
    const notSaved = RESTORED_MODULES.filter(({ spec, version }, index) => {
      const [, saved = ''] = (lines[index] ?? '').split(': ')
      return !saved.split(' ').includes(`${spec.id}/${version}`)
    })
    const { clientLimits } = await reportOf(restored)
    assert.equal(lines.length, packages.length)
    assert.deepEqual(
      clientLimits.map(({ id }) => id).toSorted(),
      notSaved.map(({ spec }) => spec.id).toSorted(),
      lines.join('\n'),
    )
  })

  test('saves modules whose names collide, from two folders', async () => {
    await using restored = await startRestoredJob({
      packages: [
        { id: 'yaml', version: '2.0.0', dependencies: { Library: '1.0' } },
        { id: 'powershell-yaml', version: '2.0.0', dependencies: { Library: '1.0' } },
        { id: 'Library', version: '1.5.0' },
      ],
    })
    const { outputs } = restored.run
    const folders = (outputs['repository-paths'] ?? '').split('\n')
    assert.equal(folders.length, 2)
    assert.equal(folders[0], outputs['repository-path'])
    await assertSaved(restored, {
      yaml: 'Library/1.5.0 yaml/2.0.0',
      'powershell-yaml': 'Library/1.5.0 powershell-yaml/2.0.0',
      'yaml -Version 2.0.0': 'Library/1.5.0 yaml/2.0.0',
      'powershell-yaml -Version 2.0.0': 'Library/1.5.0 powershell-yaml/2.0.0',
      Library: 'Library/1.5.0',
    })
  })
  test('installs by the lines of the report what no folders part', async () => {
    await using restored = await startRestoredJob({
      packages: [
        { id: 'yaml', version: '2.0.0' },
        { id: 'powershell-yaml', version: '2.0.0', dependencies: { yaml: '' } },
      ],
      inputs: { modules: 'powershell-yaml', install: 'false' },
    })
    const { clientLimits } = await reportOf(restored)
    assert.deepEqual(
      clientLimits.map(({ id }) => id),
      ['powershell-yaml'],
    )
    const lines = clientLimits.flatMap(limit => limit.lines)
    assert.deepEqual(await ask(restored, [...lines, 'Get-powershellyaml', 'Get-yaml'].join('\n')), [
      'powershell-yaml 2.0.0',
      'yaml 2.0.0',
    ])
    const warnings = annotationsIn(restored.run.log).map(({ message }) => message)
    assert.deepEqual(
      warnings.filter(warning => !warning.includes('powershell-yaml 2.0.0 for yaml 2.0.0')),
      [],
    )
  })
})
