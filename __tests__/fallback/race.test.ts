import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Clock, sleep } from '../../src/clock.ts'
import type { Failure } from '../../src/failure.ts'
import { err, ok } from '../../src/result.ts'
import { leapingClock } from '../helpers/leaping-clock.ts'
import { namedSource } from '../helpers/scripted-source.ts'
import {
  askedOf,
  type CourseOptions,
  endsOf,
  fails,
  hangs,
  type Play,
  servedBy,
  serves,
  startCourse,
  trickles,
} from '../helpers/timed-sources.ts'

const KIB = 1024
const ABSENT: Failure = { kind: 'not-found' }
const BROKEN: Failure = { kind: 'malformed', what: 'an HTML page' }
const LIMITED: Failure = { kind: 'rate-limited', status: 429, retryAfterMs: 20_000, origin: 'https://b.test' }

/** Asks its server, and then works on what it got for so long: verification, a slow disk. */
function isBusyWith(value: string, answerMs: number, busyMs: number): Play {
  return async stage => {
    const answered = await serves(value, answerMs)(stage)
    await stage.wait(busyMs)
    return answered
  }
}

/** Says nothing for a while, then sends 20 KiB at that distance, so many times, and then nothing more. */
function wakes(silentMs: number, everyMs: number, pieces: number): Play {
  return async stage => {
    const request = stage.request()
    await stage.wait(silentMs)
    request.answered()
    for (let sent = 0; sent < pieces && !stage.call.signal.aborted; sent += 1) {
      request.heard(20 * KIB)
      await stage.wait(everyMs)
    }
    await stage.wait(60_000)
    request.ended()
    return ok('late')
  }
}

interface Row {
  readonly what: string
  readonly plays: Readonly<Record<string, Play>>
  readonly served: string
  /** Who was asked when. */
  readonly asked: string
  /** How each attempt ended, in the order of the ends. */
  readonly ends: string
  readonly options?: CourseOptions
}

const RACES: readonly Row[] = [
  {
    what: 'A source that drips is overtaken like one that is silent.',
    plays: { a: trickles('drip', 1, 200, 500), b: serves('yes', 20) },
    served: 'b: yes',
    asked: 'a 0, b 750',
    ends: 'b served, a failed overtaken',
  },
  {
    what: 'A source that sends 60 KiB/s is waited for, however long its package is.',
    plays: { a: trickles('slow', 0.6 * KIB, 10, 3000), b: serves('yes', 20) },
    served: 'a: slow',
    asked: 'a 0',
    ends: 'a served',
  },
  {
    what: 'While we are busy with what a source sent, it is not silent.',
    plays: { a: isBusyWith('yes', 20, 60_000), b: serves('no', 20) },
    served: 'a: yes',
    asked: 'a 0',
    ends: 'a served',
  },
  {
    what: 'A silent source that answers first all the same is what counts, and the other was not needed.',
    plays: { a: serves('late', 900), b: serves('later', 400) },
    served: 'a: late',
    asked: 'a 0, b 750',
    ends: 'a served, b unneeded',
  },
  {
    what: 'Of two that answer at the same moment the one in front counts, and nobody has failed.',
    plays: { a: serves('first', 800), b: serves('second', 50) },
    served: 'a: first',
    asked: 'a 0, b 750',
    ends: 'a served, b unneeded',
  },
  {
    what: 'Where the second lacks it the third is asked at once.',
    plays: { a: hangs(), b: fails(ABSENT, 20), c: serves('yes', 20) },
    served: 'c: yes',
    asked: 'a 0, b 750, c 770',
    ends: 'b failed not-found, c served, a failed overtaken',
  },
  {
    what: 'The first may still win when the second has failed.',
    plays: { a: serves('late', 790), b: fails(BROKEN, 20), c: serves('no', 500) },
    served: 'a: late',
    asked: 'a 0, b 750, c 770',
    ends: 'b failed malformed, a served, c unneeded',
  },
  {
    what: 'Where all are silent everybody is asked, and the first answer counts whosever it is.',
    plays: { a: serves('late', 9000), b: hangs(60_000), c: hangs(60_000) },
    served: 'a: late',
    asked: 'a 0, b 750, c 1500',
    ends: 'a served, b failed overtaken, c failed overtaken',
  },
  {
    what: 'A source that is silent at first, and then sends, has not failed when another one is through sooner.',
    plays: { a: wakes(800, 200, 500), b: serves('yes', 2500) },
    served: 'b: yes',
    asked: 'a 0, b 750',
    ends: 'b served, a unneeded',
  },
  {
    what: 'One that sends a little and falls silent again has failed.',
    plays: { a: wakes(800, 200, 3), b: serves('yes', 4000) },
    served: 'b: yes',
    asked: 'a 0, b 750',
    ends: 'b served, a failed overtaken',
  },
  {
    what: 'A source that nobody else can stand in for is waited for to the end of its clock.',
    plays: { a: serves('late', 7000) },
    served: 'a: late',
    asked: 'a 0',
    ends: 'a served',
  },
]

for (const { what, plays, served, asked, ends, options } of RACES) {
  test(what, async () => {
    const course = startCourse(options)
    const answer = await course.ask(plays)
    assert.deepEqual([servedBy(answer), askedOf(course), endsOf(answer)], [served, asked, ends])
  })
}

