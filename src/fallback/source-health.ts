import type { Failure } from '../failure.ts'
import { originOf } from '../failure.ts'
import { originOfSource, type Source } from '../sources/source.ts'
import { POLICY, RETRY, SOFT_FAILURES_IN_A_ROW } from './policy.ts'

export type Step = 'resolve' | 'download'

interface Condition {
  readonly failuresInARow: number
  readonly last: Failure
  readonly down: boolean
}

/**
 * What a run has learnt about the origins it asked, per capability: the Gallery's API can be dead while its CDN serves.
 *
 * A failure behind a redirect counts against the origin that was redirected to, which another source may share; a source
 * whose downloads are known to end there goes to the back with it. To the back, not out: it is asked when no other helps.
 */
export class SourceHealth {
  readonly #conditions = new Map<string, Condition>()
  readonly #routes = new Map<string, string>()
  readonly #vainRetries = new Map<string, number>()

  /** The failure for which the source is put back; undefined while it is well. */
  putBack(source: Source, step: Step): Failure | undefined {
    for (const origin of this.#originsOf(source, step)) {
      const condition = this.#conditions.get(key(origin, step))
      if (condition?.down) return condition.last
    }
    return undefined
  }

  succeeded(source: Source, step: Step): void {
    for (const origin of this.#originsOf(source, step)) this.#conditions.delete(key(origin, step))
    this.#vainRetries.delete(key(originOfSource(source.config), step))
  }

  failed(source: Source, step: Step, failure: Failure): void {
    const { health } = POLICY[failure.kind]
    if (health === 'unaffected') return
    const origin = originOf(failure) ?? originOfSource(source.config)
    const at = key(origin, step)
    if (health === 'well') {
      this.#conditions.delete(at)
      return
    }
    if (origin !== originOfSource(source.config)) this.#routes.set(key(source.config.name, step), origin)
    const failuresInARow = (this.#conditions.get(at)?.failuresInARow ?? 0) + 1
    this.#conditions.set(at, {
      failuresInARow,
      last: failure,
      down: health === 'hard' || failuresInARow >= SOFT_FAILURES_IN_A_ROW,
    })
  }

  /** Whether the origin has any of its budget of vain retries left, which every success refills. */
  mayRetry(source: Source, step: Step): boolean {
    return (this.#vainRetries.get(key(originOfSource(source.config), step)) ?? 0) < RETRY.budget
  }

  /** Counts a question that failed again. */
  retriedInVain(source: Source, step: Step): void {
    const at = key(originOfSource(source.config), step)
    this.#vainRetries.set(at, (this.#vainRetries.get(at) ?? 0) + 1)
  }

  #originsOf(source: Source, step: Step): readonly string[] {
    const routed = this.#routes.get(key(source.config.name, step))
    const own = originOfSource(source.config)
    return routed === undefined || routed === own ? [own] : [own, routed]
  }
}

function key(who: string, step: Step): string {
  return `${step} ${who}`
}
