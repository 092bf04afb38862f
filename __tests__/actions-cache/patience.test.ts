import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Patience, startPatience } from '../../src/actions-cache/patience.ts'
import { type HandClock, handClock } from '../helpers/hand-clock.ts'

interface Waiting {
  readonly clock: HandClock
  readonly patience: Patience
  /** What was said when the time was up, one for each time. */
  readonly ends: readonly string[]
}

function waitFor(kind: 'restore' | 'save', silenceMs = 15_000, wholeMs = 3_600_000): Waiting {
  const [clock, ends] = [handClock(), [] as string[]]
  return { clock, ends, patience: startPatience(kind, { clock, silenceMs, wholeMs }, why => ends.push(why)) }
}

for (const kind of ['restore', 'save'] as const) {
  test(`A client (${kind}) has 20 s to begin.`, () => {
    const { clock, ends } = waitFor(kind)
    clock.advance(19_999)
    assert.deepEqual(ends, [])
    clock.advance(1)
    assert.deepEqual(ends, ['it did not start within 20 s'])
  })
}

for (const [silenceMs, firstMs] of [
  [15_000, 5000],
  [5000, 5000],
  [300, 300],
] as const) {
  test(`Where an archive may pause for ${silenceMs} ms, its first byte is waited for ${firstMs} ms from when the client began.`, () => {
    const { clock, patience, ends } = waitFor('restore', silenceMs)
    clock.advance(19_000)
    patience.begun()
    clock.advance(firstMs - 1)
    assert.deepEqual(ends, [])
    clock.advance(1)
    assert.deepEqual(ends, [`it sent nothing within ${firstMs / 1000} s`])
  })
}

test('An archive is waited for as long as it comes within its whole time, and no longer.', () => {
  const { clock, patience, ends } = waitFor('restore')
  patience.begun()
  for (let archive = 0; archive < 100; archive += 1) {
    clock.advance(4999)
    patience.received()
  }
  clock.advance(14_999)
  assert.deepEqual(ends, [])
  clock.advance(1)
  assert.deepEqual(ends, ['it stopped in the middle and sent nothing more within 15 s'])
})

test('A save has two minutes for all of it, whatever comes, and however short the time of a restore is.', () => {
  const { clock, patience, ends } = waitFor('save', 300, 60_000)
  patience.begun()
  clock.advance(119_999)
  patience.received()
  assert.deepEqual(ends, [])
  clock.advance(1)
  assert.deepEqual(ends, ['it did not take everything within 120 s'])
})

test('What is over is not waited for, whatever is said behind it.', () => {
  const { clock, patience, ends } = waitFor('restore')
  patience.begun()
  patience.over()
  patience.received()
  clock.advance(10_000_000)
  assert.deepEqual(ends, [])
})

test('An archive that drips has a time for the whole of it.', () => {
  const { clock, ends, patience } = waitFor('restore', 15_000, 60_000)
  patience.begun()
  for (let seconds = 1; seconds < 60; seconds += 1) {
    clock.advance(1000)
    patience.received()
  }
  assert.deepEqual(ends, [])
  clock.advance(1000)
  assert.deepEqual(ends, ['it did not send everything within 60 s'])
})
