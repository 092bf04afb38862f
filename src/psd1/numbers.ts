import { BLANKS, DASHES } from './cursor.ts'

/** A number that was read. */
export interface NumberRead {
  /** Absent for a number that PowerShell rounds (`1.5l`) or refuses (`300y`). */
  readonly value?: number
  /** As written. */
  readonly text: string
}

/** Sign, hexadecimal digits (none are 0), binary digits, or a decimal number, type suffix, multiplier (`tokenizer.cs`, `ScanNumberHelper`). */
const NUMBER =
  /(?<sign>[+\-\u2013-\u2015])?(?:0x(?<hex>[0-9a-f]*)|0b(?<binary>[01]*)|(?<decimal>(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:e[+\-\u2013-\u2015]?[0-9]+)?))(?<suffix>u[lsy]?|[lsydn])?(?:(?<multiplier>[kmgtp])b)?/iy

/** A number ends where another token can begin; `7z` is a word (`ForceStartNewToken`, `ForceStartNewTokenAfterNumber`). */
const NUMBER_END = new RegExp(`[${BLANKS}${DASHES}\\r\\n\\0&(),;{|}!#%*+./<=>\\]]|$`, 'uy')

/** Longer ones are beyond every type, and turning digits into a number takes more than linear time. */
const MAX_DIGITS = 200
/** The greatest `decimal` of .NET, a little rounded down. How it turns greater integers into a double depends on its version. */
const MAX_DECIMAL = 7.9e28
/** Digits that every `decimal` keeps. */
const DECIMAL_DIGITS = 28

const MULTIPLIERS: Readonly<Record<string, bigint>> = {
  k: 2n ** 10n,
  m: 2n ** 20n,
  g: 2n ** 30n,
  t: 2n ** 40n,
  p: 2n ** 50n,
}

/** Bits of the integer types that a suffix asks for. */
const SUFFIX_BITS: Readonly<Record<string, number>> = { y: 8, s: 16, l: 64, uy: 8, us: 16, ul: 64, u: 64 }

/** The number that begins at `at`; undefined if none does. */
export function readNumber(text: string, at: number): NumberRead | undefined {
  NUMBER.lastIndex = at
  const match = NUMBER.exec(text)
  if (!match?.groups) return undefined
  NUMBER_END.lastIndex = NUMBER.lastIndex
  if (!NUMBER_END.test(text)) return undefined
  const value = evaluate(match.groups)
  return { text: match[0], ...(value !== undefined && { value }) }
}

/** The named parts of `NUMBER`. */
type NumberParts = Readonly<Record<string, string | undefined>>

function evaluate(groups: NumberParts): number | undefined {
  const { sign = '+', binary, hex, decimal = '' } = groups
  const suffix = groups.suffix?.toLowerCase() ?? ''
  const factor = MULTIPLIERS[groups.multiplier?.toLowerCase() ?? ''] ?? 1n
  if (binary === '' || (binary ?? hex ?? decimal).length > MAX_DIGITS) return undefined
  if (/[.e]/i.test(decimal)) {
    const value = evaluateReal(decimal, suffix, Number(factor))
    return sign === '+' || value === undefined ? value : -value
  }
  const digits = readDigits(groups, suffix)
  const value = (sign === '+' ? digits : -digits) * factor
  return fits(value, suffix, decimal === '') ? Number(value) : undefined
}

/** A suffix of an integer type rounds; `d` rounds what it cannot keep. */
function evaluateReal(decimal: string, suffix: string, factor: number): number | undefined {
  if (suffix === 'd' ? /e/i.test(decimal) || decimal.length > DECIMAL_DIGITS : suffix !== '') return undefined
  const value = Number(decimal.replace(/[\u2013-\u2015]/, '-')) * factor
  return value > (suffix === 'd' ? MAX_DECIMAL : Number.MAX_VALUE) ? undefined : value
}

function readDigits({ binary, hex, decimal = '' }: NumberParts, suffix: string): bigint {
  if (binary !== undefined) return readBinary(binary, suffix)
  return hex === undefined ? BigInt(decimal) : readHex(hex, suffix)
}

/** Hexadecimal digits that fill the type are its bits, so that `0xFFFFFFFF` is -1 (`TryGetNumberValue`). */
function readHex(digits: string, suffix: string): bigint {
  const value = BigInt(`0x0${digits}`)
  if (suffix.startsWith('u')) return value
  const bits = SUFFIX_BITS[suffix] ?? (digits.length < 15 ? 32 : 64)
  return digits.length * 4 === bits ? BigInt.asIntN(bits, value) : value
}

/** Binary digits that fill any type are its bits, whatever the suffix: `0b11111111` is -1 (`Utils.ParseBinary`). */
function readBinary(digits: string, suffix: string): bigint {
  const value = BigInt(`0b${digits}`)
  const isFull = [8, 16, 32, 64, 96].includes(digits.length) || digits.length >= 128
  return isFull && !suffix.startsWith('u') ? BigInt.asIntN(digits.length, value) : value
}

/** Without a suffix a decimal number grows into wider types without end, one in another base up to 64 bits. */
function fits(value: bigint, suffix: string, inBits: boolean): boolean {
  if (suffix === 'n') return true
  const bits = SUFFIX_BITS[suffix] ?? (inBits && suffix === '' ? 64 : undefined)
  if (bits === undefined) return Math.abs(Number(value)) <= MAX_DECIMAL
  return suffix.startsWith('u') ? BigInt.asUintN(bits, value) === value : BigInt.asIntN(bits, value) === value
}
