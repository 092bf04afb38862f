import { normalise } from '../version/nuget-version.ts'
import { systemVersion } from '../version/system-version.ts'
import type { PackageIdentity } from './identity.ts'

/** Where PowerShell looks for a module, below a folder of `PSModulePath`. */
export interface ModuleFolder {
  readonly name: string
  /** The folder within that of the name; numbers only, as a label has no place in it. Undefined for a module without manifest. */
  readonly version: string | undefined
  /** Whether the version is the module's own, and not that of its package. */
  readonly isStated: boolean
}

/**
 * The folder in which PowerShell finds a module. It must have the letter case of the module's own `.psd1` and the text of its
 * ModuleVersion, neither normalised nor from the nuspec: a module of version `1.0` is not found in `1.0.0`, nor one of
 * `1.2.3.0` in `1.2.3`; only leading zeros go. Where no ModuleVersion can be read, the numbers of the package's version. A
 * module without a manifest is found as `Name/Name.psm1` alone, and has no version (all seen with PowerShell 7.6.5).
 *
 * @param file the name of the `.psd1` in the root; undefined without one
 * @param rootModule the base name of the `.psm1` in the root, which counts where there is no manifest
 */
export function moduleFolder(
  { id, version }: PackageIdentity,
  file: string | undefined,
  moduleVersion: string | undefined,
  rootModule?: string,
): ModuleFolder {
  if (file === undefined) return { name: rootModule ?? id, version: undefined, isStated: false }
  const own = moduleVersion === undefined ? undefined : systemVersion(moduleVersion)
  return {
    name: file.slice(0, -'.psd1'.length),
    version: own ?? normalise({ ...version, labels: [] }),
    isStated: own !== undefined,
  }
}

/** `Pester/5.7.1`: the folder as a relative path, with forward slashes. */
export function modulePathOf({ name, version }: ModuleFolder): string {
  return version === undefined ? name : `${name}/${version}`
}
