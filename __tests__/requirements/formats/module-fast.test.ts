import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { compareVersions, normalise, parseVersion } from '../../../src/version/nuget-version.ts'
import { admits } from '../../../src/version/version-range.ts'
import { unwrap } from '../../helpers/result.ts'
import { readText, refusedWith, told } from '../reading.ts'

function read(text: string, file = 'a.requires.json') {
  return unwrap(readText(file, text, { format: 'modulefast' }))
}

/** What stands behind the name X in a table, what it asks for, and the same as an item of a list. */
const VALUES: readonly (readonly [value: string, expected: string, item: string])[] = [
  ['latest', 'X ( , )', 'X'],
  ['LATEST', 'X ( , )', 'X'],
  ['', 'X ( , )', 'X'],
  ['*', 'X ( , )', 'X'],
  ['!', 'X ( , ) prerelease', 'X!'],
  ['1.0', 'X [1.0.0]', 'X=1.0'],
  ['2.10.4-nightly', 'X [2.10.4-nightly]', 'X=2.10.4-nightly'],
  ['=5.4.0', 'X [5.4.0]', 'X=5.4.0'],
  ['@5.4.0', 'X [5.4.0]', 'X@5.4.0'],
  ['>=1.0', 'X [1.0.0, )', 'X>=1.0'],
  ['<=1.21.0', 'X (, 1.21.0]', 'X<=1.21.0'],
  ['>1.0', 'X (1.0.0, )', 'X>1.0'],
  ['<1.0', 'X (, 1.0.0)', 'X<1.0'],
  ['!<1.0', 'X (, 1.0.0) prerelease', 'X!<1.0'],
  ['[1.0,2.0)', 'X [1.0.0, 2.0.0)', 'X:[1.0,2.0)'],
  [':[2.0.0, 2.13.2)', 'X [2.0.0, 2.13.2)', 'X:[2.0.0, 2.13.2)'],
  [':1.0', 'X [1.0.0, )', 'X:1.0'],
  ['1.*', 'X 1.*', 'X:1.*'],
  [':1.2.*', 'X 1.2.*', 'X:1.2.*'],
]

for (const [value, expected, item] of VALUES) {
  test(`"${value}" behind a name, and "${item}" in a list, ask for ${expected.slice(2)}.`, () => {
    assert.deepEqual(told(read(JSON.stringify({ X: value }))), [`1 ${expected}`])
    assert.deepEqual(told(read(`@{ X = '${value}' }`, 'a.requires.psd1')), [`1 ${expected}`])
    assert.deepEqual(told(read(JSON.stringify([item]))), [`1 ${expected}`])
    assert.deepEqual(told(read(`@('${item}')`, 'a.requires.psd1')), [`1 ${expected}`])
  })
}

for (const name of ['X!', '!X', '!X!']) {
  test(`The name "${name}" asks for prereleases of X, whatever stands behind it.`, () => {
    assert.deepEqual(told(read(JSON.stringify({ [name]: '1.0' }))), ['1 X [1.0.0] prerelease'])
    assert.deepEqual(told(read(JSON.stringify({ [name]: 'latest' }))), ['1 X ( , ) prerelease'])
    assert.deepEqual(told(read(JSON.stringify([name]))), ['1 X ( , ) prerelease'])
  })
}

const LISTED = ['0.0.1', '0.0.1-prerelease', '0.0.2-newerversion', '0.0.2-prerelease'].map(text =>
  unwrap(parseVersion(text)),
)

/** ModuleFast's own tests: which of `LISTED` it takes. */
const VECTORS: readonly (readonly [name: string, value: string, version: string | undefined])[] = [
  ['X', '', '0.0.1'],
  ['X!', '', '0.0.2-prerelease'],
  ['X!', '<0.0.2', '0.0.1'],
  ['X!', '<=0.0.2', '0.0.2-prerelease'],
  ['X', '>=0.0.1-prerelease', '0.0.2-prerelease'],
  ['X!', '<0.0.2-prerelease', '0.0.2-newerversion'],
  ['X!', ':(0.0.2-alpha,0.0.2)', '0.0.2-prerelease'],
  ['X!', ':(0.0.2-alpha,0.0.2-prerelease)', '0.0.2-newerversion'],
  ['X!', ':(0.0.2-rIsAfterP,0.0.2)', undefined],
]

