import assert from 'node:assert/strict'
import test from 'node:test'
import { parsePsd1 } from '../../src/psd1/parse.ts'
import { lookUp, type Psd1Value } from '../../src/psd1/value.ts'
import { corpusDocument, corpusFiles } from './corpus.ts'
import { type Plain, plain, Unknown } from './read.ts'

const DYNAMIC = 'JustinGrote__ModuleFast/Test__Mocks__Dynamic.psd1'

function parse(name: string): Psd1Value {
  const value = parsePsd1(corpusDocument(name))
  assert.ok(value.ok, value.ok ? '' : `${value.error.sentence}\n${value.error.frame}`)
  return value.value
}

function holdsUnknown(value: Psd1Value): boolean {
  if (value.kind === 'array') return value.items.some(holdsUnknown)
  if (value.kind === 'table') return value.entries.some(entry => holdsUnknown(entry.value))
  return value.kind === 'unknown'
}

test('the corpus is there', () => assert.equal(corpusFiles.length, 163))

for (const name of corpusFiles.filter(file => file !== DYNAMIC)) {
  test(`${name} is read, and nothing in it is unknown`, () => assert.equal(holdsUnknown(parse(name)), false))
}

test('the one dynamic manifest is unknown where it calculates, and known beside it', () => {
  assert.deepEqual(plain(parse(DYNAMIC)), {
    ModuleVersion: '1.0.0',
    RootModule: new Unknown(
      "if ($true) {\n    'coreclr\\PrtgAPI.PowerShell.dll'\n  } else {\n    # Desktop\n    '",
      'it runs the statement "if"',
    ),
    RequiredModules: ['PrereleaseTest'],
  })
})

