/**
 * PowerShell itself finds, and installs from, what we registered. Not on Windows, where the file is in a folder of the user
 * that is not ours to choose.
 */
import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import test from 'node:test'
import * as fc from 'fast-check'
import { folderUrl } from '../../src/powershell/folder-location.ts'
import type { Machine } from '../../src/powershell/machine.ts'
import { resourceRepositoryFile } from '../../src/powershell/registration-files.ts'
import { editResourceRepositories, newResourceRepositories } from '../../src/powershell/resource-repositories.ts'
import { type Registration, registerFolders, unregisterFolders } from '../../src/repository/registrations.ts'
import { parseXml } from '../../src/xml.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { unwrap } from '../helpers/result.ts'
import { askPwsh } from './ask-pwsh.ts'
import { needsPwsh } from './pwsh.ts'
import { folderWithPackages, newMachine } from './registered-machine.ts'
import { REPOSITORY_NAMES, SAME_NAMES } from './repository-names.ts'

const options = process.platform === 'win32' ? { skip: 'skipped: not on Windows' } : needsPwsh()

const FOO: PackageSpec = { id: 'Foo', version: '1.2.3' }
const BAR: PackageSpec = { id: 'Bar', version: '2.0.0', dependencies: { Foo: '1.0' } }

async function register(machine: Machine, ...registrations: readonly Registration[]): Promise<void> {
  assert.deepEqual(unwrap(await registerFolders(machine, 'PSResourceGet', registrations)), [])
}

/** What a script gives, as JSON. */
async function ask(machine: Machine, script: string): Promise<unknown> {
  return JSON.parse(await askPwsh(`ConvertTo-Json -Compress -Depth 4 @(\n${script}\n)`, machine.home))
}

const REPOSITORIES = `Get-PSResourceRepository | ForEach-Object {
  '{0} {1} {2} {3} {4}' -f $_.Name, $_.Uri.LocalPath, $_.Priority, $_.Trusted, $_.ApiVersion
}`

test('The file that we make is the one that PowerShell makes.', options, async t => {
  const machine = await newMachine(t)
  const names = await ask(machine, 'Get-PSResourceRepository | ForEach-Object Name')
  const artifactRegistry = JSON.stringify(names).includes('MicrosoftArtifactRegistry')
  const theirs = await readFile(resourceRepositoryFile(machine), 'utf8')
  const ours = newResourceRepositories({ artifactRegistry })
  assert.deepEqual(unwrap(parseXml(ours)), unwrap(parseXml(theirs)))
  assert.equal(ours, theirs)
})

test(
  'What we register is listed first and trusted; others stay, and PowerShell may change the file.',
  options,
  async t => {
    const machine = await newMachine(t)
    const first = await folderWithPackages(machine, 'first', FOO)
    const second = await folderWithPackages(machine, 'second', FOO)
    const local = await folderWithPackages(machine, 'local', { id: 'Baz', version: '3.0.0' })
    const ours = [
      { name: 'Restored', folder: first },
      { name: 'Restored-2', folder: second },
    ]
    await ask(machine, `Register-PSResourceRepository -Name Local -Uri '${local}' -Priority 1`)
    await register(machine, ...ours)
    const before = [
      `Restored ${first} 0 True Local`,
      `Restored-2 ${second} 0 True Local`,
      `Local ${local} 1 False Local`,
      'PSGallery /api/v2 50 False V2',
    ]
    assert.deepEqual(await ask(machine, REPOSITORIES), before)

    const changes = `Register-PSResourceRepository -Name Later -Uri '${local}' -Trusted
    Set-PSResourceRepository -Name Restored-2 -Priority 30
    Unregister-PSResourceRepository -Name PSGallery`
    const after = [before[0], before[2], `Restored-2 ${second} 30 True Local`, `Later ${local} 50 True Local`]
    const found = 'Find-PSResource Baz -Repository Local, Later | ForEach-Object { "$($_.Name) $($_.Repository)" }'
    const answers = await ask(machine, `${changes}\n${REPOSITORIES}\n${found}`)
    assert.deepEqual(answers, [...after, 'Baz Local', 'Baz Later'])
    assert.deepEqual(await unregisterFolders(machine, 'PSResourceGet', ours), [])
    assert.deepEqual(await ask(machine, REPOSITORIES), [after[1], after[3]])

    await ask(machine, 'Unregister-PSResourceRepository -Name Local, Later')
    await register(machine, ...ours)
    assert.deepEqual(await ask(machine, REPOSITORIES), before.slice(0, 2))
  },
)

test('Modules are found and installed from our folder, whether it is named or not.', options, async t => {
  const machine = await newMachine(t)
  const folder = await folderWithPackages(machine, 'packages', FOO, BAR)
  await register(machine, { name: 'Restored modules', folder })
  const files = ['named.psd1', 'unnamed.psd1'].map(name => path.join(machine.home, name))
  const [named = '', unnamed = ''] = files
  await writeFile(named, "@{ Bar = @{ version = '2.0.0'; repository = 'Restored modules' } }")
  await writeFile(unnamed, "@{ Bar = @{ version = '[2.0.0]' } }")
  // The Gallery, which is asked after it, cannot be reached, and must not be.
  const offline = '$env:https_proxy = $env:all_proxy = "http://127.0.0.1:9"'
  const installed =
    'Get-InstalledPSResource Foo, Bar | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Version) $($_.Repository)" }'
  const uninstall = 'Uninstall-PSResource Foo, Bar -SkipDependencyCheck'
  const both = ['Bar 2.0.0 Restored modules', 'Foo 1.2.3 Restored modules']
  const found = 'Find-PSResource Foo -Repository "Restored modules" | ForEach-Object { "$($_.Name) $($_.Version)" }'
  for (const install of [
    `Install-PSResource -RequiredResourceFile '${named}'`,
    `Install-PSResource -RequiredResourceFile '${unnamed}'`,
    'Install-PSResource Bar -Version 2.0.0 -Repository "Restored modules"',
    'Install-PSResource Bar',
  ]) {
    const lines = await ask(machine, `${offline}\n${found}\n${install}\n${installed}\n${uninstall}`)
    assert.deepEqual(lines, ['Foo 1.2.3', ...both], install)
  }
})

