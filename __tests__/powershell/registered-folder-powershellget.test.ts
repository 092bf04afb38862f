/**
 * PowerShell reads what we write for PowerShellGet 2; and PowerShellGet itself installs from it, where there is one: in
 * PowerShell's own modules, or in the folder that `PSMR_POWERSHELLGET` names, with PackageManagement beside it.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import test from 'node:test'
import type { Machine } from '../../src/powershell/machine.ts'
import { powerShellGetRepositoryFile } from '../../src/powershell/registration-files.ts'
import { registerFolders, unregisterFolders } from '../../src/repository/registrations.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { unwrap } from '../helpers/result.ts'
import { askPwsh } from './ask-pwsh.ts'
import { needsPwsh } from './pwsh.ts'
import { folderWithPackages, newMachine } from './registered-machine.ts'

const options = process.platform === 'win32' ? { skip: 'skipped: not on Windows' } : needsPwsh()
const environment = { PSModulePath: process.env.PSMR_POWERSHELLGET ?? '' }

async function needsPowerShellGet(): Promise<{ readonly skip?: string }> {
  if (options.skip !== undefined) return options
  await using home = await folderWith()
  const found = await askPwsh(
    'Get-Module -ListAvailable PowerShellGet | ForEach-Object { "$($_.Version)" }',
    home.path,
    environment,
  )
  return /^2\./m.test(found) ? {} : { skip: 'skipped: no PowerShellGet 2' }
}

const withPowerShellGet = await needsPowerShellGet()

const FOO: PackageSpec = { id: 'Foo', version: '1.2.3' }
const BAR: PackageSpec = { id: 'Bar', version: '2.0.0', dependencies: { Foo: '1.0' } }

/** What a script gives, as JSON. */
async function ask(machine: Machine, script: string): Promise<unknown> {
  return JSON.parse(await askPwsh(`ConvertTo-Json -Compress -Depth 4 @(\n${script}\n)`, machine.home, environment))
}

test('PowerShell reads every property that we write, and writes the same again.', options, async t => {
  const machine = await newMachine(t)
  const folder = await folderWithPackages(machine, "Ünï_x0041_ <&> 'q' 😀")
  unwrap(await registerFolders(machine, 'PowerShellGet', [{ name: 'Résumé_x', folder }]))
  const file = powerShellGetRepositoryFile(machine)
  // As DeSerialize-PSObject.ps1 and Save-ModuleSources.ps1 read and write it.
  const read = (from: string): string =>
    `$table = [Management.Automation.PSSerializer]::Deserialize((Get-Content '${from}'))
    "$($table.GetType().FullName) $($table.Contains('RÉSUMÉ_X'))"
    $table.Values | ForEach-Object { $_.PSTypeNames[0]; $_ }`
  const properties = (name: string, location: string, publish: string, scripts: string, trusted: boolean): object => ({
    Name: name,
    SourceLocation: location,
    PublishLocation: publish,
    ScriptSourceLocation: scripts,
    ScriptPublishLocation: publish,
    Trusted: trusted,
    Registered: true,
    InstallationPolicy: trusted ? 'Trusted' : 'Untrusted',
    PackageManagementProvider: 'NuGet',
    ProviderOptions: {},
  })
  const gallery = 'https://www.powershellgallery.com/api/v2'
  const expected = [
    'System.Collections.Specialized.OrderedDictionary True',
    'Deserialized.Microsoft.PowerShell.Commands.PSRepository',
    properties('PSGallery', gallery, `${gallery}/package/`, `${gallery}/items/psscript`, false),
    'Deserialized.Microsoft.PowerShell.Commands.PSRepository',
    properties('Résumé_x', folder, folder, folder, true),
  ]
  assert.deepEqual(await ask(machine, read(file)), expected)
  const again = `Out-File again.xml -InputObject ([Management.Automation.PSSerializer]::Serialize($table))`
  const rewritten = (await ask(machine, `${read(file)}\n${again}\n${read('again.xml')}`)) as unknown[]
  assert.deepEqual(rewritten.slice(expected.length), expected)
})

test('PowerShellGet installs from our folder, keeps others, and may change the file.', withPowerShellGet, async t => {
  const machine = await newMachine(t)
  const folder = await folderWithPackages(machine, "with space #1 a%20b [x] Ünï 'q' &", FOO, BAR)
  const local = await folderWithPackages(machine, 'local', { id: 'Foo', version: '9.0.0' })
  const ours = [{ name: 'Restored modules', folder }]
  assert.deepEqual(unwrap(await registerFolders(machine, 'PowerShellGet', ours)), [])

  const listed = `Get-PSRepository | ForEach-Object { '{0} {1} {2}' -f $_.Name, $_.SourceLocation, $_.InstallationPolicy }`
  // Once it writes the file, ours comes first in it, so that the others refer to the type names in our entry.
  const first = await ask(
    machine,
    `${listed}
    Find-Module Bar -Repository 'Restored modules' | ForEach-Object { "$($_.Name) $($_.Version)" }
    Install-Module Bar -Repository 'Restored modules' -Scope CurrentUser
    Get-InstalledModule | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Version)" }
    Unregister-PSRepository PSGallery
    Register-PSRepository -Name Local -SourceLocation '${local}'
    Register-PSRepository -Name Trusted -SourceLocation '${path.dirname(local)}' -InstallationPolicy Trusted
    ${listed}`,
  )
  const restored = `Restored modules ${folder} Trusted`
  const others = [`Local ${local} Untrusted`, `Trusted ${path.dirname(local)} Trusted`]
  assert.deepEqual(first, [
    'PSGallery https://www.powershellgallery.com/api/v2 Untrusted',
    restored,
    'Bar 2.0.0',
    'Bar 2.0.0',
    'Foo 1.2.3',
    restored,
    ...others,
  ])

  assert.match(await readFile(powerShellGetRepositoryFile(machine), 'utf8'), /<TNRef /)
  assert.deepEqual(await unregisterFolders(machine, 'PowerShellGet', ours), [])
  const second = await ask(
    machine,
    `${listed}
    Find-Module Foo -Repository Local | ForEach-Object { "$($_.Version)" }
    Unregister-PSRepository Local
    Unregister-PSRepository Trusted`,
  )
  assert.deepEqual(second, [...others, '9.0.0'])

  // The table is empty now, and written as such.
  assert.deepEqual(unwrap(await registerFolders(machine, 'PowerShellGet', ours)), [])
  assert.deepEqual(await ask(machine, listed), [restored])
})
