import assert from 'node:assert/strict'
import test from 'node:test'
import { plain, read, Unknown } from './read.ts'

const numbers: readonly (readonly [text: string, value: number])[] = [
  ['0', 0],
  ['007', 7],
  ['1.0', 1],
  ['1.', 1],
  ['.5', 0.5],
  ['1e3', 1000],
  ['1.5E-1', 0.15],
  ['-5', -5],
  ['+5', 5],
  ['–5', -5],
  ['1e–2', 0.01],
  ['0x1F', 31],
  ['-0x10', -16],
  ['0x1d', 29],
  ['0x7FFFFFFF', 2_147_483_647],
  ['0xFFFFFFFF', -1],
  ['0x0FFFFFFFF', 4_294_967_295],
  ['0xFFFFFFFFFFFFFFFF', -1],
  ['0xFFFFFFFFu', 4_294_967_295],
  ['0xFFs', 255],
  ['0xFFy', -1],
  ['1kb', 1024],
  ['1KB', 1024],
  ['2mb', 2 * 2 ** 20],
  ['1.5gb', 1.5 * 2 ** 30],
  ['1tb', 2 ** 40],
  ['1pb', 2 ** 50],
  ['1lkb', 1024],
  ['5l', 5],
  ['5d', 5],
  ['1.5d', 1.5],
  ['5u', 5],
  ['5us', 5],
  ['5ul', 5],
  ['255uy', 255],
  ['-128y', -128],
  ['5n', 5],
  ['0x', 0],
  ['0b101', 5],
  ['0b11111111', -1],
  ['0b11111111u', 255],
  ['-0b1kb', -1024],
  ['123456789012', 123_456_789_012],
]

for (const [text, value] of numbers) {
  test(`reads ${text} as ${value} and keeps how it is written`, () => {
    assert.deepEqual(read(text), { kind: 'number', value, text, at: 0 })
  })
}

for (const text of [
  '300y',
  '-1u',
  '70000us',
  '1.5l',
  '1e3n',
  '0b',
  '0x1FFFFFFFFFFFFFFFF',
  '1e999',
  '1e29d',
  '1e3d',
  '79228162514264337593543950336',
]) {
  test(`does not know ${text}, which PowerShell rounds, refuses or reads in some versions only`, () => {
    const why = 'its suffix or form makes it uncertain which number it is'
    assert.deepEqual(plain(read(`@{a=${text};b=1}`)), { a: new Unknown(text, why), b: 1 })
  })
}

test('a number ends at whatever can begin another token', () => {
  assert.deepEqual(plain(read('@{a=1;b=2#c\nc=3<#c#>\nd=@(4,5)}')), { a: 1, b: 2, c: 3, d: [4, 5] })
})

const casts: readonly (readonly [text: string, value: number | boolean | undefined])[] = [
  ["[int]'5'", 5],
  ["[int] '-5'", -5],
  ['[Int32]7', 7],
  ["[System.Int64]'9000000000'", 9_000_000_000],
  ['[long]"+8"', 8],
  ['[int]1kb', 1024],
  ['[int]5l', 5],
  ["[byte]'255'", 255],
  ['[sbyte]-128', -128],
  ['[uint16]65535', 65_535],
  ['[int]($null)', undefined],
  ["[int]'9000000000'", undefined],
  ["[int]'5.6'", undefined],
  ["[int]'0x10'", undefined],
  ["[int]''", undefined],
  ["[byte]'256'", undefined],
  ['[uint32]-1', undefined],
  ['[double]1', undefined],
  ['[bool]1', true],
  ['[bool]0.0', false],
  ["[System.Boolean]'false'", true],
  ["[bool]''", false],
  ['[bool]$false', false],
  ['[bool]$null', false],
  ['[bool]@(1)', undefined],
]

for (const [text, value] of casts) {
  test(`${value === undefined ? 'does not know' : 'knows'} ${text}`, () => {
    const table = read(`@{a=${text}}`)
    assert.ok(table.kind === 'table')
    const cast = table.entries[0]?.value
    assert.equal(cast?.kind === 'number' || cast?.kind === 'boolean' ? cast.value : undefined, value)
    assert.equal(cast?.kind, value === undefined ? 'unknown' : typeof value)
  })
}

test('the text of a cast number is the number that it gives', () => {
  const array = read("@([int]'007', [int]+1.0)")
  assert.deepEqual(array.kind === 'array' && array.items.map(item => item.kind === 'number' && item.text), ['7', '1'])
})

for (const key of ['1e20', '1.50d', '123456789012345678901', '-0.0']) {
  test(`asks for quotes around the key ${key}, which .NET and JavaScript write differently`, () => {
    assert.throws(() => read(`@{${key}='a'}`), /needs quotes/)
  })
}
