import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { systemClock } from '../../src/clock.ts'
import { createDispatcher, createHttpClient, type HttpClient } from '../../src/http/client.ts'
import type { Question, SourceConfig, SourceKind } from '../../src/sources/source.ts'
import { parseSourceList } from '../../src/sources/source-list.ts'
import { parseRange } from '../../src/version/version-range.ts'

/** A real client whose clocks all end after the same silence; closed with the test. */
export function createHttp(t: TestContext, silenceMs = 5000): HttpClient {
  const dispatcher = createDispatcher({ connections: 16, connectMs: silenceMs })
  const clocks = { connectMs: silenceMs, headersMs: silenceMs, idleMs: silenceMs }
  const http = createHttpClient({ dispatcher, clock: systemClock, clocks })
  // Destroyed, not closed: what hangs on purpose would keep the client open.
  t.after(() => dispatcher.destroy())
  return http
}

/** A folder that goes with the test. */
export async function createFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'psmr-test-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** One source as a user defines it; `options` as in brackets behind its address. */
export function configOf(kind: SourceKind, url: string, options = ''): SourceConfig {
  const [config] = parsed(parseSourceList(`here: ${kind}+${url}${options === '' ? '' : ` (${options})`}`))
  if (!config) throw new Error(`no source of ${url}`)
  return config
}

/** "Which version of `name` in `range`?"; an empty range is any version. */
export function question(name: string, range = '', options: { readonly prerelease?: boolean } = {}): Question {
  const empty = { prerelease: false, labelPrefixes: [] }
  return { name, range: range === '' ? empty : parsed(parseRange(range)), prerelease: options.prerelease ?? false }
}

/** The value of what a test wrote itself and so must be right. */
export function parsed<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T {
  if (result.ok) return result.value
  throw new Error(typeof result.error === 'string' ? result.error : JSON.stringify(result.error))
}
