import { BLANKS, DASHES } from './cursor.ts'

/** A number that was read. */
export interface NumberRead {
  readonly value: number
  /** As written. */
  readonly text: string
}

/** Sign, hexadecimal digits or a decimal number, type suffix, multiplier (`tokenizer.cs`, `ScanNumberHelper`). */
const NUMBER =
  /(?<sign>[+\-\u2013-\u2015])?(?:0x(?<hex>[0-9a-f]+)|(?<decimal>(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:e[+\-\u2013-\u2015]?[0-9]+)?))(?<suffix>u[lsy]?|[lsydn])?(?:(?<multiplier>[kmgtp])b)?/iy

/** A number ends where another token can begin; `7z` is a word (`ForceStartNewToken`, `ForceStartNewTokenAfterNumber`). */
const NUMBER_END = new RegExp(`[${BLANKS}${DASHES}\\r\\n\\0&(),;{|}!#%*+./<=>\\]]|$`, 'uy')

/** Longer ones are beyond every type, and turning digits into a number takes more than linear time. */
const MAX_DIGITS = 300

const MULTIPLIERS: Readonly<Record<string, bigint>> = {
  k: 2n ** 10n,
  m: 2n ** 20n,
  g: 2n ** 30n,
  t: 2n ** 40n,
  p: 2n ** 50n,
}

/** Bits of the integer types that a suffix asks for. */
const SUFFIX_BITS: Readonly<Record<string, number>> = { y: 8, s: 16, l: 64, uy: 8, us: 16, ul: 64, u: 64 }

/**
 * The number that begins at `at`. Undefined if none does, and for one that PowerShell would round (`1.5l`), refuse (`300y`)
 * or, in its older versions, not take for a number (`0b1`).
 */
export function readNumber(text: string, at: number): NumberRead | undefined {
  NUMBER.lastIndex = at
  const match = NUMBER.exec(text)
  if (!match?.groups) return undefined
  NUMBER_END.lastIndex = NUMBER.lastIndex
  if (!NUMBER_END.test(text)) return undefined

  const { sign, hex, decimal = '', multiplier = '' } = match.groups
  const suffix = (match.groups.suffix ?? '').toLowerCase()
  const factor = MULTIPLIERS[multiplier.toLowerCase()] ?? 1n
  const negative = sign !== undefined && sign !== '+'
  if (hex === undefined && /[.e]/i.test(decimal)) {
    if (suffix !== '' && suffix !== 'd') return undefined
    const value = Number(decimal.replace(/[\u2013-\u2015]/, '-')) * Number(factor)
    return Number.isFinite(value) ? { value: negative ? -value : value, text: match[0] } : undefined
  }
  if ((hex ?? decimal).length > MAX_DIGITS) return undefined
  const magnitude = (hex === undefined ? BigInt(decimal) : readHex(hex, suffix)) * factor
  const value = negative ? -magnitude : magnitude
  return fits(value, suffix, hex !== undefined) ? { value: Number(value), text: match[0] } : undefined
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
  const bits = SUFFIX_BITS[suffix] ?? (hex && suffix === '' ? 64 : undefined)
  if (bits === undefined) return true
  return suffix.startsWith('u') ? BigInt.asUintN(bits, value) === value : BigInt.asIntN(bits, value) === value
}
