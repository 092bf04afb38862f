import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HEDGE } from '../../src/fallback/policy.ts'
import { type Silence, type SilenceWatch, watchSilence } from '../../src/fallback/silence.ts'
import { type HandClock, handClock } from '../helpers/hand-clock.ts'

const KIB = 1024
const PATIENCE = 750
const ORIGIN = 'https://a.test'

interface Watched {
  readonly clock: HandClock
  readonly watch: SilenceWatch
  /** Every silence that was told, with when. */
  readonly silences: readonly (Silence & { readonly at: number })[]
  /** How long each status line took. */
  readonly answers: readonly number[]
  /** When it was silent no more. */
  readonly sounds: readonly number[]
}

/** @param isSeenTo whether somebody can be asked meanwhile */
function startWatch(isSeenTo: (times: number) => boolean = () => true, patienceMs = () => PATIENCE): Watched {
  const clock = handClock()
  const silences: (Silence & { readonly at: number })[] = []
  const sounds: number[] = []
  const answers: number[] = []
  const watch = watchSilence(clock, {
    patienceMs,
    tricklePerMs: () => HEDGE.tricklePerMs,
    onSilence: silence => isSeenTo(silences.push({ ...silence, at: clock.now() })),
    onSound: () => void sounds.push(clock.now()),
    onAnswer: ms => void answers.push(ms),
  })
  return { clock, watch, silences, sounds, answers }
}

test('A request that brings nothing is silent when the patience is over, not sooner, and told once.', () => {
  const { clock, watch, silences } = startWatch()
  clock.advance(300)
  watch.exchange(ORIGIN)
  clock.advance(PATIENCE - 1)
  assert.deepEqual(silences, [])
  clock.advance(1)
  assert.deepEqual(silences, [{ origin: ORIGIN, ms: PATIENCE, at: 1050 }])
  clock.advance(60_000)
  assert.equal(silences.length, 1)
})

test('A silence that nobody could see to is told again, with what it has come to, until somebody can.', () => {
  const { clock, watch, silences } = startWatch(times => times === 3)
  watch.exchange(ORIGIN)
  clock.advance(60_000)
  assert.deepEqual(
    silences.map(({ at, ms }) => [at, ms]),
    [750, 1000, 1250].map(at => [at, at]),
  )
})

/** How fast a body comes, in pieces of that size, and whether that is silence. */
const SPEEDS = [
  { what: 'One byte each 200 ms', bytes: 1, everyMs: 200, isSilent: true },
  { what: '10 KiB/s', bytes: KIB, everyMs: 100, isSilent: true },
  { what: '48 KiB/s', bytes: 0.48 * KIB, everyMs: 10, isSilent: true },
  { what: '52 KiB/s', bytes: 0.52 * KIB, everyMs: 10, isSilent: false },
  { what: '20 MiB/s', bytes: 256 * KIB, everyMs: 12.5, isSilent: false },
] as const

for (const { what, bytes, everyMs, isSilent } of SPEEDS) {
  test(`${what} ${isSilent ? 'is silence' : 'is none'}, as long as it lasts.`, () => {
    const { clock, watch, silences } = startWatch()
    const request = watch.exchange(ORIGIN)
    request.answered()
    for (let at = 0; at < 30_000; at += everyMs) {
      request.heard(bytes)
      clock.advance(everyMs)
    }
    assert.equal(silences.length, isSilent ? 1 : 0)
  })
}

test('A body that flowed and then stops is silent, however fast it was.', () => {
  const { clock, watch, silences } = startWatch()
  const request = watch.exchange(ORIGIN)
  request.answered()
  request.heard(100 * KIB)
  clock.advance(PATIENCE)
  assert.equal(silences.length, 0)
  clock.advance(PATIENCE)
  assert.equal(silences[0]?.at, 2 * PATIENCE)
})

test('Between its requests, and behind the last, nobody is silent: we are busy ourselves.', () => {
  const { clock, watch, silences } = startWatch()
  clock.advance(10_000)
  for (let times = 0; times < 5; times += 1) {
    const request = watch.exchange(ORIGIN)
    clock.advance(PATIENCE - 1)
    request.ended()
    clock.advance(60_000)
  }
  assert.deepEqual(silences, [])
})

test('A request that begins has the whole patience, and its own origin is what is told.', () => {
  const { clock, watch, silences } = startWatch()
  const first = watch.exchange(ORIGIN)
  clock.advance(700)
  first.ended()
  watch.exchange('https://cdn.test')
  clock.advance(PATIENCE - 1)
  assert.deepEqual(silences, [])
  clock.advance(1)
  assert.deepEqual(silences, [{ origin: 'https://cdn.test', ms: PATIENCE, at: 1450 }])
})

test('As long as one request of several is under way, silence counts.', () => {
  const { clock, watch, silences } = startWatch()
  watch.exchange(ORIGIN)
  watch.exchange(ORIGIN).ended()
  clock.advance(PATIENCE)
  assert.equal(silences.length, 1)
})

test('What every request took until its status line is told.', () => {
  const { clock, watch, answers } = startWatch()
  for (const ms of [40, 300]) {
    const request = watch.exchange(ORIGIN)
    clock.advance(ms)
    request.answered()
    clock.advance(100)
    request.ended()
  }
  assert.deepEqual(answers, [40, 300])
})

test('The patience is that of the moment at which a request begins.', () => {
  let patience = 1500
  const { clock, watch, silences } = startWatch(
    () => true,
    () => patience,
  )
  watch.exchange(ORIGIN).ended()
  patience = 750
  watch.exchange(ORIGIN)
  clock.advance(750)
  assert.equal(silences.length, 1)
})

test('A watch that was stopped tells nothing more, not even of a request that begins after it.', () => {
  const { clock, watch, silences } = startWatch()
  watch.exchange(ORIGIN)
  watch.stop()
  clock.advance(60_000)
  watch.exchange(ORIGIN)
  clock.advance(60_000)
  assert.deepEqual(silences, [])
})

test('What counts as silence is less than 50 KiB/s.', () => {
  assert.equal(HEDGE.tricklePerMs * 1000, 50 * KIB)
})
