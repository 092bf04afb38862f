import type { Inputs } from './inputs.ts'

/** What this step may do with the Actions cache. */
export interface CacheDecision {
  readonly restores: boolean
  readonly saves: boolean
  /** Whether an earlier set may stand in when nobody can say what is newest. */
  readonly lastKnownGood: boolean
  /** A sentence for the log, where it is not used although the service is there. */
  readonly why: string | undefined
}

/** What the runner says of the step. */
export interface StepFacts {
  /** `GITHUB_EVENT_NAME` */
  readonly event: string
  /** `GITHUB_REF` */
  readonly ref: string
  /** Whether there is a cache that the step may ask. */
  readonly isOffered: boolean
}

/**
 * Events whose jobs hold more rights than whoever could write the cache: by these a poisoned entry was carried into a
 * release (TanStack, CVE-2026-45321). The client unpacks before anybody has looked at an archive, so that a lock is no help.
 */
const PRIVILEGED: ReadonlySet<string> = new Set(['release', 'pull_request_target', 'workflow_run', 'issue_comment'])

export function decideCache({ cache, onStale }: Pick<Inputs, 'cache' | 'onStale'>, step: StepFacts): CacheDecision {
  const isPrivileged = PRIVILEGED.has(step.event) || step.ref.startsWith('refs/tags/')
  const off = (why?: string): CacheDecision => ({ restores: false, saves: false, lastKnownGood: false, why })
  if (cache === 'false') return off()
  if (!step.isOffered) return cache === 'auto' ? off() : off('There is no Actions cache that this step may use.')
  if (cache === 'auto' && isPrivileged) {
    const what = PRIVILEGED.has(step.event) ? `the event "${step.event}"` : 'a tag'
    return off(`The Actions cache is not used for ${what}, whose job must not rely on what other jobs may write.`)
  }
  const saves = cache !== 'restore-only'
  return { restores: true, saves, lastKnownGood: onStale === 'warn' && !isPrivileged, why: undefined }
}
