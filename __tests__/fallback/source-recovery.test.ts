import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Failure } from '../../src/failure.ts'
import { BREAKER, RETRY } from '../../src/fallback/policy.ts'
import { type KnownTrouble, SourceHealth, type Step } from '../../src/fallback/source-health.ts'
import { type HandClock, handClock } from '../helpers/hand-clock.ts'
import { namedSource } from '../helpers/scripted-source.ts'
import { fails, servedBy, serves, startCourse } from '../helpers/timed-sources.ts'

const API = 'https://api.test'
const gallery = namedSource('gallery', { url: `${API}/api/v2` })
const REFUSED: Failure = { kind: 'unreachable', code: 'ECONNREFUSED', origin: API }
const ERROR: Failure = { kind: 'server-error', status: 503, origin: API }
const OVERTAKEN: Failure = { kind: 'overtaken', ms: 750, winner: 'mirror', origin: API }

function limited(retryAfterMs: number): Failure {
  return { kind: 'rate-limited', status: 429, retryAfterMs, origin: API }
}

/** A source that went down at the beginning, for that. */
function startDown(
  failure: Failure,
  step: Step = 'download',
): { readonly clock: HandClock; readonly health: SourceHealth } {
  const clock = handClock()
  const health = new SourceHealth(clock)
  health.failed(gallery, step, failure)
  return { clock, health }
}

test('A source that is down is tried by one question after 30 s, and by no other meanwhile.', () => {
  const { clock, health } = startDown(REFUSED)
  clock.advance(BREAKER.halfOpenMs - 1)
  assert.equal(health.mayTry(gallery, 'download'), false)
  clock.advance(1)
  assert.equal(health.mayTry(gallery, 'download'), true)
  assert.equal(health.mayTry(gallery, 'download'), true, 'to look whether it is time uses up nothing')
  health.claimTrial(gallery, 'download')
  assert.equal(health.mayTry(gallery, 'download'), false)
  assert.deepEqual(health.putBack(gallery, 'download'), REFUSED)
})

test('A trial that succeeds takes it back to the front for all.', () => {
  const { clock, health } = startDown(REFUSED)
  clock.advance(BREAKER.halfOpenMs)
  health.claimTrial(gallery, 'download')
  health.succeeded(gallery, 'download')
  assert.equal(health.putBack(gallery, 'download'), undefined)
})

for (const failure of [REFUSED, ERROR, OVERTAKEN]) {
  test(`A trial that fails by ${failure.kind} leaves it down for another 30 s.`, () => {
    const { clock, health } = startDown(REFUSED)
    clock.advance(BREAKER.halfOpenMs)
    health.claimTrial(gallery, 'download')
    clock.advance(500)
    health.failed(gallery, 'download', failure)
    assert.deepEqual(health.putBack(gallery, 'download'), failure)
    clock.advance(BREAKER.halfOpenMs - 1)
    assert.equal(health.mayTry(gallery, 'download'), false)
    clock.advance(1)
    assert.equal(health.mayTry(gallery, 'download'), true)
  })
}

test('A trial of which nothing was heard is followed by another 30 s later.', () => {
  const { clock, health } = startDown(REFUSED)
  clock.advance(BREAKER.halfOpenMs)
  health.claimTrial(gallery, 'download')
  clock.advance(BREAKER.halfOpenMs - 1)
  assert.equal(health.mayTry(gallery, 'download'), false)
  health.claimTrial(gallery, 'download')
  clock.advance(1)
  assert.equal(health.mayTry(gallery, 'download'), true, 'who asks it out of turn does not put off the next')
})

test('In a run, the trial is one question that asks it in its turn, while the others still pass it over.', async () => {
  const course = startCourse()
  const dead = { gone: fails({ ...REFUSED, origin: 'https://gone.test' }, 5), b: serves('b', 20) }
  await course.ask(dead)
  await course.ask({ b: serves('b', BREAKER.halfOpenMs) })
  const plays = { gone: serves('back', 20), b: serves('b', 20) }
  const answers = await Promise.all([1, 2, 3].map(() => course.ask(plays)))
  assert.deepEqual(answers.map(servedBy), ['gone: back', 'b: b', 'b: b'])
  assert.equal(servedBy(await course.ask(plays)), 'gone: back')
})

test('A trial is not used up by questions that somebody else answers.', async () => {
  const course = startCourse()
  await course.ask({ gone: fails({ ...REFUSED, origin: 'https://gone.test' }, 5), b: serves('b', 20) })
  await course.ask({ b: serves('b', BREAKER.halfOpenMs) })
  const gone = serves('back', 20)
  const answers = await Promise.all([1, 2, 3].map(() => course.ask({ b: serves('b', 20), gone })))
  assert.deepEqual(answers.map(servedBy), ['b: b', 'b: b', 'b: b'])
  assert.equal(servedBy(await course.ask({ gone, b: serves('b', 20) })), 'gone: back')
})

/** How long a source that asks for a pause is passed over, and left alone by those who have nobody else. */
const PAUSES = [
  { retryAfterMs: 0, isPutBack: false, aloneMs: 0 },
  { retryAfterMs: 2000, isPutBack: false, aloneMs: 2000 },
  { retryAfterMs: 2001, isPutBack: true, aloneMs: 2001 },
  { retryAfterMs: 12_000, isPutBack: true, aloneMs: 12_000 },
  { retryAfterMs: 30_000, isPutBack: true, aloneMs: 30_000 },
  { retryAfterMs: 86_400_000, isPutBack: true, aloneMs: RETRY.longestRetryAfter },
] as const

