import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Clock } from '../clock.ts'
import type { Failure } from '../failure.ts'
import { RETRY } from '../fallback/policy.ts'
import { type Answer, type TryPorts, trySources } from '../fallback/try-sources.ts'
import type { Call } from '../http/call.ts'
import { startDeadline } from '../http/deadline.ts'
import type { LockedPackage } from '../lock/lock.ts'
import { formatIdentity, type PackageIdentity } from '../package/identity.ts'
import { type ReceivedFile, receive } from '../package/receive.ts'
import { type VerifiedPackage, verifyPackage } from '../package/verify.ts'
import { err, ok, type Result } from '../result.ts'
import { type Announcement, originOfSource, type Source } from '../sources/source.ts'
import { fetchAtHand } from './at-hand/fetch-at-hand.ts'
import { NO_PLACE, type TransferPlace } from './transfer-places.ts'
import { type Attempted, discard, expectationOf, type Fetched, type FetchPorts, type Wanted } from './wanted.ts'

/** What a body may have where nobody said how long it is. Bytes. */
const LARGEST_UNANNOUNCED = 512 * 1024 * 1024

/** An announced size may be out of date, as an announced hash may, and a locked one repackaged: a cap with some room. */
function largest(known: number | undefined): number {
  return known === undefined ? LARGEST_UNANNOUNCED : known * 2 + 1024 * 1024
}

/**
 * Fetches one identity: from what is at hand, else from the first source whose bytes hold. Bytes that differ from what is
 * locked or announced strike their source off for this package. The announcement itself may be what is wrong (the Gallery's
 * is not renewed when a package is edited): see `staleAnnouncement`.
 */
export async function fetchPackage(
  wanted: Wanted,
  ports: TryPorts & FetchPorts,
  place: TransferPlace,
): Promise<Fetched> {
  const local = await fetchAtHand(wanted, ports)
  if (local.kind === 'fetched' || !(local.outcome instanceof Map)) return local
  const remote = await fetchFromSources(wanted, ports, place)
  // The source sends what was kept: the announcement is out of date, and nobody's copy is to blame.
  const stale = remote.kind === 'fetched' && remote.package.check === 'stale' ? remote.package.sha512 : undefined
  const isSame = (failure: Failure | undefined): boolean =>
    failure?.kind === 'differs-announced' && failure.got === `sha512-${stale}`
  const told = local.attempts.filter(({ failure }) => !isSame(failure))
  return { ...remote, attempts: [...told, ...remote.attempts] }
}

async function fetchFromSources(wanted: Wanted, ports: TryPorts & FetchPorts, place: TransferPlace): Promise<Fetched> {
  const differing: Differing[] = []
  const answer = await trySources<VerifiedPackage>(
    {
      step: 'download',
      subject: formatIdentity(wanted.identity),
      candidates: wanted.candidates,
      mayAsk: () => true,
      mayBePutBack: () => true,
      ask: async (source, call) => {
        const attempted = await fetchFrom(source, wanted, ports, call, place)
        if (attempted.ok) return attempted
        const { sound } = attempted.error
        if (sound && call.signal.aborted) await discard(sound)
        else if (sound) differing.push({ by: source, sound })
        return err(asOfFamily(attempted.error.failure, source, wanted.locked))
      },
      stopsAt: ({ kind }) => kind === 'differs-locked' && ports.onMismatch === 'fail',
      settle: () => staleAnnouncement(wanted, differing),
      discard,
    },
    ports,
  )
  const taken = answer.kind === 'served' ? answer.value : undefined
  await Promise.all(differing.filter(({ sound }) => sound !== taken).map(({ sound }) => discard(sound)))
  switch (answer.kind) {
    case 'served': {
      const by = answer.by ?? differing.find(({ sound }) => sound === answer.value)?.by
      if (!by) throw new Error(`nobody served ${formatIdentity(wanted.identity)}`)
      return { kind: 'fetched', package: answer.value, from: by.config.name, attempts: answer.attempts }
    }
    case 'stopped':
      return { kind: 'unfetched', outcome: answer.failure, attempts: answer.attempts }
    case 'unserved':
      return { kind: 'unfetched', outcome: answer.answers, attempts: answer.attempts }
  }
}

