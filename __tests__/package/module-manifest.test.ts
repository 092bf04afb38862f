import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ModuleManifest, readModuleManifest } from '../../src/package/module-manifest.ts'
import { formatRange } from '../../src/version/version-range.ts'

const read = (text: string): ModuleManifest => readModuleManifest(Buffer.from(text), 'Foo.psd1')

test('Version, label and GUID are read as they are written.', () => {
  const manifest = read(`@{
    ModuleVersion = '1.10'
    guid = 'a97e0c3e-e389-46a6-b73d-2b9bc6909bdb'
    PrivateData = @{ PSData = @{ Prerelease = 'beta1' } }
  }`)
  assert.deepEqual(manifest, {
    moduleVersion: '1.10',
    guid: 'a97e0c3e-e389-46a6-b73d-2b9bc6909bdb',
    prerelease: 'beta1',
    requiredModules: [],
    oddities: [],
    externalModules: [],
    unknowns: [],
  })
})

test('A version without quotes is a number to PowerShell, and loses its last zero.', () => {
  assert.equal(read('@{ ModuleVersion = 1.10 }').moduleVersion, '1.1')
  assert.equal(read('@{ ModuleVersion = 2.0 }').moduleVersion, '2')
})

const REQUIRED: readonly (readonly [string, readonly string[]])[] = [
  [`@('A', 'B')`, ['A ( , )', 'B ( , )']],
  [`'A', 'B'`, ['A ( , )', 'B ( , )']],
  [`'A'`, ['A ( , )']],
  ['@()', []],
  [`@{ ModuleName = 'A'; ModuleVersion = '1.0' }`, ['A [1.0.0, )']],
  [`@(@{ ModuleName = 'A'; ModuleVersion = '1.0' })`, ['A [1.0.0, )']],
  [`@(@{ modulename = 'A'; moduleversion = '1.0'; GUID = 'x' })`, ['A [1.0.0, )']],
  [`@(@{ ModuleName = 'A'; RequiredVersion = '1.0' })`, ['A [1.0.0]']],
  [`@(@{ ModuleName = 'A'; MaximumVersion = '2.0' })`, ['A (, 2.0.0]']],
  [`@(@{ ModuleName = 'A'; MaximumVersion = '1.*' })`, ['A (, 1.999999999.0]']],
  [`@(@{ ModuleName = 'A'; ModuleVersion = '1.0'; MaximumVersion = '1.2.*' })`, ['A [1.0.0, 1.2.999999999]']],
  [`@(@{ ModuleName = 'A'; ModuleVersion = 1.5 })`, ['A [1.5.0, )']],
  [`@(@{ ModuleName = 'A' }, 'B', 'a')`, ['A ( , )', 'B ( , )']],
]

for (const [written, expected] of REQUIRED) {
  test(`RequiredModules = ${written} is read.`, () => {
    const manifest = read(`@{ RequiredModules = ${written} }`)
    assert.deepEqual(
      manifest.requiredModules.map(({ id, range }) => `${id} ${formatRange(range)}`),
      expected,
    )
    assert.deepEqual(manifest.unknowns, [])
  })
}

test('External modules are read from both places in which tools look for them.', () => {
  const manifest = read(`@{
    ExternalModuleDependencies = 'One'
    PrivateData = @{ PSData = @{ ExternalModuleDependencies = @('Two', 'Three') } }
  }`)
  assert.deepEqual(manifest.externalModules.toSorted(), ['One', 'Three', 'Two'])
})

const UNKNOWN: readonly (readonly [string, string, readonly string[], RegExp])[] = [
  ['a version that is computed', '@{ ModuleVersion = (Get-Date).Year }', [], /ModuleVersion/],
  ['a module whose name is computed', `@{ RequiredModules = @('A', $name) }`, ['A ( , )'], /left out/],
  [
    'a bound that is computed',
    `@{ RequiredModules = @(@{ ModuleName = 'A'; ModuleVersion = $v }) }`,
    ['A ( , )'],
    /ModuleVersion/,
  ],
  [
    'a bound that is no version',
    `@{ RequiredModules = @(@{ ModuleName = 'A'; ModuleVersion = 'x' }) }`,
    ['A ( , )'],
    /required module A/,
  ],
  ['a table without a name', `@{ RequiredModules = @(@{ ModuleVersion = '1.0' }, 'B') }`, ['B ( , )'], /is missing/],
  ['a path', `@{ RequiredModules = @('.\\inner.psm1', 'B') }`, ['B ( , )'], /inner/],
  ['a number for a name', '@{ RequiredModules = 5 }', [], /number/],
  ['a file that is not finished', `@{ ModuleVersion = '1.0'`, [], /Foo\.psd1/],
  ['a file that is no table', `'text'`, [], /Foo\.psd1/],
  ['a file that is no text', '\u0000\u0001\u0002', [], /Foo\.psd1/],
]

for (const [what, text, required, note] of UNKNOWN) {
  test(`It is noted and no error: ${what}.`, () => {
    const manifest = read(text)
    assert.deepEqual(
      manifest.requiredModules.map(({ id, range }) => `${id} ${formatRange(range)}`),
      required,
    )
    assert.equal(manifest.unknowns.length, 1)
    assert.match(manifest.unknowns[0] ?? '', note)
  })
}

test('A manifest in UTF-16 is read.', () => {
  const bytes = Buffer.from(`\uFEFF@{ RequiredModules = 'A' }`, 'utf16le')
  assert.equal(readModuleManifest(bytes, 'Foo.psd1').requiredModules[0]?.id, 'A')
})

test('What PowerShell takes and not every client does is told.', () => {
  for (const [text, oddities] of [
    ["RequiredModules = 'Pester'", ['required-modules-no-list']],
    ["RequiredModules = @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }", ['required-modules-no-list']],
    ["RequiredModules = @('Pester')", []],
    ["RequiredModules = 'Pester', 'psake'", []],
    ['RequiredModules = @()', []],
    ['RequiredModules = $null', []],
    ['ModuleVersion = 1.10', ['module-version-no-text']],
    ["ModuleVersion = '1.10'", []],
  ] as const) {
    assert.deepEqual(read(`@{ ${text} }`).oddities, oddities, text)
  }
})

test('Of what cannot be read in a manifest, the first twenty are told, and that there is more.', () => {
  const { unknowns } = read(`@{ RequiredModules = @(${Array(100_000).fill('1')}) }`)
  assert.equal(unknowns.length, 21)
  assert.equal(unknowns[20], 'Foo.psd1: more than these 20 cannot be read.')
})
