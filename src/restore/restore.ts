import { sortedBy } from '../lock/format-lock.ts'
import { fileName, identityKey } from '../package/identity.ts'
import type { Problem } from '../problem.ts'
import type { HandedOn } from '../repository/handover.ts'
import { ok, type Result } from '../result.ts'
import { cacheKey } from './at-hand/cache-key.ts'
import { type CacheSession, openCacheSession } from './at-hand/cache-session.ts'
import { explainIntrusion } from './at-hand/explain-cache.ts'
import { isOutage, standIn } from './at-hand/last-known-good.ts'
import { supplyFromStore } from './at-hand/local-supply.ts'
import { reportFailure, reportSuccess } from './build-report.ts'
import { type Chooser, fromLock, fromSources } from './choose.ts'
import { type ClosedGraph, closeGraph, sizeOf } from './close.ts'
import { explainLocalIo } from './explain-local-io.ts'
import { explainCut } from './explain-stop.ts'
import type { LockFile } from './locking/explain-lock.ts'
import type { RestoreReport, StaleSet } from './report.ts'
import type { RestoreRequest } from './request.ts'
import { type FetchedPackage, type Run, type RunPorts, startRun } from './run.ts'

/**
 * Restores. With a lock: take what is locked, from the store, the cache, and the sources for what is missing. Without one:
 * resolve, then the same, until the graph is closed; on a day on which nobody can resolve, the last known good set. Then the
 * folders come to hold exactly what was verified. Whatever fails before that leaves them as they were.
 */
export async function restore(request: RestoreRequest, ports: RunPorts): Promise<RestoreReport> {
  const { handover, cache, store, lock } = request
  const started = ports.clock.now()
  const run = startRun({ ...request, staging: handover.staging, expanding: handover.expanding }, ports)
  const session = cache && openCacheSession(cache, () => handover.intruders(), ports.signal)
  const facts = (stale?: StaleSet, files?: readonly string[]) => {
    return { request, run, cache: session?.report(files), stale, started, ended: ports.clock.now() }
  }
  const fail = async (problems: readonly Problem[]): Promise<RestoreReport> => {
    await run.settled()
    await handover.abandon()
    const refused = await explainLocalIo(run.attempts, [handover.expanding, handover.staging], needed)
    return reportFailure(refused ? [refused] : problems, facts())
  }
  let needed = 0
  try {
    if (store) run.stock(supplyFromStore(store))
    const expect = (bytes: number): void => {
      needed = bytes
    }
    const restoring: Restoring = { request, ports, run, session, expect }
    const taken = lock ? await takeLocked(lock, restoring) : await takeUnlocked(restoring)
    const intrusion = session?.intrusion()
    if (intrusion) return await fail([explainIntrusion(intrusion)])
    if (!taken.ok) return await fail(taken.error)

    await run.settled()
    const { closed, stale } = taken.value
    const packages = sortedBy(closed.packages, each => identityKey(each.package.contents.identity))
    if (ports.signal.aborted) return await fail([explainCut(ports.signal.reason)])
    const handedOn = await handover.commit(
      packages.map(fetched => fetched.package),
      ports.signal,
    )
    if (!handedOn.ok) return await fail([handedOn.error])
    await keep(packages, handedOn.value, restoring)
    const files = packages.map(({ package: { contents } }) => fileName(contents.identity))
    return reportSuccess({ ...closed, packages }, handedOn.value, facts(stale, files))
  } finally {
    await session?.close()
  }
}

interface Restoring {
  readonly request: RestoreRequest
  readonly ports: RunPorts
  readonly run: Run
  readonly session: CacheSession | undefined
  /** Takes how many bytes will be needed, as far as anybody has said. */
  expect(bytes: number): void
}

interface Taken {
  readonly closed: ClosedGraph
  /** Undefined unless it is the last known good set. */
  readonly stale: StaleSet | undefined
}

async function takeLocked(lock: LockFile, restoring: Restoring): Promise<Result<Taken, readonly Problem[]>> {
  const closed = await take(fromLock(lock, restoring.request.installed, restoring.run), restoring)
  return closed.ok ? ok({ closed: closed.value, stale: undefined }) : closed
}

async function takeUnlocked(restoring: Restoring): Promise<Result<Taken, readonly Problem[]>> {
  const { request, ports, run, session } = restoring
  const closed = await take(fromSources(request.installed, run), restoring)
  if (closed.ok) return ok({ closed: closed.value, stale: undefined })
  if (!session || !request.cache?.lastKnownGood || !isOutage(closed.error)) return closed
  const { staging, expanding } = request.handover
  return standIn(closed.error, { ...request, ...request.cache, session }, { ...ports, run, staging, expanding })
}

/** All packages that are chosen: those at hand first, then from the sources. */
function take(
  choose: Chooser,
  { request, run, session, expect }: Restoring,
): Promise<Result<ClosedGraph, readonly Problem[]>> {
  const { requirements, cache, lock } = request
  return closeGraph(requirements, request, {
    choose,
    prepare: wanted => {
      expect(wanted.reduce((sum, node) => sum + sizeOf(node), 0))
      if (cache && session) run.stock(session.supply(cacheKey(wanted, cache.requirementsDigest), lock !== undefined))
    },
    fetch: run.fetch,
    fetchesLocked: true,
  })
}

/** Keeps for later runs what the sources had to be asked for. */
async function keep(
  packages: readonly FetchedPackage[],
  handedOn: HandedOn,
  { request: { store, sources }, session }: Restoring,
): Promise<void> {
  const stored = packages.flatMap(({ from, package: { sha512 } }, index) => {
    const file = handedOn.packages[index]?.file
    return from === 'store' || file === undefined ? [] : [{ sha512, path: file }]
  })
  await store?.keep(stored)
  await store?.prune()
  const isNew = packages.some(({ from }) => sources.some(({ config }) => config.name === from))
  if (isNew) await session?.save(handedOn.packages)
}
