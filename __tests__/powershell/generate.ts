// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is a variable of PowerShell here.

import fc from 'fast-check'
import { changes, mutate } from '../psd1/mutate.ts'
import { constant, number, operator, string, type, unquoted } from './generate-scalars.ts'
import { join, line, many, pick, weighted, word } from './texts.ts'

/** Texts much like PowerShell data, sound and broken: whatever the grammar has, and what people take for it. */

const blank = weighted(
  [12, pick(' ')],
  [6, pick('')],
  [3, pick('\t', '  ', ' `\n ', ' `\r\n', '<# c #>', '\u00a0', '\u3000', '\v', '\f', '\u0085', '\u2028', '`\r')],
  [1, pick('<#', '`', '` ', '#', '\u200b', '\ufeff', '<##>', '<#>x#>')],
)
const lineEnd = pick('\n', '\n', '\n', '\r\n', '\r\n', '\r', '\n\n', ' # c\n', " # don't\n", '\n#<#\n', '\n<# }\n #>\n')
const separator = weighted(
  [20, lineEnd],
  [12, pick(';', '; ', ';\n', '\n;')],
  [1, pick(';;', ',', ' ', '', ',\n', '\n,')],
)

/** What would have to be run, and what is no value at all. */
const code = fc.oneof(
  word(
    "$x $env:HOME $PSScriptRoot $(1) $($true) $(1;2) {} {1} (Get-Date) latest true !$true 'x'.Length [Foo]::Bar [int]",
  ),
  word('5.7.1 2.* >=1.0 [1.0,2.0) 1..3 @x () $() @(,) @{;} @(@()) +1 ~1 % - @ (1)(2) & [] @() @{} throw 1, , ,,1 --5'),
  word("-$true +$null -\"5\" !'x' (1)+1 <#x $x.y $? $$ $x[0] ; @('a','b')[0]"),
  line(`
    { Get-Date }
    Get-Date
    Get-Foo -Bar 1
    & foo
    . ./x.ps1
    if ($x) { 1 }
    if ($x) { 1 } else { 2 }
    -not $false
    -split "a b"
    - 5
    (1 2)
    1 2
    return 1
    $true ? 1 : 2
    $x ?? 1
    "a" "b"
    try {1} catch {2}
    switch (1) { 1 {2} }
    (if (1) {2})
    $x = 1
  `),
)

const key = weighted(
  [20, word('a b c d e f g h Name ModuleVersion Größe _x if data true Ab1')],
  [8, join(pick("'"), unquoted, pick("'"))],
  [3, string],
  [2, number],
  [1, pick('a b', "'a' -f 1", '- 1', '[int]1', '')],
  [
    1,
    word(
      `$true $x Az.Accounts posh-git (1) @(1) -a 7z "$x" {a} 1+1 $null 'a'.x ('a') -1 'a','b' a: a[0] '' +5 @{} !1 𝐀`,
    ),
  ],
)

const { value, table } = fc.letrec<Readonly<Record<'value' | 'table' | 'array' | 'list' | 'statements', string>>>(
  tie => {
    const bracketed = join(pick('('), blank, tie('value'), blank, weighted([10, pick(')')], [1, pick('\n)', '')]))
    const assignment = weighted([30, pick('=')], [1, word(': == += ,')])
    const entry = join(key, blank, assignment, fc.oneof(pick(''), lineEnd), blank, tie('value'), blank)
    return {
      value: fc.oneof(
        { maxDepth: 4 },
        { weight: 8, arbitrary: string },
        { weight: 5, arbitrary: number },
        { weight: 2, arbitrary: constant },
        { weight: 1, arbitrary: code },
        { weight: 4, arbitrary: tie('table') },
        { weight: 4, arbitrary: tie('array') },
        { weight: 2, arbitrary: tie('list') },
        { weight: 1, arbitrary: bracketed },
        { weight: 1, arbitrary: join(pick('['), type, pick(']'), blank, tie('value')) },
        { weight: 1, arbitrary: join(tie('value'), blank, operator, blank, tie('value')) },
        { weight: 1, arbitrary: join(pick('-', '+', '!', ',', '-not ', '++'), blank, tie('value')) },
      ),
      table: join(
        pick('@{', '@{', '@{ ', '@{\n'),
        many(join(entry, separator), 4),
        weighted([40, pick('}')], [1, pick('', ')', '}}')]),
      ),
      array: join(
        pick('@(', '@(', '@( ', '@(\r\n'),
        tie('statements'),
        weighted([20, pick(')')], [5, pick('\n)', ';)')], [1, pick('', '}', ',)')]),
      ),
      list: fc
        .array(tie('value'), { minLength: 2, maxLength: 4 })
        .chain(values => pick(',', ', ', ',\n', ' , ', ',\r\n ').map(comma => values.join(comma))),
      statements: fc.oneof(
        { maxDepth: 4 },
        tie('list'),
        fc.array(tie('value'), { maxLength: 4 }).chain(values => separator.map(between => values.join(between))),
      ),
    }
  },
)

const before = weighted(
  [12, pick('')],
  [3, pick('# c\n', '<# c #>', '#requires -Version 5\n', '\r\n', ' ', '\n;\n')],
  [1, pick('return ', '\ufeff')],
)
const behind = weighted(
  [12, pick('')],
  [3, pick('\n', '\r\n# SIG # Begin', ' # c', ';', '\n;;')],
  [1, pick('.a', '\n@{}', ' | foo', '\n<#', ', 1', '\n}')],
)

/** A text much like a data file. */
export const dataLike: fc.Arbitrary<string> = join(before, weighted([12, table], [3, value]), behind)

/** A value in a table with other entries, so that small things get tried often. */
export const entryLike: fc.Arbitrary<string> = fc
  .oneof(
    string,
    number,
    value,
    join(pick('['), type, pick(']'), blank, fc.oneof(string, number, constant)),
    join(value, blank, operator, blank, value),
  )
  .map(text => `@{ before = 1\n a = ${text}\nafter = 2 }`)

/** What a text becomes by a few small changes. */
export function mutated(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const inserted = fc.oneof(
    word('\' " @{ } ( ) @( , ; = # <# #> ` $ - . [ ] ’ “ 0x 1 { | & $( – + ! : e Get-Foo if'),
    pick('\n', '\r', '', "@'\n", "\n'@", ' ', '\u0085'),
    value,
  )
  return fc.tuple(texts, changes(inserted, 2)).map(([text, changed]) => mutate(text, changed).toWellFormed())
}
