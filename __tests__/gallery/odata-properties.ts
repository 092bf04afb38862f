import { isPrerelease } from '../../src/version/nuget-version.ts'
import { announcedRange } from './dependency-text.ts'
import { COMPANY, COPYRIGHT, describe, guidOf, isScript, POWERSHELL_VERSION, projectUri, tagsOf } from './manifest.ts'
import type { Value } from './odata-filter.ts'
import { filePaths, type PackageSpec } from './pack.ts'
import { type Item, latest, type Shelf } from './shelf.ts'

export type EdmType = 'Edm.String' | 'Edm.DateTime' | 'Edm.Boolean' | 'Edm.Int32' | 'Edm.Int64'

/** In the Gallery's order. */
export const PROPERTIES = {
  Id: 'Edm.String',
  Version: 'Edm.String',
  NormalizedVersion: 'Edm.String',
  Authors: 'Edm.String',
  Copyright: 'Edm.String',
  Created: 'Edm.DateTime',
  Dependencies: 'Edm.String',
  Description: 'Edm.String',
  DownloadCount: 'Edm.Int32',
  GalleryDetailsUrl: 'Edm.String',
  IconUrl: 'Edm.String',
  IsLatestVersion: 'Edm.Boolean',
  IsAbsoluteLatestVersion: 'Edm.Boolean',
  IsPrerelease: 'Edm.Boolean',
  Language: 'Edm.String',
  LastUpdated: 'Edm.DateTime',
  Published: 'Edm.DateTime',
  PackageHash: 'Edm.String',
  PackageHashAlgorithm: 'Edm.String',
  PackageSize: 'Edm.Int64',
  ProjectUrl: 'Edm.String',
  ReportAbuseUrl: 'Edm.String',
  ReleaseNotes: 'Edm.String',
  RequireLicenseAcceptance: 'Edm.Boolean',
  Summary: 'Edm.String',
  Tags: 'Edm.String',
  Title: 'Edm.String',
  VersionDownloadCount: 'Edm.Int32',
  MinClientVersion: 'Edm.String',
  LastEdited: 'Edm.DateTime',
  LicenseUrl: 'Edm.String',
  LicenseNames: 'Edm.String',
  LicenseReportUrl: 'Edm.String',
  ItemType: 'Edm.String',
  FileList: 'Edm.String',
  GUID: 'Edm.String',
  PowerShellVersion: 'Edm.String',
  PowerShellHostVersion: 'Edm.String',
  DotNetFrameworkVersion: 'Edm.String',
  CLRVersion: 'Edm.String',
  ProcessorArchitecture: 'Edm.String',
  CompanyName: 'Edm.String',
  Owners: 'Edm.String',
} as const satisfies Readonly<Record<string, EdmType>>

export type PropertyName = keyof typeof PROPERTIES
/** The values of one entry. */
export type EntryValues = Readonly<Record<PropertyName, Value>>

const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(2026, 0, 6, 2, 11, 40, 917)
const UNLISTED = '1900-01-01T00:00:00'

/** What can be said of a package without making its bytes; its hash and size are null here. */
export function valuesOf(item: Item, shelf: Shelf, site: string): EntryValues {
  const { spec, version, normalised } = item
  const versions = shelf.versionsOf(spec.id)
  const created = new Date(FIRST_DAY + versions.indexOf(item) * DAY_MS).toISOString().slice(0, -1)
  return {
    Id: spec.id,
    Version: spec.version,
    NormalizedVersion: normalised,
    Authors: COMPANY,
    Copyright: COPYRIGHT,
    Created: created,
    Dependencies: feedDependencies(spec),
    Description: describe(spec),
    DownloadCount: 1000,
    GalleryDetailsUrl: `${new URL(site).origin}/packages/${spec.id}/${spec.version}`,
    IconUrl: null,
    IsLatestVersion: latest(versions, { prerelease: false }) === item,
    IsAbsoluteLatestVersion: latest(versions, { prerelease: true }) === item,
    IsPrerelease: isPrerelease(version),
    Language: null,
    LastUpdated: created,
    Published: spec.unlisted ? UNLISTED : created,
    PackageHash: null,
    PackageHashAlgorithm: 'SHA512',
    PackageSize: null,
    ProjectUrl: projectUri(spec),
    ReportAbuseUrl: `${new URL(site).origin}/package/ReportAbuse/${spec.id}/${spec.version}`,
    ReleaseNotes: null,
    RequireLicenseAcceptance: false,
    Summary: null,
    Tags: tagsOf(spec).join(' '),
    Title: null,
    VersionDownloadCount: 100,
    MinClientVersion: null,
    LastEdited: null,
    LicenseUrl: null,
    LicenseNames: null,
    LicenseReportUrl: null,
    ItemType: isScript(spec) ? 'Script' : 'Module',
    FileList: filePaths(spec)
      .map(path => path.replaceAll('/', '\\'))
      .join('|'),
    GUID: guidOf(spec),
    PowerShellVersion: isScript(spec) ? null : POWERSHELL_VERSION,
    PowerShellHostVersion: null,
    DotNetFrameworkVersion: null,
    CLRVersion: null,
    ProcessorArchitecture: 'None',
    CompanyName: COMPANY,
    Owners: COMPANY,
  }
}

/** `Az.Accounts:[5.5.1, ):|Other::`, the framework after the second colon being empty for PowerShell. */
function feedDependencies({ dependencies = {} }: PackageSpec): string {
  const segments = Object.entries(dependencies).map(
    ([id, range]) => `${id}:${range === '' ? '' : announcedRange(range)}:`,
  )
  return segments.join('|')
}
