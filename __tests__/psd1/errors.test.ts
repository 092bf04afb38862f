// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is a variable of PowerShell here.

import assert from 'node:assert/strict'
import test from 'node:test'
import { placeAt } from '../../src/problem.ts'
import { parsePsd1 } from '../../src/psd1/parse.ts'
import { toDocument } from './read.ts'

/** Marks in a text the place that the problem must point at. */
const PLACE = '‸'

interface Case {
  readonly name: string
  readonly text: string
  readonly what: string
  readonly hint: string
}

const table = "A data file holds one table: @{ Pester = @{ version = '5.7.1' } }"
const whereItEnds = 'Put the closing quote where the text ends.'
const ownLine = 'Put each entry on a line of its own, or ; between them.'

const syntax: readonly Case[] = [
  // What is opened and not closed
  { name: 'a table', text: "\n‸@{\n a='1'\n", what: 'the table opened here is never closed', hint: 'Close it with }' },
  { name: 'a table at once', text: '‸@{', what: 'the table opened here is never closed', hint: 'Close it with }' },
  { name: 'an array', text: "@{a=‸@('1'", what: 'the bracket opened here is never closed', hint: 'Close it with )' },
  {
    name: 'round brackets',
    text: "@{a=‸('1'",
    what: 'the bracket opened here is never closed',
    hint: 'Close it with )',
  },
  {
    name: 'a block in an expression',
    text: '@{a=if ($x) ‸{ b',
    what: 'the bracket opened here is never closed',
    hint: 'Close it with }',
  },
  {
    name: 'a script block',
    text: '@{a=‸{ b',
    what: 'the bracket opened here is never closed',
    hint: 'Close it with }',
  },
  {
    name: 'an array closed as a table',
    text: "@{a=@('1'‸}",
    what: '")" is missing here: another bracket is closed first',
    hint: 'Put ) here, or remove this bracket.',
  },
  {
    name: 'a table closed as an array',
    text: "@{a=@{b='1'‸)}",
    what: '"}" is missing here: another bracket is closed first',
    hint: 'Put } here, or remove this bracket.',
  },
  {
    name: 'brackets crossed in an expression',
    text: '@{a=foo (b ‸}',
    what: '")" is missing here: another bracket is closed first',
    hint: 'Put ) here, or remove this bracket.',
  },
  {
    name: 'a bracket too many',
    text: "@{a='1'}\n‸}",
    what: 'this } closes nothing',
    hint: 'Remove it, or look above for one too many.',
  },
  {
    name: 'a comment',
    text: "@{a='1'\n‸<# b\n}",
    what: 'the comment that begins here is never closed',
    hint: 'Close it with #>',
  },
  {
    name: 'a comment behind the table',
    text: '@{}\n‸<# b',
    what: 'the comment that begins here is never closed',
    hint: 'Close it with #>',
  },

  // Strings
  {
    name: 'a string',
    text: "@{\n a=‸'1\n}",
    what: 'the string that begins here is never closed',
    hint: "Close it with '",
  },
  {
    name: 'a string in double quotes',
    text: '@{a=‸"1`"}',
    what: 'the string that begins here is never closed',
    hint: 'Close it with "',
  },
  {
    name: 'a string that swallows the next line',
    text: "@{\n a=‸'1\n b='2'\n}",
    what: 'the string that begins here is closed too late',
    hint: whereItEnds,
  },
  {
    name: 'a string that swallows the next item',
    text: "@('a', ‸'b\n'c')",
    what: 'the string that begins here is closed too late',
    hint: whereItEnds,
  },
  {
    name: 'a key that swallows the next line',
    text: "@{ ‸'a = '1'\n}",
    what: 'the string that begins here is closed too late',
    hint: whereItEnds,
  },
  {
    name: 'a here-string',
    text: "@{a=‸@'\nb\n}",
    what: 'the here-string that begins here is never closed',
    hint: "Close it with '@ at the very start of a line.",
  },
  {
    name: 'an indented end of a here-string',
    text: "@{a=@'\nb\n  ‸'@\n}",
    what: `blanks stand before '@, which so does not close the here-string`,
    hint: "Close it with '@ at the very start of a line.",
  },
  {
    name: 'a here-string on one line',
    text: `@{a=‸@"b"@}`,
    what: 'nothing may follow @" on its line',
    hint: 'Begin the text on the next line.',
  },
  {
    name: 'a broken Unicode escape',
    text: '@{a="C:\\‸`users"}',
    what: '`u in double quotes begins a Unicode escape that is not complete',
    hint: 'Write it as `u{20AC}, or put the text in single quotes if a backtick is meant.',
  },
  {
    name: 'a Unicode escape out of range',
    text: '"‸`u{110000}"',
    what: '`u in double quotes begins a Unicode escape that is not complete',
    hint: 'Write it as `u{20AC}, or put the text in single quotes if a backtick is meant.',
  },
  {
    name: 'an open sub-expression in a string',
    text: '@{a="‸$("}',
    what: '$( in double quotes begins an expression that is never closed',
    hint: 'Put the text in single quotes if a dollar sign is meant.',
  },
  {
    name: 'an open variable in a string',
    text: '@{a="‸${"',
    what: '${ in double quotes begins an expression that is never closed',
    hint: 'Put the text in single quotes if a dollar sign is meant.',
  },

  // Keys
  { name: 'a missing "="', text: "@{a ‸'1'}", what: '"=" is missing behind a', hint: "Write 'a' = 'value'" },
  {
    name: 'names without values',
    text: '@{\n  Pester‸\n  Az\n}',
    what: '"=" is missing behind Pester',
    hint: "Write 'Pester' = 'value'",
  },
  {
    name: 'a colon',
    text: "@{ Pester‸: '1' }",
    what: '":" stands behind Pester, where "=" should be',
    hint: "Write 'Pester' = …",
  },
  {
    name: 'JSON inside a table',
    text: `@{ "it's"‸: '1' }`,
    what: `":" stands behind it's, where "=" should be`,
    hint: "Write 'it''s' = …",
  },
  {
    name: 'a dot in a key',
    text: "@{\n  ‸Az.Accounts = '1'\n}",
    what: 'the name Az.Accounts needs quotes',
    hint: "Write 'Az.Accounts' = …",
  },
  {
    name: 'a hyphen in a key',
    text: "@{ ‸posh-git = '1' }",
    what: 'the name posh-git needs quotes',
    hint: "Write 'posh-git' = …",
  },
  {
    name: 'a slash in a key',
    text: "@{ ‸owner/name = '1' }",
    what: 'the name owner/name needs quotes',
    hint: "Write 'owner/name' = …",
  },
  {
    name: 'a key that begins with a digit',
    text: "@{ ‸7Zip4PowerShell = '1' }",
    what: 'the name 7Zip4PowerShell needs quotes',
    hint: "Write '7Zip4PowerShell' = …",
  },
  {
    name: 'a variable for a key',
    text: "@{ ‸$Pester = '1' }",
    what: '$Pester is a variable, where the name of an entry should be',
    hint: 'Write it without the dollar sign: Pester = …',
  },
  {
    name: 'a key that expands',
    text: `@{ ‸"$x" = '1' }`,
    what: 'the name of an entry cannot be known: it reads the variable $x',
    hint: 'Write it in single quotes.',
  },
  {
    name: 'a list in a table',
    text: "@{ ‸'Pester', 'Az' }",
    what: 'Pester is an item of a list inside @{ }, which holds entries',
    hint: 'Write a list as @( … ), or give each name a value.',
  },
  {
    name: 'tables in a table',
    text: "@{\n ‸@{ Name = 'Pester' }\n}",
    what: 'a table inside a table has no name',
    hint: 'Write Name = @{ … }, or @( ) in place of the outer @{ } to make a list.',
  },
  {
    name: 'a semicolon first',
    text: '@{‸;}',
    what: 'the name of an entry should stand here',
    hint: "An entry is written Name = 'value'",
  },
  {
    name: 'an entry in an array',
    text: "@( ‸Pester = '1' )",
    what: 'an entry stands in an array',
    hint: 'Write a table as @{ … }; @( … ) holds values without names.',
  },
  {
    name: 'an entry with a quoted name in an array',
    text: "@( 'Pester' ‸= '1' )",
    what: 'an entry stands in an array',
    hint: 'Write a table as @{ … }; @( … ) holds values without names.',
  },

  // Values
  {
    name: 'no value',
    text: '@{ ‸Pester = }',
    what: 'Pester has no value',
    hint: `Write one behind the "="; '' is the empty text.`,
  },
  {
    name: 'no value at the end',
    text: '@{ ‸Pester =',
    what: 'Pester has no value',
    hint: `Write one behind the "="; '' is the empty text.`,
  },
  {
    name: 'no value before the next entry',
    text: "@{ Pester =\n ‸Az = '1' }",
    what: 'a value is missing before this entry',
    hint: `Write the value of the entry before behind its "="; '' is the empty text.`,
  },
  {
    name: 'no value before a quoted name',
    text: "@{ Pester =\n ‸'Az' = '1' }",
    what: 'a value is missing before this entry',
    hint: `Write the value of the entry before behind its "="; '' is the empty text.`,
  },
  { name: '"=" twice', text: "@{ a =‸= '1' }", what: 'there is one "=" too many', hint: 'Remove it.' },
  {
    name: 'a bare word',
    text: '@{ Pester = ‸latest }',
    what: 'latest is neither text in quotes nor a number',
    hint: "Put it in quotes: 'latest'",
  },
  {
    name: 'a bare word in an array',
    text: '@{ a = @(‸Pester, Az) }',
    what: 'Pester is neither text in quotes nor a number',
    hint: "Put it in quotes: 'Pester'",
  },
  {
    name: 'a bare word after a comma',
    text: "@{ a = 'Pester', ‸Az }",
    what: 'Az is neither text in quotes nor a number',
    hint: "Put it in quotes: 'Az'",
  },
  {
    name: 'a bare path',
    text: '@{ a = ‸./modules }',
    what: './modules is neither text in quotes nor a number',
    hint: "Put it in quotes: './modules'",
  },
  {
    name: 'a star',
    text: '@{ a = ‸* }',
    what: '* is neither text in quotes nor a number',
    hint: "Put it in quotes: '*'",
  },
  {
    name: 'true without its dollar sign',
    text: '@{ a = ‸True }',
    what: 'True is neither text in quotes nor a number',
    hint: 'Write it as $true',
  },
  {
    name: 'null without its dollar sign',
    text: '@{ a = ‸null; b = 1 }',
    what: 'null is neither text in quotes nor a number',
    hint: 'Write it as $null',
  },
  {
    name: 'a version of three parts',
    text: '@{ Pester = ‸5.7.1 }',
    what: '5.7.1 needs quotes',
    hint: "Write it as '5.7.1'",
  },
  {
    name: 'a version with a label',
    text: '@{ Pester = ‸5.7-beta1 }',
    what: '5.7-beta1 needs quotes',
    hint: "Write it as '5.7-beta1'",
  },
  { name: 'a version with a star', text: '@{ Pester = ‸5.* }', what: '5.* needs quotes', hint: "Write it as '5.*'" },
  {
    name: 'a range',
    text: '@{ Pester = ‸[5.0,6.0) }',
    what: '[5.0,6.0) needs quotes',
    hint: "Write it as '[5.0,6.0)'",
  },
  { name: 'a comparison', text: '@{ Pester = ‸>=5.0 }', what: '>=5.0 needs quotes', hint: "Write it as '>=5.0'" },
  {
    name: 'an array in square brackets',
    text: "@{ a = ‸['Pester'] }",
    what: 'an array in square brackets is not PowerShell',
    hint: 'Write it as @( … )',
  },
  {
    name: 'a stray square bracket',
    text: "@{ a = 'Pester'‸] }",
    what: 'this ] closes nothing',
    hint: 'Write an array as @( … ); a range of versions needs quotes.',
  },
  {
    name: 'empty brackets',
    text: '@{ a = (‸) }',
    what: 'a value is missing here',
    hint: "Write one; text stands in quotes, and '' is the empty text.",
  },

  // What separates
  {
    name: 'a comma between entries',
    text: "@{\n  a = '1'‸,\n  b = '2'\n}",
    what: 'a comma stands between two entries of a table',
    hint: ownLine,
  },
  {
    name: 'a comma between entries with quoted names',
    text: "@{\n  'a' = '1'‸,\n  'b' = '2'\n}",
    what: 'a comma stands between two entries of a table',
    hint: ownLine,
  },
  {
    name: 'a comma after a table entry',
    text: "@{\n  a = '1'\n  ‸, b = '2'\n}",
    what: 'a comma stands between two entries of a table',
    hint: ownLine,
  },
  {
    name: 'a trailing comma in a table',
    text: "@{\n  a = '1'‸,\n}",
    what: 'nothing follows this comma',
    hint: 'Remove it, or add the item that is missing.',
  },
  {
    name: 'a trailing comma in an array',
    text: "@('a'‸,)",
    what: 'nothing follows this comma',
    hint: 'Remove it, or add the item that is missing.',
  },
  {
    name: 'two entries on a line',
    text: "@{ a = '1' ‸b = '2' }",
    what: 'two entries of a table are not separated',
    hint: 'Begin a new line here, or put ; before it.',
  },
  {
    name: 'two items on a line',
    text: "@('a' ‸'b')",
    what: 'two items of an array are not separated',
    hint: 'Put a comma before it, or begin a new line.',
  },
  {
    name: 'two values in round brackets',
    text: "@{ a = ('a' ‸'b') }",
    what: 'something follows the value in round brackets',
    hint: 'Close them before it with )',
  },
  {
    name: 'two tables in a file',
    text: '@{}\n‸@{}',
    what: 'something follows the value of the file',
    hint: 'A data file holds one value; remove the rest.',
  },

  // What a file begins with
  {
    name: 'entries without a table',
    text: "‸Pester = '5.7.1'\n",
    what: 'its entries stand outside a table',
    hint: 'Put @{ before the first entry and } behind the last.',
  },
  {
    name: 'quoted entries without a table',
    text: "'Pester' ‸= '5.7.1'\n",
    what: 'its entries stand outside a table',
    hint: 'Put @{ before the first entry and } behind the last.',
  },
  {
    name: 'a table without its @',
    text: "‸{ Pester = '5.7.1' }",
    what: 'it begins with "{", which is a script block in PowerShell',
    hint: 'A table begins with @{',
  },
]