for (const [name, value, expected] of VECTORS) {
  test(`Of ModuleFast's four versions "${name}${value}" takes ${expected ?? 'none'}.`, () => {
    for (const text of [JSON.stringify({ [name]: value }), JSON.stringify([name + value])]) {
      const [requirement] = read(text).requirements
      assert.ok(requirement)
      const [highest] = LISTED.filter(version => admits(requirement.range, version, requirement))
        .sort(compareVersions)
        .reverse()
      assert.equal(highest && normalise(highest), expected)
    }
  })
}

test('A specification of PowerShell is taken as an item of a list.', () => {
  const items = ["@{ModuleName='Az.Compute'; ModuleVersion='1.0.0'}", 'Pester']
  assert.deepEqual(told(read(JSON.stringify(items))), ['1 Az.Compute [1.0.0, )', '1 Pester ( , )'])
})

test('A lock of ModuleFast is a table of exact versions.', () => {
  const reading = read('{\n"Az.Accounts": "2.13.2",\n"Pester": "5.4.0"\n}', 'requires.lock.json')
  assert.deepEqual(told(reading), ['2 Az.Accounts [2.13.2]', '3 Pester [5.4.0]'])
})

const MOCKS = path.resolve(import.meta.dirname, '../../fixtures/corpus/JustinGrote__ModuleFast')

for (const file of ['ModuleFast.requires.json', 'ModuleFast.requires.psd1', 'ModuleFastArray.requires.json']) {
  test(`ModuleFast's own sample ${file} gives the same as its two others.`, async () => {
    const reading = unwrap(readText(file, await readFile(path.join(MOCKS, `Test__Mocks__${file}`), 'utf8')))
    assert.equal(reading.format, 'modulefast')
    const said = told(reading).map(line => line.replace(/^\d+ /, ''))
    assert.deepEqual(
      said.sort(),
      [
        'Az.Accounts [2.0.0, 2.13.2)',
        'ImportExcel ( , )',
        'Pester [5.4.0]',
        'PSScriptAnalyzer (, 1.21.0]',
        'PnP.PowerShell [2.10.4-nightly]',
      ].sort(),
    )
  })
}

const REFUSED: readonly (readonly [text: string, code: string, sentence: RegExp])[] = [
  ['["Pester 5.7.1"]', 'REQUIREMENT_SPECIFICATION', /"Pester 5\.7\.1" is not a requirement/],
  ['["../evil"]', 'REQUIREMENT_SPECIFICATION', /"\.\.\/evil" cannot be the name/],
  ['["Pester>="]', 'REQUIREMENT_SPECIFICATION', /nothing follows the ">="/],
  ['["Pester>=5,<6"]', 'REQUIREMENT_SPECIFICATION', /"5,<6" is not a version/],
  ['["@{ModuleVersion=\'1.0\'}"]', 'REQUIREMENT_SPECIFICATION', /has no ModuleName/],
  ["[\"@{ModuleName='X'; Verison='1.0'}\"]", 'REQUIREMENT_SPECIFICATION', /"Verison" of X is not a key/],
  ['[{ "name": "X" }]', 'REQUIREMENT_VALUE', /an item of this list is a table/],
  ['[null]', 'REQUIREMENT_VALUE', /an item of this list is nothing/],
  ['{ "X": "newest" }', 'REQUIREMENT_VERSION', /the version "newest" of X cannot be read/],
  ['{ "X": ":[2.0,1.0]" }', 'REQUIREMENT_VERSION', /its lower end is above its upper end/],
  ['{ "X": null }', 'REQUIREMENT_VALUE', /"X" of this file is nothing/],
  ['{ "X": { "version": "1.0" } }', 'REQUIREMENT_VALUE', /"X" of this file is a table/],
  ['{ "a b": "1.0" }', 'REQUIREMENT_NAME', /"a b" cannot be the name of a module/],
  ['"Pester"', 'REQUIREMENTS_NOT_A_TABLE', /it is "Pester", not a table of modules/],
]

for (const [text, code, sentence] of REFUSED) {
  test(`Refused with its place: ${text}`, () => {
    refusedWith(readText('a.requires.json', text, { format: 'modulefast' }), code, sentence)
  })
}
