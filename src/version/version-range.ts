import { excerpt } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'
import {
  compareNumbers,
  compareVersions,
  equalVersions,
  isPrerelease,
  type NuGetVersion,
  normalise,
  parseVersion,
} from './nuget-version.ts'

/** A set of versions: an interval, narrowed by the label prefix of a float such as `1.0.0-beta*`. */
export interface VersionRange {
  readonly min?: Bound
  readonly max?: Bound
  /** Prereleases are candidates: a bound carries a label, or a float asks for them. */
  readonly prerelease: boolean
  /** Each prerelease must begin with each of these (`beta` for `1.0.0-beta*`); stable versions need not. */
  readonly labelPrefixes: readonly string[]
  /** The text of a floating minimum (`1.*`), which an interval cannot say; gone once ranges were intersected. */
  readonly float?: string
}

export interface Bound {
  readonly version: NuGetVersion
  readonly inclusive: boolean
}

export const ANY_VERSION: VersionRange = { prerelease: false, labelPrefixes: [] }

export function exactly(version: NuGetVersion): VersionRange {
  return between({ version, inclusive: true }, { version, inclusive: true })
}

export function between(min: Bound | undefined, max: Bound | undefined): VersionRange {
  return {
    ...(min && { min }),
    ...(max && { max }),
    prerelease: [min, max].some(bound => bound !== undefined && isPrerelease(bound.version)),
    labelPrefixes: [],
  }
}

const BRACKETS = /^([[(])(.*)([\])])$/

/**
 * Reads a range in NuGet's grammar: `1.0` (a minimum), `[1.0]`, `[1.0,2.0)`, `(,1.0]`, `( , )`, and the floats `*`, `1.*`,
 * `1.0.0-*`, `1.0.0-beta*`, `1.*-*`, alone or as the minimum of an interval. The error completes "`x` is not a version range: …".
 *
 * What a bare version means in another file format is that format's business: see the readers in `requirements/`.
 */
export function parseRange(text: string): Result<VersionRange, string> {
  const trimmed = text.trim()
  if (trimmed === '') return err('it is empty')
  const bracketed = BRACKETS.exec(trimmed)
  if (!bracketed) {
    if (/[[\](),]/.test(trimmed)) return err('its brackets do not match')
    return parseMinimum(trimmed, true)
  }
  const [, open, inside = '', close] = bracketed
  // NuGet refuses these two although it takes `( , )`; a slip that says nothing is better pointed out than read as "all".
  if (inside === '' || inside === ',') return err('it names no version; write "( , )" or "*" for any')

  const ends = inside.split(',')
  if (ends.length > 2) return err('it has more than two ends')
  if (ends.length === 1) {
    if (open !== '[' || close !== ']')
      return err(`one version stands in square brackets: "[${excerpt(inside.trim())}]"`)
    const version = parseVersion(inside)
    return version.ok ? ok(exactly(version.value)) : err(version.error)
  }

  const [minText, maxText] = ends.map(end => end.trim())
  let range = ANY_VERSION
  if (minText) {
    const min = parseMinimum(minText, open === '[')
    if (!min.ok) return min
    range = min.value
  }
  if (!maxText) return ok(range)
  const max = parseVersion(maxText)
  if (!max.ok) return err(max.error)
  return withMaximum(range, { version: max.value, inclusive: close === ']' })
}

function withMaximum(range: VersionRange, max: Bound): Result<VersionRange, string> {
  const order = range.min ? compareVersions(range.min.version, max.version) : -1
  if (order > 0) return err('its lower end is above its upper end')
  if (order === 0 && !(range.min?.inclusive && max.inclusive)) {
    return err('it holds no version; write "[1.0]" for exactly one')
  }
  const narrowed = intersect(range, between(undefined, max))
  if (!narrowed) return err('it holds no version')
  if (range.float === undefined) return ok(narrowed)
  // An upper end above the float's own says nothing, its label included.
  const prerelease = range.prerelease || (narrowed.max !== undefined && isPrerelease(narrowed.max.version))
  return ok({ ...narrowed, prerelease, float: range.float })
}

