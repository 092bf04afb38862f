import { type Clock, sleep } from '../clock.ts'
import type { Failure } from '../failure.ts'
import type { Call } from '../http/call.ts'
import { err, type Result } from '../result.ts'
import type { Source } from '../sources/source.ts'
import type { Hedging } from './hedging.ts'
import { type Silence, type SilenceWatch, watchSilence } from './silence.ts'
import type { Step } from './source-health.ts'
import type { Turn } from './whose-turn.ts'

/** One source that is being asked. */
export interface InFlight<T> {
  readonly turn: Turn
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
  readonly next: (isBeside: boolean) => Turn | undefined
  readonly onStart: (turn: Turn) => void
  readonly ask: (turn: Turn, call: Call) => Promise<Result<T, Failure>>
  /** Takes an answer; true if it ends the race. */
  readonly onEnd: (asked: InFlight<T>, result: Result<T, Failure>) => boolean
  /** Somebody else has ended the race; gives the reason with which the source is called off. */
  readonly callOff: (asked: InFlight<T>, winner: InFlight<T>) => Failure
  /** Whether a silent source is as good as dead, so that nobody need hesitate to ask another. */
  readonly isDead: (source: Source, isAlone: boolean) => boolean
}

interface Running<T> extends InFlight<T> {
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
  const ended: { readonly asked: Running<T>; readonly result: () => Result<T, Failure> }[] = []
  /** Whether the next one is asked beside those that are silent, and at whose cost. */
  let beside: 'free' | 'paid' | undefined
  let news = Promise.withResolvers<void>()

  function start(turn: Turn, isHedge: boolean): void {
    rules.onStart(turn)
    // A second request earns no leave for a third: what is counted is questions.
    if (!isHedge) hedging?.asked()
    const { name } = turn.source.config
    const controller = new AbortController()
    const watch =
      hedging &&
      watchSilence(clock, {
        patienceMs: () => hedging.patienceMs(name, step),
        tricklePerMs: () => hedging.tricklePerMs(),
        onSilence: silence => seeTo(asked, silence),
        onSound: () => {
          asked.silence = undefined
        },
        onBegin: () => hedging.began(),
        onEnd: () => hedging.ended(),
        onAnswer: ms => hedging.answered(name, step, ms),
      })
    const call: Call = {
      signal: AbortSignal.any([signal, controller.signal]),
      patience: turn.patience,
      ...(watch && { exchange: watch.exchange }),
    }
    const at = clock.now()
    const result = signal.aborted ? Promise.resolve(err(signal.reason as Failure)) : rules.ask(turn, call)
    const asked: Running<T> = { turn, at, silence: undefined, isHedge, result, controller, watch }
    running.add(asked)
    const tell = (outcome: () => Result<T, Failure>): void => {
      watch?.stop()
      ended.push({ asked, result: outcome })
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

  function seeTo(asked: Running<T>, silence: Silence): boolean {
    asked.silence = silence
    // Somebody who was asked beside it is at it.
    if ([...running].some(each => each.silence === undefined)) return true
    if (!rules.next(true)) return false
    const isAlone = running.size === 1
    const isFree = [...running].every(({ turn }) => rules.isDead(turn.source, isAlone))
    if (!isFree && !hedging?.take()) return false
    beside = isFree ? 'free' : 'paid'
    news.resolve()
    return true
  }

  function finish(winner: Running<T>): void {
    if (winner.isHedge) hedging?.paidOff()
    for (const asked of running) {
      asked.watch?.stop()
      asked.controller.abort(rules.callOff(asked, winner))
    }
  }

  for (;;) {
    const how = beside
    beside = undefined
    const turn = running.size === 0 || how ? rules.next(running.size > 0) : undefined
    if (turn) {
      if (running.size === 0 && turn.pauseMs) await sleep(clock, turn.pauseMs(), signal)
      // During a pause others may have used up what it takes to ask again.
      if (rules.next(running.size > 0)?.source === turn.source) start(turn, how === 'paid')
      else if (how === 'paid') hedging?.paidOff()
    } else if (running.size === 0) {
      return
    } else {
      if (how === 'paid') hedging?.paidOff()
      await news.promise
      news = Promise.withResolvers()
    }
    for (const { asked, result } of ended.splice(0)) {
      running.delete(asked)
      if (rules.onEnd(asked, result())) return finish(asked)
      if (running.size > 0 && [...running].every(({ silence }) => silence !== undefined)) beside ??= 'free'
    }
  }
}
