import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { Failure } from '../failure.ts'
import type { Call } from '../http/call.ts'
import type { HttpClient, HttpRequest } from '../http/client.ts'
import { nextPageOf } from '../http/redirects.ts'
import type { PackageIdentity } from '../package/identity.ts'
import { err, ok, type Result } from '../result.ts'
import { equalVersions, type NuGetVersion, parseVersion } from '../version/nuget-version.ts'
import { chooseVersion } from './choose-version.ts'
import { memoise } from './memoise.ts'
import { type OciPackage, parseManifest } from './oci-manifest.ts'
import { createTokenKeeper } from './oci-token.ts'
import { createProofOfLife } from './proof-of-life.ts'
import { readJson } from './read-json.ts'
import type { Download, Question, Resolution, Source, SourceConfig } from './source.ts'

/** A repository without tags says null; an answer without the key is no list of tags. */
const TAGS = v.object({ tags: v.nullable(v.array(v.string())) })
/** What the distribution specification allows; a PowerShell name outside of it cannot exist in a registry. */
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const MAX_PAGES = 200
const MANIFEST_TYPES = 'application/vnd.oci.image.manifest.v1+json'

interface Tagged {
  readonly tag: string
  readonly version: NuGetVersion
  /** A registry has no unlisting: what is withdrawn is gone. */
  readonly listed: true
}

/**
 * An OCI registry in the layout that PSResourceGet publishes: the Microsoft Artifact Registry, and registries filled alike.
 *
 * A repository per module, a tag per version (as the publisher wrote it, so `1.0` may stand for 1.0.0), one layer whose
 * bytes are the nupkg. The manifest binds them by digest: the strongest word on integrity that any source gives.
 */
export function createOci(config: SourceConfig, http: HttpClient): Source {
  const base = new URL(config.url)
  const origin = base.origin
  const prefix = base.pathname.replace(/^\/|\/$/g, '')
  const tokens = createTokenKeeper(http, config.redirects)
  const life = createProofOfLife(origin, askForLife)
  const tagsOf = memoise((name: string, call: Call) => listTags(name, call))

  async function listTags(name: string, call: Call): Promise<Result<readonly Tagged[], Failure>> {
    const repository = repositoryOf(name)
    if (repository === undefined) return err({ kind: 'not-found', origin })
    const tags: Tagged[] = []
    const seen = new Set<string>()
    let next: URL | undefined = new URL(`${origin}/v2/${repository}/tags/list`)
    for (let pages = 0; next; pages += 1) {
      if (pages === MAX_PAGES) return err({ kind: 'malformed', what: 'a list of tags without an end', origin })
      const request: HttpRequest = { url: next, redirects: config.redirects, call }
      const page = await readJson(http, tokens.authorise(request, repository), TAGS)
      if (!page.ok) {
        if (page.error.kind !== 'not-found') return page
        if (pages > 0) return err({ kind: 'malformed', what: 'no such page for its own list of tags', origin })
        const alive = await life.prove(call)
        return alive.ok ? page : alive
      }
      life.seen()
      const before = seen.size
      for (const tag of page.value.value.tags ?? []) {
        seen.add(tag)
        const version = parseVersion(tag)
        if (version.ok) tags.push({ tag, version: version.value, listed: true })
      }
      const following = nextPage(page.value.url, page.value.header('link'))
      if (!following.ok) return following
      next = following.value
      if (next && seen.size === before) {
        return err({ kind: 'malformed', what: 'a list of tags that goes in a circle', origin })
      }
    }
    return ok(tags)
  }

  /** A front door that has lost what is behind it says 404 to every name, and to this, which every registry answers. */
  async function askForLife(call: Call): Promise<Result<boolean, Failure>> {
    const answer = await http.read({ url: new URL(`${origin}/v2/`), redirects: config.redirects, call })
    return answer.ok || answer.error.kind === 'denied' ? ok(true) : answer
  }

  /** `Link: </v2/…/tags/list?last=x>; rel="next"`. Half a list would pass an old version off as the newest. */
  function nextPage(current: URL, link: string | undefined): Result<URL | undefined, Failure> {
    const address = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec(link ?? '')?.[1]
    if (address === undefined) return ok(undefined)
    const url = nextPageOf(current, address)
    if (!url) return err({ kind: 'misdirected', what: 'names more tags at another host', origin })
    return ok(url.href === current.href ? undefined : url)
  }

  function repositoryOf(name: string): string | undefined {
    const lower = name.toLowerCase()
    if (!REPOSITORY.test(lower)) return undefined
    return prefix === '' ? lower : `${prefix}/${lower}`
  }

  async function readManifest(name: string, tag: string, call: Call): Promise<Result<OciPackage, Failure>> {
    const repository = repositoryOf(name) ?? name
    const url = new URL(`${origin}/v2/${repository}/manifests/${encodeURIComponent(tag)}`)
    const request = { url, headers: { accept: MANIFEST_TYPES }, redirects: config.redirects, call }
    const read = await http.read(tokens.authorise(request, repository))
    if (!read.ok) {
      // The registry has just listed this tag: that it is missing says nothing about the package.
      const vanished = read.error.kind === 'not-found'
      return vanished ? err({ kind: 'malformed', what: `no manifest for its own tag ${tag}`, origin }) : read
    }
    const { bytes, header } = read.value
    const announced = header('docker-content-digest')?.toLowerCase()
    const got = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    if (announced?.startsWith('sha256:') && announced !== got) {
      // One answer contradicts itself: it was damaged on the way, which the next may not be.
      return err({ kind: 'malformed', what: 'a manifest of which its own digest is not true', origin })
    }
    const manifest = parseManifest(bytes.toString('utf8'), name)
    return manifest.ok ? manifest : err({ kind: 'malformed', what: manifest.error, origin })
  }

  async function resolve(question: Question, call: Call): Promise<Result<Resolution, Failure>> {
    const tags = await tagsOf(question.name, call)
    if (!tags.ok) return tags
    const chosen = chooseVersion(tags.value, question)
    if (!chosen.ok) return chosen
    const { tag, version } = chosen.value
    const manifest = await readManifest(question.name, tag, call)
    if (!manifest.ok) return manifest
    const { id, dependencies, announced } = manifest.value
    return ok({ identity: { id, version }, dependencies, announced })
  }

  async function download(identity: PackageIdentity, call: Call): Promise<Result<Download, Failure>> {
    const tags = await tagsOf(identity.id, call)
    if (!tags.ok) return tags
    const tagged = tags.value.find(({ version }) => equalVersions(version, identity.version))
    const repository = repositoryOf(identity.id)
    if (!tagged || repository === undefined) return err({ kind: 'not-found', origin })
    const manifest = await readManifest(identity.id, tagged.tag, call)
    if (!manifest.ok) return manifest
    const url = new URL(`${origin}/v2/${repository}/blobs/${manifest.value.blob}`)
    const opened = await http.open(tokens.authorise({ url, redirects: config.redirects, call }, repository))
    if (opened.ok) return ok({ body: opened.value, announced: manifest.value.announced })
    const vanished = opened.error.kind === 'not-found'
    return vanished
      ? err({ kind: 'malformed', what: 'no blob for its own manifest', origin: opened.error.origin ?? origin })
      : opened
  }

  return { config, resolver: { resolve }, downloader: { download } }
}
