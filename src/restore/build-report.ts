import type { Attempt } from '../fallback/try-sources.ts'
import type { Dependency } from '../package/dependency.ts'
import { findLimits } from '../powershell/client-limits.ts'
import type { Problem } from '../problem.ts'
import type { HandedOn, HandedOnPackage } from '../repository/handover.ts'
import { repositoryNames } from '../repository/register.ts'
import type { Source } from '../sources/source.ts'
import { normalise } from '../version/nuget-version.ts'
import { formatRange, intersect } from '../version/version-range.ts'
import type { ClosedGraph, ClosedPackage } from './close.ts'
import type { InstalledName } from './installed.ts'
import type { ClientLimitReport, InstalledPackage, RestoredPackage, RestoreReport } from './report.ts'
import type { RestoreRequest } from './request.ts'
import type { Run } from './run.ts'
import { collectWarnings } from './warnings.ts'

export interface RunFacts {
  readonly request: Pick<
    RestoreRequest,
    'files' | 'requirements' | 'notes' | 'sources' | 'skipDependencies' | 'registerAs'
  >
  readonly run: Run
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
    warnings: collectWarnings({ fetched, graph, attempts: facts.run.attempts, sources, handedOn, registerAs }),
    repositoryPaths: handedOn.repositoryPaths,
    modulesPath: handedOn.modulesPath,
    scriptsPath: handedOn.scriptsPath,
    sourcesUsed: sources.map(({ config }) => config.name).filter(name => used.has(name)),
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
    warnings: collectWarnings({ fetched: [], graph: new Map(), attempts, sources: facts.request.sources }),
    repositoryPaths: [],
    modulesPath: undefined,
    scriptsPath: undefined,
    sourcesUsed: [],
    fallbackUsed: false,
  }
}

function commonFacts({ request, run, started, ended }: RunFacts) {
  return {
    files: request.files,
    requirements: request.requirements,
    notes: request.notes,
    attempts: run.attempts.map(attempt => sinceStart(attempt, started)).toSorted((a, b) => a.at - b.at),
    moduleSearchPath: [],
    lockfile: undefined,
    ms: Math.round(ended - started),
  }
}

function describePackage(
  fetched: ClosedPackage,
  handedOn: HandedOnPackage | undefined,
  facts: RunFacts,
): RestoredPackage {
  const { resolved, package: verified, by } = fetched
  const { contents } = verified
  const attempts = [...resolved.attempts, ...fetched.attempts]
  return {
    id: contents.identity.id,
    version: normalise(contents.identity.version),
    type: contents.type,
    family: by.config.family,
    source: by.config.name,
    resolvedBy: resolved.by.config.name,
    triedFirst: attempts
      .filter(attempt => isFallback(attempt, facts.request.sources))
      .map(attempt => sinceStart(attempt, facts.started)),
    sha512: verified.sha512,
    contentDigest: contents.contentDigest,
    size: verified.size,
    check: verified.check,
    guid: contents.guid,
    dependencies: oncePerName(fetched.dependencies).map(({ id, range }) => ({ id, range: formatRange(range) })),
    requiredBy: resolved.group.demands.map(demand => demand.by),
    ms: attempts.reduce((sum, { ms }) => sum + ms, 0),
    path: handedOn?.file ?? '',
    installedAt: handedOn?.place?.path,
  }
}

/** What the README registers the folder as, where the inputs say nothing. */
const USUAL_NAME = 'Restored'

function describeLimits(
  fetched: readonly ClosedPackage[],
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

/** Whether another source than the first stood in, and not the same one at a second try. */
function wasMadeUpFor({ triedFirst, source, resolvedBy }: RestoredPackage): boolean {
  return triedFirst.some(attempt => attempt.source !== (attempt.step === 'resolve' ? resolvedBy : source))
}

/** Both ranges hold where a package names another twice. */
function oncePerName(dependencies: readonly Dependency[]): readonly Dependency[] {
  const byName = new Map<string, Dependency>()
  for (const { id, range } of dependencies) {
    const known = byName.get(id.toLowerCase())
    byName.set(id.toLowerCase(), { id, range: (known && intersect(known.range, range)) ?? range })
  }
  return [...byName.values()]
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
