import type { Attempt } from '../fallback/try-sources.ts'
import type { Lock } from '../lock/lock.ts'
import { ownDependencies } from '../package/own-dependencies.ts'
import { findLimits } from '../powershell/client-limits.ts'
import type { Problem } from '../problem.ts'
import type { HandedOn, HandedOnPackage } from '../repository/handover.ts'
import { repositoryNames } from '../repository/register.ts'
import { AT_HAND, type Source } from '../sources/source.ts'
import { normalise } from '../version/nuget-version.ts'
import { formatRange } from '../version/version-range.ts'
import type { CacheReport } from './at-hand/cache-session.ts'
import { isAtHand } from './at-hand/local-supply.ts'
import type { ClosedGraph } from './close.ts'
import { familyOf } from './graph-node.ts'
import type { InstalledName } from './installed.ts'
import { lockedPackage, lockOf } from './locking/locked-package.ts'
import type { ClientLimitReport, InstalledPackage, RestoredPackage, RestoreReport, StaleSet } from './report.ts'
import type { RestoreRequest } from './request.ts'
import type { FetchedPackage, Run } from './run.ts'
import { collectWarnings } from './warnings.ts'

export interface RunFacts {
  readonly request: Pick<
    RestoreRequest,
    'files' | 'requirements' | 'notes' | 'sources' | 'prerelease' | 'skipDependencies' | 'registerAs' | 'lock'
  >
  readonly run: Run
  readonly cache: CacheReport | undefined
  readonly stale: StaleSet | undefined
  /** By the run's clock. */
  readonly started: number
  readonly ended: number
}

export function reportSuccess(
  { packages: fetched, installed, graph }: ClosedGraph,
  handedOn: HandedOn,
  facts: RunFacts,
): RestoreReport {
  const { sources, registerAs } = facts.request
  const packages = fetched.map((each, index) => describePackage(each, handedOn.packages[index], facts))
  const used = new Set(packages.map(({ source }) => source))
  return {
    ...commonFacts(facts),
    outcome: 'restored',
    packages,
    installed: installed.map(describeInstalled).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    problems: [],
    clientLimits: describeLimits(fetched, handedOn, registerAs),
    warnings: collectWarnings({
      ...facts,
      fetched,
      graph,
      attempts: facts.run.attempts,
      sources,
      handedOn,
      registerAs,
    }),
    lock: facts.request.lock?.lock ?? lockOfPackages(fetched, installed, facts),
    repositoryPaths: handedOn.repositoryPaths,
    modulesPath: handedOn.modulesPath,
    scriptsPath: handedOn.scriptsPath,
    sourcesUsed: [...AT_HAND, ...sources.map(({ config }) => config.name)].filter(name => used.has(name)),
    fallbackUsed: packages.some(wasMadeUpFor),
  }
}

export function reportFailure(problems: readonly Problem[], facts: RunFacts): RestoreReport {
  const { attempts } = facts.run
  return {
    ...commonFacts(facts),
    outcome: 'failed',
    packages: [],
    installed: [],
    problems: withoutRepeats(problems),
    clientLimits: [],
    warnings: collectWarnings({ ...facts, fetched: [], graph: new Map(), attempts, sources: facts.request.sources }),
    lock: undefined,
    repositoryPaths: [],
    modulesPath: undefined,
    scriptsPath: undefined,
    sourcesUsed: [],
    fallbackUsed: false,
  }
}

/**
 * A lock names everything that a machine needs; what this one had, or an earlier day, is not known well enough for it, nor is
 * what a cache gave and no source announced: whoever committed that would vouch for whoever wrote the cache.
 */
function lockOfPackages(
  fetched: readonly FetchedPackage[],
  installed: readonly InstalledName[],
  { request, stale }: RunFacts,
): Lock | undefined {
  const isUnvouched = ({ from, package: { check } }: FetchedPackage): boolean => from === 'cache' && check === 'content'
  if (installed.length > 0 || stale || fetched.some(isUnvouched)) return undefined
  const packages = fetched.map(each => lockedPackage(each.package, familyOf(each.node) ?? ''))
  return lockOf(request.requirements, packages, request)
}

