import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { readRequirements } from '../../src/requirements/read-file.ts'
import type { Reading, Requirement } from '../../src/requirements/requirement.ts'
import type { TextDocument } from '../../src/text.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

function document(text: string, file: string): TextDocument {
  return { file, text, encoding: 'utf-8' }
}

function read(text: string, file: string): ReturnType<typeof readRequirements> {
  return readRequirements(document(text, file), 'psresource', { tags: [] })
}

function readPsd1(text: string): ReturnType<typeof readRequirements> {
  return read(text, 'modules.psd1')
}

function readJson(text: string): ReturnType<typeof readRequirements> {
  return read(text, 'modules.json')
}

function summary({ requirements }: Reading): readonly string[] {
  return requirements.map(
    ({ name, range, prerelease, repository }) =>
      `${name} ${formatRange(range)}${prerelease ? ' prerelease' : ''}${repository === undefined ? '' : ` from ${repository}`}`,
  )
}

const CORPUS = path.resolve(import.meta.dirname, '../fixtures/corpus/PowerShell__PSResourceGet')

for (const file of ['test__TestRequiredResourceFile.json', 'test__TestRequiredResourceFile.psd1']) {
  test(`PSResourceGet's own sample is read: ${file}.`, async () => {
    const reading = unwrap(read(await readFile(path.join(CORPUS, file), 'utf8'), file))
    assert.deepEqual(summary(reading), [
      'test_module [1.0.0, 5.0.0) from PSGallery',
      'test_module2 [1.0.0, 3.0.0) prerelease from PSGallery',
      'TestModule99 ( , ) from PSGallery',
    ])
    assert.deepEqual(reading.notes, [])
  })
}

const PSD1 = `@{
  'Pester' = @{ version = '5.7.1' }
  'Az.Accounts' = @{
    Version = '[4.0,5.0)'
  }
}
`

const JSON_TEXT = `{
  // tools
  "Pester": { "version": "5.7.1" },
  /* cloud */
  "Az.Accounts": {
    "Version": "[4.0,5.0)",
  },
}
`

test('Requirements know where they are stated, in either syntax; comments and trailing commas are taken in JSON.', () => {
  const inPsd1 = unwrap(readPsd1(PSD1))
  assert.deepEqual(summary(inPsd1), ['Pester [5.7.1]', 'Az.Accounts [4.0.0, 5.0.0)'])
  assert.deepEqual(
    inPsd1.requirements.map(({ stated }) => stated),
    [
      { file: 'modules.psd1', line: 2, column: 3 },
      { file: 'modules.psd1', line: 3, column: 3 },
    ],
  )
  const inJson = unwrap(readJson(JSON_TEXT))
  assert.deepEqual(summary(inJson), ['Pester [5.7.1]', 'Az.Accounts [4.0.0, 5.0.0)'])
  assert.deepEqual(
    inJson.requirements.map(({ stated }) => stated),
    [
      { file: 'modules.json', line: 3, column: 3 },
      { file: 'modules.json', line: 5, column: 3 },
    ],
  )
})

/** What the settings of one module mean, written as JSON; every row holds for psd1 too. */
const VERSIONS: readonly (readonly [string, string])[] = [
  ['1.0', '[1.0.0]'],
  ['1.0.0-beta', '[1.0.0-beta]'],
  ['[1.0]', '[1.0.0]'],
  ['[1.0,2.0)', '[1.0.0, 2.0.0)'],
  ['(,2.0]', '(, 2.0.0]'],
  ['[1.0, )', '[1.0.0, )'],
  ['*', '( , )'],
  ['2.*', '2.*'],
  ['2.1.3.*', '2.1.3.*'],
  ['', '( , )'],
  [' ', '( , )'],
]

for (const [version, range] of VERSIONS) {
  test(`The version "${version}" means ${range}.`, () => {
    assert.deepEqual(summary(unwrap(readJson(`{"X":{"version":"${version}"}}`))), [`X ${range}`])
    assert.deepEqual(summary(unwrap(readPsd1(`@{ X = @{ version = '${version}' } }`))), [`X ${range}`])
  })
}

test('A bare number keeps its zeros.', () => {
  assert.deepEqual(summary(unwrap(readPsd1('@{ X = @{ version = 1.10 } }'))), ['X [1.10.0]'])
  assert.deepEqual(summary(unwrap(readJson('{"X":{"version":1.10}}'))), ['X [1.10.0]'])
})

test('A version that is null is none.', () => {
  assert.deepEqual(summary(unwrap(readPsd1('@{ X = @{ version = $null } }'))), ['X ( , )'])
  assert.deepEqual(summary(unwrap(readJson('{"X":{"version":null}}'))), ['X ( , )'])
})

