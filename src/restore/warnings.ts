import { describeFailure, type Failure } from '../failure.ts'
import { POLICY } from '../fallback/policy.ts'
import type { Attempt } from '../fallback/try-sources.ts'
import { isPrivateHost } from '../http/redirects.ts'
import { formatIdentity } from '../package/identity.ts'
import type { HandedOn } from '../repository/handover.ts'
import { addressOf, type Source } from '../sources/source.ts'
import { pinnedVersion } from '../version/version-range.ts'
import type { CacheReport } from './at-hand/cache-session.ts'
import { cacheWarnings, staleWarnings } from './at-hand/cache-warnings.ts'
import { clientWarnings } from './client-warnings.ts'
import { enumerate } from './enumerate.ts'
import type { StaleSet, Warning } from './report.ts'
import { type Graph, namesSideBySide } from './resolve-graph.ts'
import type { FetchedPackage } from './run.ts'

export interface WarningFacts {
  readonly fetched: readonly FetchedPackage[]
  readonly graph: Graph
  readonly attempts: readonly Attempt[]
  readonly sources: readonly Source[]
  readonly cache: CacheReport | undefined
  readonly stale: StaleSet | undefined
  /** Undefined where nothing was. */
  readonly handedOn?: HandedOn
  /** The name under which clients are to find the local repository, if any. */
  readonly registerAs?: string | undefined
}

/** Everything that a person should know about a run, once each: a runner shows ten annotations of a level and no more. */
export function collectWarnings(facts: WarningFacts): readonly Warning[] {
  return [
    ...staleWarnings(facts),
    ...plainHttp(facts.sources),
    ...troubles(facts.attempts),
    ...cacheWarnings(facts),
    ...mirrorRanges(facts),
    ...lowerBounds(facts.fetched),
    ...packages(facts.fetched),
    ...sideBySide(facts.graph),
    ...(facts.handedOn ? clientWarnings(facts.fetched, facts.handedOn, facts.registerAs) : []),
  ]
}

function plainHttp(sources: readonly Source[]): readonly Warning[] {
  return sources
    .filter(({ config }) => config.url.startsWith('http:') && !isPrivateHost(addressOf(config)))
    .map(({ config }) => ({
      level: 'warning',
      code: 'PLAIN_HTTP',
      text: `${config.name} is asked over plain http: whoever is on the way can answer for it.`,
    }))
}

/** One line for each source and what it did, however many packages met it and however often it was asked. */
function troubles(attempts: readonly Attempt[]): readonly Warning[] {
  const groups = new Map<
    string,
    { readonly source: string; readonly failure: Failure; readonly subjects: Set<string> }
  >()
  for (const { source, step, subject, outcome, failure } of attempts) {
    if (outcome !== 'failed' || !failure) continue
    const { say, after } = POLICY[failure.kind]
    // What stops the run is told as its problem.
    if (say === 'nothing' || after === 'stop-run') continue
    const key = `${source} ${step} ${failure.kind}`
    const group = groups.get(key) ?? { source, failure, subjects: new Set() }
    group.subjects.add(subject)
    groups.set(key, group)
  }
  return [...groups.values()].flatMap(({ source, failure, subjects }) => {
    const { say } = POLICY[failure.kind]
    if (say === 'nothing') return []
    const text = `${source} ${describeFailure(failure)} when asked for ${enumerate([...subjects], 1)}.`
    return [{ level: say, code: failure.kind, text }]
  })
}

/** A mirror may lag: a range that it resolved because the authority could not may have got an older version than usual. */
function mirrorRanges({ fetched, sources }: WarningFacts): readonly Warning[] {
  const names = fetched
    .filter(
      ({ node }) =>
        node.kind === 'resolved' &&
        !node.by.config.isAuthority &&
        !node.atLowerBound &&
        !pinnedVersion(node.group.range) &&
        sources.some(({ config }) => config.family === node.by.config.family && config.isAuthority),
    )
    .map(({ package: { contents } }) => formatIdentity(contents.identity))
  if (names.length === 0) return []
  return [
    {
      level: 'notice',
      code: 'FROM_A_MIRROR',
      text: `${enumerate(names)}: chosen from what a mirror lists, which may lag behind its authority, or list what that has hidden. Exact versions or a lock make that certain.`,
    },
  ]
}

/** Nobody could list the versions of these; their authors tested with the lowest. */
function lowerBounds(fetched: readonly FetchedPackage[]): readonly Warning[] {
  const names = fetched
    .filter(({ node }) => node.kind === 'resolved' && node.atLowerBound)
    .map(({ package: { contents } }) => formatIdentity(contents.identity))
  if (names.length === 0) return []
  const text = `${enumerate(names)}: the lowest version that will do, as no source that lists versions could be asked.`
  return [{ level: 'warning', code: 'LOWER_BOUND', text }]
}

function packages(fetched: readonly FetchedPackage[]): readonly Warning[] {
  return fetched.flatMap(({ package: { check, contents }, from }) => {
    const name = formatIdentity(contents.identity)
    const warnings: Warning[] = contents.notes.map(note => ({
      level: 'notice',
      code: 'PACKAGE_NOTE',
      text: `${name}: ${note}`,
    }))
    if (check === 'stale') {
      const text = `${name} from ${from} differs from the announced hash, but every source that answered sent the same bytes, so the announcement is taken to be out of date.`
      warnings.push({ level: 'warning', code: 'STALE_HASH', text })
    }
    return warnings
  })
}

function sideBySide(graph: Graph): readonly Warning[] {
  return namesSideBySide(graph).map(identities => ({
    level: 'warning',
    code: 'SIDE_BY_SIDE',
    text: `${identities.map(formatIdentity).join(' and ')} are both restored: no version meets everything that asks for one.`,
  }))
}
