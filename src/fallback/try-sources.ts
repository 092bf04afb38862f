import type { Clock } from '../clock.ts'
import type { Failure } from '../failure.ts'
import type { Call } from '../http/call.ts'
import type { Result } from '../result.ts'
import type { Source } from '../sources/source.ts'
import type { Hedging } from './hedging.ts'
import type { Answers } from './may-ask.ts'
import { POLICY, RETRY } from './policy.ts'
import { type InFlight, race } from './race.ts'
import type { SourceHealth, Step } from './source-health.ts'
import { type Phase, WhoseTurn } from './whose-turn.ts'

/** One try of one source at one step, as the report shows it. */
export interface Attempt {
  readonly source: string
  readonly step: Step
  /** What was asked: a name, or a name and version. */
  readonly subject: string
  /** `put-back`: not asked in its turn; `unneeded`: asked beside a silent one, which then answered itself. */
  readonly outcome: 'served' | 'failed' | 'put-back' | 'unneeded'
  /** Why it failed, or for what earlier failure the source was not asked first. */
  readonly failure?: Failure
  /** When it began, by the run's clock, and how long it took until what came was verified, or refused. Milliseconds. */
  readonly at: number
  readonly ms: number
}

type Ask<T> = (source: Source, call: Call) => Promise<Result<T, Failure>>

/** A question to be put to one source after the other until one answers. */
export interface Inquiry<T> {
  readonly step: Step
  readonly subject: string
  /** Everybody who may come into question, in the order of preference. */
  readonly candidates: readonly Source[]
  /** Whether this one may be asked after what the others said. */
  readonly mayAsk: (source: Source, answers: Answers) => boolean
  readonly ask: Ask<T>
  /** Whether a source that this run knows to be down may be passed over until the others were asked. */
  readonly mayBePutBack: (source: Source) => boolean
  /** A lesser question, put once to those who could not be asked the real one, before anybody is asked again. */
  readonly lesser?: Ask<T>
  /** A failure after which nobody else is to be asked, beside those for which the policy says so. */
  readonly stopsAt?: (failure: Failure) => boolean
  /** Called when nobody served in the end: what can be made of what they sent. */
  readonly settle?: () => T | undefined
  /** Called with what a source gave after it had been called off. */
  readonly discard?: (value: T) => Promise<void>
}

export type Answer<T> =
  | {
      readonly kind: 'served'
      readonly value: T
      readonly by: Source | undefined
      readonly attempts: readonly Attempt[]
    }
  | { readonly kind: 'unserved'; readonly answers: Answers; readonly attempts: readonly Attempt[] }
  | { readonly kind: 'stopped'; readonly failure: Failure; readonly attempts: readonly Attempt[] }

export interface TryPorts {
  readonly clock: Clock
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly health: SourceHealth
  /** Undefined where nobody is asked beside a silent source. */
  readonly hedging?: Hedging | undefined
  /** Aborted with a `Failure` as its reason: the deadline of the run, or its cancellation. */
  readonly signal: AbortSignal
  /** Told of whoever was called off and needs a moment to end; never fails. */
  readonly onCalledOff?: (rest: Promise<void>) => void
}

/**
 * Falls back: asks every candidate once without any pause between them, those that this run knows to be down last; then
 * those whose failure the policy marks "again", the authority first, after a random pause and with more patience. Whose turn
 * it is decides `whose-turn.ts`; beside a source that is silent the next one is asked, and the first answer counts (`race.ts`).
 *
 * uv and containerd agree that pauses belong behind the last source, not between two: with thirty packages and a first
 * source that hangs, retrying before falling back took 64 s, falling back at once 12 s, asking beside the silent one 1.6 s.
 */
export async function trySources<T>(inquiry: Inquiry<T>, ports: TryPorts): Promise<Answer<T>> {
  const { step, subject, candidates, mayAsk, lesser } = inquiry
  const { clock, health, random } = ports
  const attempts: Attempt[] = []
  const answers = new Map<string, Failure>()
  let end: Answer<T> | undefined

  const putBack = candidates.filter(source => {
    const failure =
      inquiry.mayBePutBack(source) || health.isGivenUp(source, step) ? health.putBack(source, step) : undefined
    if (!failure || health.mayTry(source, step)) return false
    answers.set(source.config.name, failure)
    attempts.push({ source: source.config.name, step, subject, outcome: 'put-back', failure, at: clock.now(), ms: 0 })
    return true
  })
  const inOrder = candidates.toSorted((a, b) => Number(putBack.includes(a)) - Number(putBack.includes(b)))
  const turns = new WhoseTurn({ step, inOrder, answers, mayAsk, health, random })

  function attemptOf({ turn: { source }, at }: InFlight<T>): Omit<Attempt, 'outcome'> {
    return { source: source.config.name, step, subject, at, ms: Math.round(clock.now() - at) }
  }

  function take(asked: InFlight<T>, result: Result<T, Failure>): boolean {
    const { source } = asked.turn
    if (result.ok) {
      health.succeeded(source, step)
      attempts.push({ ...attemptOf(asked), outcome: 'served' })
      end = { kind: 'served', value: result.value, by: source, attempts }
      return true
    }
    const failure = result.error
    attempts.push({ ...attemptOf(asked), outcome: 'failed', failure })
    answers.set(source.config.name, failure)
    // That a CDN lacks the lowest version says nothing of how it is.
    if (asked.turn.phase !== 'lesser') health.failed(source, step, failure)
    turns.failed(failure, asked.turn)
    if (POLICY[failure.kind].after !== 'stop-run' && !inquiry.stopsAt?.(failure)) return false
    end = { kind: 'stopped', failure, attempts }
    return true
  }

  /** Whoever is silent has failed, if it was answered for; anybody else was asked in vain. */
  function callOff(asked: InFlight<T>, winner: InFlight<T>): Failure {
    const { turn, silence, result } = asked
    ports.onCalledOff?.(
      result.then(
        late => (late.ok ? inquiry.discard?.(late.value) : undefined),
        () => undefined,
      ),
    )
    if (end?.kind !== 'served' || !silence) {
      attempts.push({ ...attemptOf(asked), outcome: 'unneeded' })
      return { kind: 'cancelled' }
    }
    const failure: Failure = { kind: 'overtaken', ...silence, winner: winner.turn.source.config.name }
    attempts.push({ ...attemptOf(asked), outcome: 'failed', failure })
    health.failed(turn.source, step, failure)
    return failure
  }

  const phases: readonly Phase[] = ['first', ...(lesser ? (['lesser'] as const) : []), ...AGAIN]
  for (const phase of phases) {
    turns.begin(phase)
    await race<T>(
      {
        next: isBeside => turns.next(isBeside),
        onStart: turn => {
          turns.started(turn)
          health.claimTrial(turn.source, step)
        },
        ask: (turn, call) => (turn.phase === 'lesser' && lesser ? lesser : inquiry.ask)(turn.source, call),
        onEnd: take,
        callOff,
        isDead: (source, isAlone) =>
          health.putBack(source, step) !== undefined || !(isAlone || health.hasAnswered(source, step)),
      },
      { ...ports, step },
    )
    if (end) return end
  }
  const settled = inquiry.settle?.()
  if (settled !== undefined) return { kind: 'served', value: settled, by: undefined, attempts }
  return { kind: 'unserved', answers, attempts }
}

const AGAIN: readonly Phase[] = Array.from({ length: RETRY.attempts - 1 }, () => 'again')
