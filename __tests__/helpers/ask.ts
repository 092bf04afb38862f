import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import type { Call } from '../../src/http/call.ts'
import type { HttpClient } from '../../src/http/client.ts'
import { createSource } from '../../src/sources/registry.ts'
import type { Question, Source, SourceConfig, SourceKind } from '../../src/sources/source.ts'
import { parseSourceList } from '../../src/sources/source-list.ts'
import { ANY_VERSION } from '../../src/version/version-range.ts'
import { httpClient } from './http-client.ts'
import { unwrap } from './result.ts'
import { range } from './versions.ts'

/** A source by its public factory, defined as a user defines one. */
export function sourceAt(kind: SourceKind, url: string, http: HttpClient, facts: Partial<SourceConfig> = {}): Source {
  const [config] = unwrap(parseSourceList(`here: ${kind}+${url}`))
  if (!config) throw new Error(`${url} makes no source`)
  return createSource({ ...config, ...facts }, http)
}

/** "Which version of `name`?"; the range in NuGet's grammar, absent for any version. */
export function question(name: string, wanted?: string, prerelease = false): Question {
  return { name, range: wanted === undefined ? ANY_VERSION : range(wanted), prerelease }
}

/** The real client, whose clocks all end after the same silence; it goes with the test. */
export function createHttp(t: TestContext, silenceMs = 5000): HttpClient {
  const http = httpClient({ connectMs: silenceMs, headersMs: silenceMs, idleMs: silenceMs })
  t.after(() => http[Symbol.asyncDispose]())
  return http
}

/** Nothing ever cancels it. */
export function noSignal(): AbortSignal {
  return new AbortController().signal
}

/** Less than any number that chance gives: pauses before a source is asked again last no time. */
export function noPause(): number {
  return -1
}

/** An asking that nothing ever cancels and nobody listens to. */
export function someCall(signal = noSignal()): Call {
  return { signal, patience: 'brief' }
}

/** A folder that goes with the test. */
export async function createFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'psmr-test-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}
