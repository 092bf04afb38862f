import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseInline } from '../../src/requirements/inline.ts'
import type { Requirement } from '../../src/requirements/requirement.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

function only(line: string): Requirement {
  const [requirement, ...others] = unwrap(parseInline(line))
  assert.ok(requirement)
  assert.deepEqual(others, [])
  return requirement
}

/** A line, the range it means, and `!` where it asks for prereleases; the name is always Pester. */
const LINES: readonly (readonly [string, string, '!'?])[] = [
  ['Pester', '( , )'],
  ['Pester!', '( , )', '!'],
  ['!Pester', '( , )', '!'],
  ['!Pester!', '( , )', '!'],
  ['Pester@5.7.1', '[5.7.1]'],
  ['Pester=5.7.1', '[5.7.1]'],
  ['Pester = 5.7.1', '[5.7.1]'],
  ['Pester@5.7.1-rc1', '[5.7.1-rc1]'],
  ['Pester!=5.7.1', '[5.7.1]', '!'],
  ['Pester!@5.7.1', '[5.7.1]', '!'],
  ['Pester>=5', '[5.0.0, )'],
  ['Pester >= 5.0', '[5.0.0, )'],
  ['Pester>5', '(5.0.0, )'],
  ['Pester<=5.6', '(, 5.6.0]'],
  ['Pester<6', '(, 6.0.0)'],
  ['Pester!<6', '(, 6.0.0)', '!'],
  ['!Pester<6', '(, 6.0.0)', '!'],
  ['Pester>=5.0-beta', '[5.0.0-beta, )'],
  ['Pester:5.0', '[5.0.0, )'],
  ['Pester:[5.0]', '[5.0.0]'],
  ['Pester:[5.0,6.0)', '[5.0.0, 6.0.0)'],
  ['Pester:[5.0, 6.0)', '[5.0.0, 6.0.0)'],
  ['Pester: (,6.0]', '(, 6.0.0]'],
  ['Pester:5.*', '5.*'],
  ['Pester:5.*-*', '5.*-*'],
  ['Pester!:(0.0.2-alpha,0.0.2)', '(0.0.2-alpha, 0.0.2)', '!'],
  ['Pester@latest', '( , )'],
  ['Pester=Latest', '( , )'],
  ['Pester:latest', '( , )'],
  ["@{ModuleName='Pester'; ModuleVersion='5.0'}", '[5.0.0, )'],
  ["@{ ModuleName = 'Pester'; RequiredVersion = '5.7.1' }", '[5.7.1]'],
  ["@{ModuleName='Pester'; MaximumVersion='5.*'}", '(, 5.999999999.0]'],
  ["@{modulename='Pester'; moduleversion='5.0'; maximumversion='6.0'}", '[5.0.0, 6.0.0]'],
  ['@{ModuleName="Pester"; ModuleVersion=5.10}', '[5.10.0, )'],
  ["@{ModuleName='Pester'}", '( , )'],
]

for (const [line, range, prerelease] of LINES) {
  test(`"${line}" asks for Pester ${range}${prerelease ? ', prereleases too' : ''}.`, () => {
    const requirement = only(line)
    assert.equal(requirement.name, 'Pester')
    assert.equal(formatRange(requirement.range), range)
    assert.equal(requirement.prerelease, prerelease === '!')
  })
}

test("ModuleFast's own sample is read.", () => {
  const sample = [
    'ImportExcel',
    'PnP.PowerShell=2.10.4-nightly',
    'PSScriptAnalyzer<=1.21.0',
    'Pester=5.4.0',
    'Az.Accounts:[2.0.0, 2.13.2)',
  ]
  assert.deepEqual(
    unwrap(parseInline(sample.join('\n'))).map(({ name, range }) => `${name} ${formatRange(range)}`),
    [
      'ImportExcel ( , )',
      'PnP.PowerShell [2.10.4-nightly]',
      'PSScriptAnalyzer (, 1.21.0]',
      'Pester [5.4.0]',
      'Az.Accounts [2.0.0, 2.13.2)',
    ],
  )
})

test('Empty lines and comments are skipped, Windows line ends too, and every requirement knows its place.', () => {
  const requirements = unwrap(parseInline('# tools\r\n\r\n  Pester@5.7.1  \r\n\tAz.Accounts\r\n   # end'))
  assert.deepEqual(
    requirements.map(({ name, stated }) => [name, stated]),
    [
      ['Pester', { file: 'input "modules"', line: 3, column: 3 }],
      ['Az.Accounts', { file: 'input "modules"', line: 4, column: 2 }],
    ],
  )
})

