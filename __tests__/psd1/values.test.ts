import assert from 'node:assert/strict'
import test from 'node:test'
import { lookUp } from '../../src/psd1/value.ts'
import { type Plain, plain, read } from './read.ts'

const forms: readonly (readonly [form: string, text: string, value: Plain])[] = [
  ['an empty table', '@{}', {}],
  ['an empty table over lines', '@{\n\n}\n', {}],
  ['entries on lines', "@{\n  a = '1'\n  b = '2'\n}", { a: '1', b: '2' }],
  ['entries between semicolons', "@{a='1';b='2';}", { a: '1', b: '2' }],
  ['entries between semicolons and lines', "@{a='1';\n;\n b='2'\n;}", { a: '1', b: '2' }],
  ['tables in tables', "@{a=@{b=@{c='1'}}}", { a: { b: { c: '1' } } }],
  ['CRLF', "@{\r\na = '1'\r\nb = @(\r\n'2'\r\n'3'\r\n)\r\n}\r\n", { a: '1', b: ['2', '3'] }],
  ['CR alone', "@{\ra = '1'\rb = '2'\r}", { a: '1', b: '2' }],
  ['a value on the line below its equals sign', "@{a =\n\n  '1'}", { a: '1' }],
  ['an equals sign without blanks', "@{a='1'\nb= '2'\nc ='3'}", { a: '1', b: '2', c: '3' }],

  ['quoted keys', `@{'Az.Accounts'='1';"b-c"='2'}`, { 'Az.Accounts': '1', 'b-c': '2' }],
  ['keys that are keywords', "@{if='1';data='2';function='3'}", { if: '1', data: '2', function: '3' }],
  ['keys with letters of other scripts', "@{Größe='1';_x1='2'}", { Größe: '1', _x1: '2' }],
  ['numbers as keys', "@{1='a';0x10='b';2.50='c'}", { '1': 'a', '16': 'b', '2.5': 'c' }],
  ['an empty key', "@{''='a'}", { '': 'a' }],

  ['an empty array', '@{a=@()}', { a: [] }],
  ['an array with commas', "@{a=@('1', '2')}", { a: ['1', '2'] }],
  ['an array with lines', "@{a=@('1'\n'2'\n)}", { a: ['1', '2'] }],
  ['an array with semicolons', "@{a=@(;'1';'2';)}", { a: ['1', '2'] }],
  ['an array with commas, lines and semicolons', "@{a=@('1','2'\n'3',\n'4';'5')}", { a: ['1', '2', '3', '4', '5'] }],
  ['a list without brackets', "@{a='1','2';b='3'}", { a: ['1', '2'], b: '3' }],
  ['a list that goes on after its commas', "@{a='1',\n\n # c\n '2'\nb='3'}", { a: ['1', '2'], b: '3' }],
  ['an array of tables', "@{a=@(@{b='1'}\n@{b='2'},@{b='3'})}", { a: [{ b: '1' }, { b: '2' }, { b: '3' }] }],
  ['one item in an array', "@{a=@('1')}", { a: ['1'] }],
  ['one table without an array', "@{a=@{b='1'}}", { a: { b: '1' } }],
  ['a comma that makes an array of one', "@{a=,'1'}", { a: ['1'] }],
  ['a comma before the first item, which takes it alone', "@{a=,'1','2'}", { a: [['1'], '2'] }],
  ['a line that begins with a comma, in an array', "@{a=@('1'\n,'2')}", { a: ['1', '2'] }],
  ['an array in an array, which is taken apart', "@{a=@(@('1','2'))}", { a: ['1', '2'] }],
  ['arrays between commas, which stay whole', "@{a=@(@('1'),@())}", { a: [['1'], []] }],
  ['an array kept whole by a comma', "@{a=@(,@('1'))}", { a: [['1']] }],
  ['a value in round brackets', "@{a=('1');b=(('2'))}", { a: '1', b: '2' }],
  ['a list in round brackets', "@{a=(\n'1','2'\n)}", { a: ['1', '2'] }],
  ['null in an array', '@{a=@($null)}', { a: [null] }],

  ['the constants in any letter case', '@{a=$true;b=$False;c=$NULL}', { a: true, b: false, c: null }],

  ['a comment before the table', "# requires nothing\n<# nor\nthis #>\n@{a='1'}", { a: '1' }],
  ['comments everywhere', "@{#c\n<#c#>a<#c#>=#c\n<#c#>'1'<#c#>;#c\n<#c#>b='2'#}\n}#c", { a: '1', b: '2' }],
  ['a commented-out table after a value', "@{a='1'\n<#@{\n b = 'x'\n}#>\nc='2'}", { a: '1', c: '2' }],
  ['a block comment that ends at the first #>', "@{a='1' <# # <# #>}", { a: '1' }],
  ['a comment of one character more than its opening', "@{a='1' <#> x #>}", { a: '1' }],
  ['quotes in comments', "@{a='1' # don't\n}", { a: '1' }],
  ['a signature block', "@{a='1'}\n# SIG # Begin signature block\n# MIIF\n# SIG # End signature block\n", { a: '1' }],

  ['lines joined by a backtick', "@{a `\n = `\r\n '1' `\r , `\n '2'}", { a: ['1', '2'] }],
  ['a backtick before blanks, which joins nothing', "@{a='1' ` \nb='2'}", { a: '1', b: '2' }],
  ['blanks of every kind', "\u00a0@{\u3000a\u2003=\t\v\f'1'\u0085\u2028}", { a: '1' }],
  ['typographic quotes', '@{a=‘it’’s’;b=“x”;c=‚1‛;d=„2”}', { a: 'it’s', b: 'x', c: '1', d: '2' }],

  ['an array as the whole file', "@(\n@{a='1'}\n@{a='2'}\n)", [{ a: '1' }, { a: '2' }]],
  ['a list as the whole file', "@{a='1'},\n@{a='2'}", [{ a: '1' }, { a: '2' }]],
  ['a text as the whole file', "'Pester'", 'Pester'],
  ['a constant as the whole file', '$null', null],
]

for (const [form, text, value] of forms) {
  test(`reads ${form}`, () => assert.deepEqual(plain(read(text)), value))
}

test('a place is the offset at which the value or the key begins', () => {
  const table = read("# é\n@{ a = @( 'x', @{ b = -1 } ) }")
  assert.deepEqual(table, {
    kind: 'table',
    at: 4,
    entries: [
      {
        key: 'a',
        keyAt: 7,
        value: {
          kind: 'array',
          at: 11,
          items: [
            { kind: 'string', value: 'x', at: 14 },
            {
              kind: 'table',
              at: 19,
              entries: [{ key: 'b', keyAt: 22, value: { kind: 'number', value: -1, text: '-1', at: 26 } }],
            },
          ],
        },
      },
    ],
  })
})

test('a key is looked up whatever its letter case', () => {
  const table = read("@{ ModuleVersion = '1.0' }")
  assert.ok(table.kind === 'table')
  assert.deepEqual(lookUp(table, 'moduleVERSION'), { kind: 'string', value: '1.0', at: 19 })
  assert.equal(lookUp(table, 'Version'), undefined)
})

test('64 levels are read, and 65 are not', () => {
  const nested = (depth: number) => `${'@{a='.repeat(depth)}'x'${'}'.repeat(depth)}`
  assert.equal(read(nested(64)).kind, 'table')
  assert.throws(() => read(nested(65)), /nests deeper than 64 levels/)
})
