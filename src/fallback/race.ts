import { type Clock, sleep } from '../clock.ts'
import type { Failure } from '../failure.ts'
import type { Call, Patience } from '../http/call.ts'
import { err, type Result } from '../result.ts'
import type { Source } from '../sources/source.ts'
import type { Hedging } from './hedging.ts'
import { type Silence, type SilenceWatch, watchSilence } from './silence.ts'
import type { Step } from './source-health.ts'

export type Ask<T> = (source: Source, call: Call) => Promise<Result<T, Failure>>

/** Whose turn it is. */
export interface Turn<T> {
  readonly source: Source
  readonly ask: Ask<T>
  readonly patience: Patience
  /** Milliseconds to wait first, unless somebody is asked meanwhile; absent where it need not be waited at all. */
  readonly pauseMs?: () => number
}

/** One source that was asked. */
export interface Runner<T> {
  readonly source: Source
  readonly patience: Patience
  /** When it was asked, by the run's clock. */
  readonly at: number
  /** Undefined as long as it is not silent. */
  readonly silence: Silence | undefined
  /** Ends once, whatever becomes of the race. */
  readonly result: Promise<Result<T, Failure>>
}

export interface RacePorts {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly step: Step
  /** Undefined where nobody is asked beside another. */
  readonly hedging?: Hedging | undefined
}

export interface RaceRules<T> {
  /**
   * Whose turn it is by what was said so far; undefined if it is nobody's. Asked often, and changes nothing.
   *
   * @param isBeside whether it is to be asked beside another, when there is no pause before it
   */
  readonly next: (isBeside: boolean) => Turn<T> | undefined
  readonly onStart: (turn: Turn<T>) => void
  /** Takes an answer; true if it ends the race. */
  readonly onEnd: (runner: Runner<T>, result: Result<T, Failure>) => boolean
  /** Somebody else has ended the race; gives the reason with which the source is called off. */
  readonly onLeft: (runner: Runner<T>, winner: Runner<T>) => Failure
  /** Whether a silent source is known to be down, so that nobody need hesitate to ask another. */
  readonly isDown: (source: Source) => boolean
  /** Whether it has not answered anything in this run. */
  readonly isUnheard: (source: Source) => boolean
}

interface Running<T> extends Runner<T> {
  silence: Silence | undefined
  /** It was asked beside a silent one, at the cost of the allowance. */
  readonly isHedge: boolean
  readonly controller: AbortController
  readonly watch: SilenceWatch | undefined
}

/**
 * Asks one source after the other, and beside a silent one the next, until an answer ends it or nobody is left. Whoever is
 * still asked then is called off. Who fails beside a silent one is followed at once.
 */
export async function race<T>(rules: RaceRules<T>, ports: RacePorts): Promise<void> {
  const { clock, signal, step, hedging } = ports
  const running = new Set<Running<T>>()
  const ended: { readonly runner: Running<T>; readonly result: () => Result<T, Failure> }[] = []
  let wantsSecond = false
  let isHedge = false
  let news = Promise.withResolvers<void>()

  function start(turn: Turn<T>): void {
    rules.onStart(turn)
    // A second request earns no leave for a third: what is counted is questions.
    if (!isHedge) hedging?.asked()
    const { name } = turn.source.config
    const controller = new AbortController()
    const watch =
      hedging &&
      watchSilence(
        clock,
        () => hedging.patienceMs(name, step),
        silence => seeTo(runner, silence),
        ms => hedging.answered(name, step, ms),
      )
    const call: Call = {
      signal: AbortSignal.any([signal, controller.signal]),
      patience: turn.patience,
      ...(watch && { exchange: watch.exchange }),
    }
    const at = clock.now()
    const result = signal.aborted ? Promise.resolve(err(signal.reason as Failure)) : turn.ask(turn.source, call)
    const runner: Running<T> = {
      source: turn.source,
      patience: turn.patience,
      at,
      silence: undefined,
      isHedge,
      result,
      controller,
      watch,
    }
    running.add(runner)
    isHedge = false
    const tell = (outcome: () => Result<T, Failure>): void => {
      watch?.stop()
      ended.push({ runner, result: outcome })
      news.resolve()
    }
    result.then(
      value => tell(() => value),
      (error: unknown) =>
        tell(() => {
          throw error
        }),
    )
  }

  function seeTo(runner: Running<T>, silence: Silence): boolean {
    runner.silence = silence
    if (!rules.next(true)) return false
    // Beside one that is up, a dead one's silence costs as much as its own; two who never answered are as good as dead.
    const isDead = ({ source }: Runner<T>): boolean =>
      rules.isDown(source) || (running.size > 1 && rules.isUnheard(source))
    const isFree = [...running].every(isDead)
    if (!isFree && !hedging?.take()) return false
    wantsSecond = true
    isHedge = !isFree
    news.resolve()
    return true
  }

  function finish(winner: Running<T>): void {
    if (winner.isHedge) hedging?.paidOff()
    for (const runner of running) {
      runner.watch?.stop()
      runner.controller.abort(rules.onLeft(runner, winner))
    }
  }

  for (;;) {
    const turn = running.size === 0 || wantsSecond ? rules.next(running.size > 0) : undefined
    wantsSecond = false
    if (turn) {
      if (running.size === 0 && turn.pauseMs) await sleep(clock, turn.pauseMs(), signal)
      // During a pause others may have used up what it takes to ask again.
      if (rules.next(running.size > 0)?.source === turn.source) start(turn)
    } else if (running.size === 0) {
      return
    } else {
      await news.promise
      news = Promise.withResolvers()
    }
    for (const { runner, result } of ended.splice(0)) {
      running.delete(runner)
      if (rules.onEnd(runner, result())) return finish(runner)
      wantsSecond ||= running.size > 0 && [...running].every(({ silence }) => silence !== undefined)
    }
  }
}
