import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unwrap } from '../../helpers/result.ts'
import { readText, refusedWith, told } from '../reading.ts'

function read(text: string) {
  return readText('requirements.psd1', text, { format: 'azure-functions' })
}

/** What the worker takes: a major version with a star, or a version that begins with a digit and ends in none but a word. */
const TAKEN: readonly (readonly [text: string, range: string])[] = [
  ["'11.*'", '11.*'],
  ["'0.*'", '0.*'],
  ["'1'", '[1.0.0]'],
  ["'1.2'", '[1.2.0]'],
  ["'1.2.3'", '[1.2.3]'],
  ["'1.2.3.4'", '[1.2.3.4]'],
  ["'1.0.0-preview01'", '[1.0.0-preview01]'],
  ['5.10', '[5.10.0]'],
]

for (const [text, range] of TAKEN) {
  test(`A function app may say ${text}, which is ${range}.`, () => {
    assert.deepEqual(told(unwrap(read(`@{\n'Az' = ${text}\n}`))), [`2 Az ${range}`])
  })
}

/** What stops a function app stops the reading. */
const REFUSED: readonly (readonly [text: string, code: string, sentence: RegExp])[] = [
  ...[
    "'*'",
    "''",
    "'1.2.*'",
    "'1.0.*'",
    "'latest'",
    "'[1.0,2.0)'",
    "'>=1.0'",
    "'1.*.0'",
    "' 1.*'",
    "'1.0.'",
    "'v1'",
  ].map(
    text =>
      [
        `@{ Az = ${text} }`,
        'REQUIREMENT_VERSION',
        /takes a major version, '11\.\*', or an exact one, '1\.2\.3'\.$/,
      ] as const,
  ),
  ["@{ Az = '1.x' }", 'REQUIREMENT_VERSION', /the version "1\.x" of Az cannot be read/],
  ["@{ Az = @{ Version = '1.*' } }", 'REQUIREMENT_VALUE', /"Az" of this file is a table/],
  ['@{ Az = $null }', 'REQUIREMENT_VALUE', /"Az" of this file is nothing/],
  ["@{ 'a b' = '1.*' }", 'REQUIREMENT_NAME', /"a b" cannot be the name of a module/],
  ["@('Az')", 'REQUIREMENTS_NOT_A_TABLE', /it is a list/],
]

for (const [text, code, sentence] of REFUSED) {
  test(`Refused with its place: ${text}`, () => {
    const { hint = '' } = refusedWith(read(text), code, sentence)
    assert.doesNotMatch(hint, /\[1\.0,2\.0\)/, 'a range would stop the app as well')
  })
}

test('An app that manages no dependencies requires nothing.', () => {
  assert.deepEqual(told(unwrap(read("@{\n# 'Az' = '11.*'\n}"))), [])
})
