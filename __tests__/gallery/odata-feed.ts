import { type Answer, answer } from './answer.ts'
import { PROPERTIES } from './odata-properties.ts'
import { escapeXml } from './xml-text.ts'

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
const METADATA = 'http://schemas.microsoft.com/ado/2007/08/dataservices/metadata'
const UPDATED = '2026-11-20T10:00:00Z'

/** The attributes of a root element. */
export function namespaces(site: string): string {
  return ` xml:base="${escapeXml(site)}" xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="${METADATA}" xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml"`
}

export interface Feed {
  readonly site: string
  /** For `$inlinecount=allpages`. */
  readonly count: number | undefined
  readonly entries: readonly string[]
  readonly next: string | undefined
}

export function renderFeed({ site, count, entries, next }: Feed): Answer {
  const parts = [
    ...(count === undefined ? [] : [`<m:count>${count}</m:count>`]),
    '<id>http://schemas.datacontract.org/2004/07/</id>',
    '<title />',
    `<updated>${UPDATED}</updated>`,
    `<link rel="self" href="${escapeXml(site)}/Packages" />`,
    ...(entries.length === 0 ? ['<author><name /></author>'] : entries),
    ...(next === undefined ? [] : [`<link rel="next" href="${escapeXml(next)}" />`]),
  ]
  const xml = `${DECLARATION}<feed${namespaces(site)}>\n  ${parts.join('\n  ')}\n</feed>\n`
  return answer(200, 'application/atom+xml;type=feed;charset=utf-8', xml)
}

export function entryDocument(entry: string): Answer {
  return answer(200, 'application/atom+xml;type=entry;charset=utf-8', `${DECLARATION}${entry}\n`)
}

/** The body of an OData error, also for tests that want one at will. */
function odataErrorBody(message = 'An error has occurred.'): string {
  return `${DECLARATION}<m:error xmlns:m="${METADATA}"><m:code /><m:message xml:lang="en-US">${escapeXml(message)}</m:message></m:error>`
}

export function odataError(status: number, message: string): Answer {
  return answer(status, 'application/xml; charset=utf-8', odataErrorBody(message))
}

/** What `/api/v2/` itself says: the one collection there is. */
export function serviceDocument(site: string): Answer {
  const xml = `${DECLARATION}<service xml:base="${escapeXml(site)}/" xmlns="http://www.w3.org/2007/app" xmlns:atom="http://www.w3.org/2005/Atom"><workspace><atom:title>Default</atom:title><collection href="Packages"><atom:title>Packages</atom:title></collection></workspace></service>`
  return answer(200, 'application/xml; charset=utf-8', xml)
}

/** `$metadata`: the entity and the operations, no more than clients look for. */
export function metadataDocument(): Answer {
  const properties = Object.entries(PROPERTIES).map(([name, type]) => `<Property Name="${name}" Type="${type}" />`)
  const operations = [
    functionImport('Search', ['searchTerm', 'targetFramework', 'includePrerelease']),
    functionImport('FindPackagesById', ['id']),
  ]
  const xml = `${DECLARATION}<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices m:DataServiceVersion="2.0" xmlns:m="${METADATA}"><Schema Namespace="NuGetGallery.OData" xmlns="http://schemas.microsoft.com/ado/2006/04/edm"><EntityType Name="V2FeedPackage" m:HasStream="true"><Key><PropertyRef Name="Id" /><PropertyRef Name="Version" /></Key>${properties.join('')}</EntityType><EntityContainer Name="V2FeedContext" m:IsDefaultEntityContainer="true"><EntitySet Name="Packages" EntityType="NuGetGallery.OData.V2FeedPackage" />${operations.join('')}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`
  return answer(200, 'application/xml; charset=utf-8', xml)
}

function functionImport(name: string, parameters: readonly string[]): string {
  const typed = parameters.map(parameter => {
    const type = parameter === 'includePrerelease' ? 'Edm.Boolean' : 'Edm.String'
    return `<Parameter Name="${parameter}" Type="${type}" />`
  })
  return `<FunctionImport Name="${name}" ReturnType="Collection(NuGetGallery.OData.V2FeedPackage)" EntitySet="Packages" m:HttpMethod="GET">${typed.join('')}</FunctionImport>`
}