function parseMinimum(text: string, inclusive: boolean): Result<VersionRange, string> {
  if (text.includes('*')) {
    return inclusive
      ? parseFloating(text)
      : err('a floating lower end stands behind "[": there is no version to leave out')
  }
  const version = parseVersion(text)
  return version.ok ? ok(between({ version: version.value, inclusive }, undefined)) : err(version.error)
}

const FLOAT = /^(?<numbers>[0-9]+(?:\.[0-9]+)*)?(?<star>\.?\*)?(?:-(?<prefix>[0-9A-Za-z.-]*)\*)?$/

/** `1.*` is every stable 1.x; `1.0.0-beta*` is 1.0.0 and its prereleases that begin with "beta"; `1.*-*` is every 1.x. */
function parseFloating(text: string): Result<VersionRange, string> {
  const groups = FLOAT.exec(text)?.groups
  const numbers = groups?.numbers
  const star = groups?.star
  const prefix = groups?.prefix
  const wellPlaced =
    numbers === undefined ? star === '*' : star === '.*' || (star === undefined && prefix !== undefined)
  if (!wellPlaced) return err('a "*" stands alone, after a dot, or at the end of a prerelease label')
  const parts = numbers?.split('.') ?? []
  if (parts.length > 4 || (star !== undefined && parts.length > 3)) return err('it has more than four parts')

  const labels = prefix === undefined ? '' : `-${lowestLabel(prefix)}`
  const min = parseVersion(`${parts.join('.') || '0'}${labels}`)
  if (!min.ok) return err(min.error)
  const bounds = between({ version: min.value, inclusive: true }, upperEnd(min.value, parts.length, star !== undefined))
  const range: VersionRange = { ...bounds, prerelease: prefix !== undefined, float: text }
  return ok(prefix ? { ...range, labelPrefixes: [prefix.toLowerCase()] } : range)
}

/** The least label that begins with `prefix`: `0` for none, `beta.0` for `beta.`. */
function lowestLabel(prefix: string): string {
  return prefix === '' || prefix.endsWith('.') ? `${prefix}0` : prefix
}

function upperEnd(min: NuGetVersion, writtenParts: number, starred: boolean): Bound | undefined {
  const { major, minor, patch, revision } = min
  const next = (a: number, b: number, c: number, d: number): Bound => ({
    version: {
      major: a,
      minor: b,
      patch: c,
      revision: d,
      labels: [],
      original: d === 0 ? `${a}.${b}.${c}` : `${a}.${b}.${c}.${d}`,
    },
    inclusive: !starred,
  })
  if (!starred) return next(major, minor, patch, revision)
  if (writtenParts === 0) return undefined
  if (writtenParts === 1) return next(major + 1, 0, 0, 0)
  if (writtenParts === 2) return next(major, minor + 1, 0, 0)
  return next(major, minor, patch + 1, 0)
}

/** What lies in both, or undefined if nothing can. */
export function intersect(a: VersionRange, b: VersionRange): VersionRange | undefined {
  const min = tighter(a.min, b.min, 1)
  const max = tighter(a.max, b.max, -1)
  if (min && max) {
    const order = compareVersions(min.version, max.version)
    if (order > 0 || (order === 0 && !(min.inclusive && max.inclusive))) return undefined
  }
  return {
    ...(min && { min }),
    ...(max && { max }),
    prerelease: a.prerelease || b.prerelease,
    labelPrefixes: [...new Set([...a.labelPrefixes, ...b.labelPrefixes])],
  }
}

