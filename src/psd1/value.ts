import { holdsCredentials, redact } from '../redact.ts'

/**
 * What a PowerShell data file holds. `at` is the 0-based offset into the text at which the value begins.
 *
 * A value that cannot be known without running the file is kept as `unknown`, so that the values beside it can be read;
 * it is an error only for a reader that needs it.
 */
export type Psd1Value = Psd1String | Psd1Number | Psd1Boolean | Psd1Null | Psd1Array | Psd1Table | Psd1Unknown

/** What a whole file can be: mostly a table, at times an array, never something unknown. */
export type Psd1Data = Exclude<Psd1Value, Psd1Unknown>

export interface Psd1String {
  readonly kind: 'string'
  readonly value: string
  readonly at: number
}

export interface Psd1Number {
  readonly kind: 'number'
  /** The nearest double, where PowerShell has wider types. */
  readonly value: number
  /** As written, sign and suffix included: `ModuleVersion = 1.0` must stay `1.0`. Of a cast, the number that it gives. */
  readonly text: string
  readonly at: number
}

export interface Psd1Boolean {
  readonly kind: 'boolean'
  readonly value: boolean
  readonly at: number
}

export interface Psd1Null {
  readonly kind: 'null'
  readonly at: number
}

export interface Psd1Array {
  readonly kind: 'array'
  readonly items: readonly Psd1Value[]
  readonly at: number
}

export interface Psd1Table {
  readonly kind: 'table'
  /** In the order of the file; no two keys are equal, letter case aside. */
  readonly entries: readonly Psd1Entry[]
  readonly at: number
}

export interface Psd1Entry {
  readonly key: string
  readonly keyAt: number
  readonly value: Psd1Value
}

export interface Psd1Unknown {
  readonly kind: 'unknown'
  /** The text of the expression, without passwords of addresses, cut at 80 characters. */
  readonly source: string
  /** Why it is not known, as a clause: `it calls the command Get-Date`, `it reads the variable $PSScriptRoot`. */
  readonly why: string
  readonly at: number
}

const MAX_SOURCE = 80
/** Enough to know an address by its end, and little where expressions nest. */
const MAX_SCANNED = 1000

/** What stands from `at` to `end` and cannot be known, because of `why`. */
export function unknownValue(text: string, at: number, end: number, why: string): Psd1Unknown {
  const whole = text.slice(at, Math.min(end, at + MAX_SCANNED))
  const source = (holdsCredentials(whole) ? redact(whole) : whole).slice(0, MAX_SOURCE)
  return { kind: 'unknown', source, why, at }
}

/** The value under a key, letter case aside, as PowerShell looks it up. */
export function lookUp(table: Psd1Table, key: string): Psd1Value | undefined {
  const wanted = key.toLowerCase()
  return table.entries.find(entry => entry.key.toLowerCase() === wanted)?.value
}