const others: readonly (Case & { readonly code: string })[] = [
  {
    code: 'PSD1_EMPTY',
    name: 'an empty file',
    text: '‸',
    what: 'it is empty',
    hint: "Write a table: @{ Pester = @{ version = '5.7.1' } }",
  },
  {
    code: 'PSD1_EMPTY',
    name: 'a file of comments',
    text: '\n# requirements\n\n<# none #>\n‸',
    what: 'it is empty',
    hint: "Write a table: @{ Pester = @{ version = '5.7.1' } }",
  },
  {
    code: 'PSD1_DUPLICATE_KEY',
    name: 'a key stated twice',
    text: "@{ Pester = '1'\n ‸'pester' = '2' }",
    what: 'pester is stated twice in one table',
    hint: 'Keep one of the two; letter case makes no difference.',
  },
  {
    code: 'PSD1_DUPLICATE_KEY',
    name: 'a number and a text that are one key',
    text: "@{ 1 = 'a'; ‸'1' = 'b' }",
    what: '1 is stated twice in one table',
    hint: 'Keep one of the two; letter case makes no difference.',
  },
  {
    code: 'PSD1_DUPLICATE_KEY',
    name: 'a key that differs in what does not show',
    text: "@{ Pester = '1'\n ‸'Pester\u200b' = '2' }",
    what: 'Pester\u200b is stated twice in one table',
    hint: 'Keep one of the two; letter case makes no difference.',
  },
  {
    code: 'PSD1_TOO_DEEP',
    name: '100000 open arrays',
    text: `${'@('.repeat(64)}‸${'@('.repeat(100_000)}`,
    what: 'it nests deeper than 64 levels',
    hint: 'No requirements need that; look for brackets that are opened and not closed.',
  },
  {
    code: 'PSD1_TOO_DEEP',
    name: '100000 commas',
    text: `${','.repeat(64)}‸${','.repeat(100_000)}`,
    what: 'it nests deeper than 64 levels',
    hint: 'No requirements need that; look for brackets that are opened and not closed.',
  },
  {
    code: 'PSD1_OTHER_FORMAT',
    name: 'a JSON object',
    text: '‸{ "Pester": "5.7.1" }',
    what: 'it holds JSON, not PowerShell data',
    hint: 'Give the file a name that ends in .json.',
  },
  {
    code: 'PSD1_OTHER_FORMAT',
    name: 'a JSON array',
    text: '‸[\n  "Pester"\n]',
    what: 'it holds JSON, not PowerShell data',
    hint: 'Give the file a name that ends in .json.',
  },
  {
    code: 'PSD1_OTHER_FORMAT',
    name: 'an HTML page',
    text: '\n‸<!DOCTYPE html>',
    what: 'it holds an HTML page, perhaps the error or login page of a site that it was downloaded from',
    hint: 'Fetch the file again and look at its beginning.',
  },
  {
    code: 'PSD1_OTHER_FORMAT',
    name: 'XML',
    text: '‸<?xml version="1.0"?>',
    what: 'it holds XML, not PowerShell data',
    hint: table,
  },
  {
    code: 'PSD1_OTHER_FORMAT',
    name: 'YAML',
    text: "# modules\n‸Pester: '5.7.1'",
    what: 'it holds YAML, not PowerShell data',
    hint: table,
  },
  {
    code: 'PSD1_OTHER_FORMAT',
    name: 'a YAML list',
    text: '‸- Pester\n- Az',
    what: 'it holds YAML, not PowerShell data',
    hint: table,
  },
  {
    code: 'PSD1_NOT_DATA',
    name: 'a script with parameters',
    text: '‸param($x)\n@{}',
    what: 'it is a script, and a data file is read without running anything',
    hint: table,
  },
  {
    code: 'PSD1_NOT_DATA',
    name: 'a script with an attribute',
    text: '‸[CmdletBinding()]\nparam()',
    what: 'it is a script, and a data file is read without running anything',
    hint: table,
  },
  {
    code: 'PSD1_NOT_DATA',
    name: 'a function',
    text: '#requires -Version 5\n‸function Foo { }',
    what: 'it is a script, and a data file is read without running anything',
    hint: table,
  },
  {
    code: 'PSD1_NOT_DATA',
    name: 'an assignment',
    text: '‸$modules = @{}',
    what: 'it is a script, and a data file is read without running anything',
    hint: table,
  },
  {
    code: 'PSD1_NOT_DATA',
    name: 'a return',
    text: "‸return @{ Pester = '1' }",
    what: 'it is a script, and a data file is read without running anything',
    hint: 'Remove "return": the table alone is the value of the file.',
  },
  {
    code: 'PSD1_NOT_DATA',
    name: 'an ordered table',
    text: '‸[ordered]@{}',
    what: '[ordered] makes its table an expression, which PowerShell does not allow in a data file',
    hint: 'Remove [ordered].',
  },
  {
    code: 'PSD1_NOT_DATA',
    name: 'an expression',
    text: '‸@{} + @{}',
    what: 'it is not plain data: it uses the operator +',
    hint: 'A data file holds one table and nothing that must be evaluated.',
  },
]