/** The one of two ends that lets fewer versions in; `direction` is 1 for lower ends and -1 for upper ends. */
function tighter(a: Bound | undefined, b: Bound | undefined, direction: 1 | -1): Bound | undefined {
  if (!a || !b) return a ?? b
  const order = compareVersions(a.version, b.version) * direction
  if (order === 0) return a.inclusive ? b : a
  return order > 0 ? a : b
}

/** Whether the version lies between the ends, by the order of versions alone (NuGet's `VersionRange.Satisfies`). */
export function contains(range: VersionRange, version: NuGetVersion): boolean {
  if (range.min) {
    const order = compareVersions(version, range.min.version)
    if (order < 0 || (order === 0 && !range.min.inclusive)) return false
  }
  if (range.max) {
    const order = compareVersions(version, range.max.version)
    if (order > 0 || (order === 0 && !range.max.inclusive)) return false
  }
  const release = version.labels.join('.').toLowerCase()
  return release === '' || range.labelPrefixes.every(prefix => release.startsWith(prefix))
}

/**
 * Whether the version may be chosen for the range: it lies in it, is stable unless prereleases are asked for, and is no
 * prerelease of an upper end that is itself excluded. Nobody who writes `[1.0,2.0)` wants 2.0.0-beta, though by order it
 * lies below 2.0.0. Naming a prerelease of the upper end as the lower one (`(0.0.2-alpha,0.0.2)`) asks for them.
 */
export function admits(range: VersionRange, version: NuGetVersion, options: { readonly prerelease: boolean }): boolean {
  if (!contains(range, version)) return false
  if (!isPrerelease(version)) return true
  if (!options.prerelease && !range.prerelease) return false
  const { min, max } = range
  if (!max || max.inclusive || isPrerelease(max.version) || compareNumbers(version, max.version) !== 0) return true
  return min !== undefined && isPrerelease(min.version) && compareNumbers(min.version, max.version) === 0
}

/** The one version that the range can be, if it is a pin. */
export function pinnedVersion(range: VersionRange): NuGetVersion | undefined {
  const { min, max } = range
  if (!min?.inclusive || !max?.inclusive || !equalVersions(min.version, max.version)) return undefined
  return min.version
}

/** Normalised text that `parseRange` reads back: `[1.0.0, 2.0.0)`, `[1.0.0]`, `[1.0.0, )`, `(, 1.0.0]`, `( , )`, `1.*`. */
export function formatRange(range: VersionRange): string {
  const { min, max, float } = range
  if (float !== undefined) return formatFloating(float, max)
  if (!min && !max) return '( , )'
  const pin = pinnedVersion(range)
  if (pin) return `[${normalise(pin)}]`
  const lower = min ? `${min.inclusive ? '[' : '('}${normalise(min.version)}` : '('
  const upper = max ? `${normalise(max.version)}${max.inclusive ? ']' : ')'}` : ')'
  return `${lower}, ${upper}`
}

/** A float says its own upper end; one that was written beside it and lies below is said too. */
function formatFloating(float: string, max: Bound | undefined): string {
  const alone = parseFloating(float)
  const own = alone.ok ? alone.value.max : undefined
  const same = max === own || (max && own && max.inclusive === own.inclusive && equalVersions(max.version, own.version))
  return same || !max ? float : `[${float}, ${normalise(max.version)}${max.inclusive ? ']' : ')'}`
}

/** The range as a person says it: `exactly 1.2.3`, `1.2.3 or newer`, `older than 2.0.0`, `any version`, else the interval. */
export function describeRange(range: VersionRange): string {
  const pin = pinnedVersion(range)
  if (pin) return `exactly ${normalise(pin)}`
  if (range.float !== undefined) return formatRange(range)
  const { min, max } = range
  if (min && max) return formatRange(range)
  if (min) return min.inclusive ? `${normalise(min.version)} or newer` : `newer than ${normalise(min.version)}`
  if (max) return max.inclusive ? `${normalise(max.version)} or older` : `older than ${normalise(max.version)}`
  return 'any version'
}