const FOLDERS = [
  'with space',
  '#1',
  'a%20b',
  '50% off',
  'a%23b%2520c',
  'Ünïcode 日本 😀',
  'e\u0301 decomposed',
  'it\'s "quoted" & <more>',
  'what?',
  'br[ack]et{}',
  'back\\slash',
  'a|b^c`d',
  'new\nline',
  'c:',
  'at@colon:semi;plus+',
  ' ends in a space ',
  'mcr.microsoft.com',
  'v2',
]

test('PowerShell finds a package in a folder of any name.', options, async t => {
  const machine = await newMachine(t)
  const registrations = await Promise.all(
    FOLDERS.map(async (name, index) => {
      const folder = await folderWithPackages(machine, name, { id: 'Foo', version: `1.0.${index}` })
      return { name: `R${index}`, folder }
    }),
  )
  await register(machine, ...registrations)
  const found = await ask(
    machine,
    `0..${FOLDERS.length - 1} | ForEach-Object {
      $folder = New-Item -ItemType Directory "saved/$_"
      Save-PSResource Foo -Repository "R$_" -Path $folder
      (Get-ChildItem $folder/Foo).Name
    }`,
  )
  assert.deepEqual(
    found,
    FOLDERS.map((_, index) => `1.0.${index}`),
  )
  await unregisterFolders(machine, 'PSResourceGet', registrations)
  assert.deepEqual(await ask(machine, REPOSITORIES), ['PSGallery /api/v2 50 False V2'])
})

test('To .NET the url of a folder is the folder, on Windows too.', options, async t => {
  const machine = await newMachine(t)
  const segment = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    .filter(text => !/[/\\\0]/.test(text) && text !== '.' && text !== '..')
  const segments = fc.sample(fc.array(segment, { minLength: 1, maxLength: 3 }), 400)
  // Windows has no such characters in names, and drops dots and spaces at their end.
  const onWindows = segments.filter(names => names.every(name => !/[\p{Cc}<>:"|?*]|[. ]$/u.test(name)))
  const folders = [
    ...segments.map(names => ['linux', `/${names.join('/')}`] as const),
    ...onWindows.map(names => ['win32', `D:\\${names.join('\\')}`] as const),
    ...onWindows.map(names => ['win32', `\\\\server\\share\\${names.join('\\')}`] as const),
  ]
  await writeFile(
    path.join(machine.home, 'urls.json'),
    JSON.stringify(folders.map(([platform, folder]) => unwrap(folderUrl(folder, platform)))),
  )
  const paths = await ask(
    machine,
    // As UTF-16 code units, so that the console's encoding has no part in it.
    `Get-Content -Raw urls.json | ConvertFrom-Json | ForEach-Object {
      [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes(([Uri]$_).LocalPath))
    }`,
  )
  assert.ok(Array.isArray(paths))
  assert.deepEqual(
    paths.map(each => Buffer.from(String(each), 'base64').toString('utf16le')),
    folders.map(([, folder]) => folder),
  )
})

test(
  'Each cmdlet finds a repository of a name that we let pass, and one of them fails for every other.',
  options,
  async t => {
    const machine = await newMachine(t)
    const folder = await folderWithPackages(machine, 'packages', FOO)
    const names = REPOSITORY_NAMES.filter(([name]) => !/^(?:psgallery|MicrosoftArtifactRegistry)$/i.test(name))
    const file = resourceRepositoryFile(machine)
    await mkdir(path.dirname(file), { recursive: true })
    const location = unwrap(folderUrl(folder, machine.platform))
    const add = names.map(([name]) => ({ name, location }))
    await writeFile(file, unwrap(editResourceRepositories('<configuration />', { remove: [], add })).text)
    await writeFile(path.join(machine.home, 'names.json'), JSON.stringify(names.map(([name]) => name)))
    const works = await ask(
      machine,
      `foreach ($name in [string[]](Get-Content -Raw names.json | ConvertFrom-Json)) {
      try {
        $listed = @(Get-PSResourceRepository -Name $name)
        $found = @(Find-PSResource Foo -Repository $name)
        $asked = @{ Foo = @{ version = '1.2.3'; repository = $name } }
        $installed = Install-PSResource -RequiredResource $asked -Reinstall -PassThru
        Set-PSResourceRepository -Name $name -Trusted
        Unregister-PSResourceRepository -Name $name
        $left = Get-PSResourceRepository | Where-Object Name -CEQ $name
        $listed.Count -eq 1 -and $found.Count -eq 1 -and $found[0].Repository -ceq $name -and $installed -and -not $left
      } catch { $false }
    }`,
    )
    assert.deepEqual(
      names.map(([name], index) => [name, Array.isArray(works) && works[index]]),
      names,
    )
  },
)

test('PowerShell takes the same names for one.', options, async t => {
  const machine = await newMachine(t)
  await writeFile(path.join(machine.home, 'names.json'), JSON.stringify(SAME_NAMES))
  const same = await ask(
    machine,
    `Get-Content -Raw names.json | ConvertFrom-Json | ForEach-Object {
      [string]::Equals($_[0], $_[1], [StringComparison]::InvariantCultureIgnoreCase)
    }`,
  )
  assert.deepEqual(
    same,
    SAME_NAMES.map(([, , expected]) => expected),
  )
})
