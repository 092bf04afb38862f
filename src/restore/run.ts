import pLimit from 'p-limit'
import type { Clock } from '../clock.ts'
import { SourceHealth } from '../fallback/source-health.ts'
import type { Attempt, TryPorts } from '../fallback/try-sources.ts'
import { formatIdentity, identityKey } from '../package/identity.ts'
import type { Inspector } from '../package/inspect.ts'
import type { VerifiedPackage } from '../package/verify.ts'
import type { Problem } from '../problem.ts'
import type { Requirement } from '../requirements/requirement.ts'
import { err, ok, type Result } from '../result.ts'
import { type Binding, bindName, type Family, groupFamilies } from '../sources/family.ts'
import type { Source } from '../sources/source.ts'
import type { SourceMap } from '../sources/source-map.ts'
import { formatRange } from '../version/version-range.ts'
import { type DemandGroup, statedGuid } from './demand.ts'
import { explainUnfetched } from './explain.ts'
import { type FetchPorts, fetchFrom, fetchPackage } from './fetch-package.ts'
import { type FetchFrom, type NameAnswer, type ResolvedName, resolveName } from './resolve-name.ts'

export interface RunOptions {
  readonly requirements: readonly Requirement[]
  readonly sources: readonly Source[]
  readonly sourceMap: SourceMap
  /** Questions and downloads under way at once, each. */
  readonly concurrency: number
  readonly staging: string
  /** See `FetchPorts`. */
  readonly expanding: string | undefined
}

export interface RunPorts {
  readonly clock: Clock
  readonly random: () => number
  readonly signal: AbortSignal
  readonly inspector: Inspector
}

/** A package whose bytes lie in staging, verified. */
export interface FetchedPackage {
  readonly resolved: ResolvedName
  readonly package: VerifiedPackage
  readonly by: Source
  readonly attempts: readonly Attempt[]
}

/** What one restore shares between all of its questions: who may be asked what, how they fare, and what was answered. */
export interface Run {
  readonly families: readonly Family[]
  /** Every attempt so far. */
  readonly attempts: readonly Attempt[]
  bind(group: DemandGroup): Result<Binding, Problem>
  /** Asks once per group; the same group gets the same answer. */
  ask(group: DemandGroup, binding: Binding): Promise<NameAnswer>
  fetch(resolved: ResolvedName): Promise<Result<FetchedPackage, Problem>>
}

export function startRun(options: RunOptions, ports: RunPorts): Run {
  const families = groupFamilies(options.sources)
  const attempts: Attempt[] = []
  const tryPorts: TryPorts = { ...ports, health: new SourceHealth() }
  const { staging, expanding } = options
  const fetchPorts: FetchPorts = { staging, expanding, inspector: ports.inspector }
  const resolving = pLimit(options.concurrency)
  const downloading = pLimit(options.concurrency)
  const answers = new Map<string, Promise<NameAnswer>>()
  const stated = repositoriesByName(options.requirements)
  const kept = new Map<string, VerifiedPackage>()

  /** A source without a list gives the same package to every question about it; it is fetched for the first of them. */
  const fetchOnce: FetchFrom = async (source, identity, guid, signal) => {
    const key = `${source.config.name} ${identityKey(identity)} ${guid}`
    const known = kept.get(key)
    if (known) return ok(known)
    const fetched = await fetchFrom(source, { identity, announced: {}, guid }, fetchPorts, signal)
    if (!fetched.ok) return err(fetched.error.failure)
    kept.set(key, fetched.value)
    return fetched
  }

  return {
    families,
    attempts,
    bind: group => {
      const repositories = stated.get(group.name.toLowerCase()) ?? []
      const parents = group.demands.flatMap(({ parentFamily }) => parentFamily ?? [])
      return bindName(group.name, { repositories, parents }, families, options.sourceMap)
    },
    ask: (group, binding) => {
      const key = `${groupKey(group)} ${binding.families.map(({ name }) => name).join()}`
      const known = answers.get(key)
      if (known) return known
      const asked = resolving(() => resolveName(group, binding, fetchOnce, tryPorts)).then(answer => {
        attempts.push(...(answer.kind === 'resolved' ? answer.resolved.attempts : answer.attempts))
        return answer
      })
      answers.set(key, asked)
      return asked
    },
    fetch: async resolved => {
      const { resolution, by, group } = resolved
      const { identity, announced } = resolution
      if (resolved.fetched) return ok({ resolved, package: resolved.fetched, by, attempts: [] })
      const family = families.find(({ sources }) => sources.includes(by))
      // The source that has just answered is alive; then its family, which holds the same packages, and nobody else.
      const candidates = [by, ...(family?.sources ?? []).filter(source => source !== by)]
      const guid = statedGuid(group)
      const fetched = await downloading(() =>
        fetchPackage({ identity, candidates, announced, guid }, { ...tryPorts, ...fetchPorts }),
      )
      attempts.push(...fetched.attempts)
      return fetched.kind === 'fetched'
        ? ok({ resolved, package: fetched.package, by: fetched.by, attempts: fetched.attempts })
        : err(explainUnfetched(formatIdentity(identity), fetched.outcome, fetched.attempts))
    },
  }
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
