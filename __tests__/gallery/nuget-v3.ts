import { gzipSync } from 'node:zlib'
import { type Answer, answer, blobNotFound, type SiteRequest, storedFile } from './answer.ts'
import {
  type RegistrationOptions,
  registrationIndex,
  registrationLeaf,
  registrationPage,
} from './nuget-v3-registration.ts'
import { nuspec } from './nuspec.ts'
import { type PackageSpec, pack } from './pack.ts'
import { createShelf } from './shelf.ts'
import { type Site, startSite } from './site.ts'

export interface NuGetV3Options {
  readonly packages: readonly PackageSpec[]
  /** `inlined` is one page in the index, as Sleet writes it; `external` are pages of 64 versions in files of their own. */
  readonly pages?: 'inlined' | 'external'
  /** Says of every version that it is listed, as Sleet does: a mirror does not hear of an unlisting. */
  readonly alwaysListed?: boolean
}

/** A static v3 feed as Sleet writes it: every JSON document gzipped whatever the client accepts, no hashes, no search. */
export function startNuGetV3Site(options: NuGetV3Options): Promise<Site & AsyncDisposable> {
  const { packages, pages = 'inlined', alwaysListed = false } = options
  const shelf = createShelf(packages)

  async function route(request: SiteRequest): Promise<Answer> {
    const path = decodeURIComponent(request.url.pathname)
    const { origin } = request.url
    if (path === '/index.json') return gzippedJson(serviceIndex(origin))
    const registration = /^\/registration\/(?<id>[^/]+)\/(?<file>.+)\.json$/.exec(path)?.groups
    if (registration) {
      return registrationFile({ origin, pages, alwaysListed }, registration.id ?? '', registration.file ?? '')
    }
    const content = /^\/flatcontainer\/(?<id>[^/]+)\/(?<file>.+)$/.exec(path)?.groups
    if (content) return contentFile(request, content.id ?? '', content.file ?? '')
    return blobNotFound()
  }

  function registrationFile(options: RegistrationOptions, id: string, file: string): Answer {
    const versions = isLower(id) ? shelf.versionsOf(id) : []
    if (versions.length === 0) return blobNotFound()
    if (file === 'index') return gzippedJson(registrationIndex(options, versions))
    const bounds = /^page\/(?<lower>[^/]+)\/(?<upper>[^/]+)$/.exec(file)?.groups
    const document = bounds
      ? registrationPage(options, versions, bounds.lower ?? '', bounds.upper ?? '')
      : registrationLeaf(options, versions, file)
    return document === undefined ? blobNotFound() : gzippedJson(document)
  }

  async function contentFile(request: SiteRequest, id: string, file: string): Promise<Answer> {
    const versions = isLower(id) ? shelf.versionsOf(id) : []
    if (versions.length === 0) return blobNotFound()
    if (file === 'index.json') {
      return gzippedJson({ versions: versions.map(item => item.normalised.toLowerCase()) })
    }
    const [version = '', name = '', ...rest] = file.split('/')
    const item = versions.find(candidate => candidate.normalised.toLowerCase() === version)
    if (!item || rest.length > 0) return blobNotFound()
    if (name === `${id}.nuspec`) return answer(200, 'application/xml', nuspec(item.spec))
    if (name !== `${id}.${version}.nupkg`) return blobNotFound()
    const { bytes, sha256 } = await pack(item.spec)
    return storedFile(request, bytes, sha256, 'application/octet-stream')
  }

  return startSite('/index.json', route)
}

/** Blobs have case-sensitive names, and all of these are lower case. */
function isLower(id: string): boolean {
  return id === id.toLowerCase()
}

function serviceIndex(origin: string): object {
  return {
    version: '3.0.0',
    'sleet:version': '6.2.0',
    resources: [
      { '@id': `${origin}/registration/`, '@type': 'RegistrationsBaseUrl/3.4.0', comment: 'Package registrations.' },
      { '@id': `${origin}/flatcontainer/`, '@type': 'PackageBaseAddress/3.0.0', comment: 'Package contents.' },
    ],
    '@context': {
      '@vocab': 'http://schema.nuget.org/services#',
      sleet: 'http://schema.emgarten.com/sleet#',
      comment: 'http://www.w3.org/2000/01/rdf-schema#comment',
    },
  }
}

function gzippedJson(value: object): Answer {
  return answer(200, 'application/json', gzipSync(JSON.stringify(value)), { 'content-encoding': 'gzip' })
}
