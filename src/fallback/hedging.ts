import { HEDGE } from './policy.ts'
import type { Step } from './source-health.ts'

/**
 * When a second source is asked beside a silent one, in one run.
 *
 * What it may cost is kept account of: one in ten questions may be put to a second source in vain. A second one that answers
 * first was not in vain, so that on a bad day nobody waits, and on a slow but healthy one hardly anything is asked twice.
 */
export class Hedging {
  readonly #afterMs: number
  readonly #answerTimes = new Map<string, number[]>()
  #allowance: number = HEDGE.firstAllowance
  #underWay = 0

  /** @param afterMs the input `hedge-after` */
  constructor(afterMs: number) {
    this.#afterMs = afterMs
  }

  /** How long the source may be silent at this step: longer if it is known to take its time. Milliseconds. */
  patienceMs(source: string, step: Step): number {
    const times = this.#answerTimes.get(`${step} ${source}`)
    if (!times) return this.#afterMs * HEDGE.unknown[step]
    return Math.max(this.#afterMs, HEDGE.medians * median(times))
  }

  /** The least that is no silence. The line is shared by all that is under way: on a slow one everybody is slow. Bytes. */
  tricklePerMs(): number {
    return HEDGE.tricklePerMs / Math.max(1, this.#underWay)
  }

  /** Something is on its way from a source. */
  began(): void {
    this.#underWay += 1
  }

  /** It is here, or was called off. */
  ended(): void {
    this.#underWay -= 1
  }

  /** A status line of the source took so long. */
  answered(source: string, step: Step, ms: number): void {
    const key = `${step} ${source}`
    const times = this.#answerTimes.get(key) ?? []
    this.#answerTimes.set(key, [...times.slice(-HEDGE.remembered + 1), ms])
  }

  /** A question is put. */
  asked(): void {
    this.#allowance = Math.min(HEDGE.greatestAllowance, this.#allowance + HEDGE.needless)
  }

  /** Takes leave to ask a second source; given back by `paidOff`. */
  take(): boolean {
    if (this.#allowance < 1) return false
    this.#allowance -= 1
    return true
  }

  paidOff(): void {
    this.#allowance = Math.min(HEDGE.greatestAllowance, this.#allowance + 1)
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
