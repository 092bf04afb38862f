import { parseVersion, urlVersion } from '../../src/version/nuget-version.ts'
import { type Answer, answer, redirect, type SiteRequest, storedFile } from './answer.ts'
import { renderEntry } from './odata-entry.ts'
import { entryDocument, metadataDocument, namespaces, odataError, renderFeed, serviceDocument } from './odata-feed.ts'
import { type EntryValues, valuesOf } from './odata-properties.ts'
import { filterRows, queryPage } from './odata-query.ts'
import { type PackageSpec, pack } from './pack.ts'
import { createShelf, type Item, latest } from './shelf.ts'
import { type Site, startSite } from './site.ts'

const PATH = '/api/v2'
const TEXT = 'text/plain; charset=utf-8'
const VALID_ID = /^\w+(?:[.-]\w+)*$/

export interface NuGetV2Options {
  readonly packages: readonly PackageSpec[]
  /** The address of a CDN with `{id}` and `{version}`, to which downloads are redirected; absent: they are served here. */
  readonly cdn?: string
}

interface Entry {
  readonly item: Item
  readonly values: EntryValues
}

/**
 * The PowerShell Gallery as a fork of NuGetGallery answers: OData over Atom, 100 entries a page, versions compared as text,
 * unlisted ones in every list, and a search that finds nothing (as since November 2025).
 */
export function startNuGetV2Site({ packages, cdn }: NuGetV2Options): Promise<Site & AsyncDisposable> {
  const shelf = createShelf(packages)
  // Ordered by key, which is text: 10.0.0 comes before 2.0.0.
  const items = shelf.items.toSorted((a, b) => order(a.spec.id, b.spec.id) || order(a.spec.version, b.spec.version))

  async function route(request: SiteRequest): Promise<Answer> {
    const path = decodeURIComponent(request.url.pathname)
    if (!path.startsWith(PATH)) return odataError(404, 'Resource not found.')
    const query = request.url.searchParams
    const site = `${request.url.origin}${PATH}`
    const operation = path.slice(PATH.length)
    if (operation === '' || operation === '/') return serviceDocument(site)
    if (operation === '/$metadata') return metadataDocument()

    const list = /^\/(?<name>FindPackagesById|Search|Packages)(?:\(\))?(?<count>\/\$count)?$/.exec(operation)?.groups
    if (list) return listPackages(site, list.name ?? '', list.count !== undefined, query)
    const key = /^\/Packages\(Id='(?<id>[^']*)',Version='(?<version>[^']*)'\)$/.exec(operation)?.groups
    if (key) return onePackage(site, key.id ?? '', key.version ?? '', query)
    const file = /^\/package\/(?<id>[^/]+)(?:\/(?<version>[^/]+))?$/.exec(operation)?.groups
    if (file) return download(request, file.id ?? '', file.version)
    return odataError(404, `Resource not found for the segment '${operation.slice(1)}'.`)
  }

  async function listPackages(site: string, name: string, countOnly: boolean, query: URLSearchParams): Promise<Answer> {
    const id = readLiteral(query.get('id') ?? '')
    if (name === 'FindPackagesById' && id === undefined) return odataError(400, "Invalid value for parameter 'id'.")
    const rows = itemsFor(name, id, query).map(item => ({ item, values: valuesOf(item, shelf, site) }))
    if (countOnly) {
      const counted = filterRows(rows, query)
      return counted.ok ? answer(200, TEXT, String(counted.value.length)) : odataError(400, counted.error)
    }
    const page = queryPage(rows, query)
    if (!page.ok) return odataError(400, page.error)
    const { total, next } = page.value
    const parameters = id === undefined ? '' : `id=${quoteLiteral(id)}&`
    return renderFeed({
      site,
      count: query.get('$inlinecount') === 'allpages' ? total : undefined,
      entries: await Promise.all(page.value.rows.map(row => renderRow(site, row, query))),
      next: next === undefined ? undefined : `${site}/${name}()?${parameters}${next}`,
    })
  }

  function itemsFor(operation: string, id: string | undefined, query: URLSearchParams): readonly Item[] {
    if (operation === 'Search') return []
    const named = operation === 'Packages' ? items : items.filter(item => order(item.spec.id, id ?? '') === 0)
    // Versions that NuGet 2 clients cannot read are shown only to who says that it can.
    return query.get('semVerLevel')?.startsWith('2.') ? named : named.filter(item => !isSemVer2(item))
  }

  async function onePackage(site: string, id: string, version: string, query: URLSearchParams): Promise<Answer> {
    const item = shelf.find(id, version)
    if (!item) return odataError(404, "Resource not found for the segment 'Packages'.")
    const row = { item, values: valuesOf(item, shelf, site) }
    return entryDocument(await renderRow(site, row, query, namespaces(site)))
  }

  async function download(request: SiteRequest, id: string, version: string | undefined): Promise<Answer> {
    if (!VALID_ID.test(id)) return answer(400, TEXT, 'The format of the package id is invalid')
    const wanted = version === undefined ? newestOf(id) : parseVersion(version)
    if (wanted?.ok === false) return answer(400, TEXT, 'The package version is not a valid semantic version')
    // Whether the CDN has it is not looked at: a wrong version is found out there.
    if (wanted && cdn !== undefined) {
      return redirect(302, cdn.replace('{id}', id.toLowerCase()).replace('{version}', urlVersion(wanted.value)))
    }
    const item = wanted && shelf.find(id, wanted.value.original)
    if (!item) return answer(404, TEXT, `A package with ID '${id}' and version '${version ?? ''}' does not exist.`)
    const { bytes, sha256 } = await pack(item.spec)
    return storedFile(request, bytes, sha256, 'application/zip')
  }

  function newestOf(id: string): ReturnType<typeof parseVersion> | undefined {
    const newest = latest(shelf.versionsOf(id), { prerelease: false })
    return newest && parseVersion(newest.normalised)
  }

  return startSite(PATH, route)
}

async function renderRow(
  site: string,
  { item, values }: Entry,
  query: URLSearchParams,
  attributes = '',
): Promise<string> {
  const text = query.get('$select')
  const select = text === null ? undefined : new Set(text.split(',').map(name => name.trim()))
  const announces = !select || select.has('PackageHash') || select.has('PackageSize')
  const packed = announces ? await pack(item.spec) : undefined
  return renderEntry({ site, values, packed, select, attributes })
}

function isSemVer2({ version }: Item): boolean {
  return version.labels.length > 1 || version.original.includes('+')
}

/** As the database compares ids and versions: text, without regard to letter case. */
function order(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()]
  return left < right ? -1 : left > right ? 1 : 0
}

/** The text of an OData string, its quotes doubled inside; undefined for anything else. */
function readLiteral(text: string): string | undefined {
  return /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : undefined
}

function quoteLiteral(text: string): string {
  return `%27${encodeURIComponent(text).replaceAll("'", '%27%27')}%27`
}
