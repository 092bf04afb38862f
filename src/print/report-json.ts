import { describeFailure, type Failure } from '../failure.ts'
import type { KnownTrouble } from '../fallback/source-health.ts'
import type { Attempt } from '../fallback/try-sources.ts'
import type { Problem } from '../problem.ts'
import { TOOL } from '../product.ts'
import type { RestoreReport } from '../restore/report.ts'
import { requirementJson } from './requirements.ts'

/** The report as `schema/report.schema.json` describes it; a field that is not known is left out. */
export function reportJson(report: RestoreReport) {
  return {
    format: 1,
    tool: TOOL,
    outcome: report.outcome,
    ms: report.ms,
    fallbackUsed: report.fallbackUsed,
    sourcesUsed: report.sourcesUsed,
    repositoryPaths: report.repositoryPaths,
    modulesPath: report.modulesPath,
    scriptsPath: report.scriptsPath,
    moduleSearchPath: report.moduleSearchPath,
    lockfile: report.lockfile,
    isLocked: report.isLocked,
    cache: report.cache,
    stale: report.stale && { key: report.stale.key, savedAt: new Date(report.stale.savedAt).toISOString() },
    files: report.files,
    requirements: report.requirements.map(requirementJson),
    packages: report.packages.map(each => ({ ...each, triedFirst: each.triedFirst.map(attemptJson) })),
    installed: report.installed,
    problems: report.problems,
    clientLimits: report.clientLimits,
    warnings: report.warnings,
    notes: report.notes,
    attempts: report.attempts.map(attemptJson),
    down: report.troubles.map(troubleJson),
  }
}

/** The report of a restore that ended before anything was asked, in the same schema. */
export function refusalJson(problem: Problem) {
  const nothing = {
    files: [],
    requirements: [],
    packages: [],
    installed: [],
    clientLimits: [],
    warnings: [],
    notes: [],
  }
  const nowhere = { repositoryPaths: [], modulesPath: undefined, scriptsPath: undefined, moduleSearchPath: [] }
  const nobody = { attempts: [], troubles: [], sourcesUsed: [], fallbackUsed: false, lockfile: undefined, ms: 0 }
  const unkept = { isLocked: false, lock: undefined, cache: undefined, stale: undefined }
  return reportJson({ outcome: 'failed', problems: [problem], ...nothing, ...nowhere, ...nobody, ...unkept })
}

function troubleJson({ step, origin, failure }: KnownTrouble) {
  return { step, origin, failure: failureJson(failure) }
}

function attemptJson({ source, step, subject, outcome, failure, at, ms }: Attempt) {
  return {
    source,
    step,
    subject,
    outcome,
    at,
    ms,
    ...(failure && { failure: failureJson(failure) }),
  }
}

function failureJson(failure: Failure) {
  return { kind: failure.kind, text: describeFailure(failure) }
}
