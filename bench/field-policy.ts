/**
 * What a careful client of the field does, to stand beside ours under the same faults: every request has up to three retries
 * with pauses of 1, 2 and 4 s (npm pauses 10 and 60 s), then the next source is asked; nothing is remembered from one package
 * to the next. It fetches and hashes a module and all that it needs, sixteen at once, and neither verifies nor expands.
 *
 * `node bench/field-policy.ts <folder> <ids, by comma> <service index>...`. A source `http://127.0.0.1:1/index.json=2` is
 * connected to at port 2, whatever its links say.
 */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import pLimit from 'p-limit'
import { Agent, buildConnector, request } from 'undici'

const PAUSES_MS = [1000, 2000, 4000] as const
const SILENCE_MS = 8000
const CONNECT_MS = 5000
const AT_ONCE = 16
/** The answers that npm, NuGet and uv all ask for again. */
const PASSING = new Set([408, 429, 500, 502, 503, 504])

interface ServiceIndex {
  readonly resources: readonly { readonly '@type': string; readonly '@id': string }[]
}

interface Registration {
  readonly items: readonly {
    readonly items: readonly {
      readonly packageContent: string
      readonly catalogEntry: {
        readonly dependencyGroups?: readonly { readonly dependencies?: readonly { readonly id: string }[] }[]
      }
    }[]
  }[]
}

class Refusal extends Error {}

const [folder = '', ids = '', ...sources] = process.argv.slice(2)
const ports = new Map(sources.map(source => [/:(\d+)\//.exec(source)?.[1], source.split('=')[1]]))
const connect = buildConnector({ timeout: CONNECT_MS })
const dispatcher = new Agent({
  allowH2: false,
  connections: AT_ONCE,
  headersTimeout: SILENCE_MS,
  bodyTimeout: SILENCE_MS,
  connect: (options, done) => connect({ ...options, port: ports.get(options.port) ?? options.port }, done),
})

/** Streams an answer into `take`, from the start again after each failure that may pass. */
async function get<T>(url: string, take: (body: AsyncIterable<Buffer>) => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      const { statusCode, body } = await request(url, { dispatcher })
      if (statusCode === 200) return await take(body)
      await body.dump()
      if (!PASSING.has(statusCode)) throw new Refusal(`HTTP ${statusCode}`)
      throw new Error(`HTTP ${statusCode}`)
    } catch (error) {
      const pause = PAUSES_MS[tries]
      if (error instanceof Refusal || pause === undefined) throw error
      await wait(pause)
    }
  }
}

async function getJson<T>(url: string): Promise<T> {
  return JSON.parse(gunzipSync(await get(url, buffer)).toString())
}

/** Gives what was made for this key before, unless that failed. */
function memoised<T>(make: (...key: readonly string[]) => Promise<T>): (...key: readonly string[]) => Promise<T> {
  const made = new Map<string, Promise<T>>()
  return (...key) => {
    const value = made.get(key.join(' ')) ?? make(...key)
    made.set(key.join(' '), value)
    value.catch(() => made.delete(key.join(' ')))
    return value
  }
}

const registrationsAt = memoised(async (source = '') => {
  const { resources } = await getJson<ServiceIndex>(source.replace(/=.*/, ''))
  return resources.find(each => each['@type'].startsWith('RegistrationsBaseUrl'))?.['@id']
})
const packageAt = memoised(async (source = '', id = '') => {
  const { items } = await getJson<Registration>(`${await registrationsAt(source)}${id.toLowerCase()}/index.json`)
  return items.flatMap(page => page.items).at(-1)
})

/** Asks one source after the other, each with all of its retries. */
async function fromAny<T>(asked: readonly string[], ask: (source: string) => Promise<T>): Promise<T> {
  let last: unknown
  for (const source of asked) {
    try {
      return await ask(source)
    } catch (error) {
      last = error
    }
  }
  throw last
}

const limit = pLimit(AT_ONCE)
const wanted = new Set<string>()

async function restore(id: string): Promise<void> {
  if (wanted.has(id)) return
  wanted.add(id)
  const [by, entry] = await limit(() =>
    fromAny(sources, async source => [source, await packageAt(source, id)] as const),
  )
  const needed = entry?.catalogEntry.dependencyGroups?.flatMap(({ dependencies }) => dependencies ?? []) ?? []
  const download = limit(() =>
    fromAny([by, ...sources.filter(source => source !== by)], source => fetchFrom(source, id)),
  )
  await Promise.all([download, ...needed.map(each => restore(each.id))])
}

async function fetchFrom(source: string, id: string): Promise<void> {
  const url = (await packageAt(source, id))?.packageContent ?? ''
  await get(url, body => {
    const hash = createHash('sha512')
    const hashing = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of body) {
        hash.update(chunk)
        yield chunk
      }
    }
    return pipeline(hashing, createWriteStream(path.join(folder, `${id}.nupkg`)))
  })
}

await Promise.all(ids.split(',').map(restore))
await dispatcher.close()
