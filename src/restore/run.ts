import pLimit from 'p-limit'
import type { Clock } from '../clock.ts'
import type { Failure } from '../failure.ts'
import { Hedging } from '../fallback/hedging.ts'
import { type KnownTrouble, SourceHealth } from '../fallback/source-health.ts'
import type { Attempt, TryPorts } from '../fallback/try-sources.ts'
import type { LockedPackage } from '../lock/lock.ts'
import { fileName, formatIdentity, identityKey, type PackageIdentity } from '../package/identity.ts'
import type { Inspector } from '../package/inspect.ts'
import type { Digest } from '../package/integrity.ts'
import type { VerifiedPackage } from '../package/verify.ts'
import type { Problem } from '../problem.ts'
import type { Requirement } from '../requirements/requirement.ts'
import { err, ok, type Result } from '../result.ts'
import { type Binding, bindName, type Family, groupFamilies } from '../sources/family.ts'
import { isPublicFamily } from '../sources/presets.ts'
import type { Resolution, Source } from '../sources/source.ts'
import type { SourceMap } from '../sources/source-map.ts'
import { ANY_VERSION, formatRange } from '../version/version-range.ts'
import type { LocalSupply } from './at-hand/local-supply.ts'
import { type DemandGroup, statedGuid } from './demand.ts'
import { explainUnfetched } from './explain-unfetched.ts'
import { fetchFrom, fetchPackage, probeSource } from './fetch-package.ts'
import type { LockedName } from './locking/locked-name.ts'
import { type FetchFrom, type NameAnswer, type ResolvedName, resolveName } from './resolve-name.ts'
import { limitTransfers } from './transfer-places.ts'
import type { FetchPorts } from './wanted.ts'

export interface RunOptions {
  readonly requirements: readonly Requirement[]
  readonly sources: readonly Source[]
  readonly sourceMap: SourceMap
  /** Questions and transfers under way at once, each. */
  readonly concurrency: number
  readonly staging: string
  /** See `FetchPorts`. */
  readonly expanding: string | undefined
  readonly onMismatch: 'next' | 'fail'
  /** Milliseconds of silence after which another source is asked beside one; 0 where none ever is. */
  readonly hedgeAfterMs: number
  /** What is known of the sources before any is asked. */
  readonly troubles: readonly KnownTrouble[]
}

export interface RunPorts {
  readonly clock: Clock
  readonly random: () => number
  readonly signal: AbortSignal
  readonly inspector: Inspector
}

/** A package whose bytes lie in staging, verified. */
export interface FetchedPackage {
  readonly node: ResolvedName | LockedName
  readonly package: VerifiedPackage
  /** The name of the source that served it, or of what had it at hand. */
  readonly from: string
  readonly attempts: readonly Attempt[]
}

/** What one restore shares between all of its questions: who may be asked what, how they fare, and what was answered. */
export interface Run {
  /** Every attempt so far. */
  readonly attempts: readonly Attempt[]
  /** Digests that sources announced in this run, by the names of the files in lower case. */
  readonly announced: ReadonlyMap<string, Digest>
  bind(group: DemandGroup): Result<Binding, Problem>
  /** Asks once per group; the same group gets the same answer. */
  ask(group: DemandGroup, binding: Binding): Promise<NameAnswer>
  fetch(node: ResolvedName | LockedName): Promise<Result<FetchedPackage, Problem>>
  /** Everybody who may serve a locked package, its own family first. */
  mayServe(locked: LockedPackage): readonly Source[]
  /** Fetches an identity from one source and from nobody else, held to nothing but itself. */
  probe(source: Source, identity: PackageIdentity): Promise<Result<VerifiedPackage, Failure>>
  /** Which origins are down by now. */
  troubles(): readonly KnownTrouble[]
  /** Waits for everybody who was called off: nothing is written into staging after it. */
  settled(): Promise<void>
  /** Has a supply asked before the sources from now on, behind those that are there already. */
  stock(supply: LocalSupply): void
}

