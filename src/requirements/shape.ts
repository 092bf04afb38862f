import path from 'node:path'
import { parseVersion } from '../version/nuget-version.ts'
import { parseRange } from '../version/version-range.ts'
import { isAddress } from './formats/required-modules.ts'
import type { ParsedFile } from './reader.ts'
import { type Entry, type TableValue, type TextValue, textUnder } from './value.ts'
import { hasOperator } from './version-text.ts'

/** An entry whose value is of one kind. */
type EntryOf<V> = Entry & { readonly value: V }

/** What a file that is one table looks like: all that its format can be told by, besides its name. */
export interface Shape {
  /** Last part of the path. */
  readonly fileName: string
  readonly table: TableValue
  readonly texts: readonly EntryOf<TextValue>[]
  readonly tables: readonly EntryOf<TableValue>[]
  /** Neither text nor table. */
  readonly others: readonly Entry[]
  /** The texts, and the `Version` of each table that has one. */
  readonly versions: readonly { readonly name: string; readonly text: string; readonly look: TextLook }[]
}

export function shapeOf(file: ParsedFile, table: TableValue): Shape {
  const { entries } = table
  const versions = entries.flatMap(({ key, value }) => {
    const text = value.kind === 'table' ? textUnder(value, 'Version') : value.kind === 'text' ? value.text : undefined
    return text === undefined ? [] : [{ name: key, text, look: lookOf(text) }]
  })
  return {
    fileName: path.basename(file.document.file.replaceAll('\\', '/')),
    table,
    texts: entries.filter((entry): entry is EntryOf<TextValue> => entry.value.kind === 'text'),
    tables: entries.filter((entry): entry is EntryOf<TableValue> => entry.value.kind === 'table'),
    others: entries.filter(({ value }) => value.kind !== 'text' && value.kind !== 'table'),
    versions,
  }
}

/** What a text behind a name looks like. */
export type TextLook = 'latest' | 'any' | 'version' | 'range' | 'float' | 'operator' | 'address' | 'prose'

export function lookOf(text: string): TextLook {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.toLowerCase() === 'latest') return 'latest'
  if (trimmed === '*') return 'any'
  if (parseVersion(trimmed).ok) return 'version'
  const range = parseRange(trimmed)
  if (range.ok) return /^[[(]/.test(trimmed) ? 'range' : 'float'
  if (isAddress(trimmed)) return 'address'
  return hasOperator(trimmed) ? 'operator' : 'prose'
}
