import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Failure } from '../failure.ts'
import type { Answers } from '../fallback/may-ask.ts'
import { type Attempt, type TryPorts, trySources } from '../fallback/try-sources.ts'
import { formatIdentity, type PackageIdentity } from '../package/identity.ts'
import type { Inspector } from '../package/inspect.ts'
import { receive } from '../package/receive.ts'
import { type Expectation, type VerifiedPackage, verifyPackage } from '../package/verify.ts'
import { err, ok, type Result } from '../result.ts'
import type { Announcement, Source } from '../sources/source.ts'

/** What is to be fetched, from whom, and what the bytes are held to. */
export interface Wanted {
  readonly identity: PackageIdentity
  /** Every source that may serve it, in the order of preference. */
  readonly candidates: readonly Source[]
  readonly announced: Announcement
  readonly guid: string | undefined
}

export interface FetchPorts {
  /** A folder on the file system of the local repository. */
  readonly staging: string
  /** A folder on the file system of the module path, for what is expanded on the way; undefined if nothing is to be. */
  readonly expanding: string | undefined
  readonly inspector: Inspector
}

export type Fetched =
  | {
      readonly kind: 'fetched'
      readonly package: VerifiedPackage
      readonly by: Source
      readonly attempts: readonly Attempt[]
    }
  | { readonly kind: 'unfetched'; readonly outcome: Failure | Answers; readonly attempts: readonly Attempt[] }

/** What a body may have where nobody said how long it is. Bytes. */
const LARGEST_UNANNOUNCED = 512 * 1024 * 1024

/** An announced size may be out of date, as an announced hash may; it is a cap with room for an edit, not a measure. */
function largest(announced: number | undefined): number {
  return announced === undefined ? LARGEST_UNANNOUNCED : announced * 2 + 1024 * 1024
}

/**
 * Fetches one identity from the first source whose bytes hold. Bytes that differ from the announced digest strike their
 * source off. The announcement itself may be what is wrong (the Gallery's is not renewed when a package is edited): see
 * `staleAnnouncement`.
 */
export async function fetchPackage(wanted: Wanted, ports: TryPorts & FetchPorts): Promise<Fetched> {
  const differing: Differing[] = []
  const answer = await trySources<VerifiedPackage>(
    {
      step: 'download',
      subject: formatIdentity(wanted.identity),
      candidates: wanted.candidates,
      mayAsk: () => true,
      mayBePutBack: () => true,
      ask: async (source, signal) => {
        const attempted = await fetchFrom(source, wanted, ports, signal)
        if (attempted.ok) return attempted
        if (attempted.error.sound) differing.push({ by: source, sound: attempted.error.sound })
        return err(attempted.error.failure)
      },
      settle: () => staleAnnouncement(wanted, differing),
    },
    ports,
  )
  const taken = answer.kind === 'served' ? answer.value : undefined
  await Promise.all(differing.filter(({ sound }) => sound !== taken).map(({ sound }) => discard(sound)))
  switch (answer.kind) {
    case 'served': {
      const by = answer.by ?? differing.find(({ sound }) => sound === answer.value)?.by
      if (!by) throw new Error(`nobody served ${formatIdentity(wanted.identity)}`)
      return { kind: 'fetched', package: answer.value, by, attempts: answer.attempts }
    }
    case 'stopped':
      return { kind: 'unfetched', outcome: answer.failure, attempts: answer.attempts }
    case 'unserved':
      return { kind: 'unfetched', outcome: answer.answers, attempts: answer.attempts }
  }
}

interface Differing {
  readonly by: Source
  readonly sound: VerifiedPackage
}

/**
 * The bytes that show an announcement to be out of date: the source that announced others sent them itself, and nobody sent
 * any third ones. What only a mirror sends is not believed against the word of the authority.
 */
function staleAnnouncement({ candidates }: Wanted, differing: readonly Differing[]): VerifiedPackage | undefined {
  const own = differing.find(({ by }) => by === candidates[0])?.sound
  return differing.every(({ sound }) => sound.sha512 === own?.sha512) ? own : undefined
}

interface Unsound {
  readonly failure: Failure
  /** A sound package with other bytes than announced. */
  readonly sound: VerifiedPackage | undefined
}

/** One attempt at one source: open, receive, verify. Whatever is not handed on is removed again. */
export async function fetchFrom(
  source: Source,
  wanted: Pick<Wanted, 'identity' | 'announced' | 'guid'>,
  ports: FetchPorts,
  signal: AbortSignal,
): Promise<Result<VerifiedPackage, Unsound>> {
  const opened = await source.downloader.download(wanted.identity, signal)
  if (!opened.ok) return err({ failure: opened.error, sound: undefined })
  const { body, announced } = opened.value
  const digest = wanted.announced.digest ?? announced.digest
  const size = wanted.announced.size ?? announced.size
  const name = randomUUID()
  const file = path.join(ports.staging, `${name}.part`)
  const received = await receive(body, file, largest(size), digest?.algorithm)
  if (!received.ok) {
    await rm(file, { force: true })
    return err({ failure: received.error, sound: undefined })
  }
  const expected: Expectation = {
    identity: wanted.identity,
    ...(digest && { digest }),
    ...(size !== undefined && { size }),
    ...(wanted.guid !== undefined && { guid: wanted.guid }),
  }
  const expandTo = ports.expanding === undefined ? undefined : path.join(ports.expanding, name)
  const checked = await verifyPackage(received.value, expected, ports.inspector, expandTo)
  if (checked.ok) return ok(checked.value)
  const { failure } = checked.error
  // A manifest that names its blob by digest binds it: there is no edit that it could have missed.
  const sound = announced.digest === undefined ? checked.error.sound : undefined
  if (!sound) await discard({ path: file, expanded: expandTo })
  return err({ failure: failure.kind === 'malformed' ? { ...failure, origin: body.origin } : failure, sound })
}

async function discard({ path: file, expanded }: Pick<VerifiedPackage, 'path' | 'expanded'>): Promise<void> {
  await rm(file, { force: true })
  if (expanded !== undefined) await rm(expanded, { recursive: true, force: true })
}
