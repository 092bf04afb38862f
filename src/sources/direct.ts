import type { Failure } from '../failure.ts'
import type { Call } from '../http/call.ts'
import type { HttpClient } from '../http/client.ts'
import type { PackageIdentity } from '../package/identity.ts'
import { ok, type Result } from '../result.ts'
import { urlVersion } from '../version/nuget-version.ts'
import type { Download, Source, SourceConfig } from './source.ts'

/**
 * Whole addresses and nothing else: the Gallery's CDN, asked past the Gallery. It lists nothing and announces nothing, so
 * it has no resolver; an exact version is resolved by fetching it (`restore/resolve-name.ts`).
 */
export function createDirect(config: SourceConfig, http: HttpClient): Source {
  async function download(identity: PackageIdentity, call: Call): Promise<Result<Download, Failure>> {
    const url = new URL(
      config.url
        .replaceAll('{id}', encodeURIComponent(identity.id.toLowerCase()))
        .replaceAll('{version}', encodeURIComponent(urlVersion(identity.version))),
    )
    const opened = await http.open({ url, redirects: config.redirects, call })
    return opened.ok ? ok({ body: opened.value, announced: {} }) : opened
  }
  return { config, downloader: { download } }
}
