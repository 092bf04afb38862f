import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatLock } from '../../src/lock/format-lock.ts'
import { lockDigest } from '../../src/lock/lock-digest.ts'
import { parseLock } from '../../src/lock/read-lock.ts'
import { anyChanges, changes, checkReading, mutate } from '../psd1/mutate.ts'
import { SAMPLE, someLock } from './some-lock.ts'

const CODES: ReadonlySet<string> = new Set([
  'LOCK_CONFLICT',
  'LOCK_CUT_OFF',
  'LOCK_SYNTAX',
  'LOCK_NEWER',
  'LOCK_FOREIGN',
  'LOCK_EDITED',
])
const NOT_JSON: ReadonlySet<string> = new Set(['LOCK_CONFLICT', 'LOCK_CUT_OFF', 'LOCK_SYNTAX'])

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Whatever the text: a lock that is written as it is read, or one of our problems with a place inside the text. */
function check(text: string): void {
  checkReading(text, each => parseLock(each, 'modules.lock.json'))
  const lock = parseLock(text, 'modules.lock.json')
  if (lock.ok) {
    const again = parseLock(formatLock(lock.value), 'modules.lock.json')
    assert.ok(again.ok && lockDigest(again.value.packages) === lockDigest(lock.value.packages))
  } else {
    const { code, sentence, hint } = lock.error
    assert.ok(CODES.has(code), code)
    assert.ok(sentence.length < 600 && hint, sentence)
    const isTooDeep = sentence.includes('nests deeper')
    assert.ok(isTooDeep || NOT_JSON.has(code) !== isJson(text), code)
  }
}

const text = formatLock(SAMPLE)

/** What a hand or a merge leaves behind, and what a forger tries. */
const scraps = fc.constantFrom(
  ...['"', '\\', '{', '}', '[', ']', ',', ':', '\n', '0', '-', '1e9', 'null', 'true', '//', '/*', '\u0000', '\ufeff'],
  ...[
    '"__proto__": ',
    '"constructor": {},',
    '"format": 2,',
    '<<<<<<< HEAD\n',
    '=======\n',
    '"a": 1,',
    '"size": ',
    '\ud800',
  ],
)

test('A changed lock is read or refused.', () => {
  const anything = fc.oneof(anyChanges, changes(scraps, 3))
  fc.assert(
    fc.property(fc.oneof(fc.constant(text), someLock.map(formatLock)), anything, (lock, some) =>
      check(mutate(lock, some)),
    ),
    { numRuns: 1000 },
  )
})

test('A lock that lost any one of its characters, or has any one twice, is read or refused.', () => {
  for (let at = 0; at < text.length; at += 1) {
    check(text.slice(0, at) + text.slice(at + 1))
    check(text.slice(0, at + 1) + text.slice(at))
  }
})

test('A lock without one of its lines, or with two of them exchanged, is read or refused.', () => {
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    check(lines.toSpliced(at, 1).join('\n'))
    check(lines.toSpliced(at, 2, lines[at + 1] ?? '', lines[at] ?? '').join('\n'))
  }
})

test('Any text and any JSON is read or refused.', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), check), { numRuns: 500 })
})

test('Whatever is repeated however often, is read or refused.', () => {
  const pieces = fc.array(scraps, { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(pieces, some => check(some.join('').repeat(10_000))),
    { numRuns: 100 },
  )
})

const HEAD = '{"format":1,"requirements":'

for (const [what, hostile] of [
  ['brackets', '['.repeat(2_000_000)],
  ['brackets that close nothing', '{]],'.repeat(500_000)],
  ['objects between brackets that close nothing', '{]],"a":'.repeat(250_000)],
  ['numbers', `${HEAD}[${'1,'.repeat(1_000_000)}1]}`],
  ['a name', `{"${'a'.repeat(2_000_000)}":1}`],
  ['names', `{"format":1,"packages":{${Array.from({ length: 100_000 }, (_, at) => `"a/${at}.0.0":{}`).join()}}}`],
  ['escapes', `${HEAD}["${'\\n'.repeat(1_000_000)}"]}`],
  ['a string without end', `${HEAD}["${'\\"'.repeat(1_000_000)}`],
  ['line ends', '\n'.repeat(2_000_000)],
  ['markers', `${'<<<<<<<'.repeat(250_000)}`],
  ['blanks', ' '.repeat(2_000_000)],
  ['a number', `{"format":${'1'.repeat(2_000_000)}}`],
  ['an unknown word', 'x'.repeat(2_000_000)],
] as const) {
  test(`2 MB of ${what} take less than five seconds.`, () => {
    const start = performance.now()
    const lock = parseLock(hostile, 'modules.lock.json')
    assert.ok(performance.now() - start < 5000)
    assert.ok(!lock.ok && lock.error.sentence.length < 600, lock.ok ? '' : lock.error.sentence.slice(0, 100))
  })
}
