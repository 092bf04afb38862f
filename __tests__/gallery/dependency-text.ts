import { normalise } from '../../src/version/nuget-version.ts'
import { type Bound, parseRange, pinnedVersion, type VersionRange } from '../../src/version/version-range.ts'

/** An element of a manifest's RequiredModules: a bare name, or a table whose keys PowerShell knows. */
export type RequiredModule = string | RequiredModuleTable

export interface RequiredModuleTable {
  readonly ModuleName: string
  readonly ModuleVersion?: string
  readonly RequiredVersion?: string
  readonly MaximumVersion?: string
}

/**
 * The range as servers announce it, NuGet's normalised text: `[5.5.1, )`, `[1.0.0, 1.0.0]`, `(, 2.0.0]`, `(, )` for any.
 *
 * @param range as a nuspec writes it; empty for any
 */
export function announcedRange(range: string): string {
  const { min, max } = readRange(range)
  const lower = min ? `${min.inclusive ? '[' : '('}${normalise(min.version)}` : '('
  const upper = max ? `${normalise(max.version)}${max.inclusive ? ']' : ')'}` : ')'
  return `${lower}, ${upper}`
}

/**
 * The dependency as a module manifest says it. A manifest knows neither prerelease labels nor ends that are excluded:
 * labels are dropped, an excluded lower end counts as included and an excluded upper end is not said at all.
 */
export function requiredModule(name: string, range: string): RequiredModule {
  const parsed = readRange(range)
  const pin = pinnedVersion(parsed)
  if (pin) return { ModuleName: name, RequiredVersion: numericPart(pin.original) }
  const { min, max } = parsed
  const upper: Bound | undefined = max?.inclusive ? max : undefined
  if (!min && !upper) return name
  return {
    ModuleName: name,
    ...(min && { ModuleVersion: numericPart(min.version.original) }),
    ...(upper && { MaximumVersion: numericPart(upper.version.original) }),
  }
}

/** `5.0.0` of `5.0.0-beta1`: what a manifest's ModuleVersion can hold. */
export function numericPart(version: string): string {
  return version.replace(/[-+].*$/, '')
}

/** `beta1` of `5.0.0-beta1`, empty for a stable version. */
export function prereleaseLabel(version: string): string {
  return /-([^+]*)/.exec(version)?.[1] ?? ''
}

function readRange(text: string): VersionRange {
  if (text === '') return { prerelease: false, labelPrefixes: [] }
  const range = parseRange(text)
  if (!range.ok) throw new Error(`"${text}" is no dependency range: ${range.error}`)
  return range.value
}
