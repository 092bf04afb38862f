import { getNodeValue, type Node } from 'jsonc-parser'
import type { Psd1Table, Psd1Value } from '../psd1/value.ts'

/** A value of either syntax: text, a switch, a table, or something that no key of the format takes. */
export type Value =
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'switch'; readonly on: boolean; readonly at: number }
  | { readonly kind: 'table'; readonly entries: readonly Entry[]; readonly at: number }
  | { readonly kind: 'other'; readonly what: string; readonly at: number }

export interface Entry {
  readonly key: string
  readonly at: number
  readonly value: Value
}

export function entriesOf(table: Psd1Table): readonly Entry[] {
  return table.entries.map(({ key, keyAt, value }) => ({ key, at: keyAt, value: fromPsd1(value) }))
}

function fromPsd1(value: Psd1Value): Value {
  const { at } = value
  switch (value.kind) {
    case 'string':
      return { kind: 'text', text: value.value, at }
    case 'number':
      return { kind: 'text', text: value.text, at }
    case 'boolean':
      return { kind: 'switch', on: value.value, at }
    case 'table':
      return { kind: 'table', entries: entriesOf(value), at }
    case 'null':
      return { kind: 'other', what: 'nothing', at }
    case 'array':
      return { kind: 'other', what: 'a list', at }
    case 'unknown':
      return { kind: 'other', what: `the expression ${value.source}, which is never run`, at }
  }
}

export function membersOf(object: Node): readonly Entry[] {
  return (object.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? []
    return key && value ? [{ key: String(getNodeValue(key)), at: key.offset, value: fromJson(value) }] : []
  })
}

function fromJson(node: Node): Value {
  const at = node.offset
  switch (node.type) {
    case 'string':
      return { kind: 'text', text: String(getNodeValue(node)), at }
    case 'boolean':
      return { kind: 'switch', on: getNodeValue(node) === true, at }
    case 'object':
      return { kind: 'table', entries: membersOf(node), at }
    case 'number':
      return { kind: 'other', what: 'a bare number, whose zeros JSON forgets', at }
    default:
      return { kind: 'other', what: node.type === 'null' ? 'nothing' : 'a list', at }
  }
}

/** For messages: what stands there, in words. */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case 'text':
      return `"${value.text.slice(0, 80)}"`
    case 'switch':
      return String(value.on)
    case 'table':
      return 'a table'
    case 'other':
      return value.what
  }
}
