import { clientLimitLines, conclusion, failedAttemptLines, packageLines } from '../print/report.ts'
import { formatNote } from '../requirements/notebook.ts'
import type { RestoreReport } from '../restore/report.ts'

/** What a restore did, for people. */
export function renderRestore(report: RestoreReport): readonly string[] {
  if (report.outcome === 'failed') return []
  const { repositoryPaths, modulesPath, scriptsPath } = report
  return [
    ...packageLines(report),
    ...(report.packages.length > 0 ? [''] : []),
    conclusion(report),
    ...repositoryPaths.map(folder => `packages: ${folder}`),
    ...(modulesPath === undefined ? [] : [`modules:  ${modulesPath}`]),
    ...(scriptsPath === undefined ? [] : [`scripts:  ${scriptsPath}`]),
  ]
}

/** What went otherwise than it should, for people: what failed before it was made up for, and what is to be known. */
export function renderRemarks(report: RestoreReport): readonly string[] {
  return [
    ...failedAttemptLines(report),
    ...report.notes.filter(({ kind }) => kind !== 'no-effect').map(formatNote),
    ...clientLimitLines(report),
    ...report.warnings.map(({ level, text }) => `${level}: ${text}`),
  ]
}
