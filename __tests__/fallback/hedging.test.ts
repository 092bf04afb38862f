import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Hedging } from '../../src/fallback/hedging.ts'
import { type Answers, mayAsk } from '../../src/fallback/may-ask.ts'
import type { Inquiry } from '../../src/fallback/try-sources.ts'
import { groupFamilies } from '../../src/sources/family.ts'
import type { Source } from '../../src/sources/source.ts'
import { namedSource } from '../helpers/scripted-source.ts'
import {
  askedOf,
  type Course,
  endsOf,
  hangs,
  inParallel,
  servedBy,
  serves,
  startCourse,
} from '../helpers/timed-sources.ts'

const HEDGE_AFTER = 750

/** Lets `a` answer so many questions alone, each after that long. */
async function teach(course: Course, answerMs: number, times = 5): Promise<void> {
  for (let question = 0; question < times; question += 1) await course.ask({ a: serves('yes', answerMs) })
}

const UNKNOWN = [
  { step: 'download', ms: 750 },
  { step: 'resolve', ms: 1500 },
] as const

for (const { step, ms } of UNKNOWN) {
  test(`Of a source that nothing is known of, a ${step} costs ${ms} ms of silence.`, async () => {
    const course = startCourse({ step })
    const answer = await course.ask({ a: hangs(), b: serves('yes', 20) })
    assert.equal(servedBy(answer), 'b: yes')
    assert.equal(askedOf(course), `a 0, b ${ms}`)
    assert.equal(course.clock.now(), ms + 20)
  })
}

const KNOWN = [
  { step: 'download', median: 40, ms: 750 },
  { step: 'download', median: 375, ms: 750 },
  { step: 'download', median: 600, ms: 1200 },
  { step: 'resolve', median: 40, ms: 750 },
  { step: 'resolve', median: 700, ms: 1400 },
] as const

for (const { step, median, ms } of KNOWN) {
  test(`Of a source that usually answers a ${step} after ${median} ms, it costs ${ms} ms.`, async () => {
    const course = startCourse({ step })
    await teach(course, median)
    const begun = course.clock.now()
    await course.ask({ a: hangs(), b: serves('yes', 20) })
    assert.equal(course.asked.at(-1)?.name, 'b')
    assert.equal((course.asked.at(-1)?.at ?? 0) - begun, ms)
  })
}

test('The median is of each source and each step for itself, and of what it answered lately.', () => {
  const hedging = new Hedging(HEDGE_AFTER)
  for (let times = 0; times < 40; times += 1) hedging.answered('a', 'resolve', 5000)
  assert.equal(hedging.patienceMs('a', 'resolve'), 10_000)
  assert.equal(hedging.patienceMs('a', 'download'), 750)
  assert.equal(hedging.patienceMs('b', 'resolve'), 1500)
  for (let times = 0; times < 32; times += 1) hedging.answered('a', 'resolve', 10)
  assert.equal(hedging.patienceMs('a', 'resolve'), 750)
})

test('One slow answer among quick ones does not make a source patient with.', () => {
  const hedging = new Hedging(HEDGE_AFTER)
  for (const ms of [20, 30, 9000, 25, 40]) hedging.answered('a', 'download', ms)
  assert.equal(hedging.patienceMs('a', 'download'), 750)
})

test('With hedge-after 0, as `lock` always has it, nobody is asked beside another.', async () => {
  const course = startCourse({ hedgeAfterMs: 0 })
  const answer = await course.ask({ a: hangs(8000), b: serves('yes', 20) })
  assert.equal(servedBy(answer), 'b: yes')
  assert.equal(askedOf(course), 'a 0, b 8000')
  assert.equal(endsOf(answer), 'a failed timeout, b served')
})

/** Who may be asked for a name that may be in all of these families. */
function within(sources: readonly Source[]): Partial<Inquiry<string>> {
  const families = groupFamilies(sources)
  return { candidates: sources, mayAsk: (source, answers: Answers) => mayAsk(source, families, answers) }
}

test('A private name is not asked of anybody else beside its silent source, however long that is silent.', async () => {
  const own = namedSource('own')
  const gallery = namedSource('gallery', { family: 'gallery' })
  const course = startCourse({ step: 'resolve' })
  const answer = await course.ask({ own: hangs(), gallery: serves('a stranger', 5) }, within([own, gallery]))
  assert.equal(answer.kind, 'unserved')
  assert.ok(course.asked.every(({ name }) => name === 'own'))
})

