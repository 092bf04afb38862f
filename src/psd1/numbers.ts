import { BLANKS, DASHES } from './cursor.ts'

/** A number that was read. */
export interface NumberRead {
  /** Absent for a number that PowerShell rounds (`1.5l`), refuses (`300y`), or only reads in newer versions (`0b1`). */
  readonly value?: number
  /** As written. */
  readonly text: string
}

/** Sign, hexadecimal digits or a decimal number, type suffix, multiplier (`tokenizer.cs`, `ScanNumberHelper`). */
const NUMBER =
  /(?<sign>[+\-\u2013-\u2015])?(?:0x(?<hex>[0-9a-f]+)|0b(?<binary>[01]+)|(?<decimal>(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:e[+\-\u2013-\u2015]?[0-9]+)?))(?<suffix>u[lsy]?|[lsydn])?(?:(?<multiplier>[kmgtp])b)?/iy

/** A number ends where another token can begin; `7z` is a word (`ForceStartNewToken`, `ForceStartNewTokenAfterNumber`). */
const NUMBER_END = new RegExp(`[${BLANKS}${DASHES}\\r\\n\\0&(),;{|}!#%*+./<=>\\]]|$`, 'uy')

/** Longer ones are beyond every type, and turning digits into a number takes more than linear time. */
const MAX_DIGITS = 200
/** The greatest `decimal` of .NET, a little rounded down. */
const MAX_DECIMAL = 7.9e28

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

function evaluate(groups: Readonly<Record<string, string | undefined>>): number | undefined {
  const { sign = '+', binary, hex, decimal = '' } = groups
  const suffix = groups.suffix?.toLowerCase() ?? ''
  const factor = MULTIPLIERS[groups.multiplier?.toLowerCase() ?? ''] ?? 1n
  if (binary !== undefined || (hex ?? decimal).length > MAX_DIGITS) return undefined
  if (/[.e]/i.test(decimal)) {
    const value = Number(decimal.replace(/[\u2013-\u2015]/, '-')) * Number(factor)
    if ((suffix !== '' && suffix !== 'd') || value > (suffix === 'd' ? MAX_DECIMAL : Number.MAX_VALUE)) return undefined
    return sign === '+' ? value : -value
  }
  const magnitude = (hex === undefined ? BigInt(decimal) : readHex(hex, suffix)) * factor
  const value = sign === '+' ? magnitude : -magnitude
  return fits(value, suffix, hex !== undefined) ? Number(value) : undefined
}

/** Hexadecimal digits that fill the type are its bits, so that `0xFFFFFFFF` is -1 (`TryGetNumberValue`). */
function readHex(digits: string, suffix: string): bigint {
  const value = BigInt(`0x${digits}`)
  if (suffix.startsWith('u')) return value
  const bits = SUFFIX_BITS[suffix] ?? (digits.length < 15 ? 32 : 64)
  return digits.length * 4 === bits ? BigInt.asIntN(bits, value) : value
}

/** Without a suffix a decimal number grows into wider types without end, a hexadecimal one up to 64 bits. */
function fits(value: bigint, suffix: string, hex: boolean): boolean {
  if (suffix === 'd') return Math.abs(Number(value)) <= MAX_DECIMAL
  const bits = SUFFIX_BITS[suffix] ?? (hex && suffix === '' ? 64 : undefined)
  if (bits === undefined) return true
  return suffix.startsWith('u') ? BigInt.asUintN(bits, value) === value : BigInt.asIntN(bits, value) === value
}
