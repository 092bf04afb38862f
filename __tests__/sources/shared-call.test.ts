import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Failure } from '../../src/failure.ts'
import type { Call, Exchange } from '../../src/http/call.ts'
import { err, ok, type Result } from '../../src/result.ts'
import { memoise } from '../../src/sources/memoise.ts'

const ORIGIN = 'https://a.test'
const DOWN: Failure = { kind: 'unreachable', code: 'ECONNREFUSED', origin: ORIGIN }
const OVERTAKEN: Failure = { kind: 'overtaken', ms: 750, winner: 'b', origin: ORIGIN }

/** One asking of the source, in the test's hands. */
interface Asking {
  readonly name: string
  readonly call: Call
  answer(result: Result<string, Failure>): void
  fail(bug: Error): void
}

function startAsking(): { readonly askings: readonly Asking[]; readonly ask: ReturnType<typeof memoise<string>> } {
  const askings: Asking[] = []
  const ask = memoise<string>((name, call) => {
    const { promise, resolve, reject } = Promise.withResolvers<Result<string, Failure>>()
    askings.push({ name, call, answer: resolve, fail: reject })
    return promise
  })
  return { askings, ask }
}

interface Asker {
  readonly call: Call
  /** What it heard of the requests, in order. */
  readonly heard: readonly string[]
  callOff(): void
}

function asker(patience: Call['patience'] = 'brief'): Asker {
  const controller = new AbortController()
  const heard: string[] = []
  const exchange = (origin: string): Exchange => {
    heard.push(`begins at ${origin}`)
    return {
      answered: () => void heard.push('answered'),
      heard: bytes => void heard.push(`${bytes} bytes`),
      ended: () => void heard.push('ended'),
    }
  }
  return {
    call: { signal: controller.signal, patience, exchange },
    heard,
    callOff: () => controller.abort(OVERTAKEN),
  }
}

test('Several who ask the same at once are answered by one asking, whatever the letter case.', async () => {
  const { askings, ask } = startAsking()
  const answers = ['Pester', 'pester', 'PESTER'].map(name => ask(name, asker().call))
  const other = ask('Az', asker().call)
  assert.deepEqual(
    askings.map(({ name }) => name),
    ['Pester', 'Az'],
  )
  askings[0]?.answer(ok('5.5.0'))
  askings[1]?.answer(ok('17.0.0'))
  assert.deepEqual(await Promise.all(answers), Array(3).fill(ok('5.5.0')))
  assert.deepEqual(await other, ok('17.0.0'))
})

test('A success is remembered, a failure is not.', async () => {
  const { askings, ask } = startAsking()
  const failed = ask('Pester', asker().call)
  askings[0]?.answer(err(DOWN))
  assert.deepEqual(await failed, err(DOWN))
  const served = ask('Pester', asker().call)
  askings[1]?.answer(ok('5.5.0'))
  assert.deepEqual(await served, ok('5.5.0'))
  assert.deepEqual(await ask('Pester', asker().call), ok('5.5.0'))
  assert.equal(askings.length, 2)
})

test('Whoever is called off has its own reason for an answer at once, and the others wait on.', async () => {
  const { askings, ask } = startAsking()
  const [first, second] = [asker(), asker()]
  const answers = [first, second].map(({ call }) => ask('Pester', call))
  first.callOff()
  assert.deepEqual(await answers[0], err(OVERTAKEN))
  assert.equal(askings[0]?.call.signal.aborted, false)
  askings[0]?.answer(ok('5.5.0'))
  assert.deepEqual(await answers[1], ok('5.5.0'))
})

test('When the last one is called off, so is the asking, with that reason.', async () => {
  const { askings, ask } = startAsking()
  const askers = [asker(), asker(), asker()]
  const answers = askers.map(({ call }) => ask('Pester', call))
  for (const each of askers) {
    assert.equal(askings[0]?.call.signal.aborted, false)
    each.callOff()
  }
  assert.deepEqual(askings[0]?.call.signal.reason, OVERTAKEN)
  assert.deepEqual(await Promise.all(answers), Array(3).fill(err(OVERTAKEN)))
})

