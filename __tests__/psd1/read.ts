import assert from 'node:assert/strict'
import { parsePsd1 } from '../../src/psd1/parse.ts'
import type { Psd1Data, Psd1Value } from '../../src/psd1/value.ts'
import type { TextDocument } from '../../src/text.ts'

/** A value without its places, for tables of cases. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain } | Unknown

/** Stands for a value that cannot be known: its source and the reason. */
export class Unknown {
  readonly source: string
  readonly why: string

  constructor(source: string, why: string) {
    this.source = source
    this.why = why
  }
}

export function toDocument(text: string, file = 'x.psd1'): TextDocument {
  return { file, text, encoding: 'utf-8' }
}

/** Parses a text that must be sound. */
export function read(text: string): Psd1Data {
  const value = parsePsd1(toDocument(text))
  assert.ok(value.ok, value.ok ? '' : `${value.error.sentence}\n${value.error.frame}`)
  return value.value
}

export function plain(value: Psd1Value): Plain {
  switch (value.kind) {
    case 'string':
    case 'number':
    case 'boolean':
      return value.value
    case 'null':
      return null
    case 'array':
      return value.items.map(plain)
    case 'table':
      return Object.fromEntries(value.entries.map(entry => [entry.key, plain(entry.value)]))
    case 'unknown':
      return new Unknown(value.source, value.why)
  }
}
