import { type Clock, sleep } from '../clock.ts'
import type { Failure } from '../failure.ts'
import type { Result } from '../result.ts'
import type { Source } from '../sources/source.ts'
import type { Answers } from './may-ask.ts'
import { POLICY, RETRY } from './policy.ts'
import type { SourceHealth, Step } from './source-health.ts'

/** One try of one source at one step, as the report shows it. */
export interface Attempt {
  readonly source: string
  readonly step: Step
  /** What was asked: a name, or a name and version. */
  readonly subject: string
  readonly outcome: 'served' | 'failed' | 'put-back'
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
}

type Ask<T> = (source: Source, signal: AbortSignal) => Promise<Result<T, Failure>>

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
  /** Aborted with a `Failure` as its reason: the deadline of the run, or its cancellation. */
  readonly signal: AbortSignal
}

/**
 * Falls back: asks every candidate once without any pause between them, those that this run knows to be down last; then
 * those whose failure the policy marks "again", the authority first, after a pause with full jitter. Whenever an answer
 * lets a source be asked that could not be before, it is asked at once.
 *
 * uv and containerd agree that pauses belong behind the last source, not between two: with thirty packages and a first
 * source that hangs, retrying before falling back took 64 s where falling back at once took 12.
 */
export async function trySources<T>(inquiry: Inquiry<T>, ports: TryPorts): Promise<Answer<T>> {
  const { step, subject, candidates } = inquiry
  const { clock, health, signal } = ports
  const attempts: Attempt[] = []
  const answers = new Map<string, Failure>()
  const asked = new Set<Source>()

  async function ask(source: Source, how: Ask<T> = inquiry.ask): Promise<Answer<T> | undefined> {
    const from = clock.now()
    asked.add(source)
    const result: Result<T, Failure> = signal.aborted
      ? { ok: false, error: signal.reason as Failure }
      : await how(source, signal)
    const made = { source: source.config.name, step, subject, at: from, ms: Math.round(clock.now() - from) }
    if (result.ok) {
      health.succeeded(source, step)
      attempts.push({ ...made, outcome: 'served' })
      return { kind: 'served', value: result.value, by: source, attempts }
    }
    const failure = result.error
    attempts.push({ ...made, outcome: 'failed', failure })
    answers.set(source.config.name, failure)
    health.failed(source, step, failure)
    const stops = POLICY[failure.kind].after === 'stop-run' || inquiry.stopsAt?.(failure)
    return stops ? { kind: 'stopped', failure, attempts } : undefined
  }

  const putBack: Source[] = []
  for (const source of candidates) {
    const reason = inquiry.mayBePutBack(source) ? health.putBack(source, step) : undefined
    if (!reason) continue
    putBack.push(source)
    answers.set(source.config.name, reason)
    attempts.push({
      source: source.config.name,
      step,
      subject,
      outcome: 'put-back',
      failure: reason,
      at: clock.now(),
      ms: 0,
    })
  }
  const inOrder = [...candidates.filter(source => !putBack.includes(source)), ...putBack]

  async function askEverybodyOnce(): Promise<Answer<T> | undefined> {
    for (;;) {
      const next = inOrder.find(source => !asked.has(source) && inquiry.mayAsk(source, answers))
      if (!next) return undefined
      const end = await ask(next)
      if (end) return end
    }
  }

  const first = await askEverybodyOnce()
  if (first) return first
  if (inquiry.lesser) {
    for (const source of inOrder) {
      if (answers.get(source.config.name)?.kind !== 'unsupported' || !inquiry.mayAsk(source, answers)) continue
      const end = await ask(source, inquiry.lesser)
      if (end) return end
    }
  }

  const authorityFirst = candidates.toSorted((a, b) => Number(b.config.isAuthority) - Number(a.config.isAuthority))
  for (let attempt = 2; attempt <= RETRY.attempts; attempt += 1) {
    for (const source of authorityFirst) {
      const failure = answers.get(source.config.name)
      if (!failure || !isAskedAgain(failure, attempt) || !inquiry.mayAsk(source, answers)) continue
      await sleep(clock, pauseBefore(attempt, failure, ports.random), signal)
      if (!health.mayRetry(source, step)) continue
      const again = await ask(source)
      if (again?.kind !== 'served') health.retriedInVain(source, step)
      const end = again ?? (await askEverybodyOnce())
      if (end) return end
    }
  }
  const settled = inquiry.settle?.()
  if (settled !== undefined) return { kind: 'served', value: settled, by: undefined, attempts }
  return { kind: 'unserved', answers, attempts }
}

function isAskedAgain(failure: Failure, attempt: number): boolean {
  const { again } = POLICY[failure.kind]
  return again === 'yes' || (again === 'once' && attempt === 2)
}

function pauseBefore(attempt: number, failure: Failure, random: () => number): number {
  const jittered = random() * Math.min(RETRY.cap, RETRY.base * 2 ** (attempt - 2))
  const asked = failure.kind === 'rate-limited' ? (failure.retryAfterMs ?? 0) : 0
  return Math.max(jittered, Math.min(asked, RETRY.longestRetryAfter))
}
