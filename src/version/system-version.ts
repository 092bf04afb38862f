import { compareNumbers, parseVersion } from './nuget-version.ts'

/** What such a version looks like. */
export const SYSTEM_VERSION = /^[0-9]+(?:\.[0-9]+){1,3}$/

/**
 * A `System.Version` in the text that .NET writes, without leading zeros: PowerShell compares a ModuleVersion with the
 * version that a folder's name stands for, and looks for that folder under this text. `1.0` and `1.0.0` are not equal.
 *
 * Undefined for what .NET refuses, and for signs and blanks between the numbers (`+1. 0`), which it takes and nobody writes.
 */
export function systemVersion(text: string): string | undefined {
  const trimmed = text.trim()
  const parsed = parseVersion(trimmed)
  if (!SYSTEM_VERSION.test(trimmed) || !parsed.ok) return undefined
  return trimmed.split('.').map(Number).join('.')
}

/** .NET's order of two such texts: of `1.0` and `1.0.0` the longer one is the higher. */
export function compareSystemVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)]
  const numbers = left.ok && right.ok ? compareNumbers(left.value, right.value) : 0
  return numbers || a.split('.').length - b.split('.').length
}
