import type { Lock, LockedPackage, LockOptions } from '../../lock/lock.ts'
import { formatIdentity, identityKey } from '../../package/identity.ts'
import type { Problem } from '../../problem.ts'
import { err, ok, type Result } from '../../result.ts'
import { isAtHand, supplyFromStore } from '../at-hand/local-supply.ts'
import type { PackageStore } from '../at-hand/package-store.ts'
import { fromLockThenSources } from '../choose.ts'
import { closeGraph } from '../close.ts'
import { enumerate } from '../enumerate.ts'
import { familyOf } from '../graph-node.ts'
import type { Warning } from '../report.ts'
import { type FetchedPackage, type Run, type RunOptions, type RunPorts, startRun } from '../run.ts'
import { collectWarnings } from '../warnings.ts'
import { type Corroborated, corroborate, witnessOf } from './corroborate.ts'
import { lockedPackage, lockOf } from './locked-package.ts'

/** What is to be locked, and what of it is locked already. */
export interface LockRequest extends Omit<RunOptions, 'expanding' | 'onMismatch' | 'hedgeAfterMs'>, LockOptions {
  /** Packages that stay where they still satisfy; empty for a lock that is written anew. */
  readonly kept: readonly LockedPackage[]
  /** All that is locked: what comes again with the same bytes is as it was. */
  readonly previous: readonly LockedPackage[]
  readonly corroborates: boolean
  readonly store: PackageStore | undefined
}

export interface LockReport {
  readonly result: Result<Lock, readonly Problem[]>
  readonly warnings: readonly Warning[]
  /** Packages that a source had to send. */
  readonly fetched: number
  readonly ms: number
}

/**
 * Makes a lock: of what is locked already as long as it satisfies, and of what the sources have for the rest. Only what is
 * new is fetched, since what a lock says of a package is what the package says itself.
 */
export async function makeLock(request: LockRequest, ports: RunPorts): Promise<LockReport> {
  const { requirements, kept: keeping, previous, store, sources } = request
  const started = ports.clock.now()
  // Whoever answers first would have a say in what is written down for everybody.
  const alone = { expanding: undefined, onMismatch: 'next', hedgeAfterMs: 0 } as const
  const run = startRun({ ...request, ...alone }, ports)
  if (store) run.stock(supplyFromStore(store))
  const closed = await closeGraph(requirements, request, {
    choose: fromLockThenSources({ packages: keeping }, run),
    fetch: run.fetch,
    fetchesLocked: false,
  })
  const report = (result: LockReport['result'], more: readonly Warning[] = []): LockReport => {
    const [fetched, graph] = closed.ok ? [closed.value.packages, closed.value.graph] : [[], new Map()]
    const told = collectWarnings({
      fetched,
      graph,
      attempts: run.attempts,
      sources,
      cache: undefined,
      stale: undefined,
    })
    return {
      result,
      warnings: [...told, ...more],
      fetched: fetched.filter(({ from }) => !isAtHand(from)).length,
      ms: Math.round(ports.clock.now() - started),
    }
  }
  if (!closed.ok) return report(closed)
  const { graph, packages } = closed.value
  const sent = packages.filter(({ from }) => !isAtHand(from))
  await store?.keep(sent.map(({ package: { sha512, path } }) => ({ sha512, path })))
  await store?.prune()
  const kept = [...graph.values()].flat().flatMap(node => (node.kind === 'locked' ? [node.locked] : []))
  const merged = packages.map(each => asBefore(each, previous))
  const changed = merged.flatMap(each => (each.ok ? [] : [each.error]))
  if (changed.length > 0) return report(err(changed))
  const fresh = merged.flatMap(each => (each.ok ? [each.value] : []))
  if (!request.corroborates) return report(ok(lockOf(requirements, [...kept, ...fresh], request)))

  const asked = await corroborateAll([...kept, ...fresh], packages, run, sources)
  if (!asked.ok) return report(asked)
  const lock = lockOf(
    requirements,
    asked.value.map(({ locked }) => locked),
    request,
  )
  return report(ok(lock), silentWitnesses(asked.value))
}

/**
 * What others had to say of the same bytes, and their builds, hold on; what the package says itself is read from it. A version
 * that is published does not change: other module files under it are an error.
 */
function asBefore(
  { node, package: sent, from }: FetchedPackage,
  previous: readonly LockedPackage[],
): Result<LockedPackage, Problem> {
  const fresh = lockedPackage(sent, familyOf(node) ?? '')
  const known = previous.find(({ identity }) => identityKey(identity) === identityKey(fresh.identity))
  if (!known) return ok(fresh)
  const isSame = known.accepted[0]?.sha512 === sent.sha512 || known.content[0] === sent.contents.contentDigest
  if (!isSame) return err(rebuilt(known, fresh, from))
  if (known.family !== fresh.family) return ok(fresh)
  const { accepted, content, corroboration } = known
  return ok({ ...fresh, accepted, content, corroboration })
}

function rebuilt(known: LockedPackage, fresh: LockedPackage, from: string): Problem {
  const name = formatIdentity(known.identity)
  return {
    code: 'REBUILT',
    sentence: `${name} from ${from} has other module files than the lock has of the same version.`,
    hint: 'A version that is published does not change: find out why. To take it all the same, remove it from the lock first.',
    details: [
      `locked: sha512-${known.accepted[0]?.sha512}, content ${known.content[0]}`,
      `${from}: sha512-${fresh.accepted[0]?.sha512}, content ${fresh.content[0]}`,
    ],
  }
}

/** What was agreed on already stays so; only what nobody confirmed is asked for again. */
async function corroborateAll(
  all: readonly LockedPackage[],
  fetched: readonly FetchedPackage[],
  run: Run,
  sources: LockRequest['sources'],
): Promise<Result<readonly Corroborated[], readonly Problem[]>> {
  const results = await Promise.all(
    all.map(locked => {
      if (locked.corroboration?.outcome === 'agreed') return ok<Corroborated>({ locked, silent: [] })
      const own = fetched.find(each => identityKey(each.node.resolution.identity) === identityKey(locked.identity))
      const source = sources.find(({ config }) => config.name === own?.from)
      return corroborate(locked, own && source && witnessOf(source, own.package), run)
    }),
  )
  const problems = results.flatMap(result => (result.ok ? [] : [result.error]))
  return problems.length > 0 ? err(problems) : ok(results.flatMap(result => (result.ok ? [result.value] : [])))
}

/** What could not be asked today may agree tomorrow. */
function silentWitnesses(corroborated: readonly Corroborated[]): readonly Warning[] {
  const alone = corroborated.filter(
    ({ locked, silent }) => silent.length > 0 && locked.corroboration?.outcome !== 'agreed',
  )
  if (alone.length === 0) return []
  const who = enumerate([...new Set(alone.flatMap(({ silent }) => silent))].toSorted())
  const names = enumerate(alone.map(({ locked }) => formatIdentity(locked.identity)))
  const text = `${names}: nobody confirmed the bytes, since ${who} could not be asked. Run "psmodule-restore lock --corroborate" again later.`
  return [{ level: 'warning', code: 'NOT_CORROBORATED', text }]
}
