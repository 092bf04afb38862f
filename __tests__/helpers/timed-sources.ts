import type { Clock } from '../../src/clock.ts'
import { sleep } from '../../src/clock.ts'
import type { Failure } from '../../src/failure.ts'
import { Hedging } from '../../src/fallback/hedging.ts'
import { type KnownTrouble, SourceHealth, type Step } from '../../src/fallback/source-health.ts'
import { type Answer, type Inquiry, trySources } from '../../src/fallback/try-sources.ts'
import type { Call, Exchange, Patience } from '../../src/http/call.ts'
import { err, ok, type Result } from '../../src/result.ts'
import type { Source, SourceConfig } from '../../src/sources/source.ts'
import { leapingClock } from './leaping-clock.ts'
import { namedSource } from './scripted-source.ts'

/** What a source does with one question. */
export type Play = (stage: Stage) => Promise<Result<string, Failure>>

export interface Stage {
  readonly call: Call
  readonly origin: string
  /** A request begins, which is heard by whoever listens. */
  request(): Exchange
  /** Lets time go by, until it is called off. */
  wait(ms: number): Promise<void>
}

/** Asks its server, which has the answer after so long. */
export function serves(value: string, ms: number): Play {
  return ends(ok(value), ms)
}

export function fails(failure: Failure, ms: number): Play {
  return ends(err(failure), ms)
}

/** Asks its server, which says nothing until the clock of the request ends it. */
export function hangs(ms = 8000): Play {
  return async stage => {
    const request = stage.request()
    await stage.wait(ms)
    request.ended()
    return err({ kind: 'timeout', phase: 'headers', ms, origin: stage.origin })
  }
}

function ends(result: Result<string, Failure>, ms: number): Play {
  return async stage => {
    const request = stage.request()
    await stage.wait(ms)
    request.answered()
    request.ended()
    return result
  }
}

/** Sends a body of so many pieces at that distance, the status line with the first of them. */
export function trickles(value: string, bytes: number, everyMs: number, pieces: number): Play {
  return async stage => {
    const request = stage.request()
    for (let sent = 0; sent < pieces && !stage.call.signal.aborted; sent += 1) {
      await stage.wait(everyMs)
      if (sent === 0) request.answered()
      request.heard(bytes)
    }
    request.ended()
    return ok(value)
  }
}

/** One asking, as it was seen. */
export interface Asked {
  readonly name: string
  /** By the clock of the run. */
  readonly at: number
  readonly patience: Patience
  /** When and for what it was called off. */
  calledOff?: { readonly at: number; readonly why: Failure }
}

/** Sources that play, and what one run shares between its questions. */
export interface Course {
  readonly clock: Clock
  readonly health: SourceHealth
  /** In the order in which they were asked. */
  readonly asked: readonly Asked[]
  /** What was given after it had been called off, and thrown away. */
  readonly discarded: readonly string[]
  ask(plays: Readonly<Record<string, Play>>, more?: Partial<Inquiry<string>>): Promise<Answer<string>>
  /** Ends when everybody who was called off has. */
  settled(): Promise<void>
}

export interface CourseOptions {
  readonly step?: Step
  /** 0 for a run that never asks a second source. */
  readonly hedgeAfterMs?: number
  readonly facts?: Readonly<Record<string, Partial<SourceConfig>>>
  readonly signal?: AbortSignal
  readonly clock?: Clock
  /** What every choice of chance is: in [0, 1). */
  readonly random?: number
  /** What earlier steps of the job have learnt. */
  readonly known?: readonly KnownTrouble[]
}

export function startCourse(options: CourseOptions = {}): Course {
  const { step = 'download', hedgeAfterMs = 750, facts = {}, clock = leapingClock(), random = 0.5 } = options
  const signal = options.signal ?? new AbortController().signal
  const health = new SourceHealth(clock, options.known)
  const hedging = hedgeAfterMs > 0 ? new Hedging(hedgeAfterMs) : undefined
  const asked: Asked[] = []
  const discarded: string[] = []
  const leaving: Promise<void>[] = []

  async function perform({ config: { name } }: Source, call: Call, play: Play): Promise<Result<string, Failure>> {
    const asking: Asked = { name, at: clock.now(), patience: call.patience }
    asked.push(asking)
    call.signal.addEventListener('abort', () => {
      asking.calledOff = { at: clock.now(), why: call.signal.reason as Failure }
    })
    const origin = `https://${name}.test`
    const result = await play({
      call,
      origin,
      request: () => call.exchange?.(origin) ?? UNHEARD,
      wait: ms => sleep(clock, ms, call.signal),
    })
    return call.signal.aborted && !result.ok ? err(call.signal.reason as Failure) : result
  }

  return {
    clock,
    health,
    asked,
    discarded,
    ask: (plays, more) =>
      trySources(
        {
          step,
          subject: 'Pester 5.5.0',
          candidates: Object.keys(plays).map(name => namedSource(name, facts[name])),
          mayAsk: () => true,
          mayBePutBack: () => true,
          ask: (source, call) => {
            const play = plays[source.config.name]
            if (!play) throw new Error(`${source.config.name} has no play`)
            return perform(source, call, play)
          },
          discard: async value => void discarded.push(value),
          ...more,
        },
        { clock, random: () => random, health, hedging, signal, onCalledOff: rest => void leaving.push(rest) },
      ),
    settled: async () => void (await Promise.all(leaving)),
  }
}

/** Does the same for each, so many of them at once. */
export async function inParallel<T>(all: readonly T[], atOnce: number, each: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await each(next)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

const UNHEARD: Exchange = { answered: () => undefined, heard: () => undefined, ended: () => undefined }

/** `a 0, b 750`: who was asked when. */
export function askedOf({ asked }: Course): string {
  return asked.map(({ name, at }) => `${name} ${Math.round(at)}`).join(', ')
}

/** `a failed overtaken, b served`: how each attempt ended, in the order of the ends. */
export function endsOf({ attempts }: Answer<unknown>): string {
  return attempts
    .map(({ source, outcome, failure }) => [source, outcome, ...(failure ? [failure.kind] : [])].join(' '))
    .join(', ')
}

/** Who served, with what; or how it ended otherwise. */
export function servedBy(answer: Answer<string>): string {
  return answer.kind === 'served' ? `${answer.by?.config.name}: ${answer.value}` : answer.kind
}
