import type { HttpClient } from '../http/client.ts'
import { createDirect } from './direct.ts'
import { createNuGetV2 } from './nuget-v2.ts'
import { createNuGetV3 } from './nuget-v3.ts'
import { createOci } from './oci.ts'
import type { Source, SourceConfig, SourceKind } from './source.ts'

/** Every kind of source, one line each. */
const SOURCE_KINDS: Readonly<Record<SourceKind, (config: SourceConfig, http: HttpClient) => Source>> = {
  'nuget-v2': createNuGetV2,
  'nuget-v3': createNuGetV3,
  oci: createOci,
  direct: createDirect,
}

export function createSource(config: SourceConfig, http: HttpClient): Source {
  return SOURCE_KINDS[config.kind](config, http)
}