test('A mirror of the same private family is asked beside it.', async () => {
  const own = namedSource('own', { family: 'corp' })
  const mirror = namedSource('mirror', { family: 'corp', isAuthority: false })
  const gallery = namedSource('gallery', { family: 'gallery' })
  const course = startCourse({ step: 'resolve' })
  const plays = { own: hangs(), mirror: serves('ours', 5), gallery: serves('a stranger', 5) }
  assert.equal(servedBy(await course.ask(plays, within([own, mirror, gallery]))), 'mirror: ours')
  assert.equal(askedOf(course), 'own 0, mirror 1500')
})

test('A family in front that is silent bars those behind it, public ones too.', async () => {
  const gallery = namedSource('gallery', { family: 'gallery' })
  const mirror = namedSource('mirror', { family: 'gallery', isAuthority: false })
  const mar = namedSource('mar', { family: 'mar' })
  const course = startCourse({ step: 'resolve' })
  const plays = { gallery: serves('late', 6000), mirror: hangs(20_000), mar: serves('another build', 5) }
  const answer = await course.ask(plays, within([gallery, mirror, mar]))
  assert.equal(servedBy(answer), 'gallery: late')
  assert.equal(askedOf(course), 'gallery 0, mirror 1500')
})

/** How long the first source takes for each question; the second would take longer. */
const HEALTHY_DAY = fc.array(fc.constantFrom(20, 200, 800, 1500, 4000, 7500), { minLength: 1, maxLength: 120 })

test('On a day on which the first source always answers first, one question in ten is put twice at most, and one more.', async () => {
  await fc.assert(
    fc.asyncProperty(HEALTHY_DAY, fc.constantFrom(1, 4, 16), async (times, atOnce) => {
      const course = startCourse()
      await course.ask({ a: serves('yes', 20) })
      await inParallel(times, atOnce, async ms => {
        const answer = await course.ask({ a: serves('yes', ms), b: serves('no', 60_000), c: serves('no', 60_000) })
        assert.equal(servedBy(answer), 'a: yes')
      })
      const questions = 1 + times.length
      const extra = course.asked.length - questions
      assert.ok(extra <= questions / 10 + 1, `${extra} extra requests for ${questions} questions`)
    }),
    { numRuns: 60 },
  )
})

const SETS = [1, 16, 30, 103, 1000] as const

for (const questions of SETS) {
  test(`A dead first source costs ${questions} questions, 16 at once, one hedge-after and a little.`, async () => {
    const answerMs = 20
    const course = startCourse()
    await inParallel(Array(questions).fill(0), 16, async () => {
      assert.equal(servedBy(await course.ask({ a: hangs(), b: serves('yes', answerMs) })), 'b: yes')
    })
    const healthy = Math.ceil(questions / 16) * answerMs
    const over = course.clock.now() - healthy
    assert.ok(over <= HEDGE_AFTER + 150, `${over} ms over the ${healthy} of a healthy run`)
    const asked = course.asked.filter(({ name }) => name === 'a').length
    assert.ok(asked <= 16, `the dead one was asked ${asked} times`)
  })
}

test('Two dead sources in front cost a set two seconds each at most.', async () => {
  const course = startCourse()
  await inParallel(Array(103).fill(0), 16, async () => {
    assert.equal(servedBy(await course.ask({ a: hangs(), b: hangs(), c: serves('yes', 20) })), 'c: yes')
  })
  const over = course.clock.now() - Math.ceil(103 / 16) * 20
  assert.ok(over <= 4000, `${over} ms`)
})

test('A first source that dies in the middle costs hardly more, though it has answered before.', async () => {
  const course = startCourse()
  await teach(course, 20, 20)
  const begun = course.clock.now()
  await inParallel(Array(103).fill(0), 16, async () => {
    assert.equal(servedBy(await course.ask({ a: hangs(), b: serves('yes', 20) })), 'b: yes')
  })
  const over = course.clock.now() - begun - Math.ceil(103 / 16) * 20
  assert.ok(over <= 2 * HEDGE_AFTER, `${over} ms`)
})
