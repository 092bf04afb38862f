import type { Clock } from '../clock.ts'
import type { Failure } from '../failure.ts'
import type { Result } from '../result.ts'
import type { Source } from '../sources/source.ts'
import type { Hedging } from './hedging.ts'
import type { Answers } from './may-ask.ts'
import { POLICY, RETRY } from './policy.ts'
import { type Ask, type RaceRules, type Runner, race, type Turn } from './race.ts'
import type { SourceHealth, Step } from './source-health.ts'

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
  /** When it began, by the run's clock, and how long it took. Milliseconds. */
  readonly at: number
  readonly ms: number
}

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
 * those whose failure the policy marks "again", the authority first, after a pause with full jitter and with more patience.
 * Whenever an answer lets a source be asked that could not be before, it is asked at once. Beside a source that is silent
 * the next one is asked, and the first answer counts.
 *
 * uv and containerd agree that pauses belong behind the last source, not between two: with thirty packages and a first
 * source that hangs, retrying before falling back took 64 s, falling back at once 12 s, asking beside the silent one 1.6 s.
 */
export async function trySources<T>(inquiry: Inquiry<T>, ports: TryPorts): Promise<Answer<T>> {
  const { step, subject, candidates, mayAsk } = inquiry
  const { clock, health, random } = ports
  const attempts: Attempt[] = []
  const answers = new Map<string, Failure>()
  const asked = new Set<Source>()
  const waitedLong = new Set<Source>()
  let end: Answer<T> | undefined

  const putBack = new Set<Source>()
  for (const source of candidates) {
    const failure =
      inquiry.mayBePutBack(source) || !health.mayRetry(source, step) ? health.putBack(source, step) : undefined
    if (!failure || health.claimTrial(source, step)) continue
    putBack.add(source)
    answers.set(source.config.name, failure)
    attempts.push({ source: source.config.name, step, subject, outcome: 'put-back', failure, at: clock.now(), ms: 0 })
  }
  const inOrder = candidates.toSorted((a, b) => Number(putBack.has(a)) - Number(putBack.has(b)))
  const authorityFirst = candidates.toSorted((a, b) => Number(b.config.isAuthority) - Number(a.config.isAuthority))

  /** Whoever has asked for a pause gets it: nobody is in such a hurry as to ask it beside another. */
  function isLeftAlone(source: Source, isBeside: boolean): boolean {
    return isBeside && health.peaceMs(source, step) > 0
  }

  /** The next one that was not asked yet. One that is known to be down is spared when that is known too well. */
  function firstTurn(isBeside: boolean): Turn<T> | undefined {
    const isFree = (source: Source): boolean =>
      !asked.has(source) && (!putBack.has(source) || health.mayRetry(source, step)) && !isLeftAlone(source, isBeside)
    const source = inOrder.find(each => isFree(each) && mayAsk(each, answers))
    if (!source) return undefined
    const pauseMs = (): number => health.peaceMs(source, step)
    return { source, ask: inquiry.ask, patience: 'brief', ...(putBack.has(source) && { pauseMs }) }
  }

  function lesserTurn(done: ReadonlySet<Source>, ask: Ask<T>): Turn<T> | undefined {
    const source = inOrder.find(
      each => !done.has(each) && answers.get(each.config.name)?.kind === 'unsupported' && mayAsk(each, answers),
    )
    return source && { source, ask, patience: 'long' }
  }

  function laterTurn(attempt: number, done: ReadonlySet<Source>, isBeside: boolean): Turn<T> | undefined {
    const isAskedAgain = (source: Source): boolean => {
      const failure = answers.get(source.config.name)
      if (!failure || done.has(source) || waitedLong.has(source) || !health.mayRetry(source, step)) return false
      const { again } = POLICY[failure.kind]
      return again === 'yes' || (again === 'once' && attempt === 2)
    }
    const source = authorityFirst.find(
      each => isAskedAgain(each) && !isLeftAlone(each, isBeside) && mayAsk(each, answers),
    )
    const jitter = (): number => random() * Math.min(RETRY.cap, RETRY.base * 2 ** (attempt - 2))
    return (
      source && {
        source,
        ask: inquiry.ask,
        patience: 'long',
        pauseMs: () => Math.max(jitter(), health.peaceMs(source, step)),
      }
    )
  }

  function take(runner: Runner<T>, result: Result<T, Failure>, isAgain: boolean): boolean {
    const { source, patience } = runner
    const made = attemptOf(runner)
    if (result.ok) {
      health.succeeded(source, step)
      attempts.push({ ...made, outcome: 'served' })
      end = { kind: 'served', value: result.value, by: source, attempts }
      return true
    }
    const failure = result.error
    attempts.push({ ...made, outcome: 'failed', failure })
    answers.set(source.config.name, failure)
    health.failed(source, step, failure)
    if (isAgain || putBack.has(source)) health.retriedInVain(source, step)
    if (failure.kind === 'timeout' && patience === 'long') waitedLong.add(source)
    if (POLICY[failure.kind].after !== 'stop-run' && !inquiry.stopsAt?.(failure)) return false
    end = { kind: 'stopped', failure, attempts }
    return true
  }

  /** A silent one has failed if it was answered for; whoever was asked beside it was asked in vain. */
  function leave(runner: Runner<T>, winner: Runner<T>): Failure {
    const { source, silence, result } = runner
    ports.onCalledOff?.(
      result.then(
        late => (late.ok ? inquiry.discard?.(late.value) : undefined),
        () => undefined,
      ),
    )
    if (end?.kind !== 'served' || !silence) {
      attempts.push({ ...attemptOf(runner), outcome: 'unneeded' })
      return { kind: 'cancelled' }
    }
    const failure: Failure = { kind: 'overtaken', ...silence, winner: winner.source.config.name }
    attempts.push({ ...attemptOf(runner), outcome: 'failed', failure })
    health.failed(source, step, failure)
    return failure
  }

  function attemptOf({ source, at }: Runner<T>): Omit<Attempt, 'outcome'> {
    return { source: source.config.name, step, subject, at, ms: Math.round(clock.now() - at) }
  }

  /** Everybody whose turn it is by `turn`, or has become so by what somebody else has answered. */
  async function askAll(turn: (done: ReadonlySet<Source>, isBeside: boolean) => Turn<T> | undefined): Promise<void> {
    const done = new Set<Source>()
    const rules: RaceRules<T> = {
      next: isBeside => firstTurn(isBeside) ?? turn(done, isBeside),
      onStart: ({ source }) => {
        ;(asked.has(source) ? done : asked).add(source)
      },
      onEnd: (runner, result) => take(runner, result, done.has(runner.source)),
      onLeft: leave,
      isDown: source => health.putBack(source, step) !== undefined,
      isUnheard: source => !health.hasAnswered(source, step),
    }
    await race(rules, { ...ports, step })
  }

  await askAll(() => undefined)
  const { lesser } = inquiry
  if (!end && lesser) await askAll(done => lesserTurn(done, lesser))
  for (let attempt = 2; attempt <= RETRY.attempts && !end; attempt += 1) {
    await askAll((done, isBeside) => laterTurn(attempt, done, isBeside))
  }
  if (end) return end
  const settled = inquiry.settle?.()
  if (settled !== undefined) return { kind: 'served', value: settled, by: undefined, attempts }
  return { kind: 'unserved', answers, attempts }
}
