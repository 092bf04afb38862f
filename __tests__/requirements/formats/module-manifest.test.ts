import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Format } from '../../../src/requirements/reader.ts'
import { errorOf, unwrap } from '../../helpers/result.ts'
import { readText, told } from '../reading.ts'

const GUID = 'a699dea5-2c73-4616-a270-1f7abb777e71'

/** One module specification, and what it asks for: in a manifest and in a script alike. */
const SPECIFICATIONS: readonly (readonly [specification: string, expected: string])[] = [
  ["'A'", 'A ( , )'],
  ['"Az.Accounts"', 'Az.Accounts ( , )'],
  ["@{ ModuleName = 'A' }", 'A ( , )'],
  ["@{ ModuleName = 'A'; ModuleVersion = '1.0' }", 'A [1.0.0, )'],
  ["@{ ModuleName = 'A'; ModuleVersion = 1.10 }", 'A [1.10.0, )'],
  ["@{ ModuleName = 'A'; RequiredVersion = '1.0.0.1' }", 'A [1.0.0.1]'],
  ["@{ ModuleName = 'A'; MaximumVersion = '1.999' }", 'A (, 1.999.0]'],
  ["@{ ModuleName = 'A'; MaximumVersion = '1.*' }", 'A (, 1.999999999.0]'],
  ["@{ ModuleName = 'A'; ModuleVersion = '1.0'; MaximumVersion = '2.0' }", 'A [1.0.0, 2.0.0]'],
  ["@{ modulename = 'A'; MODULEVERSION = '1.0' }", 'A [1.0.0, )'],
  [`@{ ModuleName = 'A'; Guid = '${GUID}'; ModuleVersion = '1.0' }`, `A [1.0.0, ) guid ${GUID}`],
  [`@{ ModuleName = 'A'; GUID = '{${GUID}}' }`, `A ( , ) guid ${GUID}`],
]

/** A manifest and a script that say the same. */
function bothWith(specification: string): readonly (readonly [file: string, text: string, format: Format])[] {
  return [
    ['A.psd1', `@{ ModuleVersion = '1.0'; RequiredModules = @(${specification}) }`, 'module-manifest'],
    ['A.ps1', `#Requires -Modules ${specification}`, 'script'],
  ]
}

for (const [specification, expected] of SPECIFICATIONS) {
  test(`${specification} asks for ${expected}, in a manifest and behind #Requires.`, () => {
    for (const [file, text, format] of bothWith(specification)) {
      const reading = unwrap(readText(file, text))
      assert.equal(reading.format, format)
      assert.deepEqual(told(reading), [`1 ${expected}`])
    }
  })
}

const REFUSED: readonly (readonly [specification: string, code: string, sentence: RegExp])[] = [
  ["@{ ModuleVersion = '1.0' }", 'REQUIREMENT_NAME', /the table that begins here has no ModuleName/],
  ["@{ ModuleName = 'A'; ModuleVersion = '1.*' }", 'REQUIREMENT_VERSION', /the version "1\.\*" of A cannot be read/],
  ["@{ ModuleName = 'A'; ModuleVersion = '[1.0,2.0)' }", 'REQUIREMENT_VERSION', /the version "\[1\.0,2\.0\)" of A/],
  ["@{ ModuleName = 'A'; MaximumVersion = 'x' }", 'REQUIREMENT_VERSION', /the version "x" of A/],
  ["@{ ModuleName = 'A'; ModuleVersion = '2.0'; MaximumVersion = '1.0' }", 'REQUIREMENT_VERSION', /no version meets/],
  ["@{ ModuleName = 'A'; ModuleVerison = '1.0' }", 'MISSPELT_KEY', /"ModuleVerison" of A/],
  ["@{ ModuleName = 'A'; GUID = 'x' }", 'REQUIREMENT_VALUE', /"GUID" of A is "x", not a GUID/],
  ["@{ ModuleName = 'a b' }", 'REQUIREMENT_NAME', /"a b" cannot be the name of a module/],
]