test('The loser is called off at once, and told why: who answered first, and how long it was silent itself.', async () => {
  const course = startCourse()
  await course.ask({ a: hangs(), b: serves('yes', 20) })
  const [a, b] = course.asked
  const why: Failure = { kind: 'overtaken', ms: 750, winner: 'b', origin: 'https://a.test' }
  assert.deepEqual(a?.calledOff, { at: 770, why })
  assert.equal(b?.calledOff, undefined)
  assert.deepEqual(course.health.putBack(namedSource('a'), 'download'), why)
})

test('Who was silent at first and is beaten while it sends is called off without a stain on its health.', async () => {
  const course = startCourse()
  await course.ask({ a: wakes(800, 200, 500), b: serves('yes', 2500) })
  assert.deepEqual(course.asked[0]?.calledOff, { at: 3250, why: { kind: 'cancelled' } })
  assert.equal(course.health.putBack(namedSource('a'), 'download'), undefined)
})

test('While one of those that were silent sends, no third is asked; when all are silent again, it is.', async () => {
  const course = startCourse()
  const answer = await course.ask({ a: wakes(1400, 200, 10), b: hangs(60_000), c: serves('yes', 20) })
  assert.equal(servedBy(answer), 'c: yes')
  assert.equal(endsOf(answer), 'c served, a failed overtaken, b failed overtaken')
  const [, , c] = course.asked
  assert.ok(c && c.at > 3400, `${c?.at} ms`)
})

test('A second source that was not needed is called off without a stain on its health.', async () => {
  const course = startCourse()
  await course.ask({ a: serves('late', 900), b: hangs() })
  assert.deepEqual(course.asked[1]?.calledOff, { at: 900, why: { kind: 'cancelled' } })
  assert.equal(course.health.putBack(namedSource('b'), 'download'), undefined)
})

/** Does not hear that it was called off. */
function isStubborn(clock: Clock, afterMs: number, end: () => ReturnType<Play>): Play {
  return async stage => {
    stage.request()
    await sleep(clock, afterMs, new AbortController().signal)
    return end()
  }
}

const LATE_ENDS = [
  { what: 'has the package after all', end: () => Promise.resolve(ok('too late')), discarded: ['too late'] },
  { what: 'fails', end: () => Promise.resolve(err(BROKEN)), discarded: [] },
  { what: 'throws', end: () => Promise.reject(new Error('a bug')), discarded: [] },
] as const

for (const { what, end, discarded } of LATE_ENDS) {
  test(`A loser that ${what} late changes nothing, and nothing of it stays.`, async t => {
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    t.after(() => process.off('unhandledRejection', note))
    const clock = leapingClock()
    const course = startCourse({ clock })
    const answer = await course.ask({ a: isStubborn(clock, 5000, end), b: serves('yes', 20) })
    assert.equal(servedBy(answer), 'b: yes')
    assert.equal(clock.now(), 770)
    await course.settled()
    assert.equal(clock.now(), 5000)
    await new Promise(setImmediate)
    assert.deepEqual([course.discarded, unhandled], [discarded, []])
    assert.equal(endsOf(answer), 'b served, a failed overtaken')
  })
}

test('What throws while it is waited for is a bug, and passed on.', async () => {
  const course = startCourse()
  const bug = new Error('a bug')
  await assert.rejects(course.ask({ a: () => Promise.reject(bug), b: serves('yes', 20) }), bug)
})

for (const why of [{ kind: 'deadline', ms: 600_000 }, { kind: 'cancelled' }] as const) {
  test(`The end of the run by ${why.kind} calls off both, and asks nobody after them.`, async () => {
    const controller = new AbortController()
    const clock = leapingClock()
    const course = startCourse({ clock, signal: controller.signal })
    clock.after(800, () => controller.abort(why))
    const answer = await course.ask({ a: hangs(), b: hangs(), c: serves('no', 1) })
    assert.deepEqual(answer.kind === 'stopped' && answer.failure, why)
    assert.deepEqual(
      course.asked.map(({ name, calledOff }) => [name, calledOff]),
      [
        ['a', { at: 800, why }],
        ['b', { at: 800, why }],
      ],
    )
    assert.equal(course.health.putBack(namedSource('a'), 'download'), undefined)
  })
}

test('A source that has asked to be left alone is left alone, though it could stand in for a silent one.', async () => {
  const course = startCourse()
  await course.ask({ b: fails(LIMITED, 10), c: serves('yes', 10) })
  const begun = course.clock.now()
  const answer = await course.ask({ a: serves('late', 6000), b: serves('too soon', 20) })
  assert.equal(servedBy(answer), 'a: late')
  assert.equal(course.clock.now() - begun, 6000)
})

test('Where all others have failed, whoever asked for a pause is asked after it, and not sooner.', async () => {
  const course = startCourse()
  await course.ask({ b: fails(LIMITED, 10), c: serves('yes', 10) })
  const answer = await course.ask({ a: fails(ABSENT, 10), b: serves('yes', 20) })
  assert.equal(servedBy(answer), 'b: yes')
  assert.equal(course.asked.at(-1)?.at, 20_010)
})
