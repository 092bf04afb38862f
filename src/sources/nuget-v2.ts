import type { Failure } from '../failure.ts'
import type { Call } from '../http/call.ts'
import type { HttpClient, HttpDocument } from '../http/client.ts'
import { nextPageOf } from '../http/redirects.ts'
import { identityKey, type PackageIdentity } from '../package/identity.ts'
import { err, ok, type Result } from '../result.ts'
import { equalVersions, normalise } from '../version/nuget-version.ts'
import { chooseVersion } from './choose-version.ts'
import { memoise } from './memoise.ts'
import { type FeedPage, parseFeedPage, type V2Package } from './nuget-v2-feed.ts'
import { isPublicFamily, PUBLIC_FAMILY } from './presets.ts'
import { createProofOfLife } from './proof-of-life.ts'
import type { Download, Question, Resolution, Source, SourceConfig } from './source.ts'

/** What we read of an entry, and all that is asked for: a page of 100 whole entries is up to 1.8 MB, one of these 60 KB. */
const FIELDS = 'Id,Version,NormalizedVersion,Dependencies,PackageHash,PackageHashAlgorithm,PackageSize,Published'
/** Of 100 entries each; the module with the most versions of the Gallery has 93. */
const MAX_PAGES = 200
/** A module that the Gallery has always had: a question whose empty answer can only mean an outage. */
const CANARY = 'PackageManagement'

/** A page with the address that sent it, behind all redirects: its next link is relative to that. */
interface ReadPage extends FeedPage {
  readonly url: URL
}

/**
 * NuGet v2 (OData): the PowerShell Gallery, and the older face of many private feeds.
 *
 * `FindPackagesById` lists every version with dependencies and hash; all choosing happens here.
 */