for (const [specification, code, sentence] of REFUSED) {
  test(`Refused in a manifest and behind #Requires: ${specification}`, () => {
    for (const [file, text] of bothWith(specification)) {
      const problem = errorOf(readText(file, text))
      assert.equal(problem.code, code)
      assert.match(problem.sentence, sentence)
      assert.equal(problem.place?.line, 1)
      assert.doesNotMatch(problem.hint ?? '', /\[1\.0,2\.0\)/, 'no range may stand there')
    }
  })
}

/** `RequiredModules` and what else a manifest says of them. */
const MANIFESTS: readonly (readonly [what: string, keys: string, told: readonly string[]])[] = [
  ['One name needs no list', "RequiredModules = 'A'", ['2 A ( , )']],
  ['One table needs no list', "RequiredModules = @{ ModuleName = 'A'; ModuleVersion = '1' }", ['2 A [1.0.0, )']],
  [
    'Semicolons and commas part the items of a list',
    "RequiredModules = @('A', @{ ModuleName = 'A'; ModuleVersion = '1' }; 'B')",
    ['2 A ( , )', '2 A [1.0.0, )', '2 B ( , )'],
  ],
  ['None is required by an empty list', 'RequiredModules = @()', []],
  ['None is required without the key', "NestedModules = @('A')", []],
  [
    'A file of its own is no module of a gallery',
    "RequiredModules = @('.\\Private\\Tools.psm1', 'Lib.dll', 'A')",
    ['2 A ( , )', '2 skipped .\\Private\\Tools.psm1', '2 skipped Lib.dll'],
  ],
  [
    'External modules come with the system, letter case aside',
    "RequiredModules = @('A', @{ ModuleName = 'B'; ModuleVersion = '1' })\nPrivateData = @{ PSData = @{ ExternalModuleDependencies = @('b') } }",
    ['2 A ( , )', '2 skipped B'],
  ],
  [
    'External modules may be named at the top, and by a table',
    "RequiredModules = @('A', 'B')\nExternalModuleDependencies = @{ ModuleName = 'A' }",
    ['2 B ( , )', '2 skipped A'],
  ],
  [
    'A key that a specification does not have is told',
    "RequiredModules = @(@{ ModuleName = 'A'; ModuleVersion = '1'\nAuthor = 'me' })",
    ['2 A [1.0.0, )', '3 unknown-key Author'],
  ],
]

for (const [what, keys, expected] of MANIFESTS) {
  test(`${what}.`, () => {
    assert.deepEqual(told(unwrap(readText('A.psd1', `@{ ModuleVersion = '1.0'\n${keys}\n}`))), expected)
  })
}

test('Required modules that only running the manifest would tell are refused, not passed over.', () => {
  for (const required of ['$modules', "@('A', $module)", "@(@{ ModuleName = 'A'; ModuleVersion = $version })"]) {
    const problem = errorOf(readText('A.psd1', `@{ ModuleVersion = '1.0'; RequiredModules = ${required} }`))
    assert.equal(problem.code, 'REQUIREMENT_UNKNOWN')
  }
})

test('A script that requires no module is refused.', () => {
  const problem = errorOf(readText('A.ps1', '#Requires -Version 7.4\nGet-Date'))
  assert.equal(problem.code, 'NOT_REQUIREMENTS')
  assert.match(problem.sentence, /no "#Requires -Modules" in it names a module/)
})

test('A slip in the name of the list is pointed out, for the manifest would seem to require nothing.', () => {
  const problem = errorOf(readText('A.psd1', "@{ ModuleVersion = '1.0'; RequiredModule = @('B') }"))
  assert.equal(problem.code, 'MISSPELT_KEY')
  assert.equal(problem.hint, 'Did you mean "RequiredModules"?')
})

test('What only running the manifest would tell of its external modules is an error.', () => {
  const text = "@{ ModuleVersion = '1.0'; RequiredModules = @('B'); ExternalModuleDependencies = $external }"
  const problem = errorOf(readText('A.psd1', text))
  assert.equal(problem.code, 'REQUIREMENT_UNKNOWN')
  assert.match(problem.sentence, /"ExternalModuleDependencies" of this file is the expression \$external/)
})
