import { labelFailure } from '../failure.ts'
import { attemptLines } from '../restore/explain.ts'
import type { RestoredPackage, RestoreReport } from '../restore/report.ts'
import { countOf, formatBytes, formatDuration } from './figures.ts'
import { table } from './table.ts'

/** What was restored, a line a package: identity, size, who served it, and who should have. */
export function packageLines(report: RestoreReport): readonly string[] {
  return table(
    report.packages.map(each => [each.id, each.version, formatBytes(each.size), each.source, insteadOf(each)]),
  )
}

export function conclusion(report: RestoreReport): string {
  if (report.packages.length === 0) return 'No module is required, so none was restored.'
  const bytes = report.packages.reduce((sum, { size }) => sum + size, 0)
  const count = countOf(report.packages.length, 'package')
  return `Restored ${count} (${formatBytes(bytes)}) from ${report.sourcesUsed.join(', ')} in ${formatDuration(report.ms)}.`
}

/** Each source that was tried first, once, with the reason it did not serve: `psgallery unreachable, pwsh-gallery lacks it`. */
export function insteadOf({ triedFirst }: RestoredPackage): string {
  const reasons = new Map(triedFirst.map(({ source, failure }) => [source, failure ? labelFailure(failure) : '']))
  return [...reasons].map(([source, reason]) => `${source} ${reason}`).join(', ')
}

/** Every attempt that failed, for the group that is folded away. */
export function failedAttemptLines(report: RestoreReport): readonly string[] {
  return attemptLines(report.attempts.filter(({ outcome }) => outcome === 'failed'))
}
