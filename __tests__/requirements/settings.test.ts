import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parsePsd1 } from '../../src/psd1/parse.ts'
import { openNotebook } from '../../src/requirements/notebook.ts'
import { readSettings, type SettingsGrammar } from '../../src/requirements/settings.ts'
import { fromPsd1 } from '../../src/requirements/value.ts'
import { readVersionText } from '../../src/requirements/version-text.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const GRAMMAR: SettingsGrammar = {
  keys: {
    Name: 'name',
    Version: 'version',
    RequiredVersion: 'required',
    MinimumVersion: 'minimum',
    MaximumVersion: 'maximum',
    Repository: 'repository',
    Prerelease: 'prerelease',
    GUID: 'guid',
    Scope: 'no-effect',
    Parameters: 'own',
  },
  version: text => readVersionText(text, { bare: 'exactly', latest: false, operators: false }),
  others: 'unknown-key',
}

const GUID = 'A699DEA5-2c73-4616-a270-1f7abb777e71'

function read(text: string, grammar: Partial<SettingsGrammar> = {}) {
  const document = { file: 'a.psd1', text: `@{ ${text} }`, encoding: 'utf-8' } as const
  const table = fromPsd1(unwrap(parsePsd1(document)))
  assert.ok(table.kind === 'table')
  const book = openNotebook(document)
  const settings = readSettings('X', table, { ...GRAMMAR, ...grammar }, book)
  return { settings, notes: book.notes.map(({ kind, text: said }) => `${kind}: ${said}`) }
}

/** `Y [1.0.0] prerelease from P guid …; written` */
function told(text: string, grammar: Partial<SettingsGrammar> = {}): string {
  const { name, range, written, prerelease, repository, guid } = unwrap(read(text, grammar).settings)
  const words = [
    ...(name ? [name.text] : []),
    formatRange(range),
    ...(prerelease ? ['prerelease'] : []),
    ...(repository === undefined ? [] : [`from ${repository}`]),
    ...(guid === undefined ? [] : [`guid ${guid}`]),
  ]
  return `${words.join(' ')}; ${written}`
}

const CASES: readonly (readonly [text: string, told: string])[] = [
  ['', '( , ); '],
  ["Name = 'Y'", 'Y ( , ); '],
  ["Version = ' 1.0 '", '[1.0.0]; 1.0'],
  ["VERSION = '1.0'", '[1.0.0]; 1.0'],
  ['Version = 1.10', '[1.10.0]; 1.10'],
  ["Version = ''", '( , ); '],
  ["Version = '  '", '( , ); '],
  ['Version = $null', '( , ); '],
  ["RequiredVersion = '1.0'", '[1.0.0]; RequiredVersion 1.0'],
  ["minimumversion = '1.0'", '[1.0.0, ); minimumversion 1.0'],
  ["MaximumVersion = '1.*'", '(, 1.999999999.0]; MaximumVersion 1.*'],
  ["MaximumVersion = '2.0'; MinimumVersion = '1.0'", '[1.0.0, 2.0.0]; MinimumVersion 1.0, MaximumVersion 2.0'],
  ["Version = '[1.0,2.0)'; MinimumVersion = '1.5'", '[1.5.0, 2.0.0); [1.0,2.0), MinimumVersion 1.5'],
  ["Repository = ' P '", '( , ) from P; '],
  ["Repository = ''", '( , ); '],
  ['Prerelease = $true', '( , ) prerelease; '],
  ['Prerelease = $false', '( , ); '],
  ["Prerelease = ' True '", '( , ) prerelease; '],
  [`GUID = '${GUID}'`, `( , ) guid ${GUID}; `],
  [`GUID = '{${GUID}}'`, `( , ) guid ${GUID}; `],
  ["Parameters = 'read elsewhere'", '( , ); '],
]

for (const [text, expected] of CASES) {
  test(`{ ${text} } says ${expected}`, () => {
    assert.equal(told(text), expected)
    assert.deepEqual(read(text).notes, [])
  })
}

test('A key without effect is noted, and so is one that the format does not have, with what may be meant.', () => {
  assert.deepEqual(read("Scope = 'x'; Description = 'y'; Scopes = 'z'").notes, [
    'no-effect: "Scope" of X has no effect here',
    'unknown-key: "Description" of X is not a key of this format',
    'unknown-key: "Scopes" of X is not a key of this format; perhaps "Scope" is meant',
  ])
})

test('Where all other keys are without effect, they are noted as that.', () => {
  assert.deepEqual(read("Description = 'y'", { others: 'no-effect' }).notes, [
    'no-effect: "Description" of X has no effect here',
  ])
})

