import { createHash } from 'node:crypto'
import type { Failure } from '../../src/failure.ts'
import { inspectHere } from '../../src/package/inspect.ts'
import type { PackageContents } from '../../src/package/nupkg.ts'
import { ownDependencies } from '../../src/package/own-dependencies.ts'
import type { ReceivedFile } from '../../src/package/receive.ts'
import { type Check, type Expectation, verifyPackage } from '../../src/package/verify.ts'
import { openZip, type ZipEntry } from '../../src/package/zip.ts'
import { unwrap } from '../helpers/result.ts'
import { version } from '../helpers/versions.ts'

/** Of every body that is held to something here. */
const identity = { id: 'Foo', version: version('1.0.0') }

/** What may be known of a body before it comes: a digest, nothing, what a lock says. */
export type Knowledge = Readonly<Record<'announced' | 'unannounced' | 'locked', Expectation>>

/** What is known to whoever has the original, Foo 1.0.0. */
export async function knowledgeOf(original: ReceivedFile): Promise<Knowledge> {
  const unannounced = { identity }
  const { sha512, size, contents } = unwrap(await verifyPackage(original, unannounced, inspectHere))
  return {
    announced: { identity, digest: { algorithm: 'sha512', value: sha512 } },
    unannounced,
    locked: {
      identity,
      locked: {
        identity: contents.identity,
        type: contents.type,
        accepted: [{ sha512, size }],
        content: [contents.contentDigest],
        dependencies: ownDependencies(contents),
      },
    },
  }
}

/** A body as it was received. */
export function received(file: string, bytes: Buffer): ReceivedFile {
  const value = createHash('sha512').update(bytes).digest('base64')
  return { path: file, size: bytes.length, origin: undefined, digests: [{ algorithm: 'sha512', value }] }
}

export type Outcome = Check | Failure['kind']

/** What becomes of a body, by what was known of it before. */
export interface Held extends Readonly<Record<keyof Knowledge, Outcome>> {
  /** Undefined where it is refused for what it is. */
  readonly read: { readonly contents: PackageContents; readonly entries: readonly ZipEntry[] } | undefined
}

/** Holds a body to what is known of the original. */
export async function hold(body: ReceivedFile, knowledge: Knowledge): Promise<Held> {
  // Three times the same would be read.
  const read = await inspectHere.inspect({ path: body.path, expected: identity })
  const inspector = { ...inspectHere, inspect: async () => read }
  const outcome = async (known: Expectation): Promise<Outcome> => {
    const verified = await verifyPackage(body, known, inspector)
    return verified.ok ? verified.value.check : verified.error.failure.kind
  }
  return {
    announced: await outcome(knowledge.announced),
    unannounced: await outcome(knowledge.unannounced),
    locked: await outcome(knowledge.locked),
    read: read.ok ? { contents: read.value.contents, entries: await entriesOf(body.path) } : undefined,
  }
}

async function entriesOf(file: string): Promise<readonly ZipEntry[]> {
  const zip = unwrap(await openZip(file))
  zip.close()
  return zip.entries
}
