// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is a variable of PowerShell here.

import fc from 'fast-check'
import { join, many, pick, weighted, word } from './texts.ts'

const plainPiece = fc.oneof(word('a b Pester 1.0 # <# #> @{ } ) = ; , é 😀'), pick(' ', '\t', '\n', '\r\n', '\r'))
const quotePiece = word('\'\' "" \' " ’’ “” ‘ „ ‚ `" `\' ‛')
const escapePiece = fc.oneof(
  word('`n `t `0 `a `e `$ `` `u{41} `u{1F600} `u{d800} `u{110000} `u `u{ `u{1234567} `q `x41 `U{41}'),
  word('$ $x ${x} $(1) $true $null $) $( ${ $- $1 $: $:: $a:b $? $^ $$ $_ $(")") $("a")'),
  pick('`\n', '`\r\n', '$ '),
)
export const unquoted = many(plainPiece, 3)
const quotedText = many(weighted([8, plainPiece], [1, quotePiece]), 4)
const expandedText = many(weighted([8, plainPiece], [1, quotePiece], [3, escapePiece]), 4)
const hereText = many(
  weighted([6, plainPiece], [2, quotePiece], [1, escapePiece], [2, pick("\n'@", ' \n', '\n"@', '\n "@')]),
  5,
)
const hereHead = pick('\n', '\n', '\r\n', ' \n', '\r', '', 'x\n', '\t\r\n', '\u00a0\n')
const hereFoot = pick('\n', '\n', '\r\n', '\r', '\n ', '')

/** All four forms of strings, with any of the characters that PowerShell takes for quotes. */
export const string = weighted(
  [6, join(pick("'"), unquoted, pick("'"))],
  [2, join(word("' ‘ ’ ‚ ‛"), quotedText, word("' ’ ‘"))],
  [4, join(pick('"'), unquoted, pick('"'))],
  [3, join(word('" “ ” „'), expandedText, word('" ” “'))],
  [2, join(word("@' @‘"), hereHead, hereText, hereFoot, word("'@ ’@"))],
  [2, join(word('@" @“'), hereHead, hereText, hereFoot, word('"@ ”@'))],
)

/** At the edges of every type. */
const digits = word(
  '0 1 5 10 007 127 128 255 256 32767 32768 65535 65536 2147483647 2147483648 4294967295 4294967296 9223372036854775807 ' +
    '9223372036854775808 18446744073709551615 18446744073709551616 79228162514264337593543950335 ' +
    '79228162514264337593543950336 1111111111111111111111111111111111111111',
)
const hexDigits = word(
  '0 F 7F 80 FF 100 7FFF 8000 FFFF 0FFFF 7FFFFFFF 80000000 FFFFFFFF 0FFFFFFFF FFFFFFFFF 80000000000 7FFFFFFFFFFFFFFF ' +
    '8000000000000000 FFFFFFFFFFFFFFFF 0FFFFFFFFFFFFFFFF 1FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFFFFFFFFFF 00000000000000FF ' +
    'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 1d 1l abcdef01',
)
const binaryDigits = fc.oneof(
  pick(
    '0',
    '1',
    '101',
    '01111111',
    '10000000',
    '1'.repeat(16),
    '1'.repeat(32),
    '1'.repeat(64),
    '0'.repeat(70),
    '12',
    '',
  ),
  fc.array(pick('0', '1'), { minLength: 1, maxLength: 40 }).map(bits => bits.join('')),
)
const sign = weighted([8, pick('')], [3, word('- +')], [1, pick('–', '—', '―', '--', '+-', '- ')])
const decimal = weighted(
  [5, digits],
  [4, join(pick('1', '0', '12', '', '2'), pick('.', '.', '..'), pick('0', '5', '', '10', '25', '3.4'))],
  [1, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)],
)
const exponent = weighted([8, pick('')], [2, word('e3 E-2 e+5 e–2 e e308 e400 e1.5 e28 e29 e-400')])
const suffix = weighted([8, pick('')], [4, word('l L d D u ul uy us y s n N U lu f z x')])
const multiplier = weighted([8, pick('')], [2, word('kb mb GB tb pb k eb KB kB')])

/** Numbers in every form, and much that only looks like one. */
export const number = join(
  sign,
  weighted([6, join(decimal, exponent)], [2, join(word('0x 0X'), hexDigits)], [1, join(word('0b 0B'), binaryDigits)]),
  suffix,
  multiplier,
)

export const constant = word('$true $false $null $TRUE $False ${true} $global:true ${null}')

export const type = fc.oneof(
  word(
    'int int32 long System.Int64 byte bool string version ordered char double datetime guid int[] string[] object[]',
  ),
  word('hashtable decimal single uint32 sbyte pscustomobject array System.Int32 uint64 float bigint switch regex xml'),
  pick('Nope', 'int ', ' int', 'short', 'ushort', 'System.Boolean', 'scriptblock'),
)

export const operator = word(
  '+ - * / % .. -eq -f -join -and | || && ?? . :: ? = += -as -is -replace [0] .Count ++ -- < > 2> ! -split -bxor .0 ?.x & : –eq',
)
