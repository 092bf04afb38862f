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
  /** How often it was begun to be waited for something, and how often that had ended. */
  readonly begun: () => readonly [begins: number, ends: number]
}

/** @param isSeenTo whether somebody can be asked meanwhile */
function startWatch(
  isSeenTo: (times: number) => boolean = () => true,
  patienceMs = () => PATIENCE,
  tricklePerMs = (): number => HEDGE.tricklePerMs,
): Watched {
  const clock = handClock()
  const silences: (Silence & { readonly at: number })[] = []
  const sounds: number[] = []
  const answers: number[] = []
  let [begins, ends] = [0, 0]
  const watch = watchSilence(clock, {
    patienceMs,
    tricklePerMs,
    onSilence: silence => isSeenTo(silences.push({ ...silence, at: clock.now() })),
    onSound: () => void sounds.push(clock.now()),
    onBegin: () => {
      begins += 1
    },
    onEnd: () => {
      ends += 1
    },
    onAnswer: ms => void answers.push(ms),
  })
  return { clock, watch, silences, sounds, answers, begun: () => [begins, ends] }
}

test('Something is on its way from the first request that begins to the last that ends, even when nobody looks any more.', () => {
  const { watch, begun } = startWatch()
  assert.deepEqual(begun(), [0, 0])
  const [one, other] = [watch.exchange(ORIGIN), watch.exchange(ORIGIN)]
  one.ended()
  assert.deepEqual(begun(), [1, 0])
  watch.stop()
  other.ended()
  assert.deepEqual(begun(), [1, 1])
  watch.exchange(ORIGIN).ended()
  assert.deepEqual(begun(), [2, 2])
})

test('A request that brings nothing is silent when the patience is over, not sooner.', () => {
  const { clock, watch, silences } = startWatch()
  clock.advance(300)
  watch.exchange(ORIGIN)
  clock.advance(PATIENCE - 1)
  assert.deepEqual(silences, [])
  clock.advance(1)
  assert.deepEqual(silences, [{ origin: ORIGIN, ms: PATIENCE, at: 1050 }])
})

test('A silence is told again soon until somebody can see to it, and then each patience, with what it has come to.', () => {
  const { clock, watch, silences } = startWatch(times => times >= 3)
  clock.advance(300)
  watch.exchange(ORIGIN)
  clock.advance(3000)
  assert.deepEqual(
    silences.map(({ at, ms }) => [at, ms]),
    [750, 850, 950, 1700, 2450].map(ms => [300 + ms, ms]),
  )
})

test('A silence ends when enough comes in one patience, and the next one begins anew.', () => {
  const { clock, watch, silences, sounds } = startWatch()
  const request = watch.exchange(ORIGIN)
  clock.advance(PATIENCE + 100)
  request.answered()
  request.heard(1)
  clock.advance(PATIENCE - 100)
  assert.deepEqual(sounds, [], 'a byte is none')
  request.heard(100 * KIB)
  clock.advance(PATIENCE)
  assert.deepEqual(sounds, [3 * PATIENCE])
  clock.advance(PATIENCE)
  assert.deepEqual(
    silences.map(({ at, ms }) => [at, ms]),
    [
      [PATIENCE, PATIENCE],
      [2 * PATIENCE, 2 * PATIENCE],
      [4 * PATIENCE, PATIENCE],
    ],
  )
})

test('A request that begins ends the silence of the one before, and there is no sound where there was no silence.', () => {
  const { clock, watch, sounds } = startWatch()
  const first = watch.exchange(ORIGIN)
  clock.advance(PATIENCE + 100)
  first.ended()
  watch.exchange(ORIGIN).ended()
  watch.exchange(ORIGIN)
  assert.deepEqual(sounds, [PATIENCE + 100])
})

test('What is worth speaking of is that of the moment: less while many share the line.', () => {
  for (const [sharing, times] of [
    [1, 4],
    [16, 0],
  ] as const) {
    const { clock, watch, silences } = startWatch(
      () => true,
      () => PATIENCE,
      () => HEDGE.tricklePerMs / sharing,
    )
    const request = watch.exchange(ORIGIN)
    for (let at = 0; at < 4 * PATIENCE; at += 50) {
      request.heard(0.2 * KIB)
      clock.advance(50)
    }
    assert.equal(silences.length, times)
  }
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
    const { clock, watch, silences, sounds } = startWatch()
    const request = watch.exchange(ORIGIN)
    request.answered()
    for (let at = 0; at < 30_000; at += everyMs) {
      request.heard(bytes)
      clock.advance(everyMs)
    }
    assert.equal(silences.length, isSilent ? 30_000 / PATIENCE : 0)
    assert.deepEqual(sounds, [])
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

test('Requests without end have one patience together, however quick each of them is, unless they bring something.', () => {
  for (const [bytes, at] of [
    [10 * KIB, [HEDGE.requests * 500 + PATIENCE - 500]],
    [100 * KIB, []],
  ] as const) {
    const { clock, watch, silences, sounds } = startWatch()
    for (let times = 0; times <= HEDGE.requests; times += 1) {
      const request = watch.exchange(ORIGIN)
      request.answered()
      request.heard(bytes)
      clock.advance(500)
      request.ended()
    }
    assert.deepEqual(
      silences.map(silence => silence.at),
      at,
    )
    assert.deepEqual(sounds, [], 'the next request is no answer')
  }
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

test('A silence ends with its request: whoever has sent everything is not silent while we are busy with it.', () => {
  const { clock, watch, silences, sounds } = startWatch()
  const request = watch.exchange(ORIGIN)
  clock.advance(PATIENCE)
  assert.equal(silences.length, 1)
  request.heard(30_000_000)
  request.ended()
  assert.deepEqual(sounds, [PATIENCE])
  clock.advance(60_000)
  assert.equal(silences.length, 1)
})