export function createNuGetV2(config: SourceConfig, http: HttpClient): Source {
  const origin = new URL(config.url).origin
  const packagesOf = memoise((name: string, call: Call) => findPackages(name, call))
  const life = createProofOfLife(origin, askForLife)
  const addresses = new Map<string, string>()
  let selects = true

  async function resolve(question: Question, call: Call): Promise<Result<Resolution, Failure>> {
    const packages = await packagesOf(question.name, call)
    if (!packages.ok) return packages
    const chosen = chooseVersion(packages.value, question)
    if (!chosen.ok) return chosen
    const { id, version, dependencies, digest, size, address } = chosen.value
    if (!dependencies.ok) return err({ kind: 'malformed', what: dependencies.error, origin })
    if (address !== undefined) rememberAddress({ id, version }, address)
    return ok({
      identity: { id, version },
      dependencies: dependencies.value,
      announced: { ...(digest && { digest }), ...(size !== undefined && { size }) },
    })
  }

  async function findPackages(name: string, call: Call): Promise<Result<readonly V2Package[], Failure>> {
    const packages = await readFeed(
      new URL(`${config.url}/FindPackagesById()?id=${quote(name)}&semVerLevel=2.0.0`),
      call,
    )
    // Some servers say 404 for an unknown name, and so do front doors that have lost what is behind them.
    if (!packages.ok && packages.error.kind !== 'not-found') return packages
    // Some servers answer with every id that begins with the name.
    const own = packages.ok ? packages.value.filter(({ id }) => id.toLowerCase() === name.toLowerCase()) : []
    if (own.length > 0) return ok(own)
    const alive = await life.prove(call)
    return alive.ok ? err({ kind: 'not-found', origin }) : alive
  }

  /** An unknown name is a 200 with an empty feed, and so is every name in some outages: only a non-empty feed tells them apart. */
  async function askForLife(call: Call): Promise<Result<boolean, Failure>> {
    const query =
      config.family === PUBLIC_FAMILY.gallery ? `FindPackagesById()?id=${quote(CANARY)}` : 'Packages()?$top=1'
    const page = await readPage(new URL(`${config.url}/${query}`), call)
    return page.ok ? ok(page.value.packages.length > 0) : page
  }

  async function readFeed(first: URL, call: Call): Promise<Result<readonly V2Package[], Failure>> {
    const packages: V2Package[] = []
    const visited = new Set<string>()
    const known = new Set<string>()
    let next: URL | undefined = first
    while (next) {
      if (visited.has(next.href) || visited.size === MAX_PAGES) return err(circle())
      visited.add(next.href)
      const page: Result<ReadPage, Failure> = await readPage(next, call)
      if (!page.ok) return visited.size > 1 ? missingMeansBroken(page.error) : page
      packages.push(...page.value.packages)
      const before = known.size
      for (const each of page.value.packages) known.add(identityKey(each))
      const following = nextPage(page.value.url, page.value.next)
      if (!following.ok) return following
      // Servers that do not understand their own token send the same page again, each time with another link.
      if (following.value && known.size === before) return err(circle())
      next = following.value
    }
    return ok(packages)
  }

  function circle(): Failure {
    return { kind: 'malformed', what: 'a feed whose pages go in a circle', origin }
  }

  /** A page that the feed itself has named says nothing about the package when it is missing. */
  function missingMeansBroken(failure: Failure): Result<never, Failure> {
    const isMissing = failure.kind === 'not-found'
    return err(isMissing ? { kind: 'malformed', what: 'no such page for its own next link', origin } : failure)
  }

  function nextPage(current: URL, link: string | undefined): Result<URL | undefined, Failure> {
    if (link === undefined) return ok(undefined)
    const url = nextPageOf(current, link)
    return url ? ok(url) : err({ kind: 'misdirected', what: 'names a next page at another host', origin })
  }

  async function readPage(url: URL, call: Call): Promise<Result<ReadPage, Failure>> {
    const asked = new URL(url)
    if (selects && !asked.search.includes('$select')) asked.search += `&$select=${FIELDS}`
    const read = await http.read({ url: asked, redirects: config.redirects, call })
    if (!read.ok) {
      const refusesSelect = selects && (read.error.kind === 'malformed' || mayRefuseSelect(read.error))
      if (!refusesSelect || asked.href === url.href) return read
      const plain = await http.read({ url, redirects: config.redirects, call })
      if (!plain.ok) return plain
      selects = false
      return keep(plain.value)
    }
    return keep(read.value)
  }

  function keep({ bytes, url }: HttpDocument): Result<ReadPage, Failure> {
    const page = parseFeedPage(bytes.toString('utf8'))
    if (!page.ok) return err({ kind: 'malformed', what: page.error, origin })
    if (page.value.packages.length > 0) life.seen()
    return ok({ ...page.value, url })
  }

  /** Servers other than the Gallery keep packages elsewhere and say so in the entry; an address at another host is not used. */
  function rememberAddress(identity: PackageIdentity, address: string): void {
    const url = URL.parse(address, `${config.url}/`)
    if (url?.origin === origin) addresses.set(identityKey(identity), url.href)
  }

  async function download(identity: PackageIdentity, call: Call): Promise<Result<Download, Failure>> {
    const { id, version } = identity
    const usual = `${config.url}/package/${encodeURIComponent(id)}/${encodeURIComponent(normalise(version))}`
    const url = new URL(addresses.get(identityKey(identity)) ?? usual)
    const opened = await http.open({ url, redirects: config.redirects, call })
    if (opened.ok) return ok({ body: opened.value, announced: {} })
    const elsewhere = opened.error.kind === 'not-found' ? await learnAddress(identity, call) : undefined
    if (elsewhere === undefined) return opened
    const again = await http.open({ url: new URL(elsewhere), redirects: config.redirects, call })
    return again.ok ? ok({ body: again.value, announced: {} }) : again
  }

  /** With a lock nobody was asked for the version, and so nobody has said where the package is. */
  async function learnAddress(identity: PackageIdentity, call: Call): Promise<string | undefined> {
    if (isPublicFamily(config.family) || addresses.has(identityKey(identity))) return undefined
    const packages = await packagesOf(identity.id, call)
    const named = packages.ok && packages.value.find(({ version }) => equalVersions(version, identity.version))
    if (!named || named.address === undefined) return undefined
    rememberAddress(identity, named.address)
    return addresses.get(identityKey(identity))
  }

  return { config, resolver: { resolve }, downloader: { download } }
}

/** An OData string literal, ready for a URL. */
function quote(text: string): string {
  return `'${encodeURIComponent(text.replaceAll("'", "''"))}'`
}

/** Servers without `$select` answer so; the statuses of a dead front door (502 to 504) say nothing about it. */
function mayRefuseSelect(failure: Failure): boolean {
  return failure.kind === 'server-error' && (failure.status === 500 || failure.status === 501)
}
