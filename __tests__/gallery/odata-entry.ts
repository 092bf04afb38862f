import { COMPANY } from './manifest.ts'
import type { Value } from './odata-filter.ts'
import { type EdmType, type EntryValues, PROPERTIES } from './odata-properties.ts'
import type { Packed } from './pack.ts'
import { escapeXml } from './xml-text.ts'

export interface EntryOptions {
  readonly site: string
  readonly values: EntryValues
  /** Absent where neither hash nor size is asked for. */
  readonly packed: Packed | undefined
  /** From `$select`; absent means all. */
  readonly select: ReadonlySet<string> | undefined
  /** Namespaces, for an entry that is a document of its own. */
  readonly attributes?: string
}

/** An Atom entry: a media link, so its properties stand beside `content`, not in it. */
export function renderEntry({ site, values, packed, select, attributes = '' }: EntryOptions): string {
  const key = escapeXml(`${site}/Packages(Id='${values.Id}',Version='${values.Version}')`)
  const all: Readonly<Record<string, Value>> = {
    ...values,
    ...(packed && { PackageHash: packed.sha512, PackageSize: packed.bytes.length }),
  }
  const properties = Object.entries(PROPERTIES)
    .filter(([name]) => select?.has(name) ?? true)
    .map(([name, type]) => renderProperty(name, type, all[name] ?? null))
  return `<entry${attributes}>
    <id>${key}</id>
    <category term="NuGetGallery.OData.V2FeedPackage" scheme="http://schemas.microsoft.com/ado/2007/08/dataservices/scheme" />
    <link rel="edit" href="${key}" />
    <link rel="self" href="${key}" />
    <title type="text">${escapeXml(String(values.Id))}</title>
    <updated>${values.LastUpdated}Z</updated>
    <author><name>${escapeXml(COMPANY)}</name></author>
    <content type="application/zip" src="${escapeXml(`${site}/package/${values.Id}/${values.Version}`)}" />
    <m:properties>${properties.join('')}
    </m:properties>
  </entry>`
}

function renderProperty(name: string, type: EdmType, value: Value): string {
  if (value === null) return `\n      <d:${name} m:null="true" />`
  const typed = type === 'Edm.String' ? '' : ` m:type="${type}"`
  return `\n      <d:${name}${typed}>${escapeXml(String(value))}</d:${name}>`
}
