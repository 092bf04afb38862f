import { err, ok, type Result } from '../result.ts'

/**
 * A NuGet version: up to four numbers, SemVer 2 labels, metadata that does not count.
 *
 * npm's `semver` cannot stand in for it: it has no fourth part and compares labels by letter case.
 * Rules and vectors: NuGet.Versioning (`NuGetVersion`, `VersionComparer`).
 */
export interface NuGetVersion {
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** The fourth part; 0 when it is not written. */
  readonly revision: number
  /** Prerelease labels, split at the dots, letter case kept; empty for a stable version. */
  readonly labels: readonly string[]
  /** As it was written, trimmed. Two versions with different texts can be equal (`1.0` and `1.0.0.0`). */
  readonly original: string
}

/** NuGet keeps each part in a 32-bit signed integer. */
const MAX_PART = 2_147_483_647
/** Longer than any version that the Gallery accepts; what is longer is not a version but an attack on file names. */
const MAX_LENGTH = 128

const PART = /^[0-9]+$/
const LABEL = /^[0-9A-Za-z-]+$/
const LEADING_ZERO = /^0[0-9]+$/

/**
 * Reads a version as NuGet's loose parser does: one to four numbers with leading zeros allowed, then `-labels`, then
 * `+metadata`. The error is a phrase that completes "`x` is not a version: …".
 */
export function parseVersion(text: string): Result<NuGetVersion, string> {
  const original = text.trim()
  if (original === '') return err('it is empty')
  if (original.length > MAX_LENGTH) return err(`it is longer than ${MAX_LENGTH} characters`)

  const plus = original.indexOf('+')
  const withoutMetadata = plus === -1 ? original : original.slice(0, plus)
  if (
    plus !== -1 &&
    !original
      .slice(plus + 1)
      .split('.')
      .every(label => LABEL.test(label))
  ) {
    return err('the metadata after "+" is not made of letters, digits and hyphens')
  }

  const dash = withoutMetadata.indexOf('-')
  const core = dash === -1 ? withoutMetadata : withoutMetadata.slice(0, dash)
  const labels = dash === -1 ? [] : withoutMetadata.slice(dash + 1).split('.')
  for (const label of labels) {
    if (!LABEL.test(label)) return err(`"${label}" is not a prerelease label`)
    if (LEADING_ZERO.test(label)) return err(`the numeric label "${label}" has a leading zero`)
  }

  const parts = core.split('.')
  if (parts.length > 4) return err('it has more than four parts')
  const numbers: number[] = []
  for (const part of parts) {
    if (!PART.test(part)) return err(part === '' ? 'a part between the dots is empty' : `"${part}" is not a number`)
    const number = Number(part)
    if (number > MAX_PART) return err(`"${part}" is greater than ${MAX_PART}`)
    numbers.push(number)
  }
  const [major = 0, minor = 0, patch = 0, revision = 0] = numbers
  return ok({ major, minor, patch, revision, labels, original })
}

/**
 * NuGet's normalised text: `1.0` becomes `1.0.0`, a fourth part of zero and the metadata are dropped, the labels' letter
 * case stays. File names, URLs and identities use it; two versions are equal iff these texts are, letter case aside.
 */
export function normalise(version: NuGetVersion): string {
  const { major, minor, patch, revision, labels } = version
  const core = revision === 0 ? `${major}.${minor}.${patch}` : `${major}.${minor}.${patch}.${revision}`
  return labels.length === 0 ? core : `${core}-${labels.join('.')}`
}

/** The normalised text in lower case, as every URL of the NuGet protocols wants it. */
export function urlVersion(version: NuGetVersion): string {
  return normalise(version).toLowerCase()
}

export function isPrerelease(version: NuGetVersion): boolean {
  return version.labels.length > 0
}

/** Negative, zero or positive as `a` comes before, with or after `b`. A total order; metadata and letter case do not count. */
export function compareVersions(a: NuGetVersion, b: NuGetVersion): number {
  return compareNumbers(a, b) || compareLabels(a.labels, b.labels)
}

/** Compares the four numbers alone. */
export function compareNumbers(a: NuGetVersion, b: NuGetVersion): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || a.revision - b.revision
}

export function equalVersions(a: NuGetVersion, b: NuGetVersion): boolean {
  return compareVersions(a, b) === 0
}

function compareLabels(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const order = compareLabel(a[index] ?? '', b[index] ?? '')
    if (order !== 0) return order
  }
  return a.length - b.length
}

function compareLabel(a: string, b: string): number {
  const x = labelNumber(a)
  const y = labelNumber(b)
  if (x !== undefined && y !== undefined) return x - y
  if (x !== undefined) return -1
  if (y !== undefined) return 1
  const [left, right] = [a.toLowerCase(), b.toLowerCase()]
  return left < right ? -1 : left > right ? 1 : 0
}

/** The number that a label stands for; undefined for text, and for digits beyond 32 bits, which NuGet compares as text. */
function labelNumber(label: string): number | undefined {
  if (!PART.test(label)) return undefined
  const number = Number(label)
  return number > MAX_PART ? undefined : number
}
