import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  hasOperator,
  readOperated,
  readVersionText,
  type VersionGrammar,
  type VersionWish,
} from '../../src/requirements/version-text.ts'
import type { Result } from '../../src/result.ts'
import { formatRange } from '../../src/version/version-range.ts'

const EXACT: VersionGrammar = { bare: 'exactly', latest: false, operators: false }
const GRAMMARS: Readonly<Record<string, VersionGrammar>> = {
  plain: EXACT,
  minimum: { ...EXACT, bare: 'at-least' },
  latest: { ...EXACT, latest: true },
  operators: { ...EXACT, operators: true },
}

/** `( , )`, `[1.0.0] prerelease`, or what is wrong. */
function tell(wish: Result<VersionWish, string>): string {
  if (!wish.ok) return 'refused'
  return `${formatRange(wish.value.range)}${wish.value.prerelease ? ' prerelease' : ''}`
}

/** A text, what it is in the plain grammar, and what a grammar makes of it that reads it otherwise. */
const TEXTS: readonly (readonly [text: string, plain: string, others?: Readonly<Record<string, string>>])[] = [
  ['', '( , )'],
  ['  ', '( , )'],
  ['*', '( , )'],
  ['1', '[1.0.0]', { minimum: '[1.0.0, )' }],
  ['1.10', '[1.10.0]', { minimum: '[1.10.0, )' }],
  [' 1.2.3 ', '[1.2.3]', { minimum: '[1.2.3, )' }],
  ['1.2.3.4', '[1.2.3.4]', { minimum: '[1.2.3.4, )' }],
  ['1.0-rc.1', '[1.0.0-rc.1]', { minimum: '[1.0.0-rc.1, )' }],
  ['[1.0]', '[1.0.0]'],
  ['[1.0,2.0)', '[1.0.0, 2.0.0)'],
  ['( 1.0 , 2.0 ]', '(1.0.0, 2.0.0]'],
  ['[1.0,]', '[1.0.0, )'],
  ['(,2.0)', '(, 2.0.0)'],
  ['2.*', '2.*'],
  ['2.1.*', '2.1.*'],
  ['2.1.3.*', '2.1.3.*'],
  ['latest', 'refused', { latest: '( , )' }],
  ['LATEST', 'refused', { latest: '( , )' }],
  ['newest', 'refused'],
  ['>=1.0', 'refused', { operators: '[1.0.0, )' }],
  ['>= 1.0', 'refused', { operators: '[1.0.0, )' }],
  ['>1.0', 'refused', { operators: '(1.0.0, )' }],
  ['<=1.0', 'refused', { operators: '(, 1.0.0]' }],
  ['<1.0', 'refused', { operators: '(, 1.0.0)' }],
  ['=1.0', 'refused', { operators: '[1.0.0]' }],
  ['@1.0', 'refused', { operators: '[1.0.0]' }],
  [':1.0', 'refused', { operators: '[1.0.0, )' }],
  [':[1.0, 2.0)', 'refused', { operators: '[1.0.0, 2.0.0)' }],
  [':1.*', 'refused', { operators: '1.*' }],
  [':latest', 'refused', { operators: '( , )' }],
  ['!', 'refused', { operators: '( , ) prerelease' }],
  ['!>=1.0', 'refused', { operators: '[1.0.0, ) prerelease' }],
  ['!1.0', 'refused'],
  ['>=', 'refused'],
  [':', 'refused'],
  ['==1.0', 'refused'],
  ['>=1.0 <2.0', 'refused'],
  ['>=1.0,<2.0', 'refused'],
  ['>=1.*', 'refused'],
  ['^1.0', 'refused'],
  ['~>1.0', 'refused'],
  ['v1.0', 'refused'],
  ['1.x', 'refused'],
  ['1.0,2.0', 'refused'],
  ['[1.0,2.0', 'refused'],
  ['[2.0,1.0]', 'refused'],
  ['(1.0)', 'refused'],
  ['1.0.0.0.0', 'refused'],
]

for (const [text, plain, others = {}] of TEXTS) {
  test(`"${text}" is ${plain}${Object.entries(others).map(([grammar, told]) => `, with ${grammar} ${told}`)}.`, () => {
    for (const [name, grammar] of Object.entries(GRAMMARS)) {
      assert.equal(tell(readVersionText(text, grammar)), others[name] ?? plain, name)
    }
  })
}

test('What is wrong is said of the form that was meant.', () => {
  const said: readonly (readonly [string, RegExp])[] = [
    ['1.x', /"x" is not a number/],
    ['[1.0,2.0', /brackets do not match/],
    ['[2.0,1.0]', /its lower end is above its upper end/],
    ['>=1.x', /"1\.x" is not a version: /],
    [':[1.0', /"\[1\.0" is not a version range: /],
    ['>=', /nothing follows the ">="/],
  ]
  for (const [text, sentence] of said) {
    const wish = readVersionText(text, { bare: 'exactly', latest: true, operators: true })
    assert.ok(!wish.ok)
    assert.match(wish.error, sentence)
  }
})

test('A text with an operator is told from every other.', () => {
  for (const text of ['>=1.0', '<1', '=1', '@1', ':1', '!', '! >1', ' >1 ']) assert.ok(hasOperator(text), text)
  for (const text of ['', ' ', '1.0', '[1.0,2.0)', '1.*', '*', 'latest', 'https://host', 'a>=1', '!1.0']) {
    assert.ok(!hasOperator(text), text)
  }
})

const someVersion = fc
  .tuple(fc.array(fc.nat(99), { minLength: 1, maxLength: 4 }), fc.constantFrom('', '-beta', '-rc.1'))
  .map(([numbers, label]) => numbers.join('.') + label)

test('A bare version is read in every grammar, and an operator says what the grammar says without it.', () => {
  fc.assert(
    fc.property(someVersion, version => {
      for (const grammar of Object.values(GRAMMARS)) {
        const operator = grammar.bare === 'exactly' ? '=' : '>='
        assert.equal(tell(readVersionText(version, grammar)), tell(readOperated(operator + version)))
      }
      assert.equal(tell(readOperated(`:${version}`)), tell(readOperated(`>=${version}`)))
    }),
  )
})

test('Any text is read or refused with a reason, a long one in no time.', () => {
  const grammar = { bare: 'exactly', latest: true, operators: true } as const
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-z.!@=<>:[\](), *-]{0,20}$/), text => {
      const wish = readVersionText(text, grammar)
      assert.ok(wish.ok || wish.error.length > 0)
    }),
  )
  assert.ok(!readVersionText(`>=${' '.repeat(100_000)}x`, grammar).ok)
  assert.ok(!readVersionText(`${'1.'.repeat(50_000)}*`, grammar).ok)
})
