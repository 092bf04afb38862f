import type { Failure } from '../../src/failure.ts'
import type { HttpBody } from '../../src/http/body.ts'
import type { PackageIdentity } from '../../src/package/identity.ts'
import { err, ok, type Result } from '../../src/result.ts'
import { chooseVersion } from '../../src/sources/choose-version.ts'
import type { Download, Question, Resolution, Source, SourceConfig } from '../../src/sources/source.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { createShelf } from '../gallery/shelf.ts'
import { sourceConfig } from './scripted-source.ts'
import { range } from './versions.ts'

/** Has every answer of a source pass through, which may keep it back for as long as it likes. */
export type Gate = <T>(what: string, answer: () => Promise<T>) => Promise<T>

/** A source that holds these packages in memory, and whose answers come when `gate` lets them through. */
export function memorySource(
  name: string,
  packages: readonly PackageSpec[],
  facts: Partial<SourceConfig> = {},
  gate: Gate = (_, answer) => answer(),
): Source {
  const shelf = createShelf(packages)

  async function resolve(question: Question): Promise<Result<Resolution, Failure>> {
    const items = shelf.versionsOf(question.name).map(item => ({ ...item, listed: !item.spec.unlisted }))
    if (items.length === 0) return err({ kind: 'not-found' })
    const chosen = chooseVersion(items, question)
    if (!chosen.ok) return chosen
    const { spec, version } = chosen.value
    const dependencies = Object.entries(spec.dependencies ?? {}).map(([id, text]) => ({ id, range: range(text) }))
    return ok({ identity: { id: spec.id, version }, dependencies, announced: {} })
  }

  async function download({ id, version }: PackageIdentity): Promise<Result<Download, Failure>> {
    const item = shelf.find(id, version.original)
    if (!item) return err({ kind: 'not-found' })
    const { bytes } = await pack(item.spec)
    return ok({ body: bodyOf(`https://${name}.test/${item.normalised}`, bytes), announced: {} })
  }

  return {
    config: sourceConfig(name, facts),
    resolver: { resolve: question => gate(`resolve ${question.name}`, () => resolve(question)) },
    downloader: { download: identity => gate(`download ${identity.id}`, () => download(identity)) },
  }
}

/** A body that arrives as a whole. */
export function bodyOf(address: string, bytes: Buffer): HttpBody {
  const url = new URL(address)
  return {
    url,
    origin: url.origin,
    length: bytes.length,
    offset: 0,
    transfers: () => 1,
    header: () => undefined,
    drain: async sink => {
      await sink(bytes)
      return ok(bytes.length)
    },
    close: () => {},
  }
}
