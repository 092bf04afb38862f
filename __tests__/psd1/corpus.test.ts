import assert from 'node:assert/strict'
import test from 'node:test'
import { parsePsd1 } from '../../src/psd1/parse.ts'
import type { Psd1Value } from '../../src/psd1/value.ts'
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

test('the corpus is there', () => assert.equal(corpusFiles.length, 166))

for (const name of corpusFiles.filter(file => file !== DYNAMIC)) {
  test(`${name} is read, and nothing in it is unknown`, () => assert.equal(holdsUnknown(parse(name)), false))
}

test('the one dynamic manifest is unknown where it calculates, and known beside it', () => {
  assert.deepEqual(plain(parse(DYNAMIC)), {
    ModuleVersion: '1.0.0',
    RootModule: new Unknown(
      "if ($true) {\n    'coreclr\\PrtgAPI.PowerShell.dll'\n  } else {\n    'fullclr\\PrtgAPI".slice(0, 80),
      'it runs the statement "if"',
    ),
    RequiredModules: ['PrereleaseTest'],
  })
})

/** What stands in the files, found by reading them; a path is made of keys and indexes. */
const facts: readonly (readonly [file: string, path: readonly (string | number)[], value: Plain])[] = [
  ['AtlassianPS__JiraPS/Tools__build.requirements.psd1', [4, 'ModuleName'], 'Microsoft.PowerShell.PlatyPS'],
  ['AtlassianPS__JiraPS/Tools__build.requirements.psd1', [4, 'RequiredVersion'], '1.0.1'],
  ['Azure__AzOps/src__AzOps.psd1', ['RequiredModules', 4], { ModuleName: 'Az.Resources', RequiredVersion: '9.0.0' }],
  ['Azure__AzOps/src__AzOps.psd1', ['FunctionsToExport', 2], 'Invoke-AzOpsPush'],
  ['BernieWhite__PSRule-function-samples/requirements.psd1', [], BERNIE()],
  ['cedx__cli/Cli.psd1', ['Author'], 'Cédric Belin <cedx@outlook.com>'],
  ['cedx__cli/Cli.psd1', ['RequiredModules'], [{ ModuleName: 'Belin.Sql', ModuleVersion: '1.1.0' }]],
  ['cedx__cli/Cli.psd1', ['PrivateData', 'PSData', 'Tags'], ['cli', 'dotnet', 'powershell', 'system', 'tools']],
]
