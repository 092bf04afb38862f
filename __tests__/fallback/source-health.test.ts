import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Failure } from '../../src/failure.ts'
import { BREAKER, RETRY } from '../../src/fallback/policy.ts'
import { SourceHealth } from '../../src/fallback/source-health.ts'
import { handClock } from '../helpers/hand-clock.ts'
import { namedSource } from '../helpers/scripted-source.ts'

const API = 'https://api.test'
const CDN = 'https://cdn.test'
const gallery = namedSource('gallery', { url: `${API}/api/v2` })
const cdn = namedSource('cdn', { url: `${CDN}/packages/{id}.{version}.nupkg` })

function refused(origin: string): Failure {
  return { kind: 'unreachable', code: 'ECONNREFUSED', origin }
}

function serverError(origin: string): Failure {
  return { kind: 'server-error', status: 503, origin }
}

test('A source is well until something is known about it.', () => {
  const health = new SourceHealth(handClock())
  assert.equal(health.putBack(gallery, 'resolve'), undefined)
})

test('One hard failure puts a source back at once, with that failure as the reason.', () => {
  const health = new SourceHealth(handClock())
  const failure = refused(API)
  health.failed(gallery, 'resolve', failure)
  assert.equal(health.putBack(gallery, 'resolve'), failure)
})

test('Soft failures put a source back when they come three times in a row.', () => {
  const health = new SourceHealth(handClock())
  health.failed(gallery, 'resolve', serverError(API))
  health.failed(gallery, 'resolve', serverError(API))
  assert.equal(health.putBack(gallery, 'resolve'), undefined)
  health.failed(gallery, 'resolve', serverError(API))
  assert.deepEqual(health.putBack(gallery, 'resolve'), serverError(API))
})

test('An answer in between starts the count anew, whether it has the package or not.', () => {
  const health = new SourceHealth(handClock())
  for (const answer of [
    () => health.succeeded(gallery, 'resolve'),
    () => health.failed(gallery, 'resolve', { kind: 'not-found', origin: API }),
    () => health.failed(gallery, 'resolve', { kind: 'no-version', known: [] }),
  ]) {
    health.failed(gallery, 'resolve', serverError(API))
    health.failed(gallery, 'resolve', serverError(API))
    answer()
    assert.equal(health.putBack(gallery, 'resolve'), undefined)
  }
})

test('An answer takes a source back that was down.', () => {
  const health = new SourceHealth(handClock())
  health.failed(gallery, 'resolve', refused(API))
  health.succeeded(gallery, 'resolve')
  assert.equal(health.putBack(gallery, 'resolve'), undefined)
})

const NO_FAULT: readonly Failure[] = [
  { kind: 'unsupported' },
  { kind: 'differs-announced', expected: 'a', got: 'b' },
  { kind: 'differs-locked', expected: 'a', got: 'b' },
  { kind: 'other-build', expected: 'a', got: 'b' },
  { kind: 'local-io', code: 'ENOSPC', path: 'x' },
  { kind: 'deadline', ms: 1 },
  { kind: 'cancelled' },
]

for (const failure of NO_FAULT) {
  test(`${failure.kind} says nothing about the health of a source, however often.`, () => {
    const health = new SourceHealth(handClock())
    for (let times = 0; times < 5; times += 1) health.failed(gallery, 'download', failure)
    assert.equal(health.putBack(gallery, 'download'), undefined)
  })
}

test('Resolving and downloading have a health of their own: the API can err while packages are served.', () => {
  const health = new SourceHealth(handClock())
  for (let times = 0; times < 3; times += 1) health.failed(gallery, 'resolve', serverError(API))
  assert.ok(health.putBack(gallery, 'resolve'))
  assert.equal(health.putBack(gallery, 'download'), undefined)
})

test('A failure behind a redirect counts against the origin it led to, and for every source that ends there.', () => {
  const health = new SourceHealth(handClock())
  health.failed(gallery, 'download', refused(CDN))
  assert.ok(health.putBack(cdn, 'download'), 'the CDN itself')
  assert.ok(health.putBack(gallery, 'download'), 'the API whose downloads end there')
  assert.equal(health.putBack(gallery, 'resolve'), undefined, 'what the API answers itself')
})

test("A download that works takes the redirect's origin back too.", () => {
  const health = new SourceHealth(handClock())
  health.failed(gallery, 'download', refused(CDN))
  health.succeeded(gallery, 'download')
  assert.equal(health.putBack(cdn, 'download'), undefined)
})

test('Two sources at one origin share its health.', () => {
  const health = new SourceHealth(handClock())
  health.failed(gallery, 'resolve', refused(API))
  assert.ok(health.putBack(namedSource('other', { url: `${API}/other/index.json` }), 'resolve'))
})

test('An origin that is down is given up when it was asked in vain ten times and for five seconds, not for either alone.', () => {
  const clock = handClock()
  const health = new SourceHealth(clock)
  const fail = (times: number): void => {
    for (let turn = 0; turn < times; turn += 1) health.failed(gallery, 'resolve', refused(API))
  }
  fail(1 + RETRY.budget)
  assert.equal(health.isGivenUp(gallery, 'resolve'), false, 'sixteen questions fail together in one hiccup')
  clock.advance(RETRY.givenUpAfterMs)
  assert.equal(health.isGivenUp(gallery, 'resolve'), true)
  assert.equal(health.isGivenUp(namedSource('other', { url: CDN }), 'resolve'), false)
  clock.advance(BREAKER.halfOpenMs)
  assert.equal(health.isGivenUp(gallery, 'resolve'), false, 'one question tries it again')
})

test('Any answer takes back that an origin is given up, a mere "no" too.', () => {
  for (const answer of [undefined, { kind: 'not-found', origin: API } as const]) {
    const clock = handClock()
    const health = new SourceHealth(clock)
    for (let turn = 0; turn < 12; turn += 1) health.failed(gallery, 'resolve', refused(API))
    clock.advance(RETRY.givenUpAfterMs)
    assert.equal(health.isGivenUp(gallery, 'resolve'), true)
    if (answer) health.failed(gallery, 'resolve', answer)
    else health.succeeded(gallery, 'resolve')
    assert.equal(health.isGivenUp(gallery, 'resolve'), false)
  }
})
