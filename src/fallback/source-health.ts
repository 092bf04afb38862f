import type { Clock } from '../clock.ts'
import type { Failure } from '../failure.ts'
import { originOf } from '../failure.ts'
import { originOfSource, type Source } from '../sources/source.ts'
import { BREAKER, POLICY, RETRY } from './policy.ts'

export type Step = 'resolve' | 'download'

/** That an origin was down at a step, as later steps of a job are told it. */
export interface KnownTrouble {
  readonly step: Step
  readonly origin: string
  readonly failure: Failure
  /** Milliseconds since 1970. */
  readonly since: number
}

interface Condition {
  readonly failuresInARow: number
  readonly last: Failure
  readonly lastAt: number
  /** When it went to the back, by the clock; undefined while it has not. */
  readonly downAt: number | undefined
  /** How often it was asked in vain since. */
  readonly inVain: number
  /** When one question may try it. */
  readonly tryAt: number
  /** Until when it has asked to be left alone; 0 if it has not. */
  readonly aloneUntil: number
}

/**
 * What a run has learnt about the origins it asked, per capability: the Gallery's API can be dead while its CDN serves.
 *
 * A failure behind a redirect counts against the origin that was redirected to, which another source may share; a source
 * whose downloads are known to end there goes to the back with it. To the back, not out: it is asked when no other helps,
 * and tried by one question after a while.
 */
export class SourceHealth {
  readonly #clock: Clock
  readonly #conditions = new Map<string, Condition>()
  readonly #routes = new Map<string, string>()
  /** Origins that have answered something in this run. */
  readonly #alive = new Set<string>()

  /** @param known what earlier steps of the job have learnt */
  constructor(clock: Clock, known: readonly KnownTrouble[] = []) {
    this.#clock = clock
    for (const { step, origin, failure, since } of known) {
      const downAt = clock.now() - Math.max(0, clock.date() - since)
      const failed = { failuresInARow: BREAKER.softFailures, last: failure, lastAt: downAt, inVain: 0 }
      this.#conditions.set(key(origin, step), { ...failed, downAt, ...waitsOf(failure, downAt) })
    }
  }

  /** The failure for which the source is put back; undefined while it is well. */
  putBack(source: Source, step: Step): Failure | undefined {
    return this.#down(source, step)[0]?.condition.last
  }

  /** Whether it is time for one question to try a source that was put back. */
  mayTry(source: Source, step: Step): boolean {
    return this.#down(source, step).every(({ condition }) => this.#clock.now() >= condition.tryAt)
  }

  /** Somebody tries it: nobody else does for a while. */
  claimTrial(source: Source, step: Step): void {
    if (!this.mayTry(source, step)) return
    for (const { origin, condition } of this.#down(source, step)) {
      this.#conditions.set(key(origin, step), { ...condition, tryAt: this.#clock.now() + BREAKER.halfOpenMs })
    }
  }

  succeeded(source: Source, step: Step): void {
    for (const origin of this.#originsOf(source, step)) {
      this.#conditions.delete(key(origin, step))
      this.#alive.add(origin)
    }
  }

