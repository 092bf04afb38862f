import { err, ok, type Result } from '../result.ts'
import { parseVersion } from '../version/nuget-version.ts'
import { ANY_VERSION, type Bound, between, exactly, type VersionRange } from '../version/version-range.ts'

/** The version keys of a PowerShell module specification, as text; absent or empty ones do not count. */
export interface SpecifiedVersions {
  /** `ModuleVersion`: at least this. */
  readonly minimum?: string | undefined
  /** `RequiredVersion`: exactly this. */
  readonly required?: string | undefined
  /** `MaximumVersion`: at most this; `1.*` means all of 1. */
  readonly maximum?: string | undefined
}

/** PowerShell's own loader reads the star of a maximum as this number. */
const STAR = '999999999'

/** One of the keys, and why it is no version. */
export interface WrongVersion {
  readonly text: string
  readonly reason: string
}

/**
 * The range that `@{ ModuleName; ModuleVersion; RequiredVersion; MaximumVersion }` states, in a module manifest, in
 * `#Requires` and in the metadata of a registry alike.
 */
export function specifiedRange(versions: SpecifiedVersions): Result<VersionRange, WrongVersion> {
  if (versions.required) {
    const required = parseVersion(versions.required)
    return required.ok ? ok(exactly(required.value)) : err({ text: versions.required, reason: required.error })
  }
  const min = bound(versions.minimum)
  if (!min.ok) return min
  const max = bound(versions.maximum?.replaceAll('*', STAR))
  if (!max.ok) return max
  return ok(min.value || max.value ? between(min.value, max.value) : ANY_VERSION)
}

function bound(text: string | undefined): Result<Bound | undefined, WrongVersion> {
  if (!text) return ok(undefined)
  const version = parseVersion(text)
  return version.ok ? ok({ version: version.value, inclusive: true }) : err({ text, reason: version.error })
}
