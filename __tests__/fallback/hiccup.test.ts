import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Failure } from '../../src/failure.ts'
import { type Answers, mayAsk } from '../../src/fallback/may-ask.ts'
import { BREAKER, RETRY } from '../../src/fallback/policy.ts'
import type { KnownTrouble } from '../../src/fallback/source-health.ts'
import type { Answer } from '../../src/fallback/try-sources.ts'
import { groupFamilies } from '../../src/sources/family.ts'
import { namedSource } from '../helpers/scripted-source.ts'
import {
  type Course,
  type CourseOptions,
  fails,
  inParallel,
  type Play,
  servedBy,
  serves,
  startCourse,
} from '../helpers/timed-sources.ts'

const ORIGIN = 'https://a.test'
const REFUSED: Failure = { kind: 'unreachable', code: 'ECONNREFUSED', origin: ORIGIN }
const QUESTIONS = 103
const AT_ONCE = 16
const ANSWER_MS = 20

/** Refuses every connection until that moment, and serves from then on. */
function refusesUntil(course: () => Course, untilMs: number): Play {
  return stage => {
    const play = course().clock.now() < untilMs ? fails(REFUSED, 2) : serves('yes', ANSWER_MS)
    return play(stage)
  }
}

interface Set {
  readonly course: Course
  /** How each question ended, and how often. */
  readonly ends: Readonly<Record<string, number>>
}

/** Puts so many questions, as a run does, to a single source that is not there until that moment. */
async function askThroughHiccup(untilMs: number, options: CourseOptions): Promise<Set> {
  const course = startCourse(options)
  const a = refusesUntil(() => course, untilMs)
  const ends: Record<string, number> = {}
  await inParallel(Array(QUESTIONS).fill(0), AT_ONCE, async () => {
    const end = servedBy(await course.ask({ a }, { mayBePutBack: () => false }))
    ends[end] = (ends[end] ?? 0) + 1
  })
  return { course, ends }
}

for (const hiccupMs of [300, 1400]) {
  for (const random of [0, 0.5, 0.999]) {
    test(`A hiccup of ${hiccupMs} ms of the only source costs no question its answer, whatever chance says (${random}).`, async () => {
      const { course, ends } = await askThroughHiccup(hiccupMs, { random })
      assert.deepEqual(ends, { 'a: yes': QUESTIONS })
      const ms = course.clock.now()
      assert.ok(ms <= 2 * RETRY.base * 2 ** (RETRY.attempts - 1), `${ms} ms`)
    })
  }
}

for (const random of [0, 0.5, 0.999]) {
  test(`An only source that is dead for good is given up for all questions after five seconds (chance ${random}).`, async () => {
    const { course, ends } = await askThroughHiccup(Number.POSITIVE_INFINITY, { random })
    assert.deepEqual(ends, { unserved: QUESTIONS })
    const ms = course.clock.now()
    assert.ok(ms <= 7000, `${ms} ms: five seconds, and a pause of two that has begun by then`)
    assert.ok(course.asked.length <= 200, `${course.asked.length} requests`)
  })
}

test('Once it is given up it is asked by nobody, until its next trial is due.', async () => {
  const { course } = await askThroughHiccup(Number.POSITIVE_INFINITY, {})
  const before = course.asked.length
  const lastAt = course.asked.at(-1)?.at ?? 0
  const a = fails(REFUSED, 2)
  const answer = await course.ask({ a }, { mayBePutBack: () => false })
  assert.deepEqual(answer.kind === 'unserved' && answer.answers.get('a'), REFUSED)
  assert.equal(course.asked.length, before)
  await course.ask({ other: serves('yes', lastAt + BREAKER.halfOpenMs + 10) })
  assert.equal(servedBy(await course.ask({ a: serves('back', ANSWER_MS) }, { mayBePutBack: () => false })), 'a: back')
})

const AUTHORITY = namedSource('authority', { family: 'corp' })
const MIRROR = namedSource('mirror', { family: 'corp', isAuthority: false })
const KNOWN: KnownTrouble = { step: 'resolve', origin: 'https://authority.test', failure: REFUSED, since: 0 }

test('An authority that was down in an earlier step, and is back, is heard by every question, though all it says is no.', async () => {
  const sources = [AUTHORITY, MIRROR]
  const families = groupFamilies(sources)
  const course = startCourse({ step: 'resolve', known: [KNOWN] })
  const absent: Play = fails({ kind: 'not-found' }, ANSWER_MS)
  const ask = (): Promise<Answer<string>> =>
    course.ask(
      { authority: absent, mirror: absent },
      { candidates: sources, mayAsk: (source, said: Answers) => mayAsk(source, families, said) },
    )
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, ask))
  for (const answer of answers) {
    assert.equal(answer.kind === 'unserved' && answer.answers.get('authority')?.kind, 'not-found')
    const own = answer.attempts.filter(({ source, outcome }) => source === 'authority' && outcome === 'failed')
    assert.equal(own.length, 1)
  }
  const { attempts } = await ask()
  assert.deepEqual(
    attempts.map(({ source, outcome }) => [source, outcome]),
    [['authority', 'failed']],
    'it is at the front again',
  )
})

for (const retryAfterMs of [1500, 20_000]) {
  test(`A pause of ${retryAfterMs} ms that a source asked for is kept by the next question too, before it asks at all.`, async () => {
    const course = startCourse()
    const limited: Failure = { kind: 'rate-limited', status: 429, retryAfterMs, origin: ORIGIN }
    await course.ask({ a: fails(limited, 0), b: serves('yes', ANSWER_MS) })
    assert.equal(servedBy(await course.ask({ a: serves('yes', ANSWER_MS) })), 'a: yes')
    assert.deepEqual(
      course.asked.filter(({ name }) => name === 'a').map(({ at }) => at),
      [0, retryAfterMs],
    )
  })
}