  failed(source: Source, step: Step, failure: Failure): void {
    const { health } = POLICY[failure.kind]
    if (health === 'unaffected') return
    const own = originOfSource(source.config)
    const origin = originOf(failure) ?? own
    const at = key(origin, step)
    if (health === 'well') {
      this.#conditions.delete(at)
      this.#alive.add(origin)
      return
    }
    if (origin !== own) this.#routes.set(key(source.config.name, step), origin)
    const now = this.#clock.now()
    const before = this.#conditions.get(at)
    const failuresInARow = (before?.failuresInARow ?? 0) + 1
    // Of one that has never answered, one silence tells as much as three.
    const isDeaf = failure.kind === 'overtaken' && !this.#alive.has(origin)
    const goesDown = health === 'hard' || isDeaf || wantsPeace(failure) || failuresInARow >= BREAKER.softFailures
    const { tryAt, aloneUntil } = waitsOf(failure, now)
    this.#conditions.set(at, {
      failuresInARow,
      last: failure,
      lastAt: now,
      inVain: before?.downAt === undefined ? 0 : before.inVain + 1,
      // Only an answer brings it back: a trial that ends in a lesser failure has failed.
      downAt: before?.downAt ?? (goesDown ? now : undefined),
      tryAt,
      aloneUntil: Math.max(aloneUntil, before?.aloneUntil ?? 0),
    })
  }

  /** Whether anything has come from the source in this run, a mere "no" included. */
  hasAnswered(source: Source, step: Step): boolean {
    return this.#originsOf(source, step).some(origin => this.#alive.has(origin))
  }

  /** Milliseconds for which the source has asked to be left alone, from now on. */
  peaceMs(source: Source, step: Step): number {
    const until = this.#originsOf(source, step).map(origin => this.#conditions.get(key(origin, step))?.aloneUntil ?? 0)
    return Math.max(0, ...until.map(at => at - this.#clock.now()))
  }

  /** Whether it was asked in vain so often, and for so long, that nobody is to wait for it any more. */
  isGivenUp(source: Source, step: Step): boolean {
    const now = this.#clock.now()
    return this.#down(source, step).some(
      ({ condition: { inVain, downAt, tryAt } }) =>
        inVain >= RETRY.budget && now - downAt >= RETRY.givenUpAfterMs && now < tryAt,
    )
  }

  /** Every origin that is down now, for later steps of the job. */
  troubles(): readonly KnownTrouble[] {
    return [...this.#conditions].flatMap(([at, { last, lastAt, downAt }]) => {
      const [step, origin = ''] = at.split(' ', 2) as [Step, string]
      if (downAt === undefined) return []
      return [{ step, origin, failure: last, since: Math.floor(this.#clock.date() - (this.#clock.now() - lastAt)) }]
    })
  }

  #down(source: Source, step: Step) {
    return this.#originsOf(source, step).flatMap(origin => {
      const condition = this.#conditionOf(origin, step)
      return condition?.downAt === undefined ? [] : [{ origin, condition: { ...condition, downAt: condition.downAt } }]
    })
  }

  /** An origin that has not answered anything, and could not be reached at one step, is no better at the other. */
  #conditionOf(origin: string, step: Step): Condition | undefined {
    const own = this.#conditions.get(key(origin, step))
    if (own || this.#alive.has(origin)) return own
    const other = this.#conditions.get(key(origin, step === 'resolve' ? 'download' : 'resolve'))
    return other && isUnheard(other.last) ? other : undefined
  }

  #originsOf(source: Source, step: Step): readonly string[] {
    const routed = this.#routes.get(key(source.config.name, step))
    const own = originOfSource(source.config)
    return routed === undefined || routed === own ? [own] : [own, routed]
  }
}

/** When the source may be tried after a failure at that moment, and until when it is to be left alone. */
function waitsOf(failure: Failure, at: number): Pick<Condition, 'tryAt' | 'aloneUntil'> {
  const peace = retryAfterOf(failure)
  const aloneUntil = peace > 0 ? at + Math.min(peace, RETRY.longestRetryAfter) : 0
  return { tryAt: wantsPeace(failure) ? aloneUntil : at + BREAKER.halfOpenMs, aloneUntil }
}

function wantsPeace(failure: Failure): boolean {
  return retryAfterOf(failure) > BREAKER.shortRetryAfter
}

function retryAfterOf(failure: Failure): number {
  return ('retryAfterMs' in failure ? failure.retryAfterMs : undefined) ?? 0
}

/** Whether it is as if nobody were there, whatever is asked; a refusal is an answer. */
function isUnheard({ kind }: Failure): boolean {
  return kind === 'unreachable' || kind === 'untrusted' || kind === 'timeout' || kind === 'overtaken'
}

function key(who: string, step: Step): string {
  return `${step} ${who}`
}