for (const { retryAfterMs, isPutBack, aloneMs } of PAUSES) {
  const what = isPutBack ? `puts it back for ${aloneMs} ms` : `leaves it in its turn, ${aloneMs} ms later`
  test(`A source that asks for a pause of ${retryAfterMs} ms: it ${what}.`, () => {
    const { clock, health } = startDown(limited(retryAfterMs))
    assert.equal(health.putBack(gallery, 'download') !== undefined, isPutBack)
    assert.equal(health.peaceMs(gallery, 'download'), aloneMs)
    clock.advance(aloneMs / 2)
    assert.equal(health.peaceMs(gallery, 'download'), aloneMs / 2)
    if (isPutBack) assert.equal(health.mayTry(gallery, 'download'), false)
    clock.advance(aloneMs / 2)
    assert.equal(health.peaceMs(gallery, 'download'), 0)
    if (isPutBack) assert.equal(health.mayTry(gallery, 'download'), true)
  })
}

test('A pause that a source has asked for is not forgotten over another failure.', () => {
  const { clock, health } = startDown(limited(20_000))
  clock.advance(1000)
  health.failed(gallery, 'download', ERROR)
  assert.equal(health.peaceMs(gallery, 'download'), 19_000)
  assert.ok(health.putBack(gallery, 'download'))
})

test('What was down for one failure stays down when it answers with a lesser one.', () => {
  const { health } = startDown(REFUSED)
  health.failed(gallery, 'download', ERROR)
  assert.deepEqual(health.putBack(gallery, 'download'), ERROR)
})

const OTHER_STEP = [
  { failure: REFUSED, isDown: true },
  { failure: { kind: 'untrusted', code: 'CERT_HAS_EXPIRED', origin: API }, isDown: true },
  { failure: { kind: 'timeout', phase: 'headers', ms: 8000, origin: API }, isDown: true },
  { failure: OVERTAKEN, isDown: true },
  { failure: limited(20_000), isDown: false },
] as const satisfies readonly { readonly failure: Failure; readonly isDown: boolean }[]

for (const { failure, isDown } of OTHER_STEP) {
  test(`${failure.kind} of an origin that never answered ${isDown ? 'counts at both steps' : 'counts at its own step'}.`, () => {
    const { health } = startDown(failure, 'resolve')
    assert.equal(health.putBack(gallery, 'download') !== undefined, isDown)
  })

  test(`${failure.kind} of an origin that has answered at the other step does not count there.`, () => {
    const health = new SourceHealth(handClock())
    health.succeeded(gallery, 'download')
    health.failed(gallery, 'resolve', failure)
    assert.equal(health.putBack(gallery, 'download'), undefined)
  })
}

test('To be overtaken puts a source back at once if it has never answered, and by three times in a row if it has.', () => {
  const deaf = startDown(OVERTAKEN).health
  assert.ok(deaf.putBack(gallery, 'download'))
  for (const answer of [undefined, { kind: 'not-found' }] as const) {
    const health = new SourceHealth(handClock())
    if (answer) health.failed(gallery, 'download', answer)
    else health.succeeded(gallery, 'download')
    health.failed(gallery, 'download', OVERTAKEN)
    health.failed(gallery, 'download', OVERTAKEN)
    assert.equal(health.putBack(gallery, 'download'), undefined)
    health.failed(gallery, 'download', OVERTAKEN)
    assert.deepEqual(health.putBack(gallery, 'download'), OVERTAKEN)
  }
})

/** A clock of a step that began at this moment. */
function clockAt(date: number): HandClock {
  const clock = handClock()
  return { ...clock, now: clock.now, date: () => date + clock.now() }
}

const SINCE = 1_700_000_000_000

function known(failure: Failure, step: Step = 'download'): KnownTrouble {
  return { step, origin: API, failure, since: SINCE }
}

test('What an earlier step of the job has learnt puts a source back from the first question on, with its reason.', () => {
  const health = new SourceHealth(clockAt(SINCE + 5000), [known(REFUSED)])
  assert.deepEqual(health.putBack(gallery, 'download'), REFUSED)
  assert.equal(health.mayTry(gallery, 'download'), false)
})

test('It is tried 30 s after it went down, whichever step that was in.', () => {
  const clock = clockAt(SINCE + 20_000)
  const health = new SourceHealth(clock, [known(REFUSED)])
  clock.advance(9999)
  assert.equal(health.mayTry(gallery, 'download'), false)
  clock.advance(1)
  assert.equal(health.mayTry(gallery, 'download'), true)
})

test('A pause that it asked for in an earlier step is what is left of it.', () => {
  const health = new SourceHealth(clockAt(SINCE + 5000), [known(limited(20_000))])
  assert.equal(health.peaceMs(gallery, 'download'), 15_000)
})

test('What is down at the end is handed to later steps with when it began; what has answered meanwhile is not.', () => {
  const clock = clockAt(SINCE + 5000)
  const health = new SourceHealth(clock, [known(REFUSED), known(REFUSED, 'resolve')])
  clock.advance(1000)
  const mirror = namedSource('mirror')
  const down: Failure = { kind: 'timeout', phase: 'headers', ms: 8000, origin: 'https://mirror.test' }
  health.failed(mirror, 'resolve', down)
  health.succeeded(gallery, 'download')
  assert.deepEqual(health.troubles(), [
    known(REFUSED, 'resolve'),
    { step: 'resolve', origin: 'https://mirror.test', failure: down, since: SINCE + 6000 },
  ])
})

test('When it began is a whole number, though the clock of a run is finer.', () => {
  const clock = clockAt(SINCE)
  const health = new SourceHealth(clock)
  clock.advance(1.75)
  health.failed(gallery, 'download', REFUSED)
  clock.advance(100.4)
  const [{ since = 0 } = {}] = health.troubles()
  assert.equal(since, SINCE + 1)
})
