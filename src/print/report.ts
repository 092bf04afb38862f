import { labelFailure } from '../failure.ts'
import type { Registered } from '../repository/register.ts'
import { attemptLines } from '../restore/attempt-lines.ts'
import type { RestoredPackage, RestoreReport } from '../restore/report.ts'
import { countOf, formatBytes, formatDuration } from './figures.ts'
import { table } from './table.ts'

/** What was restored, a line a package: identity, size, who served it, and who should have; and what was there already. */
export function packageLines({ packages, installed }: RestoreReport): readonly string[] {
  return table([
    ...packages.map(each => [each.id, each.version, formatBytes(each.size), each.source, insteadOf(each)]),
    ...installed.map(({ id, version, folder }) => [id, version, '', 'installed', folder]),
  ])
}

export function conclusion({ packages, installed, sourcesUsed, ms }: RestoreReport): string {
  const there = installed.length === 0 ? '' : `${countOf(installed.length, 'module')} already installed`
  if (packages.length === 0) {
    return there === '' ? 'No module is required, so none was restored.' : `Nothing to restore: ${there}.`
  }
  const bytes = packages.reduce((sum, { size }) => sum + size, 0)
  const restored = `Restored ${countOf(packages.length, 'package')} (${formatBytes(bytes)}) from ${sourcesUsed.join(', ')} in ${formatDuration(ms)}`
  return there === '' ? `${restored}.` : `${restored}, ${there}.`
}

/** Where it lies, for who looks for it. */
export function folderLines({ repositoryPaths, modulesPath, scriptsPath }: RestoreReport): readonly string[] {
  return [
    ...repositoryPaths.map(folder => `packages: ${folder}`),
    ...(modulesPath === undefined ? [] : [`modules:  ${modulesPath}`]),
    ...(scriptsPath === undefined ? [] : [`scripts:  ${scriptsPath}`]),
  ]
}

/** What the Actions cache did, for who wonders. */
export function cacheLines({ cache }: RestoreReport): readonly string[] {
  if (!cache) return []
  const { key = '', matchedKey, hit, saved } = cache
  if (cache.trouble !== undefined) return []
  if (hit) return [`cache:    hit, ${key}`]
  if (matchedKey !== undefined) return [`cache:    ${matchedKey}, the newest there is`]
  return [saved ? `cache:    saved, ${key}` : `cache:    nothing under ${key}`]
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

/** Packages that a client does not install by name alone, why, and the lines that do. */
export function clientLimitLines({ clientLimits }: RestoreReport): readonly string[] {
  return clientLimits.flatMap(({ why, lines }) => [
    why,
    ...(lines.length === 0 ? [NO_LINE] : lines).map(line => `  ${line}`),
  ])
}

/** Where no line of a client's installs a package. */
export const NO_LINE = 'No line installs it; on the module path it is found.'

/** What the clients of later steps know, for who looks for it. */
export function registeredLine({ clients, registrations }: Registered): string {
  return `registered: ${registrations.map(({ name }) => name).join(', ')}, for ${clients.join(' and ')}`
}
