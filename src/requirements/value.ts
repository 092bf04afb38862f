import type { Psd1Value } from '../psd1/value.ts'
import { excerpt } from '../redact.ts'

/**
 * What a data file holds, whichever syntax it is written in. `at` is the 0-based offset into the text.
 *
 * A bare number is text as it is written: a version `1.10` must not become 1.1.
 */
export type Value = TextValue | TableValue | ListValue | OtherValue

export interface TextValue {
  readonly kind: 'text'
  readonly text: string
  readonly at: number
}

export interface TableValue {
  readonly kind: 'table'
  /** In the order of the file; no two keys are equal, letter case aside. */
  readonly entries: readonly Entry[]
  readonly at: number
}

export interface ListValue {
  readonly kind: 'list'
  readonly items: readonly Value[]
  readonly at: number
}

export type OtherValue =
  | { readonly kind: 'switch'; readonly on: boolean; readonly at: number }
  | { readonly kind: 'nothing'; readonly at: number }
  /** Only running the file would tell; `source` is the expression, cut at 80 characters. */
  | { readonly kind: 'unknown'; readonly source: string; readonly at: number }

export interface Entry {
  readonly key: string
  readonly at: number
  readonly value: Value
}

export function fromPsd1(value: Psd1Value): Value {
  const { at } = value
  switch (value.kind) {
    case 'string':
      return { kind: 'text', text: value.value, at }
    case 'number':
      return { kind: 'text', text: value.text, at }
    case 'boolean':
      return { kind: 'switch', on: value.value, at }
    case 'table': {
      const entries = value.entries.map(entry => ({ key: entry.key, at: entry.keyAt, value: fromPsd1(entry.value) }))
      return { kind: 'table', entries, at }
    }
    case 'array':
      return { kind: 'list', items: value.items.map(fromPsd1), at }
    case 'null':
      return { kind: 'nothing', at }
    case 'unknown':
      return { kind: 'unknown', source: value.source, at }
  }
}

/** The entry under one of these keys, letter case aside. */
export function findKey({ entries }: TableValue, keys: readonly string[]): Entry | undefined {
  const wanted = keys.map(key => key.toLowerCase())
  return entries.find(({ key }) => wanted.includes(key.toLowerCase()))
}

/** The value under a key, letter case aside. */
export function valueUnder(table: TableValue, key: string): Value | undefined {
  return findKey(table, [key])?.value
}

/** The text under a key, trimmed; undefined where there is none or an empty one. */
export function textUnder(table: TableValue, key: string): string | undefined {
  const value = valueUnder(table, key)
  return value?.kind === 'text' && value.text.trim() !== '' ? value.text.trim() : undefined
}

/** A table as it is; anything else as the table that it is short for, in which it alone is the version. */
export function tableOf(value: Value): TableValue {
  const { at } = value
  return value.kind === 'table' ? value : { kind: 'table', entries: [{ key: 'Version', at, value }], at }
}

/** The items of a list, or the one value that stands for a list of one, as PowerShell takes it. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value.kind === 'nothing') return []
  return value.kind === 'list' ? value.items : [value]
}

/** For messages: what stands there, in words. */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case 'text':
      return `"${excerpt(value.text)}"`
    case 'switch':
      return value.on ? 'true' : 'false'
    case 'table':
      return 'a table'
    case 'list':
      return 'a list'
    case 'nothing':
      return 'nothing'
    case 'unknown':
      return `the expression ${value.source}, which is never run`
  }
}
