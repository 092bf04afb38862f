import {
  clientLimitLines,
  conclusion,
  failedAttemptLines,
  folderLines,
  packageLines,
  registeredLine,
} from '../print/report.ts'
import type { Registered } from '../repository/register.ts'
import { formatNote } from '../requirements/notebook.ts'
import type { RestoreReport, Warning } from '../restore/report.ts'

/** What a restore did, for people. */
export function renderRestore(report: RestoreReport): readonly string[] {
  if (report.outcome === 'failed') return []
  const separator = report.packages.length > 0 ? [''] : []
  return [...packageLines(report), ...separator, conclusion(report), ...folderLines(report)]
}

/** What went otherwise than it should, for people: what failed before it was made up for, and what is to be known. */
export function renderRemarks(report: RestoreReport, registered: Registered | undefined): readonly string[] {
  return [
    // The problems of a failed restore have them, each with its own.
    ...(report.outcome === 'failed' ? [] : failedAttemptLines(report)),
    ...report.notes.filter(({ kind }) => kind !== 'no-effect').map(formatNote),
    ...report.warnings.map(warningLine),
    // Who does not install from the local repository need not know what cannot be.
    ...(registered ? [...clientLimitLines(report), registeredLine(registered)] : []),
  ]
}

export function warningLine({ level, text }: Warning): string {
  return `${level}: ${text}`
}
