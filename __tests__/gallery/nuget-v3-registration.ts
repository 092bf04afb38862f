import { announcedRange } from './dependency-text.ts'
import { COMPANY, describe, projectUri, tagsOf } from './manifest.ts'
import type { Item } from './shelf.ts'

/** How many versions an external page holds, as on the main NuGet feed. */
const PAGE_SIZE = 64
/** Of the push to this feed, not of the first publication; 1900 says "unlisted" here too. */
const PUBLISHED = '2026-01-07T03:00:00+00:00'
const UNLISTED = '1900-01-01T00:00:00+00:00'

export interface RegistrationOptions {
  readonly origin: string
  readonly pages: 'inlined' | 'external'
  readonly alwaysListed: boolean
}

/** `/registration/<id>/index.json`. */
export function registrationIndex(options: RegistrationOptions, versions: readonly Item[]): object {
  const address = indexAddress(options, versions)
  const pages =
    options.pages === 'inlined'
      ? [inlinedPage(options, versions)]
      : split(versions).map(page => pageHead(pageAddress(options, page), page))
  return { '@id': address, count: pages.length, items: pages }
}

/** `/registration/<id>/page/<lower>/<upper>.json`; undefined if there is no such page. */
export function registrationPage(
  options: RegistrationOptions,
  versions: readonly Item[],
  lower: string,
  upper: string,
): object | undefined {
  if (options.pages === 'inlined') return undefined
  const page = split(versions).find(items => items.at(0)?.normalised === lower && items.at(-1)?.normalised === upper)
  return page && wholePage(options, pageAddress(options, page), page)
}

/** `/registration/<id>/<version>.json`; undefined if there is no such version. */
export function registrationLeaf(
  options: RegistrationOptions,
  versions: readonly Item[],
  version: string,
): object | undefined {
  const item = versions.find(candidate => candidate.normalised === version)
  return item && leaf(options, item)
}

function inlinedPage(options: RegistrationOptions, versions: readonly Item[]): object {
  const bounds = `${versions.at(0)?.normalised}/${versions.at(-1)?.normalised}`
  return wholePage(options, `${indexAddress(options, versions)}#page/${bounds}`, versions)
}

function wholePage(options: RegistrationOptions, address: string, items: readonly Item[]): object {
  const parent = indexAddress(options, items)
  return { ...pageHead(address, items), parent, items: items.map(item => leaf(options, item)) }
}

function pageHead(address: string, items: readonly Item[]): object {
  return {
    '@id': address,
    '@type': 'catalog:CatalogPage',
    count: items.length,
    lower: items.at(0)?.normalised,
    upper: items.at(-1)?.normalised,
  }
}

function leaf({ origin, alwaysListed }: RegistrationOptions, { spec, normalised }: Item): object {
  const id = spec.id.toLowerCase()
  const version = normalised.toLowerCase()
  const address = `${origin}/registration/${id}/${normalised}.json`
  const packageContent = `${origin}/flatcontainer/${id}/${version}/${id}.${version}.nupkg`
  const listed = alwaysListed || !spec.unlisted
  return {
    '@id': address,
    '@type': 'Package',
    packageContent,
    registration: registrationAddress(origin, id),
    catalogEntry: {
      '@id': `${address}#catalogentry`,
      '@type': 'PackageDetails',
      id: spec.id,
      version: normalised,
      listed,
      authors: COMPANY,
      description: describe(spec),
      projectUrl: projectUri(spec),
      tags: tagsOf(spec),
      published: listed ? PUBLISHED : UNLISTED,
      requireLicenseAcceptance: false,
      packageContent,
      dependencyGroups: dependencyGroups(origin, address, spec.dependencies ?? {}),
    },
  }
}

/** One group without a framework, as PowerShell modules have; none without dependencies. */
function dependencyGroups(
  origin: string,
  address: string,
  stated: Readonly<Record<string, string>>,
): readonly object[] {
  const dependencies = Object.entries(stated).map(([id, range]) => ({
    '@id': `${address}#dependencygroup/${id.toLowerCase()}`,
    '@type': 'PackageDependency',
    id,
    range: announcedRange(range),
    registration: registrationAddress(origin, id),
  }))
  if (dependencies.length === 0) return []
  return [{ '@id': `${address}#dependencygroup`, '@type': 'PackageDependencyGroup', targetFramework: '', dependencies }]
}

function split(versions: readonly Item[]): readonly (readonly Item[])[] {
  const pages: Item[][] = []
  for (let from = 0; from < versions.length; from += PAGE_SIZE) pages.push(versions.slice(from, from + PAGE_SIZE))
  return pages
}

function indexAddress({ origin }: RegistrationOptions, versions: readonly Item[]): string {
  return registrationAddress(origin, versions.at(0)?.spec.id ?? '')
}

function pageAddress({ origin }: RegistrationOptions, page: readonly Item[]): string {
  const [first, last] = [page.at(0), page.at(-1)]
  return `${origin}/registration/${first?.spec.id.toLowerCase()}/page/${first?.normalised}/${last?.normalised}.json`
}

function registrationAddress(origin: string, id: string): string {
  return `${origin}/registration/${id.toLowerCase()}/index.json`
}
