// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is a variable of PowerShell here.

import assert from 'node:assert/strict'
import test from 'node:test'
import { plain, read, Unknown } from './read.ts'

const texts: readonly (readonly [text: string, value: string])[] = [
  ["''", ''],
  ["'it''s'", "it's"],
  ["'a\r\nb'", 'a\r\nb'],
  ["'$x `n \"'", '$x `n "'],
  ["''''", "'"],
  ["'’’'", '’'],
  ['""', ''],
  ['"say ""hi"""', 'say "hi"'],
  ['"it\'s"', "it's"],
  ['"`0`a`b`e`f`n`r`t`v"', '\0\u0007\b\u001b\f\n\r\t\v'],
  ['"`$x `` `" `q"', '$x ` " q'],
  ['"`u{41}`u{1F600}`u{00010F}"', 'A😀\u010f'],
  ['"a`\r\nb"', 'a\r\nb'],
  ['"costs 5$"', 'costs 5$'],
  ['"$ $. $- $\' $)"', "$ $. $- $' $)"],
  ["@'\n'@", ''],
  ["@'\n\n'@", ''],
  ["@'  \r\nit's\r\n'quoted'\r\n'@", "it's\r\n'quoted'"],
  ["@'\n '@ \nx'@\n'@", " '@ \nx'@"],
  ["@'\n$x `n\n'@", '$x `n'],
  ['@"\n"@', ''],
  ['@"\na`tb "quoted" ""twice""\n"@', 'a\tb "quoted" ""twice""'],
  ['@"\n5$ `$x\r\n"@', '5$ $x'],
  ['@"\na`\n"@\n"@', 'a\n"@'],
  ['@‘\nx\n’@', 'x'],
]

for (const [text, value] of texts) {
  test(`reads ${JSON.stringify(text)} as ${JSON.stringify(value)}`, () => assert.equal(plain(read(text)), value))
}

const expansions: readonly (readonly [text: string, why: string])[] = [
  ['"$PSScriptRoot/x"', 'it reads the variable $PSScriptRoot'],
  ['"a $env:HOME b"', 'it reads the variable $env:HOME'],
  ['"$$"', 'it reads the variable $$'],
  ['"${a b}"', 'it reads the variable ${a b}'],
  ['"${a`}b}"', 'it reads the variable ${a`}b}'],
  ['"$(Get-Date)"', 'it runs a sub-expression, $( )'],
  ['"$( "in" + ("n" + "er") ) $x"', 'it runs a sub-expression, $( )'],
  ['@"\n$(\n"@\n)\n"@', 'it runs a sub-expression, $( )'],
  ['@"\nin $home\n"@', 'it reads the variable $home'],
]

for (const [text, why] of expansions) {
  test(`does not know ${JSON.stringify(text)}, and reads on behind it`, () => {
    assert.deepEqual(plain(read(`@{ a = ${text}\nb = '1' }`)), { a: new Unknown(text, why), b: '1' })
  })
}
