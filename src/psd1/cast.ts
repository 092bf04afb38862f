import type { Cursor } from './cursor.ts'
import type { Psd1Value } from './value.ts'

/** A piece of a type literal up to the next square bracket. Types never hold quotes or other brackets. */
const PIECE = /[^[\]\r\n'"(){}#;@$]*[[\]]/y

/** Passes a type literal (`[int]`, `[System.Collections.Generic.List[string]]`); undefined if none stands here. */
export function readType(cursor: Cursor): string | undefined {
  const start = cursor.at
  let depth = 1
  cursor.at += 1
  while (depth > 0 && cursor.skip(PIECE)) depth += cursor.text.charAt(cursor.at - 1) === '[' ? 1 : -1
  const name = cursor.text.slice(start + 1, cursor.at - 1).trim()
  if (depth === 0 && /^[\p{L}_]/u.test(name)) return name
  cursor.at = start
  return undefined
}

interface Range {
  readonly least: bigint
  readonly most: bigint
}

const signed = (bits: bigint): Range => ({ least: -(2n ** (bits - 1n)), most: 2n ** (bits - 1n) - 1n })
const unsigned = (bits: bigint): Range => ({ least: 0n, most: 2n ** bits - 1n })

/** The integer types that PowerShell takes casts to in a data file, under each of their names. */
const INTEGERS: ReadonlyMap<string, Range> = new Map([
  ...['sbyte'].map(name => [name, signed(8n)] as const),
  ...['byte'].map(name => [name, unsigned(8n)] as const),
  ...['short', 'int16'].map(name => [name, signed(16n)] as const),
  ...['ushort', 'uint16'].map(name => [name, unsigned(16n)] as const),
  ...['int', 'int32'].map(name => [name, signed(32n)] as const),
  ...['uint', 'uint32'].map(name => [name, unsigned(32n)] as const),
  ...['long', 'int64'].map(name => [name, signed(64n)] as const),
  ...['ulong', 'uint64'].map(name => [name, unsigned(64n)] as const),
])
/** Eighteen digits fit every type but the small ones, and no text of them is rounded on its way. */
const PLAIN_INTEGER = /^[+-]?[0-9]{1,18}$/

/**
 * `[int]'5'` is 5, `[bool]1` is true; undefined for every cast whose outcome takes more than that to tell, and for those that
 * PowerShell refuses in a data file (`[version]`, `[string]`).
 */
export function castConstant(type: string, operand: Psd1Value, at: number): Psd1Value | undefined {
  const name = type.toLowerCase().replace(/^system\./, '')
  if (name === 'bool' || name === 'boolean') return castToBoolean(operand, at)
  const range = INTEGERS.get(name)
  const value = integerOf(operand)
  if (range === undefined || value === undefined || value < range.least || value > range.most) return undefined
  return { kind: 'number', value: Number(value), text: String(value), at }
}

/** Any text but the empty one is true, `'false'` too. */
function castToBoolean(operand: Psd1Value, at: number): Psd1Value | undefined {
  switch (operand.kind) {
    case 'string':
      return { kind: 'boolean', value: operand.value !== '', at }
    case 'number':
      return { kind: 'boolean', value: operand.value !== 0, at }
    case 'boolean':
      return { ...operand, at }
    case 'null':
      return { kind: 'boolean', value: false, at }
    default:
      return undefined
  }
}

function integerOf(operand: Psd1Value): bigint | undefined {
  if (operand.kind === 'string' && PLAIN_INTEGER.test(operand.value)) return BigInt(operand.value.replace('+', ''))
  if (operand.kind === 'number' && Number.isSafeInteger(operand.value)) return BigInt(operand.value)
  return undefined
}
