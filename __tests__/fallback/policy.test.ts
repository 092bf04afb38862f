import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FailureKind } from '../../src/failure.ts'
import { GRAVITY, POLICY, RETRY, type Verdict } from '../../src/fallback/policy.ts'

type Row = readonly [after: Verdict['after'], again: Verdict['again'], say: Verdict['say'], health: Verdict['health']]

/** The table of the design, each row under a sentence with its reason. */
const ROWS: Readonly<Record<FailureKind, readonly [sentence: string, row: Row]>> = {
  'not-found': [
    'an absence is an answer: the source is well and is not asked again',
    ['next', 'no', 'nothing', 'well'],
  ],
  'no-version': ['a source that has other versions has answered too', ['next', 'no', 'nothing', 'well']],
  unsupported: ['what a source cannot do is no fault of it and is not told', ['next', 'no', 'nothing', 'unaffected']],
  unproven: [
    'an empty list without a sign of life is asked again, as the source may prove alive',
    ['next', 'yes', 'notice', 'soft'],
  ],
  unreachable: [
    'a source that cannot be reached goes to the back at once, since every module would wait for it',
    ['next', 'yes', 'notice', 'hard'],
  ],
  untrusted: [
    'a certificate that is not trusted is told, and is as untrusted in ten seconds',
    ['next', 'no', 'warning', 'hard'],
  ],
  timeout: [
    'a silent source goes to the back at once, since every module would wait for it',
    ['next', 'yes', 'notice', 'hard'],
  ],
  overtaken: [
    'a silence that another source ended is told, and counts when it comes again',
    ['next', 'yes', 'notice', 'soft'],
  ],
  'rate-limited': [
    'a source that asks for a pause gets it while the next one answers',
    ['next', 'yes', 'notice', 'soft'],
  ],
  'server-error': ['an error of one query says little about the others', ['next', 'yes', 'notice', 'soft']],
  denied: ['a refusal is told, as nobody mends what they cannot see, and stays one', ['next', 'no', 'warning', 'soft']],
  misdirected: ['an address that may not be followed is not followed later either', ['next', 'no', 'warning', 'soft']],
  malformed: ['another node of a CDN may be sound, so it is asked once more', ['next', 'once', 'warning', 'soft']],
  truncated: ['a connection that broke may hold the next time', ['next', 'yes', 'notice', 'soft']],
  'too-large': ['an endless body is not asked for again', ['next', 'no', 'warning', 'soft']],
  'differs-announced': [
    'other bytes than announced strike the source off for this package only',
    ['next', 'no', 'warning', 'unaffected'],
  ],
  'differs-locked': [
    'other bytes than locked are an error although the next source may serve',
    ['next', 'no', 'error', 'unaffected'],
  ],
  'other-build': [
    'another family may have built the version anew, which is told',
    ['next', 'no', 'warning', 'unaffected'],
  ],
  'local-io': ['a full disk is as full for the next source', ['stop-run', 'no', 'error', 'unaffected']],
  deadline: ['there is no time left for anybody', ['stop-run', 'no', 'error', 'unaffected']],
  cancelled: ['nobody waits for the answer', ['stop-run', 'no', 'error', 'unaffected']],
}

for (const [kind, [sentence, row]] of Object.entries(ROWS)) {
  test(`${kind}: ${sentence}.`, () => {
    const { after, again, say, health, why } = POLICY[kind as FailureKind]
    assert.deepEqual([after, again, say, health], row)
    assert.notEqual(why, '', 'a row without a reason is not merged')
  })
}

test('The policy has a row for every kind of failure and for nothing else.', () => {
  assert.deepEqual(Object.keys(POLICY).sort(), Object.keys(ROWS).sort())
})

test('Every kind of failure has one place in the order of gravity.', () => {
  assert.deepEqual([...GRAVITY].sort(), Object.keys(ROWS).sort())
})

/** Each line is graver than the next: the headline of the design, with what stops a run in front. */
const GRAVER: readonly (readonly FailureKind[])[] = [
  ['local-io', 'cancelled', 'deadline'],
  ['differs-locked'],
  ['denied'],
  ['malformed'],
  ['untrusted', 'unreachable', 'timeout', 'server-error'],
  ['no-version'],
  ['not-found'],
]

test('The headline of a failed question is the gravest of its causes.', () => {
  for (const [index, kinds] of GRAVER.entries()) {
    for (const kind of kinds) {
      for (const lesser of GRAVER[index + 1] ?? []) {
        assert.ok(GRAVITY.indexOf(kind) < GRAVITY.indexOf(lesser), `${kind} is graver than ${lesser}`)
      }
    }
  }
})

test('Nothing that is not worth another try at all is worth a pause.', () => {
  for (const { after, again } of Object.values(POLICY)) assert.ok(after === 'next' || again === 'no')
})

test('A source is asked four times at most, with pauses of half a second to ten, or the thirty that it asks for.', () => {
  const patience = { budget: 10, givenUpAfterMs: 5000, resumes: { brief: 1, long: 3 } }
  assert.deepEqual(RETRY, { attempts: 4, base: 500, cap: 10_000, longestRetryAfter: 30_000, ...patience })
})
