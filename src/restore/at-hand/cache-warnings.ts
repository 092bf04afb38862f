import type { Attempt } from '../../fallback/try-sources.ts'
import { enumerate } from '../enumerate.ts'
import type { StaleSet, Warning } from '../report.ts'
import type { CacheReport } from './cache-session.ts'

/** What a person should know of the cache: that it could not be used, or what was in it that we did not save. */
export function cacheWarnings({ cache, attempts }: CacheFacts): readonly Warning[] {
  return cache ? [...trouble(cache), ...foreignFiles(cache), ...refusedFiles(cache, attempts)] : []
}

/** That what was restored is not what is newest, and how old it is. */
export function staleWarnings({ stale }: { readonly stale: StaleSet | undefined }): readonly Warning[] {
  return stale ? [lastKnownGood(stale)] : []
}

export interface CacheFacts {
  readonly cache: CacheReport | undefined
  readonly attempts: readonly Attempt[]
}

function trouble({ trouble }: CacheReport): readonly Warning[] {
  return trouble === undefined ? [] : [{ level: 'notice', code: 'CACHE', text: trouble }]
}

/** An entry that we saved under its key holds just what is wanted. */
function foreignFiles({ key, foreign }: CacheReport): readonly Warning[] {
  if (foreign.length === 0) return []
  const text = `The entry ${key} of the Actions cache holds what no restore saved there (${enumerate(foreign, 3)}); nothing of that was taken. Somebody else wrote the entry. ${remedy(key)}`
  return [{ level: 'error', code: 'CACHE_FOREIGN', text }]
}

/** What was wrong with a file is told as that of any source; here is what to do about it. */
function refusedFiles({ key, foreign, hit }: CacheReport, attempts: readonly Attempt[]): readonly Warning[] {
  const isRefused = attempts.some(
    ({ source, failure }) => source === 'cache' && failure !== undefined && REFUSALS.has(failure.kind),
  )
  if (!hit || !isRefused || foreign.length > 0) return []
  const text = `The entry ${key} of the Actions cache holds bytes that are refused. ${remedy(key)}`
  return [{ level: 'warning', code: 'CACHE_REFUSED', text }]
}

/** What is wrong with bytes, and not with this machine or its time. */
const REFUSALS: ReadonlySet<string> = new Set(['differs-locked', 'differs-announced', 'malformed'])

/** An entry cannot be overwritten, so every run meets it again. */
function remedy(key: string | undefined): string {
  return `Delete it, or every run will fetch again what it refuses: gh cache delete ${key}`
}

function lastKnownGood({ key, savedAt, ageMs, problems }: StaleSet): Warning {
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  const text = `These are not the newest modules but the last known good ones, saved ${formatAge(ageMs)} ago (${new Date(savedAt).toISOString()}) for the same requirements: ${problems[0]?.sentence}${more} Commit a lock to be independent of such a day. Entry of the Actions cache: ${key}`
  return { level: 'warning', code: 'LAST_KNOWN_GOOD', text }
}

const HOUR = 3_600_000

/** `less than an hour`, `36 hours`, `9 days`: an age for people, from milliseconds. */
export function formatAge(ms: number): string {
  const hours = Math.max(0, ms) / HOUR
  if (hours < 1) return 'less than an hour'
  const [count, unit] = hours < 48 ? [Math.round(hours), 'hour'] : [Math.round(hours / 24), 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
