import { fileName, identityKey } from '../package/identity.ts'
import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import { reportFailure, reportSuccess } from './build-report.ts'
import { cacheKey, keyPrefix } from './cache-key.ts'
import { type CacheSession, openCacheSession } from './cache-session.ts'
import { fromLock, fromSources } from './choose.ts'
import { type ClosedGraph, closeGraph } from './close.ts'
import { isOutage, takeStale } from './last-known-good.ts'
import { supplyFromStore } from './local-supply.ts'
import type { RestoreReport, StaleSet } from './report.ts'
import type { RestoreRequest } from './request.ts'
import { type Run, type RunPorts, startRun } from './run.ts'

/**
 * Restores. With a lock: take what is locked, from the store, the cache, and the sources for what is missing. Without one:
 * resolve, then the same, until the graph is closed; on a day on which nobody can resolve, the last known good set. Then the
 * folders come to hold exactly what was verified. Whatever fails before that leaves them as they were.
 */
export async function restore(request: RestoreRequest, ports: RunPorts): Promise<RestoreReport> {
  const { handover, cache, store } = request
  const started = ports.clock.now()
  const run = startRun({ ...request, staging: handover.staging, expanding: handover.expanding }, ports)
  const session = cache && openCacheSession(cache, () => handover.intruders(), ports.signal)
  try {
    if (store) run.stock(supplyFromStore(store))
    const facts = (stale?: StaleSet, files?: readonly string[]) => ({
      request,
      run,
      cache: session?.report(files),
      stale,
      started,
      ended: ports.clock.now(),
    })
    const fail = async (problems: readonly Problem[]): Promise<RestoreReport> => {
      await handover.abandon()
      return reportFailure(problems, facts())
    }

    const taken = await takeAll(request, run, session, ports)
    const intruded = explainIntrusion(session)
    if (intruded) return await fail([intruded])
    if (!taken.ok) return await fail(taken.error)
    const { closed, stale } = taken.value
    const packages = closed.packages.toSorted((a, b) =>
      compareText(identityKey(a.package.contents.identity), identityKey(b.package.contents.identity)),
    )
    const handedOn = await handover.commit(packages.map(fetched => fetched.package))
    if (!handedOn.ok) return await fail([handedOn.error])
    await store?.keep(
      packages.flatMap(({ from, package: { sha512 } }, index) => {
        const file = handedOn.value.packages[index]?.file
        return from === 'store' || file === undefined ? [] : [{ sha512, path: file }]
      }),
    )
    await store?.prune()
    const isNew = packages.some(({ from }) => request.sources.some(({ config }) => config.name === from))
    if (isNew) await session?.save(handedOn.value.packages)
    const files = packages.map(({ package: { contents } }) => fileName(contents.identity))
    return reportSuccess({ ...closed, packages }, handedOn.value, facts(stale, files))
  } finally {
    await session?.close()
  }
}

interface Taken {
  readonly closed: ClosedGraph
  /** Undefined unless it is the last known good set. */
  readonly stale: StaleSet | undefined
}

async function takeAll(
  request: RestoreRequest,
  run: Run,
  session: CacheSession | undefined,
  ports: RunPorts,
): Promise<Result<Taken, readonly Problem[]>> {
  const { requirements, lock, installed, cache, handover } = request
  const closed = await closeGraph(requirements, request, {
    choose: lock ? fromLock(lock, installed, run) : fromSources(installed, run),
    prepare: wanted => {
      if (cache && session) run.stock(session.supply(cacheKey(wanted, cache.requirementsDigest)))
    },
    fetch: run.fetch,
    fetchesLocked: true,
  })
  if (closed.ok) return ok({ closed: closed.value, stale: undefined })
  if (lock || !cache?.lastKnownGood || !session || !isOutage(closed.error)) return closed
  const latest = await session.latest(keyPrefix(cache.requirementsDigest))
  if (!latest) return closed
  const stale = await takeStale(latest.entry, requirements, request, {
    run,
    inspector: ports.inspector,
    staging: handover.staging,
    expanding: handover.expanding,
  })
  if (!stale.ok) return err(closed.error.map(problem => withStaleReason(problem, stale.error)))
  const savedAt = Math.max(...latest.entry.files.map(file => file.savedAt))
  return ok({
    closed: stale.value,
    stale: { key: latest.key, savedAt, ageMs: ports.clock.date() - savedAt, problems: closed.error },
  })
}

function withStaleReason(problem: Problem, why: string): Problem {
  const detail = `The newest set in the Actions cache cannot stand in: ${why}`
  return { ...problem, details: [...(problem.details ?? []), detail] }
}

/** An archive that wrote beside its own folder may have written anywhere: nothing on this machine can be relied on. */
function explainIntrusion(session: CacheSession | undefined): Problem | undefined {
  const intrusion = session?.intrusion()
  if (!intrusion) return undefined
  return {
    code: 'CACHE_ESCAPED',
    sentence: `While an entry of the Actions cache was unpacked, ${intrusion.files[0]} appeared, which no restore put there.`,
    hint: `Somebody else wrote the entry ${intrusion.key}: delete it, and trust nothing that this job made since.`,
    details: intrusion.files.map(file => `appeared: ${file}`),
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