test('Whoever comes after an asking was called off has a new one, which the end of the old does not disturb.', async () => {
  const { askings, ask } = startAsking()
  const gone = asker()
  const lost = ask('Pester', gone.call)
  gone.callOff()
  const late = ask('Pester', asker().call)
  assert.equal(askings.length, 2)
  askings[0]?.answer(err(OVERTAKEN))
  await lost
  const joins = ask('Pester', asker().call)
  assert.equal(askings.length, 2)
  askings[1]?.answer(ok('5.5.0'))
  assert.deepEqual(await Promise.all([late, joins]), [ok('5.5.0'), ok('5.5.0')])
})

test('An answer that was on its way when nobody waited any more is not thrown away.', async () => {
  const { askings, ask } = startAsking()
  const gone = asker()
  const lost = ask('Pester', gone.call)
  gone.callOff()
  askings[0]?.answer(ok('5.5.0'))
  await lost
  assert.deepEqual(await ask('Pester', asker().call), ok('5.5.0'))
  assert.equal(askings.length, 1)
})

test('Whoever was called off before it asks asks nothing.', async () => {
  const { askings, ask } = startAsking()
  const gone = asker()
  gone.callOff()
  assert.deepEqual(await ask('Pester', gone.call), err(OVERTAKEN))
  assert.equal(askings.filter(({ call }) => !call.signal.aborted).length, 0)
})

test('Everybody who waits hears the requests, who joins in the middle what is under way; one answer is told one of them.', async () => {
  const { askings, ask } = startAsking()
  const [first, second, late] = [asker(), asker(), asker()]
  const answers = [ask('Pester', first.call), ask('Pester', second.call)]
  const page = askings[0]?.call.exchange?.(ORIGIN)
  page?.answered()
  page?.heard(100)
  answers.push(ask('Pester', late.call))
  page?.heard(50)
  page?.ended()
  const next = askings[0]?.call.exchange?.('https://cdn.test')
  next?.ended()
  askings[0]?.answer(ok('5.5.0'))
  await Promise.all(answers)
  const rest = ['50 bytes', 'ended', 'begins at https://cdn.test', 'ended']
  assert.deepEqual(first.heard, [`begins at ${ORIGIN}`, 'answered', '100 bytes', ...rest])
  assert.deepEqual(second.heard, [`begins at ${ORIGIN}`, '100 bytes', ...rest])
  assert.deepEqual(late.heard, [`begins at ${ORIGIN}`, ...rest])
})

test('Whoever was called off hears of no request that begins after it.', () => {
  const { askings, ask } = startAsking()
  const [gone, stays] = [asker(), asker()]
  void ask('Pester', gone.call)
  void ask('Pester', stays.call)
  gone.callOff()
  askings[0]?.call.exchange?.(ORIGIN)
  assert.deepEqual([gone.heard, stays.heard], [[], [`begins at ${ORIGIN}`]])
})

test('An asking is shared by those who are equally patient: nobody ends with the clocks of another.', async () => {
  const { askings, ask } = startAsking()
  const brief = ask('Pester', asker('brief').call)
  const long = [ask('Pester', asker('long').call), ask('pester', asker('long').call)]
  assert.deepEqual(
    askings.map(({ call }) => call.patience),
    ['brief', 'long'],
  )
  askings[0]?.answer(err(DOWN))
  assert.deepEqual(await brief, err(DOWN))
  askings[1]?.answer(ok('5.5.0'))
  assert.deepEqual(await Promise.all(long), Array(2).fill(ok('5.5.0')))
  assert.deepEqual(await ask('Pester', asker('brief').call), ok('5.5.0'))
  assert.equal(askings.length, 2)
})

test('What throws is a bug, and passed on to everybody who waits; nobody is left waiting for ever.', async () => {
  const { askings, ask } = startAsking()
  const answers = [ask('Pester', asker().call), ask('Pester', asker().call)]
  const bug = new Error('a bug')
  askings[0]?.fail(bug)
  for (const answer of answers) await assert.rejects(answer, bug)
})