test('Nothing stated is nothing required.', () => {
  assert.deepEqual(unwrap(parseInline('')), [])
  assert.deepEqual(unwrap(parseInline('\n \r\n')), [])
})

test('A GUID of a module specification is kept.', () => {
  const guid = 'a699dea5-2c73-4616-a270-1f7abb777e71'
  assert.equal(only(`@{ModuleName='Pester'; ModuleVersion='5.0'; GUID='${guid}'}`).guid, guid)
  assert.equal(only("@{ModuleName='Pester'; ModuleVersion='5.0'}").guid, undefined)
})

/** What is wrong with a line, and the 1-based column where it begins. */
const REFUSED: readonly (readonly [line: string, column: number, sentence: RegExp])[] = [
  ['Pester 5.7.1', 1, /"Pester 5\.7\.1" is not a requirement\.$/],
  ['Pester, Az', 1, /"Pester, Az" is not a requirement\.$/],
  ['../evil', 1, /"\.\.\/evil" cannot be the name of a module\.$/],
  ['a..b@1.0', 1, /"a\.\.b" cannot be the name of a module\.$/],
  ['con', 1, /"con" cannot be the name of a module\.$/],
  ['=1.0', 1, /"" cannot be the name of a module\.$/],
  ['!', 1, /"" cannot be the name of a module\.$/],
  ['  Pester@', 10, /nothing follows the "@"\.$/],
  ['Pester>=', 9, /nothing follows the ">="\.$/],
  ['Pester:', 8, /nothing follows the ":"\.$/],
  ['Pester@5.x', 8, /"5\.x" is not a version: "x" is not a number\.$/],
  ['Pester >= 5.x', 11, /"5\.x" is not a version/],
  ['Pester@5.*', 8, /"5\.\*" is not a version/],
  ['Pester@>=5', 8, /">=5" is not a version/],
  ['Pester:[5.0', 8, /"\[5\.0" is not a version range: its brackets do not match\.$/],
  ['Pester:[6.0,5.0]', 8, /its lower end is above its upper end\.$/],
  ['Pester:(5.0)', 8, /one version stands in square brackets/],
  ["@{ModuleVersion='5.0'}", 1, /the table that begins here has no ModuleName\.$/],
  ["@{ModuleName='a b'}", 1, /"a b" cannot be the name of a module\.$/],
  ["@{ModuleName='Pester'; ModuleVersion='new'}", 38, /the version "new" of Pester cannot be read: /],
  ["@{ModuleName='Pester'; ModuleVerison='5'}", 24, /"ModuleVerison" of Pester is not a key of this format\.$/],
  ["@{ModuleName='./Tools.psm1'}", 1, /names a file, not a module\.$/],
  ["@{ModuleName='Pester'", 1, /line 2: the table opened here is never closed\.$/],
  ['@{ModuleName=$name}', 14, /"ModuleName" of this module is the expression \$name, which is never run/],
]

for (const [line, column, sentence] of REFUSED) {
  test(`"${line.trim()}" is refused, with the place in the input.`, () => {
    const problem = errorOf(parseInline(`Az.Accounts\n${line}`))
    assert.equal(problem.code, 'MODULES_LINE')
    assert.match(problem.sentence, /^In "modules", line 2: /)
    assert.match(problem.sentence, sentence)
    assert.deepEqual(problem.place, { file: 'input "modules"', line: 2, column })
    assert.equal(problem.frame, `${line}\n${' '.repeat(column - 1)}^`)
    assert.match(problem.hint ?? '', /^For example: /)
  })
}

test('Any text is read or refused, and a long one in no time.', () => {
  fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9.!@=<>:[\](), *-]{0,30}$/), text => void parseInline(text)))
  assert.ok(!parseInline(`${'a'.repeat(100_000)} x`).ok)
  assert.ok(!parseInline(`Pester${' '.repeat(100_000)}x`).ok)
})

test('An address in a line is shown without its password, and so is nothing of the line.', () => {
  for (const line of [
    'Pester@https://me:secret@host.test/v3',
    "@{ModuleName='A';ModuleVersion='https://me:secret@x/'}",
  ]) {
    const problem = errorOf(parseInline(`Pester\n  ${line}`))
    assert.doesNotMatch(JSON.stringify(problem), /secret/)
    assert.equal(problem.frame, undefined)
    assert.equal(problem.place?.line, 2)
  }
})