for (const { code, name, text, what, hint } of [
  ...syntax.map(entry => ({ ...entry, code: 'PSD1_SYNTAX' })),
  ...others,
]) {
  test(`refuses ${name}: ${what}`, () => {
    const offset = text.indexOf(PLACE)
    assert.notEqual(offset, -1)
    const source = text.replace(PLACE, '')
    const value = parsePsd1(toDocument(source, 'requirements.psd1'))
    assert.ok(!value.ok)
    assert.equal(value.error.code, code)
    assert.equal(value.error.sentence, `requirements.psd1 cannot be read: ${what}.`)
    assert.equal(value.error.hint, hint)
    assert.deepEqual(value.error.place, placeAt(source, offset, 'requirements.psd1'))
  })
}

test('a problem shows its line with a caret', () => {
  const value = parsePsd1(toDocument('@{\n  Pester = latest\n}'))
  assert.ok(!value.ok)
  assert.deepEqual(value.error.place, { file: 'x.psd1', line: 2, column: 12 })
  assert.equal(value.error.frame, '  Pester = latest\n           ^')
})

test('a duplicate key and a wrong bracket name the other place', () => {
  const duplicate = parsePsd1(toDocument("@{\n  Pester = '1'\n  PESTER = '2'\n}"))
  assert.ok(!duplicate.ok)
  assert.deepEqual(duplicate.error.details, ['The other one is at: line 2, column 3'])
  const crossed = parsePsd1(toDocument("@{\n  a = @('1'\n}"))
  assert.ok(!crossed.ok)
  assert.deepEqual(crossed.error.details, ['The bracket was opened at: line 2, column 7'])
})
