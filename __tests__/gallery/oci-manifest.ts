import { createHash } from 'node:crypto'
import { numericPart, prereleaseLabel } from './dependency-text.ts'
import {
  AUTHOR_TAGS,
  COMPANY,
  COPYRIGHT,
  commandOf,
  describe,
  guidOf,
  isScript,
  POWERSHELL_VERSION,
  projectUri,
  requiredModules,
} from './manifest.ts'
import type { PackageSpec, Packed } from './pack.ts'

export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json'
/** SHA-256 of the empty file, which PSResourceGet pushes as the configuration. */
export const EMPTY_DIGEST = digestOf(Buffer.alloc(0))

/** `sha256:` and lower-case hex. */
export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** The manifest as PSResourceGet pushes it: one layer that is the nupkg, though its media type says otherwise. */
export function manifestOf({ spec, fileName, bytes, sha256 }: Packed): Buffer {
  const layer = {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: `sha256:${sha256}`,
    size: bytes.length,
    annotations: {
      'org.opencontainers.image.title': spec.id,
      'org.opencontainers.image.description': fileName,
      metadata: JSON.stringify(metadataOf(spec)),
      resourceType: isScript(spec) ? 'Script' : 'Module',
    },
  }
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: EMPTY_DIGEST, size: 0 }
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST_TYPE, config, layers: [layer] }))
}

/** The module manifest as the annotation holds it; of a script, its PSScriptInfo. */
function metadataOf(spec: PackageSpec): object {
  const about = {
    GUID: guidOf(spec),
    Author: COMPANY,
    CompanyName: COMPANY,
    Copyright: COPYRIGHT,
    Description: describe(spec),
  }
  if (isScript(spec)) {
    return {
      ...about,
      Version: spec.version,
      RequiredModules: requiredModules(spec),
      Tags: [],
      ProjectUri: projectUri(spec),
    }
  }
  const label = prereleaseLabel(spec.version)
  return {
    ...about,
    ModuleVersion: numericPart(spec.version),
    PowerShellVersion: POWERSHELL_VERSION,
    CompatiblePSEditions: ['Core', 'Desktop'],
    FunctionsToExport: [commandOf(spec)],
    CmdletsToExport: [],
    // Az lists its parts in ModuleList and requires nothing, so that it can be installed without loading all of them.
    RequiredModules: spec.id === 'Az' ? [] : requiredModules(spec),
    ModuleList: spec.id === 'Az' ? requiredModules(spec) : [],
    PrivateData: {
      PSData: {
        ...(label !== '' && { Prerelease: label }),
        Tags: AUTHOR_TAGS,
        LicenseUri: '',
        ProjectUri: projectUri(spec),
        IconUri: '',
        ReleaseNotes: '',
        ...(spec.externalDependencies && { ExternalModuleDependencies: spec.externalDependencies }),
      },
    },
  }
}