function commonFacts({ request, run, cache, stale, started, ended }: RunFacts) {
  return {
    files: request.files,
    requirements: request.requirements,
    notes: request.notes,
    attempts: run.attempts.map(attempt => sinceStart(attempt, started)).toSorted((a, b) => a.at - b.at),
    troubles: run.troubles(),
    moduleSearchPath: [],
    lockfile: undefined,
    isLocked: request.lock !== undefined,
    cache,
    stale,
    ms: Math.round(ended - started),
  }
}

function describePackage(
  fetched: FetchedPackage,
  handedOn: HandedOnPackage | undefined,
  facts: RunFacts,
): RestoredPackage {
  const { node, package: verified, from } = fetched
  const { contents } = verified
  const attempts = [...(node.kind === 'resolved' ? node.attempts : []), ...fetched.attempts]
  return {
    id: contents.identity.id,
    version: normalise(contents.identity.version),
    type: contents.type,
    family: facts.stale ? undefined : familyOf(node),
    source: from,
    resolvedBy: node.kind === 'resolved' ? node.by.config.name : undefined,
    triedFirst: attempts
      .filter(attempt => isFallback(attempt, facts.request.sources))
      .map(attempt => sinceStart(attempt, facts.started)),
    sha512: verified.sha512,
    contentDigest: contents.contentDigest,
    size: verified.size,
    check: verified.check,
    guid: contents.guid,
    dependencies: ownDependencies(contents).map(({ id, range }) => ({ id, range: formatRange(range) })),
    requiredBy: node.group.demands.map(demand => demand.by),
    ms: attempts.reduce((sum, { ms }) => sum + ms, 0),
    path: handedOn?.file ?? '',
    installedAt: handedOn?.place?.path,
  }
}

/** What the README registers the folder as, where the inputs say nothing. */
const USUAL_NAME = 'Restored'

function describeLimits(
  fetched: readonly FetchedPackage[],
  { split, repositoryPaths }: HandedOn,
  registerAs: string | undefined,
): readonly ClientLimitReport[] {
  const names = repositoryNames(registerAs ?? USUAL_NAME, repositoryPaths.length)
  const contents = fetched.map(each => each.package.contents)
  return findLimits(contents, split, names).map(({ package: { id, version }, why, lines }) => ({
    id,
    version: normalise(version),
    why,
    lines,
  }))
}

function describeInstalled({ module: { id, version, folder }, group }: InstalledName): InstalledPackage {
  return { id, version: version.original, folder, requiredBy: group.demands.map(demand => demand.by) }
}

/** Whether another source than the first stood in, and not the same one at a second try; what is at hand is none. */
function wasMadeUpFor({ triedFirst, source, resolvedBy }: RestoredPackage): boolean {
  return triedFirst.some(
    attempt => !isAtHand(attempt.source) && attempt.source !== (attempt.step === 'resolve' ? resolvedBy : source),
  )
}

function sinceStart(attempt: Attempt, started: number): Attempt {
  return { ...attempt, at: Math.round(attempt.at - started) }
}

/**
 * Whether an attempt is one that another source had to make up for. That a source cannot be asked is none, nor that the
 * authority of one family leaves a name to the next.
 */
function isFallback({ failure, source, step }: Attempt, sources: readonly Source[]): boolean {
  if (!failure || failure.kind === 'unsupported') return false
  const isAnswer = step === 'resolve' && (failure.kind === 'not-found' || failure.kind === 'no-version')
  return !(isAnswer && sources.some(({ config }) => config.name === source && config.isAuthority))
}

/** A disk that is full is so for every package; once is enough to say it. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const ofTheRun = new Set(['TIMEOUT', 'CANCELLED', 'LOCAL_IO'])
  return problems.filter(
    ({ code }, index) => !ofTheRun.has(code) || problems.findIndex(problem => problem.code === code) === index,
  )
}