/** A key that would change what is restored, misspelt, and the one that is meant. */
const MISSPELT: readonly (readonly [written: string, meant: string])[] = [
  ['Nmae', 'Name'],
  ['Verison', 'Version'],
  ['RequiredVersoin', 'RequiredVersion'],
  ['MinimunVersion', 'MinimumVersion'],
  ['MaxmumVersion', 'MaximumVersion'],
  ['Repositry', 'Repository'],
  ['Prelease', 'Prerelease'],
  ['Guids', 'GUID'],
  ['Paramters', 'Parameters'],
  ['Ver', 'Version'],
  ['repo', 'Repository'],
]

for (const [written, meant] of MISSPELT) {
  test(`"${written}" ends the reading and is told to be "${meant}", whatever is said of other keys.`, () => {
    for (const others of ['unknown-key', 'no-effect'] as const) {
      const problem = errorOf(read(`${written} = '1.0'`, { others }).settings)
      assert.equal(problem.code, 'MISSPELT_KEY')
      assert.equal(problem.hint, `Did you mean "${meant}"?`)
      assert.deepEqual(problem.place, { file: 'a.psd1', line: 1, column: 4 })
    }
  })
}

test('A key may be cut where the format lets it be, and nowhere else.', () => {
  assert.equal(told("Ver = '1.0'; rep = 'P'", { prefixes: true }), '[1.0.0] from P; 1.0')
  assert.equal(errorOf(read("Ver = '1.0'").settings).code, 'MISSPELT_KEY')
})

const REFUSED: readonly (readonly [text: string, code: string, sentence: RegExp])[] = [
  ["Version = @('1.0')", 'REQUIREMENT_VALUE', /"Version" of X is a list, not a version in quotes/],
  ['Version = @{}', 'REQUIREMENT_VALUE', /"Version" of X is a table/],
  ['Version = $true', 'REQUIREMENT_VALUE', /"Version" of X is true/],
  ['Version = $version', 'REQUIREMENT_UNKNOWN', /"Version" of X is the expression \$version, which is never run/],
  ["Version = 'new'", 'REQUIREMENT_VERSION', /the version "new" of X cannot be read: /],
  ["MinimumVersion = '1.*'", 'REQUIREMENT_VERSION', /the version "1\.\*" of X cannot be read: /],
  ["RequiredVersion = '[1.0]'", 'REQUIREMENT_VERSION', /the version "\[1\.0\]" of X cannot be read: /],
  [
    "Version = '1.0'; MinimumVersion = '2.0'",
    'REQUIREMENT_VERSION',
    /"MinimumVersion" of X is 2\.0, and no version meets/,
  ],
  ['Name = @()', 'REQUIREMENT_VALUE', /"Name" of X is a list, not a name in quotes/],
  ['Repository = $repository', 'REQUIREMENT_UNKNOWN', /"Repository" of X is the expression/],
  ["Prerelease = 'yes'", 'REQUIREMENT_VALUE', /"Prerelease" of X is "yes", not true or false/],
  ['Prerelease = $prerelease', 'REQUIREMENT_UNKNOWN', /"Prerelease" of X is the expression/],
  ["GUID = 'x'", 'REQUIREMENT_VALUE', /"GUID" of X is "x", not a GUID/],
]

for (const [text, code, sentence] of REFUSED) {
  test(`{ ${text} } is refused.`, () => {
    const problem = errorOf(read(text).settings)
    assert.equal(problem.code, code)
    assert.match(problem.sentence, sentence)
    assert.ok(problem.place)
    assert.ok(problem.hint)
  })
}

const SOME: readonly string[] = [
  "Name = 'Y'",
  "Version = '[1.0,9.0)'",
  "MinimumVersion = '2.0'",
  "MaximumVersion = '3.0'",
  "Repository = 'P'",
  'Prerelease = $true',
  `GUID = '${GUID}'`,
]

test('Neither the order of the keys nor their letter case changes what is read.', () => {
  const withoutKeyNames = (text: string): string => told(text).toLowerCase()
  fc.assert(
    fc.property(fc.subarray([...SOME]), fc.infiniteStream(fc.boolean()), fc.nat(), (settings, upper, turn) => {
      const turned = settings.map((_, index) => settings[(index + turn) % settings.length] ?? '')
      const recased = turned.map(setting =>
        setting.replace(/^\w+/, key => [...key].map(letter => recase(letter, upper)).join('')),
      )
      assert.equal(withoutKeyNames(recased.join('; ')), withoutKeyNames(settings.join('; ')))
    }),
  )
})

function recase(letter: string, upper: Iterator<boolean>): string {
  return upper.next().value ? letter.toUpperCase() : letter.toLowerCase()
}
