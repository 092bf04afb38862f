import * as v from 'valibot'
import type { Failure } from '../failure.ts'
import type { Call } from '../http/call.ts'
import type { HttpClient } from '../http/client.ts'
import { followTo } from '../http/redirects.ts'
import { identityKey, type PackageIdentity } from '../package/identity.ts'
import { err, ok, type Result } from '../result.ts'
import { urlVersion } from '../version/nuget-version.ts'
import { chooseVersion } from './choose-version.ts'
import { memoise } from './memoise.ts'
import { packagesIn, REGISTRATION_PAGE, type RegistrationPage, type V3Package } from './nuget-v3-registration.ts'
import { readJson } from './read-json.ts'
import type { Download, Question, Resolution, Source, SourceConfig } from './source.ts'

const SERVICE_INDEX = v.object({
  resources: v.array(
    v.object({
      '@id': v.optional(v.string()),
      '@type': v.optional(v.union([v.string(), v.array(v.string())])),
    }),
  ),
})

/** Best first: 3.6.0 holds SemVer 2 versions too; a bare or unknown variant is better than none. */
const REGISTRATION_TYPES = ['/3.6.0', '/Versioned', '/3.4.0', '/3.0.0-rc', '/3.0.0-beta', ''] as const

/** Of 64 versions each, where a feed keeps them apart. */
const MAX_PAGES = 200

interface Resources {
  readonly registrations: URL
  readonly packages: URL | undefined
}

/** NuGet v3: pwsh.gallery and every other static or served v3 feed. Registrations name no hash; nothing is announced. */
export function createNuGetV3(config: SourceConfig, http: HttpClient): Source {
  const index = new URL(config.url)
  const origin = index.origin
  const resourcesOf = memoise((_: string, call: Call) => readServiceIndex(call))
  const packagesOf = memoise((name: string, call: Call) => readRegistration(name, call))
  const addresses = new Map<string, URL>()

  async function readServiceIndex(call: Call): Promise<Result<Resources, Failure>> {
    const document = await readJson(http, { url: index, redirects: config.redirects, call }, SERVICE_INDEX)
    if (!document.ok) return missingMeansBroken(document.error, 'no service index')
    const { url, value } = document.value
    const typed = value.resources.filter(resource => resource['@id'] !== undefined)
    const find = (type: string): string | undefined =>
      typed.find(each => [each['@type']].flat().includes(type))?.['@id']
    const registrations = REGISTRATION_TYPES.map(suffix => find(`RegistrationsBaseUrl${suffix}`)).find(Boolean)
    if (!registrations) return err({ kind: 'malformed', what: 'a service index without registrations', origin })
    const base = folder(url, registrations)
    if (!base.ok) return base
    const packages = find('PackageBaseAddress/3.0.0')
    if (!packages) return ok({ registrations: base.value, packages: undefined })
    const content = folder(url, packages)
    return content.ok ? ok({ registrations: base.value, packages: content.value }) : content
  }

  /** What the feed itself has named says nothing about any package when it is missing. */
  function missingMeansBroken(failure: Failure, what: string): Result<never, Failure> {
    return err(failure.kind === 'not-found' ? { kind: 'malformed', what: `${what} (HTTP 404)`, origin } : failure)
  }

  function folder(from: URL, address: string): Result<URL, Failure> {
    return allowed(from, address.endsWith('/') ? address : `${address}/`)
  }

  function allowed(from: URL, address: string): Result<URL, Failure> {
    const target = followTo(from, address, config.redirects)
    return target.ok ? target : err({ kind: 'misdirected', what: target.error, origin })
  }

  async function readRegistration(name: string, call: Call): Promise<Result<readonly V3Package[], Failure>> {
    const resources = await resourcesOf('', call)
    if (!resources.ok) return resources
    const url = new URL(`${encodeURIComponent(name.toLowerCase())}/index.json`, resources.value.registrations)
    const index = await readJson(
      http,
      { url, redirects: config.redirects, call },
      v.object({ items: v.array(REGISTRATION_PAGE) }),
    )
    if (!index.ok) return index
    const pages = index.value.value.items
    if (pages.filter(page => !page.items).length > MAX_PAGES) {
      return err({ kind: 'malformed', what: `a registration of ${pages.length} pages`, origin })
    }
    const packages: V3Package[] = []
    for (const page of pages) {
      const whole = page.items ? ok(packagesIn(page, index.value.url)) : await readPage(index.value.url, page, call)
      if (!whole.ok) return whole
      packages.push(...whole.value)
    }
    const own = packages.filter(({ id }) => id.toLowerCase() === name.toLowerCase())
    if (own.length > 0 || packages.length === 0) return ok(own)
    return err({ kind: 'malformed', what: `versions of ${packages[0]?.id} instead of ${name}`, origin })
  }

  /** Feeds with many versions keep the pages of a registration in files of their own. */
  async function readPage(
    from: URL,
    page: RegistrationPage,
    call: Call,
  ): Promise<Result<readonly V3Package[], Failure>> {
    const address = page['@id']
    if (address === undefined) return err({ kind: 'malformed', what: 'a page without versions', origin })
    const url = allowed(from, address)
    if (!url.ok) return url
    const read = await readJson(http, { url: url.value, redirects: config.redirects, call }, REGISTRATION_PAGE)
    if (!read.ok) return missingMeansBroken(read.error, 'no such page for its own registration')
    return read.value.value.items
      ? ok(packagesIn(read.value.value, read.value.url))
      : err({ kind: 'malformed', what: 'a page without versions', origin })
  }

  async function resolve(question: Question, call: Call): Promise<Result<Resolution, Failure>> {
    const packages = await packagesOf(question.name, call)
    if (!packages.ok) return packages
    const chosen = chooseVersion(packages.value, question)
    if (!chosen.ok) return chosen
    const { id, version, dependencies, address } = chosen.value
    if (!dependencies.ok) return err({ kind: 'malformed', what: dependencies.error, origin })
    if (address !== undefined) {
      const url = allowed(index, address)
      if (!url.ok) return url
      addresses.set(identityKey({ id, version }), url.value)
    }
    return ok({ identity: { id, version }, dependencies: dependencies.value, announced: {} })
  }

  async function download(identity: PackageIdentity, call: Call): Promise<Result<Download, Failure>> {
    const url = await addressOf(identity, call)
    if (!url.ok) return url
    const opened = await http.open({ url: url.value, redirects: config.redirects, call })
    return opened.ok ? ok({ body: opened.value, announced: {} }) : opened
  }

  async function addressOf(identity: PackageIdentity, call: Call): Promise<Result<URL, Failure>> {
    const named = addresses.get(identityKey(identity))
    if (named) return ok(named)
    const resources = await resourcesOf('', call)
    if (!resources.ok) return resources
    if (!resources.value.packages) return err({ kind: 'unsupported' })
    const id = identity.id.toLowerCase()
    const version = urlVersion(identity.version)
    return ok(new URL(`${id}/${version}/${id}.${version}.nupkg`, resources.value.packages))
  }

  return { config, resolver: { resolve }, downloader: { download } }
}
