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

/** Bits of the types whose casts are certain: an integer written plainly, cast to a type that holds it. */
const INTEGERS: Readonly<Record<string, number>> = {
  int: 32,
  int32: 32,
  'system.int32': 32,
  long: 64,
  int64: 64,
  'system.int64': 64,
}
/** Eighteen digits always fit 64 bits. */
const PLAIN_INTEGER = /^[+-]?[0-9]{1,18}$/

/** `[int]'5'` is 5; undefined for every cast whose outcome takes more than that to tell. */
export function castConstant(type: string, operand: Psd1Value, at: number): Psd1Value | undefined {
  const bits = INTEGERS[type.toLowerCase()]
  const text = operand.kind === 'string' ? operand.value : operand.kind === 'number' ? operand.text : ''
  if (bits === undefined || !PLAIN_INTEGER.test(text)) return undefined
  const value = BigInt(text.replace('+', ''))
  return BigInt.asIntN(bits, value) === value ? { kind: 'number', value: Number(value), text, at } : undefined
}
