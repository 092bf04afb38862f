import { type NuGetVersion, normalise, urlVersion } from '../version/nuget-version.ts'

/** What names a package: ids are compared case-insensitively, versions by NuGet's order. */
export interface PackageIdentity {
  /** In the letter case of whoever gave it; the nuspec's is the proper one. */
  readonly id: string
  readonly version: NuGetVersion
}

/** NuGet's limit (`PackageIdValidator.MaxPackageIdLength`). */
const MAX_ID_LENGTH = 100
/**
 * NuGet's rule (`PackageIdValidator`), whose `\w` is narrowed to ASCII: an id becomes a file name and part of a URL.
 */
const ID = /^[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*$/
/** Windows opens a device for these names, with any extension too. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i

/** Whether a text can be a package id, and so be put into a path or a URL as it is. */
export function validId(id: string): boolean {
  return id.length <= MAX_ID_LENGTH && ID.test(id) && !DEVICE.test(id)
}

/** Equal for equal identities and only for them: `pester/5.7.1`. */
export function identityKey(identity: PackageIdentity): string {
  return `${identity.id.toLowerCase()}/${urlVersion(identity.version)}`
}

/** The name that every client looks for in a local repository: `Pester.5.7.1.nupkg`. */
export function fileName(identity: PackageIdentity): string {
  return `${identity.id}.${normalise(identity.version)}.nupkg`
}

/** For people: `Pester 5.7.1`. */
export function formatIdentity(identity: PackageIdentity): string {
  return `${identity.id} ${normalise(identity.version)}`
}