/** Fetches an identity from one source, held to nothing but itself. */
export function probeSource(
  source: Source,
  identity: PackageIdentity,
  ports: TryPorts & FetchPorts,
  place: TransferPlace,
): Promise<Answer<VerifiedPackage>> {
  const wanted = { identity, announced: {}, guid: undefined, locked: undefined }
  return trySources<VerifiedPackage>(
    {
      step: 'download',
      subject: formatIdentity(identity),
      candidates: [source],
      mayAsk: () => true,
      mayBePutBack: () => false,
      ask: async (asked, call) => {
        const fetched = await fetchFrom(asked, wanted, ports, call, place)
        return fetched.ok ? fetched : err(fetched.error.failure)
      },
    },
    ports,
  )
}

/** Other bytes from another family than the one that was locked are no sign of tampering. */
function asOfFamily(failure: Failure, { config }: Source, locked: LockedPackage | undefined): Failure {
  return failure.kind === 'differs-locked' && locked?.family !== config.family
    ? { ...failure, kind: 'other-build' }
    : failure
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
  wanted: Attempted,
  ports: Pick<FetchPorts, 'staging' | 'expanding' | 'inspector'> & Pick<TryPorts, 'clock'>,
  call: Call,
  place = NO_PLACE,
): Promise<Result<VerifiedPackage, Unsound>> {
  const name = randomUUID()
  const file = path.join(ports.staging, `${name}.part`)
  const brought = await place.transfer(() => bring(source, wanted, file, ports.clock, call))
  if (!brought.ok) {
    await discard({ path: file, expanded: undefined })
    return err({ failure: brought.error, sound: undefined })
  }
  const { received, known, isBound } = brought.value
  const expandTo = ports.expanding === undefined ? undefined : path.join(ports.expanding, name)
  const expected = expectationOf(wanted, known)
  const checked = await verifyPackage(received, expected, ports.inspector, expandTo, call.signal)
  if (checked.ok) return ok(checked.value)
  const { failure } = checked.error
  // A manifest that names its blob by digest binds it: there is no edit that it could have missed.
  const sound = isBound ? undefined : checked.error.sound
  if (!sound) await discard({ path: file, expanded: expandTo })
  const { origin } = received
  return err({ failure: failure.kind === 'malformed' && origin ? { ...failure, origin } : failure, sound })
}

interface Brought {
  readonly received: ReceivedFile
  /** What was announced of it before and with its bytes. */
  readonly known: Announcement
  /** Whether the source itself named the bytes by their digest. */
  readonly isBound: boolean
}

/** Opens the package at a source and receives it into a file, all of it within one deadline. */
async function bring(
  source: Source,
  wanted: Attempted,
  file: string,
  clock: Clock,
  call: Call,
): Promise<Result<Brought, Failure>> {
  const deadline = startDeadline(call, clock, originOfSource(source.config))
  try {
    const opened = await source.downloader.download(wanted.identity, deadline.call)
    if (!opened.ok) return opened
    const { body, announced } = opened.value
    const known: Announcement = { ...announced, ...wanted.announced }
    const size = wanted.locked ? Math.max(...wanted.locked.accepted.map(file => file.size)) : known.size
    deadline.expect(body.length ?? size ?? LARGEST_UNANNOUNCED, body)
    const limits = { bytes: largest(size), resumes: RETRY.resumes[call.patience] }
    const received = await receive(body, file, limits, known.digest?.algorithm)
    return received.ok ? ok({ received: received.value, known, isBound: announced.digest !== undefined }) : received
  } finally {
    deadline.lift()
  }
}
