import type { Failure } from '../failure.ts'
import type { Patience } from '../http/call.ts'
import type { Source } from '../sources/source.ts'
import type { Answers } from './may-ask.ts'
import { POLICY, RETRY } from './policy.ts'
import type { SourceHealth, Step } from './source-health.ts'

/** A question goes through these in their order, until it is answered. `again` comes as often as `RETRY` allows. */
export type Phase = 'first' | 'lesser' | 'again'

/** Whose turn it is. */
export interface Turn {
  readonly source: Source
  /** Why it is its turn: whoever was not asked yet comes first in every phase. */
  readonly phase: Phase
  readonly patience: Patience
  /** Milliseconds to wait first, unless somebody is asked meanwhile; absent where it need not be waited at all. */
  readonly pauseMs?: () => number
}

/** What decides who is asked next. */
export interface Standings {
  readonly step: Step
  /** In the order of preference, those that are known to be down last. */
  readonly inOrder: readonly Source[]
  readonly answers: Answers
  readonly mayAsk: (source: Source, answers: Answers) => boolean
  readonly health: SourceHealth
  /** Uniform in [0, 1). */
  readonly random: () => number
}

/**
 * Who is to be asked next, by what was said so far: the order of effort in one place, without asking anybody.
 *
 * Everybody once; then the lesser question to those who could not be asked the real one; then again those whose failure the
 * policy marks so, the authority first. Who has become free to be asked by what somebody else has said is asked at once.
 */
export class WhoseTurn {
  readonly #standings: Standings
  readonly #authorityFirst: readonly Source[]
  readonly #asked = new Set<Source>()
  /** Those that had their turn in this phase. */
  readonly #done = new Set<Source>()
  /** Those that did not even answer within the longer clocks. */
  readonly #waitedLong = new Set<Source>()
  #phase: Phase = 'first'
  #round = 0

  constructor(standings: Standings) {
    this.#standings = standings
    const { inOrder } = standings
    this.#authorityFirst = inOrder.toSorted((a, b) => Number(b.config.isAuthority) - Number(a.config.isAuthority))
  }

  begin(phase: Phase): void {
    this.#phase = phase
    this.#round += phase === 'again' ? 1 : 0
    this.#done.clear()
  }

  started({ source, phase }: Turn): void {
    if (phase === 'first') this.#asked.add(source)
    else this.#done.add(source)
  }

  failed({ kind }: Failure, { source, patience }: Pick<Turn, 'source' | 'patience'>): void {
    if (kind === 'timeout' && patience === 'long') this.#waitedLong.add(source)
  }

  /** @param isBeside whether it is to be asked beside another: nobody is in such a hurry as to disregard a Retry-After */
  next(isBeside: boolean): Turn | undefined {
    const isThere = (source: Source): boolean => !isBeside || this.#peaceMs(source) === 0
    return this.#unasked(isThere) ?? (this.#phase === 'lesser' ? this.#lesser() : this.#again(isThere))
  }

  #unasked(isThere: (source: Source) => boolean): Turn | undefined {
    const { inOrder, answers, mayAsk } = this.#standings
    const free = inOrder.filter(
      each => !this.#asked.has(each) && !this.#isGivenUp(each) && isThere(each) && mayAsk(each, answers),
    )
    // Whoever has asked for a pause gets it while others are asked.
    const source = free.find(each => this.#peaceMs(each) === 0) ?? free[0]
    if (!source) return undefined
    const pause = this.#peaceMs(source) > 0 && { pauseMs: () => this.#peaceMs(source) }
    return { source, phase: 'first', patience: 'brief', ...pause }
  }

  #lesser(): Turn | undefined {
    const { inOrder, answers, mayAsk } = this.#standings
    const couldNot = (source: Source): boolean => answers.get(source.config.name)?.kind === 'unsupported'
    const source = inOrder.find(each => !this.#done.has(each) && couldNot(each) && mayAsk(each, answers))
    return source && { source, phase: 'lesser', patience: 'long' }
  }

  #again(isThere: (source: Source) => boolean): Turn | undefined {
    if (this.#phase !== 'again') return undefined
    const { answers, mayAsk, random } = this.#standings
    const isWorthIt = (source: Source): boolean => {
      const failure = answers.get(source.config.name)
      if (!failure || this.#done.has(source) || this.#waitedLong.has(source) || this.#isGivenUp(source)) return false
      const { again } = POLICY[failure.kind]
      return again === 'yes' || (again === 'once' && this.#round === 1)
    }
    const source = this.#authorityFirst.find(each => isWorthIt(each) && isThere(each) && mayAsk(each, answers))
    if (!source) return undefined
    const most = Math.min(RETRY.cap, RETRY.base * 2 ** (this.#round - 1))
    const pauseMs = (): number => Math.max(most * (0.5 + random() / 2), this.#peaceMs(source))
    return { source, phase: 'again', patience: 'long', pauseMs }
  }

  #isGivenUp(source: Source): boolean {
    return this.#standings.health.isGivenUp(source, this.#standings.step)
  }

  #peaceMs(source: Source): number {
    return this.#standings.health.peaceMs(source, this.#standings.step)
  }
}