const SETTINGS: readonly (readonly [psd1: string, json: string, expected: Partial<Requirement>])[] = [
  ['', '', { name: 'X', prerelease: false }],
  ["name = 'Y'", '"name":"Y"', { name: 'Y' }],
  ["NAME = 'Y'", '"NAME":"Y"', { name: 'Y' }],
  ["repository = 'PSGallery'", '"repository":"PSGallery"', { repository: 'PSGallery' }],
  ['prerelease = $true', '"prerelease":true', { prerelease: true }],
  ['prerelease = $false', '"prerelease":false', { prerelease: false }],
  ["prerelease = 'true'", '"prerelease":"true"', { prerelease: true }],
  ["PreRelease = ' FALSE '", '"PreRelease":" FALSE "', { prerelease: false }],
]

for (const [psd1, json, expected] of SETTINGS) {
  test(`The settings { ${json} } are read in either syntax.`, () => {
    for (const reading of [unwrap(readPsd1(`@{ X = @{ ${psd1} } }`)), unwrap(readJson(`{"X":{${json}}}`))]) {
      const [requirement] = reading.requirements
      assert.ok(requirement)
      for (const [key, value] of Object.entries(expected))
        assert.equal(requirement[key as keyof Requirement], value, key)
      assert.deepEqual(reading.notes, [])
    }
  })
}

const WITHOUT_EFFECT: readonly string[] = [
  'acceptLicense',
  'scope',
  'quiet',
  'reinstall',
  'trustRepository',
  'noClobber',
  'skipDependencyCheck',
  'credential',
]

for (const key of WITHOUT_EFFECT) {
  test(`The key ${key} is taken and noted as being without effect.`, () => {
    const { requirements, notes } = unwrap(readJson(`{"X":{\n  "${key}":"true"}}`))
    assert.equal(requirements.length, 1)
    assert.deepEqual(notes, [
      {
        kind: 'no-effect',
        place: { file: 'modules.json', line: 2, column: 3 },
        text: `"${key}" of X has no effect here`,
      },
    ])
  })
}

test('A key that does not exist is noted, not taken for another.', () => {
  const { notes } = unwrap(readPsd1("@{ X = @{ comment = 'for tests'; Scopes = 'x' } }"))
  assert.deepEqual(notes, [
    {
      kind: 'unknown-key',
      place: { file: 'modules.psd1', line: 1, column: 11 },
      text: '"comment" of X is not a key of this format',
    },
    {
      kind: 'unknown-key',
      place: { file: 'modules.psd1', line: 1, column: 34 },
      text: '"Scopes" of X is not a key of this format; perhaps "Scope" is meant',
    },
  ])
})

test('An empty table requires nothing.', () => {
  assert.deepEqual(summary(unwrap(readPsd1('@{}'))), [])
  assert.deepEqual(summary(unwrap(readJson('{}'))), [])
})

interface Refusal {
  readonly what: string
  readonly psd1?: string
  readonly json?: string
  readonly code: string
  readonly sentence: RegExp
}

