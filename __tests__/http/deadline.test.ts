import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../src/clock.ts'
import type { Failure } from '../../src/failure.ts'
import type { Patience } from '../../src/http/call.ts'
import { clocksFor, packageDeadlineMs } from '../../src/http/clocks.ts'
import { type Deadline, startDeadline } from '../../src/http/deadline.ts'
import { someCall } from '../helpers/ask.ts'
import { type HandClock, handClock } from '../helpers/hand-clock.ts'

const KIB = 1024
const MIB = 1024 * KIB
const ORIGIN = 'https://a.test'

/** Every clock, by the input `source-timeout`: connect, status line, silence in a body; milliseconds. */
const CLOCKS = [
  { input: 1000, brief: [999, 1000, 1000], long: [1998, 4000, 4000] },
  { input: 5000, brief: [4999, 5000, 5000], long: [9998, 20_000, 20_000] },
  { input: 8000, brief: [5000, 8000, 8000], long: [10_000, 32_000, 32_000] },
  { input: 30_000, brief: [5000, 30_000, 30_000], long: [10_000, 120_000, 120_000] },
] as const

for (const { input, ...expected } of CLOCKS) {
  test(`The clocks of a request with a source-timeout of ${input} ms.`, () => {
    const clocks = clocksFor(input)
    for (const patience of ['brief', 'long'] as const) {
      const { connectMs, headersMs, idleMs } = clocks[patience]
      assert.deepEqual([connectMs, headersMs, idleMs], expected[patience])
    }
    assert.deepEqual(clocks.brief.slowest, { bytes: 50 * KIB * 15, ms: 15_000 })
    assert.deepEqual(clocks.long.slowest, { bytes: 10 * KIB * 30, ms: 30_000 })
  })
}

/** How long a package may take in all. */
const PACKAGES = [
  { bytes: 0, brief: 60_000, long: 120_000 },
  { bytes: 256 * KIB, brief: 61_000, long: 122_000 },
  { bytes: 30 * MIB, brief: 180_000, long: 360_000 },
  { bytes: 512 * MIB, brief: 2_108_000, long: 4_216_000 },
] as const

for (const { bytes, ...expected } of PACKAGES) {
  test(`A package of ${bytes / KIB} KiB may take ${expected.brief / 1000} s, and twice that of the last source.`, () => {
    for (const patience of ['brief', 'long'] as const) {
      assert.equal(packageDeadlineMs(bytes, patience), expected[patience])
    }
  })
}

function start(
  patience: Patience = 'brief',
  signal?: AbortSignal,
): { readonly clock: HandClock; readonly deadline: Deadline } {
  const clock = handClock()
  return { clock, deadline: startDeadline({ ...someCall(signal), patience }, clock, ORIGIN) }
}

function isOver({ call }: Deadline): boolean {
  return call.signal.aborted
}

/** A body that has the line to itself. */
const BODY = { origin: ORIGIN, transfers: () => 1 }

test('As long as nobody has said how much there is, there is time for none.', () => {
  const { clock, deadline } = start()
  clock.advance(59_999)
  assert.equal(isOver(deadline), false)
  clock.advance(1)
  const failure: Failure = { kind: 'timeout', phase: 'whole', ms: 60_000, origin: ORIGIN }
  assert.deepEqual(deadline.call.signal.reason, failure)
})

test('A size that is known late counts from the beginning.', () => {
  const { clock, deadline } = start()
  clock.advance(50_000)
  deadline.expect(30 * MIB, BODY)
  clock.advance(129_999)
  assert.equal(isOver(deadline), false)
  clock.advance(1)
  assert.deepEqual(deadline.call.signal.reason, { kind: 'timeout', phase: 'whole', ms: 180_000, origin: ORIGIN })
})

test('The last word on the size is what counts.', () => {
  const { clock, deadline } = start()
  deadline.expect(512 * MIB, BODY)
  deadline.expect(256 * KIB, BODY)
  clock.advance(60_999)
  assert.equal(isOver(deadline), false)
  clock.advance(1)
  assert.equal(isOver(deadline), true)
})

test('Who has long patience has twice the time.', () => {
  const { clock, deadline } = start('long')
  clock.advance(119_999)
  assert.equal(isOver(deadline), false)
  clock.advance(1)
  assert.equal(isOver(deadline), true)
})

test('One that was lifted ends nothing any more.', () => {
  const { clock, deadline } = start()
  deadline.expect(MIB, BODY)
  deadline.lift()
  clock.advance(600_000)
  assert.equal(isOver(deadline), false)
})

test('The end of the asking ends it too, with its own reason.', () => {
  const controller = new AbortController()
  const { deadline } = start('brief', controller.signal)
  controller.abort({ kind: 'cancelled' })
  assert.deepEqual(deadline.call.signal.reason, { kind: 'cancelled' })
})

test('No size is so large that the time for it is over at once, as that of the longest timers is.', async t => {
  const warnings: Error[] = []
  const note = (warning: Error): void => void warnings.push(warning)
  process.on('warning', note)
  t.after(() => process.off('warning', note))
  const deadline = startDeadline(someCall(), systemClock, ORIGIN)
  deadline.expect(Number.MAX_SAFE_INTEGER, BODY)
  await new Promise(resolve => setTimeout(resolve, 2))
  assert.deepEqual([isOver(deadline), warnings], [false, []])
  deadline.lift()
})

test('Of a line that is shared each transfer has its part, and who sends is the one that is waited for.', () => {
  const { clock, deadline } = start()
  const cdn = 'https://cdn.test'
  deadline.expect(MIB, { origin: cdn, transfers: () => 16 })
  clock.advance(60_000 + 16 * 4000 - 1)
  assert.equal(isOver(deadline), false)
  clock.advance(1)
  assert.deepEqual(deadline.call.signal.reason, { kind: 'timeout', phase: 'whole', ms: 124_000, origin: cdn })
})

test('Who shares the line later than the deadline was set is counted all the same.', () => {
  const { clock, deadline } = start()
  let transfers = 1
  deadline.expect(MIB, { origin: ORIGIN, transfers: () => transfers })
  transfers = 16
  clock.advance(60_000 + 16 * 4000 - 1)
  assert.equal(isOver(deadline), false)
  clock.advance(1)
  assert.equal(isOver(deadline), true)
})