/** What stands in the files, found by reading them; a path is made of keys and indexes. */
const facts: readonly (readonly [file: string, path: readonly (string | number)[], value: Plain])[] = [
  [
    'AtlassianPS__JiraPS/Tools__build.requirements.psd1',
    [4],
    { ModuleName: 'Microsoft.PowerShell.PlatyPS', RequiredVersion: '1.0.1' },
  ],
  ['AutomatedLab__JeaDsc/RequiredModules.psd1', ['PSDependOptions', 'Parameters', 'Repository'], 'PSGallery'],
  ['AutomatedLab__JeaDsc/RequiredModules.psd1', ['DscResource.AnalyzerRules'], 'latest'],
  ['Azure__AzOps/src__AzOps.psd1', ['RequiredModules', 4], { ModuleName: 'Az.Resources', RequiredVersion: '9.0.0' }],
  ['Azure__AzOps/src__AzOps.psd1', ['FunctionsToExport', 2], 'Invoke-AzOpsPush'],
  ['BernieWhite__PSRule-function-samples/requirements.psd1', [], { Az: '4.*', PSRule: '1.*', 'PSRule.Monitor': '0.*' }],
  ['cedx__cli/Cli.psd1', ['Author'], 'Cédric Belin <cedx@outlook.com>'],
  ['cedx__cli/Cli.psd1', ['FunctionsToExport', 10], 'Set-MySqlEngine'],
  ['cedx__cli/Cli.psd1', ['RequiredModules'], [{ ModuleName: 'Belin.Sql', ModuleVersion: '1.1.0' }]],
  ['cedx__cli/Cli.psd1', ['PrivateData', 'PSData', 'Tags'], ['cli', 'dotnet', 'powershell', 'system', 'tools']],
  ['ChrisLGardner__ScionPS/src__ScionPS.psd1', ['GUID'], '3a132eda-ed91-4254-806e-01950be1a579'],
  [
    'dataplat__dbatools/dbatools.psd1',
    ['RequiredModules'],
    { ModuleName: 'dbatools.library', ModuleVersion: '2026.5.3' },
  ],
  ['DWSR__PowerKube/src__PowerKube.psd1', ['RequiredModules', 0, 'GUID'], '6dc9be51-eb93-4355-8648-0c725c0ac988'],
  ['Jaykul__RequiredModules/RequiredModules.psd1', ['ModuleBuilder', 'Version'], '3.1-alpha'],
  [
    'KevinMarquette__PSGraph/requirements.psd1',
    ['Unzip', 'Source'],
    [
      'Unblock-File -Path "C:\\ProgramData\\PSGraphViz\\psgraphviz.zip"',
      'Expand-Archive -Path "C:\\ProgramData\\PSGraphViz\\psgraphviz.zip" -DestinationPath "C:\\ProgramData\\PSGraphViz"',
    ],
  ],
  [
    'pldmgg__WinSSH/build.requirements.psd1',
    ['PSDependOptions', 'Target'],
    '$ENV:USERPROFILE\\Documents\\WindowsPowerShell\\Modules',
  ],
  [
    'PoshCode__Configuration/Examples__TestModuleOne__TestModuleOne.psd1',
    [],
    {
      RootModule: 'TestModuleOne.psm1',
      ModuleVersion: '1.0.0',
      GUID: 'd636bb66-b0ab-428a-a09f-1b250aba39ea',
      Author: 'Joel Bennett <Jaykul@HuddledMasses.org>',
      CompanyName: 'PoshCode',
      Copyright: '(c) 2017 Joel Bennett. All rights reserved.',
      RequiredModules: ['Configuration'],
      FunctionsToExport: '*-*',
    },
  ],
  [
    'PowerShell__PowerShellGetv2/src__PowerShellGet__PowerShellGet.psd1',
    ['PrivateData', 'SupportedPowerShellGetFormatVersions'],
    ['1.x', '2.x'],
  ],
  [
    'PowerShell__PSResourceGet/test__TestRequiredResourceFile.psd1',
    ['test_module2'],
    { version: '[1.0.0,3.0.0)', repository: 'PSGallery', prerelease: 'true' },
  ],
  [
    'PowerShellOrg__PSDepend/Tests__DependFiles__allprops.depend.psd1',
    ['DependencyName'],
    {
      Name: 'Name',
      DependencyType: 'noop',
      Parameters: { Random: 'Value' },
      Version: 'Version',
      Tags: ['tag', 'tags'],
      PreScripts: 'C:\\PreScripts.ps1',
      PostScripts: 'C:\\PostScripts.ps1',
      DependsOn: 'DependsOn',
      AddToPath: true,
      Source: 'Source',
      Target: 'Target',
      ExtendedSchema: { IsTotally: 'Captured' },
    },
  ],
  ['Razmo99__Sol/Sol__sol.psd1', ['PrivateData'], { PSData: {} }],
  ['santisq__SteamPSCI/Tools__requiredModules.psd1', ['Configuration'], { Priority: 2, Version: '1.5.1' }],
  [
    'techthoughts2__Catesta/src__Catesta__Catesta.psd1',
    ['RequiredModules', 4],
    { ModuleName: 'platyPS', RequiredVersion: '0.12.0' },
  ],
]

for (const [file, path, value] of facts) {
  test(`${file} holds what it says at ${path.join('.') || 'its root'}`, () => {
    let found: unknown = plain(parse(file))
    for (const step of path) found = Reflect.get(Object(found), step)
    assert.deepEqual(found, value)
  })
}

test('a here-string keeps its lines and loses only the last line end', () => {
  const manifest = parse('KevinMarquette__PSGraph/PSGraph__PSGraph.psd1')
  const psData = manifest.kind === 'table' ? lookUp(manifest, 'PrivateData') : undefined
  const data = psData?.kind === 'table' ? lookUp(psData, 'PSData') : undefined
  const notes = data?.kind === 'table' ? lookUp(data, 'ReleaseNotes') : undefined
  assert.ok(notes?.kind === 'string')
  assert.ok(notes.value.endsWith('* Made graph name optional\n* Added legacy layout engine names to export-psgraph\n'))
})