/** Every error; a caret line in the texts marks the place: the character above the `^`. */
const REFUSED: readonly Refusal[] = [
  {
    what: 'a name without a table',
    psd1: "@{ X = '1.0' }\n       ^",
    json: '{"X":"1.0"}\n     ^',
    code: 'REQUIREMENT_NOT_A_TABLE',
    sentence: /"X" must be a table of its own\.$/,
  },
  {
    what: 'a list of versions',
    psd1: "@{ X = @{ version = @('1.0') } }\n                    ^",
    json: '{"X":{"version":["1.0"]}}\n                ^',
    code: 'REQUIREMENT_VALUE',
    sentence: /"version" of X is a list, not a version in quotes\.$/,
  },
  {
    what: 'a misspelt key, which would let every version in',
    psd1: "@{ X = @{ Verison = '1.0' } }\n          ^",
    json: '{"X":{"versions":"1.0"}}\n      ^',
    code: 'MISSPELT_KEY',
    sentence: /"(?:Verison|versions)" of X is not a key of this format\.$/,
  },
  {
    what: 'a version that is a table',
    psd1: '@{ X = @{ version = @{} } }\n                    ^',
    json: '{"X":{"version":{}}}\n                ^',
    code: 'REQUIREMENT_VALUE',
    sentence: /"version" of X is a table, not a version in quotes\.$/,
  },
  {
    what: 'a version that is a switch',
    psd1: '@{ X = @{ version = $true } }\n                    ^',
    json: '{"X":{"version":true}}\n                ^',
    code: 'REQUIREMENT_VALUE',
    sentence: /"version" of X is true, not a version in quotes\.$/,
  },
  {
    what: 'an expression',
    psd1: '@{ X = @{ version = (Get-Date) } }\n                    ^',
    code: 'REQUIREMENT_UNKNOWN',
    sentence: /"version" of X is the expression \(Get-Date\), which is never run/,
  },
  {
    what: 'a version that cannot be read',
    psd1: "@{ X = @{ version = '1.x' } }\n                    ^",
    json: '{"X":{"version":"1.x"}}\n                ^',
    code: 'REQUIREMENT_VERSION',
    sentence: /the version "1\.x" of X cannot be read: /,
  },
  {
    what: 'a range that holds nothing',
    psd1: "@{ X = @{ version = '[2.0,1.0]' } }\n                    ^",
    json: '{"X":{"version":"[2.0,1.0]"}}\n                ^',
    code: 'REQUIREMENT_VERSION',
    sentence: /its lower end is above its upper end\.$/,
  },
  {
    what: 'a prerelease that is neither true nor false',
    psd1: "@{ X = @{ prerelease = 'yes' } }\n                       ^",
    json: '{"X":{"prerelease":"yes"}}\n                   ^',
    code: 'REQUIREMENT_VALUE',
    sentence: /"prerelease" of X is "yes", not true or false\.$/,
  },
  {
    what: 'a repository that is no text',
    psd1: '@{ X = @{ repository = $true } }\n                       ^',
    json: '{"X":{"repository":true}}\n                   ^',
    code: 'REQUIREMENT_VALUE',
    sentence: /"repository" of X is true, not a repository's name in quotes\.$/,
  },
  {
    what: 'a name that is no text',
    psd1: '@{ X = @{ name = $true } }\n                 ^',
    json: '{"X":{"name":true}}\n             ^',
    code: 'REQUIREMENT_VALUE',
    sentence: /"name" of X is true, not a name in quotes\.$/,
  },
  {
    what: 'a key that cannot be a name',
    psd1: "@{ '../x' = @{} }\n   ^",
    json: '{"../x":{}}\n ^',
    code: 'REQUIREMENT_NAME',
    sentence: /"\.\.\/x" cannot be the name of a module\.$/,
  },
  {
    what: 'a stated name that cannot be one',
    psd1: "@{ X = @{ name = 'a b' } }\n   ^",
    json: '{"X":{"name":"a b"}}\n ^',
    code: 'REQUIREMENT_NAME',
    sentence: /"a b" cannot be the name of a module\.$/,
  },
  {
    what: 'a list instead of a table',
    psd1: "@('X')\n^",
    json: '["X"]\n^',
    code: 'REQUIREMENTS_NOT_A_TABLE',
    sentence: /it is a list, not a table of modules\.$/,
  },
  {
    what: 'JSON that is not closed',
    json: '{"X":{}\n       ^',
    code: 'JSON_SYNTAX',
    sentence: /close brace expected\.$/,
  },
  { what: 'JSON without a colon', json: '{"X" {}}\n     ^', code: 'JSON_SYNTAX', sentence: /colon expected\.$/ },
  { what: 'JSON without a value', json: '{"X": }\n      ^', code: 'JSON_SYNTAX', sentence: /value expected\.$/ },
  { what: 'JSON with more behind it', json: '{} x\n   ^', code: 'JSON_SYNTAX', sentence: /it is not valid JSON: / },
  { what: 'JSON with single quotes', json: "{'X':{}}\n ^", code: 'JSON_SYNTAX', sentence: /it is not valid JSON: / },
  { what: 'a psd1 that is not closed', psd1: '@{ X = @{}\n^', code: 'PSD1_SYNTAX', sentence: /^modules\.psd1 / },
]

for (const { what, psd1, json, code, sentence } of REFUSED) {
  for (const [syntax, marked, readText] of [
    ['psd1', psd1, readPsd1],
    ['json', json, readJson],
  ] as const) {
    if (marked === undefined) continue
    test(`A file is refused for ${what}, with the place (${syntax}).`, () => {
      const [text = '', caret = ''] = marked.split('\n')
      const problem = errorOf(readText(text))
      assert.equal(problem.code, code)
      assert.match(problem.sentence, sentence)
      assert.deepEqual(problem.place, { file: `modules.${syntax}`, line: 1, column: caret.indexOf('^') + 1 })
      assert.equal(problem.frame, `${text}\n${caret}`)
      assert.ok(problem.hint)
    })
  }
}

test('A place is counted in lines and columns of the file, Windows line ends included.', () => {
  const problem = errorOf(readJson('{\r\n  "A": {},\r\n  "X": { "version": "1.x" }\r\n}'))
  assert.deepEqual(problem.place, { file: 'modules.json', line: 3, column: 21 })
  assert.match(problem.sentence, /^modules\.json\b/)
})

const SYNTAXES: readonly (readonly [file: string, text: string, name: string])[] = [
  ['a.txt', "@{ X = @{ version = '1.0' } }", 'psd1 by its content'],
  ['a.txt', '  // x\n /* y */ { "X": { "version": "1.0" } }', 'JSON by its content'],
  ['a.JSON', '{ "X": { "version": "1.0" } }', 'JSON by its name'],
  ['a.PSD1', "# x\n@{ X = @{ version = '1.0' } }", 'psd1 by its name'],
]

for (const [file, text, name] of SYNTAXES) {
  test(`${file} is read as ${name}.`, () => {
    assert.deepEqual(summary(unwrap(read(text, file))), ['X [1.0.0]'])
  })
}

test('A psd1 that holds JSON is told so.', () => {
  assert.match(errorOf(read('{ "X": {} }', 'a.psd1')).sentence, /it holds JSON/)
})
