import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unwrap } from '../../helpers/result.ts'
import { readText, refusedWith, told } from '../reading.ts'

function read(text: string): readonly string[] {
  return told(unwrap(readText('RequiredModules.psd1', text, { format: 'requiredmodules' })))
}

/** NuGet's ranges: a bare version is a minimum. */
const RANGES: readonly (readonly [text: string, range: string])[] = [
  ['2.0.4', '[2.0.4, )'],
  ['1.0-beta', '[1.0.0-beta, )'],
  ['[2.0.4]', '[2.0.4]'],
  ['[1.3.1,2.0)', '[1.3.1, 2.0.0)'],
  ['(,1.0]', '(, 1.0.0]'],
  ['[1.19.1, )', '[1.19.1, )'],
  ['1.*', '1.*'],
  ['*', '( , )'],
  ['', '( , )'],
]

for (const [text, range] of RANGES) {
  test(`"${text}" asks for ${range}, behind the name and in a table, whatever is left of its key.`, () => {
    assert.deepEqual(read(`@{ X = '${text}' }`), [`1 X ${range}`])
    for (const key of ['Version', 'version', 'Ver', 'V']) {
      assert.deepEqual(read(`@{ X = @{ ${key} = '${text}' } }`), [`1 X ${range}`])
    }
  })
}

test('A bare number is a minimum too, and keeps its zeros.', () => {
  assert.deepEqual(read('@{ X = 1.10 }'), ['1 X [1.10.0, )'])
})

for (const address of [
  'https://host/v3/index.json',
  'HTTP://host/api/v2',
  'file:///srv/modules',
  '\\\\server\\share',
]) {
  test(`The text ${address} is a repository, and any version of it will do.`, () => {
    assert.deepEqual(read(`@{ X = '${address}' }`), [`1 X ( , ) from ${address}`])
  })
}

test('A table says a repository by name or address, and its credential has no effect.', () => {
  const text =
    "@{ X = @{\nVersion = '7.*'\nRepository = 'https://host/api/v2'\nCredential = 'c' }\nY = @{ Repo = 'P' } }"
  assert.deepEqual(read(text), ['1 X 7.* from https://host/api/v2', '5 Y ( , ) from P', '4 no-effect Credential'])
})

test('A key that the format does not have is told.', () => {
  assert.deepEqual(read("@{ X = @{ Version = '1.0'\nPrerelease = $true } }"), [
    '1 X [1.0.0, )',
    '2 unknown-key Prerelease',
  ])
})

const REFUSED: readonly (readonly [text: string, code: string, sentence: RegExp])[] = [
  ["@{ X = 'latest' }", 'REQUIREMENT_VERSION', /the version "latest" of X cannot be read/],
  ["@{ X = '>=1.0' }", 'REQUIREMENT_VERSION', /the version ">=1\.0" of X cannot be read/],
  ["@{ X = 'PSGallery' }", 'REQUIREMENT_VERSION', /the version "PSGallery" of X cannot be read/],
  ["@{ X = '0.9*' }", 'REQUIREMENT_VERSION', /the version "0\.9\*" of X cannot be read/],
  ["@{ X = @{ Versoin = '1.0' } }", 'MISSPELT_KEY', /"Versoin" of X is not a key/],
  ["@{ X = @{ Repositry = 'P' } }", 'MISSPELT_KEY', /"Repositry" of X is not a key/],
  ["@{ X = @('1.0') }", 'REQUIREMENT_VALUE', /"X" of this file is a list, not a NuGet range/],
  ['@{ X = $null }', 'REQUIREMENT_VALUE', /"X" of this file is nothing/],
  ["@{ 'a/b' = '1.0' }", 'REQUIREMENT_NAME', /"a\/b" cannot be the name of a module/],
  ["@('X')", 'REQUIREMENTS_NOT_A_TABLE', /it is a list/],
]

for (const [text, code, sentence] of REFUSED) {
  test(`Refused with its place: ${text}`, () => {
    refusedWith(readText('RequiredModules.psd1', text, { format: 'requiredmodules' }), code, sentence)
  })
}
