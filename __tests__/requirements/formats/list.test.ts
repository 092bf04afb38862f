import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorOf, unwrap } from '../../helpers/result.ts'
import { readText, refusedWith, told } from '../reading.ts'

function read(text: string, file = 'modules.psd1') {
  return readText(file, text, { format: 'list' })
}

/** What stands behind a name, in a table or as the Version of one. */
const VERSIONS: readonly (readonly [text: string, range: string])[] = [
  ['1.2.3', '[1.2.3]'],
  ['1.0-beta', '[1.0.0-beta]'],
  ['latest', '( , )'],
  ['*', '( , )'],
  ['', '( , )'],
  ['[1.0,2.0)', '[1.0.0, 2.0.0)'],
  ['2.*', '2.*'],
  ['>=1.0', '[1.0.0, )'],
]

for (const [text, range] of VERSIONS) {
  test(`The version "${text}" asks for ${range} wherever it stands, in either syntax.`, () => {
    const same = [
      unwrap(read(`@{ X = '${text}' }`)),
      unwrap(read(`@{ X = @{ Version = '${text}' } }`)),
      unwrap(read(`@(@{ Name = 'X'; Version = '${text}' })`)),
      unwrap(read(JSON.stringify({ X: text }), 'modules.json')),
      unwrap(read(JSON.stringify({ X: { version: text } }), 'modules.json')),
      unwrap(read(JSON.stringify([{ name: 'X', version: text }]), 'modules.json')),
    ]
    for (const reading of same) assert.deepEqual(told(reading), [`1 X ${range}`])
  })
}

const GUID = 'a699dea5-2c73-4616-a270-1f7abb777e71'

/** The settings of a module X, and what they ask for. */
const SETTINGS: readonly (readonly [settings: string, expected: readonly string[]])[] = [
  ['', ['1 X ( , )']],
  ["RequiredVersion = '1.0'", ['1 X [1.0.0]']],
  ["MinimumVersion = '1.0'", ['1 X [1.0.0, )']],
  ["ModuleVersion = '1.0'", ['1 X [1.0.0, )']],
  ["MaximumVersion = '2.0'", ['1 X (, 2.0.0]']],
  ["MinimumVersion = '1.0'; MaximumVersion = '2.0'", ['1 X [1.0.0, 2.0.0]']],
  ["Version = '[1.0,3.0)'; MaximumVersion = '2.0'", ['1 X [1.0.0, 2.0.0]']],
  ["Version = ''; MinimumVersion = '1.0'", ['1 X [1.0.0, )']],
  ["Version = '1.0'; Repository = 'P'", ['1 X [1.0.0] from P']],
  ['AllowPrerelease = $true', ['1 X ( , ) prerelease']],
  ["Prerelease = 'true'", ['1 X ( , ) prerelease']],
  [`RequiredVersion = '1.0'; GUID = '${GUID}'`, [`1 X [1.0.0] guid ${GUID}`]],
  ["Version = '1.0'\nDescription = 'for tests'", ['1 X [1.0.0]', '2 unknown-key Description']],
]

for (const [settings, expected] of SETTINGS) {
  test(`The settings { ${settings.replaceAll('\n', '; ')} } of X are read behind its name and in a list.`, () => {
    assert.deepEqual(told(unwrap(read(`@{ X = @{ ${settings} } }`))), expected)
    assert.deepEqual(told(unwrap(read(`@(@{ Name = 'X'; ${settings} })`))), expected)
    assert.deepEqual(told(unwrap(read(`@(@{ ModuleName = 'X'; ${settings} })`))), expected)
  })
}

test('A list may mix names, specifications and tables.', () => {
  const text = "@(\n'A'\n'B:[1.0,2.0)'\n@{ Name = 'C'; Version = '1.0' }\n)"
  assert.deepEqual(told(unwrap(read(text))), ['2 A ( , )', '3 B [1.0.0, 2.0.0)', '4 C [1.0.0]'])
})

test('The one list that a file holds is read where the format is stated, and what stands beside it is told.', () => {
  const text = "@{\nAuthor = 'me'\nModules = @(\n@{ Name = 'A'; RequiredVersion = '1.0' }\n'B'\n)\n}"
  assert.deepEqual(told(unwrap(read(text))), ['4 A [1.0.0]', '5 B ( , )', '2 unknown-key Author'])
  assert.deepEqual(told(unwrap(read('{ "dependencies": { "A": { "version": "1.0" } } }', 'a.json'))), ['1 A [1.0.0]'])
})

const REFUSED: readonly (readonly [text: string, code: string, sentence: RegExp])[] = [
  ["@{ X = 'new' }", 'REQUIREMENT_VERSION', /the version "new" of X cannot be read/],
  ["@(@{ Name = 'X'; MinimumVersion = '[1.0,2.0)' })", 'REQUIREMENT_VERSION', /the version "\[1\.0,2\.0\)" of X/],
  ["@(@{ Name = 'X'; Version = '1.0'; MinimumVersion = '2.0' })", 'REQUIREMENT_VERSION', /no version meets/],
  ["@(@{ Version = '1.0' })", 'REQUIREMENT_NAME', /the table that begins here names no module/],
  ["@(@{ Name = ''; Version = '1.0' })", 'REQUIREMENT_NAME', /the table that begins here names no module/],
  ["@(@{ Name = 'X'; MinVersion = '1.0'; MinimunVersion = '1' })", 'MISSPELT_KEY', /"MinimunVersion" of X/],
  ["@(@('A'), 'B')", 'REQUIREMENT_VALUE', /is a list/],
  ['@{ X = $true }', 'REQUIREMENT_VALUE', /"X" of this file is true/],
  ['@{ X = $version }', 'REQUIREMENT_UNKNOWN', /"X" of this file is the expression \$version/],
  ["@{ '..' = '1.0' }", 'REQUIREMENT_NAME', /"\.\." cannot be the name of a module/],
  ["'X'", 'REQUIREMENTS_NOT_A_TABLE', /it is "X", not a table of modules/],
  ["@{ A = @('X'); B = @('Y') }", 'REQUIREMENT_VALUE', /"A" of this file is a list/],
]

for (const [text, code, sentence] of REFUSED) {
  test(`Refused with its place: ${text}`, () => {
    refusedWith(read(text), code, sentence)
  })
}

test('A repository that is no name and no address for its length is refused.', () => {
  const problem = errorOf(readText('modules.psd1', `@{ X = @{ Version = '1.0'; Repository = '${'x'.repeat(3000)}' } }`))
  assert.equal(problem.code, 'REQUIREMENT_REPOSITORY')
})
