import { type Dependency, parseFeedDependencies } from '../package/dependency.ts'
import { validId } from '../package/identity.ts'
import { type Digest, parseDigest } from '../package/integrity.ts'
import { err, ok, type Result } from '../result.ts'
import { type NuGetVersion, parseVersion } from '../version/nuget-version.ts'
import { child, childText, parseXml, type XmlElement } from '../xml.ts'

/** What an entry of a v2 feed says about one version. */
export interface V2Package {
  readonly id: string
  readonly version: NuGetVersion
  readonly listed: boolean
  /** An error where the entry's text makes no sense; it matters only if this version is chosen. */
  readonly dependencies: Result<readonly Dependency[], string>
  readonly digest?: Digest
  readonly size?: number
  /** Where the entry says its bytes are. */
  readonly address?: string
}

export interface FeedPage {
  readonly packages: readonly V2Package[]
  /** The next link as written, to be treated as opaque: two shapes exist. */
  readonly next: string | undefined
}

/** Reads one Atom page. The error completes "sent something else: …". Entries without a valid id and version are left out: no client could name them. */
export function parseFeedPage(text: string): Result<FeedPage, string> {
  const root = parseXml(text)
  if (!root.ok) return root
  if (root.value.name !== 'feed') return err(`an XML document of <${root.value.name.slice(0, 40)}> instead of a feed`)
  const packages: V2Package[] = []
  let next: string | undefined
  for (const element of root.value.children) {
    if (element.name === 'entry') {
      const entry = parseEntry(element)
      if (!entry.ok) return entry
      if (entry.value) packages.push(entry.value)
    } else if (element.name === 'link' && element.attributes.rel === 'next') {
      next = element.attributes.href
    }
  }
  return ok({ packages, next })
}

function parseEntry(entry: XmlElement): Result<V2Package | undefined, string> {
  const content = child(entry, 'content')
  // A media link entry has its properties beside the content; some servers put them inside.
  const properties = child(entry, 'properties') ?? (content && child(content, 'properties'))
  if (!properties) return err('a feed entry without properties')
  const id = childText(properties, 'Id') ?? childText(entry, 'title') ?? ''
  const version = parseVersion(childText(properties, 'Version') ?? childText(properties, 'NormalizedVersion') ?? '')
  if (!version.ok || !validId(id)) return ok(undefined)
  const digest = announcedDigest(properties)
  const size = Number(childText(properties, 'PackageSize') ?? Number.NaN)
  const address = content?.attributes.src
  return ok({
    id,
    version: version.value,
    listed: isListed(childText(properties, 'Published')),
    dependencies: parseFeedDependencies(childText(properties, 'Dependencies') ?? ''),
    ...(digest && { digest }),
    ...(Number.isSafeInteger(size) && size > 0 && { size }),
    ...(address !== undefined && { address }),
  })
}

/** The v2 protocol has no "listed": an unlisted version is said to be published in 1900. */
function isListed(published: string | undefined): boolean {
  const year = Number(published?.slice(0, 4))
  return !(year <= 1900)
}

function announcedDigest(properties: XmlElement): Digest | undefined {
  const value = childText(properties, 'PackageHash')
  const algorithm = (childText(properties, 'PackageHashAlgorithm') ?? 'SHA512').toUpperCase()
  if (value === undefined || (algorithm !== 'SHA512' && algorithm !== 'SHA256')) return undefined
  return parseDigest(`${algorithm.toLowerCase()}-${value}`)
}