export function startRun(options: RunOptions, ports: RunPorts): Run {
  const families = groupFamilies(options.sources)
  const attempts: Attempt[] = []
  const calledOff = new Set<Promise<void>>()
  const health = new SourceHealth(ports.clock, options.troubles)
  const hedging = options.hedgeAfterMs > 0 ? new Hedging(options.hedgeAfterMs) : undefined
  const tryPorts: TryPorts = { ...ports, health, hedging, onCalledOff: rest => void calledOff.add(rest) }
  const { staging, expanding, onMismatch } = options
  const supplies: LocalSupply[] = []
  const fetchPorts: FetchPorts = { staging, expanding, inspector: ports.inspector, supplies, onMismatch }
  const resolving = pLimit(options.concurrency)
  const downloading = limitTransfers(options.concurrency)
  const answers = new Map<string, Promise<NameAnswer>>()
  const announced = new Map<string, Digest>()
  const stated = repositoriesByName(options.requirements)
  const kept = new Map<string, VerifiedPackage>()

  /** A source without a list gives the same package to every question about it; it is fetched for the first of them. */
  const fetchOnce: FetchFrom = async (source, identity, guid, call) => {
    const key = `${source.config.name} ${identityKey(identity)} ${guid}`
    const known = kept.get(key)
    if (known) return ok(known)
    const wanted = { identity, announced: {}, guid, locked: undefined }
    const fetched = await fetchFrom(source, wanted, { ...fetchPorts, clock: ports.clock }, call)
    if (!fetched.ok) return err(fetched.error.failure)
    kept.set(key, fetched.value)
    return fetched
  }

  const bind = (group: DemandGroup): Result<Binding, Problem> => {
    const repositories = stated.get(group.name.toLowerCase()) ?? []
    const parents = group.demands.flatMap(({ parentFamily }) => parentFamily ?? [])
    return bindName(group.name, { repositories, parents }, families, options.sourceMap)
  }
  const mayServe = (locked: LockedPackage): readonly Source[] => {
    const { id } = locked.identity
    return whoMayServe(locked, bind({ name: id, demands: [], range: ANY_VERSION, prerelease: false }), families)
  }
  const note = ({ identity, announced: { digest } }: Resolution): void => {
    if (digest) announced.set(fileName(identity).toLowerCase(), digest)
  }
  /** The source that has just answered is alive; then its family, which holds the same packages, and nobody else. */
  const sameFamily = (by: Source): readonly Source[] => {
    const family = families.find(({ sources }) => sources.includes(by))
    return [by, ...(family?.sources ?? []).filter(source => source !== by)]
  }

  return {
    attempts,
    announced,
    bind,
    mayServe,
    probe: (source, identity) =>
      downloading(async place => {
        // One that proved dead is not waited for again, package after package.
        const down = health.putBack(source, 'download')
        if (down) return err(down)
        const answer = await probeSource(source, identity, { ...tryPorts, ...fetchPorts }, place)
        attempts.push(...answer.attempts)
        if (answer.kind === 'served') return ok(answer.value)
        return err(answer.kind === 'stopped' ? answer.failure : (answer.answers.get(source.config.name) ?? NOTHING))
      }),
    troubles: () => health.troubles(),
    settled: async () => void (await Promise.all(calledOff)),
    stock: supply => void supplies.push(supply),
    ask: (group, binding) => {
      const key = `${groupKey(group)} ${binding.families.map(({ name }) => name).join()}`
      const known = answers.get(key)
      if (known) return known
      const asked = resolving(() => resolveName(group, binding, fetchOnce, tryPorts)).then(answer => {
        attempts.push(...(answer.kind === 'resolved' ? answer.resolved.attempts : answer.attempts))
        if (answer.kind === 'resolved') note(answer.resolved.resolution)
        return answer
      })
      answers.set(key, asked)
      return asked
    },
    fetch: async node => {
      const { identity, announced: said } = node.resolution
      if (node.kind === 'resolved' && node.fetched) {
        return ok({ node, package: node.fetched, from: node.by.config.name, attempts: [] })
      }
      const locked = node.kind === 'locked' ? node.locked : undefined
      const candidates = node.kind === 'locked' ? mayServe(node.locked) : sameFamily(node.by)
      const guid = statedGuid(node.group)
      const wanted = { identity, candidates, announced: said, guid, locked }
      const fetched = await downloading(place => fetchPackage(wanted, { ...tryPorts, ...fetchPorts }, place))
      attempts.push(...fetched.attempts)
      return fetched.kind === 'fetched'
        ? ok({ node, package: fetched.package, from: fetched.from, attempts: fetched.attempts })
        : err(explainUnfetched(formatIdentity(identity), fetched, candidates, locked))
    },
  }
}

const NOTHING: Failure = { kind: 'unsupported' }

/**
 * Who may serve a locked package: its own family, and since the bytes are known, the other public ones that may be asked for
 * the name too. A private name stays in its family.
 */
function whoMayServe(
  locked: LockedPackage,
  binding: Result<Binding, Problem>,
  families: readonly Family[],
): readonly Source[] {
  const own = families.filter(({ name }) => name === locked.family)
  const others = isPublicFamily(locked.family) && binding.ok ? binding.value.families : []
  return [...own, ...others.filter(family => family.isPublic && !own.includes(family))].flatMap(
    ({ sources }) => sources,
  )
}

/** A repository that one requirement states binds the name wherever it is wanted: a private name stays private. */
function repositoriesByName(requirements: readonly Requirement[]): ReadonlyMap<string, readonly string[]> {
  const stating = requirements.filter(({ repository }) => repository !== undefined)
  const grouped = Map.groupBy(stating, ({ name }) => name.toLowerCase())
  return new Map([...grouped].map(([name, each]) => [name, each.flatMap(({ repository }) => repository ?? [])]))
}

/** Equal for groups that ask for the same: whether only dependencies ask decides if the lowest version may be tried. */
function groupKey({ name, range, prerelease, demands }: DemandGroup): string {
  const stated = demands.some(({ requirement }) => requirement !== undefined)
  return `${name.toLowerCase()} ${formatRange(range)} ${range.labelPrefixes.join()} ${prerelease} ${stated}`
}
