import { normalise } from '../version/nuget-version.ts'
import { systemVersion } from '../version/system-version.ts'
import type { PackageIdentity } from './identity.ts'

/** Where PowerShell looks for a module: `Name/Version` below a folder of `PSModulePath`. */
export interface ModuleFolder {
  readonly name: string
  /** Numbers only: a label has no place in it. */
  readonly version: string
  /** Whether the version is the module's own, and not that of its package. */
  readonly isStated: boolean
}

/**
 * The folder in which PowerShell finds a module. It must have the letter case of the module's own `.psd1` and the text of its
 * ModuleVersion, neither normalised nor from the nuspec: a module of version `1.0` is not found in `1.0.0`, nor one of
 * `1.2.3.0` in `1.2.3`; only leading zeros go (seen with PowerShell 7.6.5). Where no ModuleVersion can be read, the numbers of
 * the package's version.
 *
 * @param file the name of the `.psd1` in the root; undefined without one
 */
export function moduleFolder(
  { id, version }: PackageIdentity,
  file: string | undefined,
  moduleVersion: string | undefined,
): ModuleFolder {
  const name = file?.slice(0, -'.psd1'.length) ?? id
  const own = moduleVersion === undefined ? undefined : systemVersion(moduleVersion)
  return { name, version: own ?? normalise({ ...version, labels: [] }), isStated: own !== undefined }
}
