import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Failure } from '../../src/failure.ts'
import { RETRY } from '../../src/fallback/policy.ts'
import { SourceHealth } from '../../src/fallback/source-health.ts'
import { type Answer, type Inquiry, type TryPorts, trySources } from '../../src/fallback/try-sources.ts'
import { err, ok, type Result } from '../../src/result.ts'
import type { Source } from '../../src/sources/source.ts'
import { handClock } from '../helpers/hand-clock.ts'
import { type InstantClock, instantClock } from '../helpers/instant-clock.ts'
import { namedSource } from '../helpers/scripted-source.ts'

const DOWN: Failure = { kind: 'unreachable', code: 'ECONNREFUSED', origin: 'https://x.test' }
const ABSENT: Failure = { kind: 'not-found' }
const BROKEN: Failure = { kind: 'malformed', what: 'an HTML page' }
const REFUSED: Failure = { kind: 'denied', status: 403, origin: 'https://x.test' }
const FULL: Failure = { kind: 'local-io', code: 'ENOSPC', path: 'x' }

function limited(retryAfterMs: number | undefined): Failure {
  return { kind: 'rate-limited', status: 429, retryAfterMs, origin: 'https://x.test' }
}

/** What a source says, one after the other; the last of it for ever. A text is what it serves. */
type Script = readonly (Failure | string)[]

interface Trial {
  readonly answer: Answer<string>
  /** Names in the order in which they were asked. */
  readonly asked: readonly string[]
  readonly clock: InstantClock
}

interface Setting {
  readonly scripts: Readonly<Record<string, Script>>
  readonly authority?: string
  readonly random?: number
  readonly health?: SourceHealth
  readonly signal?: AbortSignal
  readonly inquiry?: Partial<Inquiry<string>>
  readonly onAsk?: (name: string, clock: InstantClock) => void
}

async function tryAll(setting: Setting): Promise<Trial> {
  const { scripts, authority, random = 0.5, health = new SourceHealth(handClock()), inquiry } = setting
  const signal = setting.signal ?? new AbortController().signal
  const clock = instantClock()
  const asked: string[] = []
  const ask = async ({ config: { name } }: Source): Promise<Result<string, Failure>> => {
    const script = scripts[name] ?? []
    const turn = asked.filter(each => each === name).length
    asked.push(name)
    setting.onAsk?.(name, clock)
    const said = script[Math.min(turn, script.length - 1)]
    assert.ok(said, `${name} has a script`)
    return typeof said === 'string' ? ok(said) : err(said)
  }
  const candidates = Object.keys(scripts).map(name => namedSource(name, { isAuthority: name === authority }))
  const ports: TryPorts = { clock, random: () => random, health, signal }
  const answer = await trySources(
    { step: 'resolve', subject: 'Pester', candidates, mayAsk: () => true, mayBePutBack: () => true, ask, ...inquiry },
    ports,
  )
  return { answer, asked, clock }
}

test('The first source that serves ends the question, and nobody else is asked.', async () => {
  const { answer, asked, clock } = await tryAll({ scripts: { a: ['yes'], b: ['no'] } })
  assert.equal(answer.kind === 'served' && answer.value, 'yes')
  assert.equal(answer.kind === 'served' && answer.by?.config.name, 'a')
  assert.deepEqual(asked, ['a'])
  assert.deepEqual(clock.pauses, [])
})

test('Every source is asked once before any is asked again, without a pause between them.', async () => {
  const { answer, asked, clock } = await tryAll({ scripts: { a: [DOWN], b: [limited(9000)], c: [DOWN], d: ['yes'] } })
  assert.equal(answer.kind, 'served')
  assert.deepEqual(asked, ['a', 'b', 'c', 'd'])
  assert.deepEqual(clock.pauses, [])
})

test('Those that may be asked again are, the authority first, then in the order of the list.', async () => {
  const { asked } = await tryAll({
    scripts: { a: [DOWN], b: [ABSENT], c: [DOWN, 'yes'], d: [DOWN] },
    authority: 'd',
  })
  assert.deepEqual(asked, ['a', 'b', 'c', 'd', 'd', 'a', 'c'])
})

test('A source is asked four times at most.', async () => {
  const { answer, asked } = await tryAll({ scripts: { a: [DOWN] } })
  assert.equal(answer.kind, 'unserved')
  assert.deepEqual(asked, ['a', 'a', 'a', 'a'])
  assert.equal(answer.attempts.length, RETRY.attempts)
})

test('What is worth one more try gets exactly one.', async () => {
  const { asked } = await tryAll({ scripts: { a: [BROKEN], b: [DOWN] } })
  assert.deepEqual(asked, ['a', 'b', 'a', 'b', 'b', 'b'])
})

test('What is worth no other try gets none, and there is no pause for it.', async () => {
  const { answer, asked, clock } = await tryAll({
    scripts: { a: [ABSENT], b: [REFUSED], c: [{ kind: 'unsupported' }] },
  })
  assert.equal(answer.kind, 'unserved')
  assert.deepEqual(asked, ['a', 'b', 'c'])
  assert.deepEqual(clock.pauses, [])
})

test('A certificate that is not trusted is not asked for again: it does not change in ten seconds.', async () => {
  const { asked } = await tryAll({ scripts: { a: [{ ...DOWN, kind: 'untrusted', code: 'CERT_HAS_EXPIRED' }] } })
  assert.deepEqual(asked, ['a'])
})

test('A source that answers a later try in another way is judged by that.', async () => {
  const { answer, asked } = await tryAll({ scripts: { a: [DOWN, REFUSED], b: [DOWN, 'yes'] } })
  assert.equal(answer.kind === 'served' && answer.by?.config.name, 'b')
  assert.deepEqual(asked, ['a', 'b', 'a', 'b'])
})

test('The pauses are random between half of a bound that doubles and the whole.', async () => {
  for (const [random, pauses] of [
    [0, [250, 500, 1000]],
    [0.5, [375, 750, 1500]],
    [0.999, [499.75, 999.5, 1999]],
  ] as const) {
    const { clock } = await tryAll({ scripts: { a: [DOWN] }, random })
    assert.deepEqual(clock.pauses, pauses)
  }
})

test('No pause is longer than its bound, nor shorter than half of it, whatever chance says.', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async random => {
      const { clock } = await tryAll({ scripts: { a: [DOWN], b: [DOWN] }, random })
      assert.equal(clock.pauses.length, 6)
      for (const [index, pause] of clock.pauses.entries()) {
        const bound = Math.min(RETRY.cap, RETRY.base * 2 ** Math.floor(index / 2))
        assert.ok(pause >= bound / 2 && pause <= bound, `${pause} is within [${bound / 2}, ${bound}]`)
      }
    }),
    { numRuns: 50 },
  )
})

const RETRY_AFTER: readonly (readonly [number | undefined, number])[] = [
  [undefined, 375],
  [0, 375],
  [100, 375],
  [2000, 2000],
  [30_000, 30_000],
  [86_400_000, 30_000],
]

for (const [header, pause] of RETRY_AFTER) {
  test(`A source that asks for a pause of ${header ?? 'no'} ms is asked again after ${pause} ms.`, async () => {
    const { clock, answer } = await tryAll({ scripts: { a: [limited(header), 'yes'] } })
    assert.equal(answer.kind, 'served')
    assert.deepEqual(clock.pauses, [pause])
  })
}

test('A failure that stops the run ends it at once: nobody else is asked.', async () => {
  for (const failure of [FULL, { kind: 'deadline', ms: 1 }, { kind: 'cancelled' }] as const) {
    const { answer, asked } = await tryAll({ scripts: { a: [DOWN], b: [failure], c: ['yes'] } })
    assert.equal(answer.kind, 'stopped')
    assert.equal(answer.kind === 'stopped' && answer.failure, failure)
    assert.deepEqual(asked, ['a', 'b'])
  }
})

test('What settles the question has the last word, when nobody served in the end.', async () => {
  const settled: string[] = []
  const { answer, asked } = await tryAll({
    scripts: { a: [DOWN], b: [ABSENT] },
    inquiry: {
      settle: () => {
        settled.push('called')
        return 'set aside'
      },
    },
  })
  assert.equal(answer.kind === 'served' && answer.value, 'set aside')
  assert.equal(answer.kind === 'served' && answer.by, undefined)
  assert.deepEqual(asked, ['a', 'b', 'a', 'a', 'a'])
  assert.deepEqual(settled, ['called'])
})

test('Where nothing settles the question, those worth it are asked again.', async () => {
  const { asked } = await tryAll({ scripts: { a: [DOWN, 'yes'] }, inquiry: { settle: () => undefined } })
  assert.deepEqual(asked, ['a', 'a'])
})

test('A source that is known to be down is asked last, and the report says why.', async () => {
  const health = new SourceHealth(handClock())
  health.failed(namedSource('a'), 'resolve', { ...DOWN, origin: 'https://a.test' })
  const { answer, asked } = await tryAll({ scripts: { a: ['late'], b: [ABSENT], c: ['yes'] }, health })
  assert.deepEqual(asked, ['b', 'c'])
  assert.deepEqual(
    answer.attempts.map(({ source, outcome }) => [source, outcome]),
    [
      ['a', 'put-back'],
      ['b', 'failed'],
      ['c', 'served'],
    ],
  )
  assert.equal(answer.attempts[0]?.failure?.kind, 'unreachable')
})

test('A source that is known to be down is still asked where no other helps.', async () => {
  const health = new SourceHealth(handClock())
  health.failed(namedSource('a'), 'resolve', { ...DOWN, origin: 'https://a.test' })
  const { answer, asked } = await tryAll({ scripts: { a: ['late'], b: [ABSENT] }, health })
  assert.deepEqual(asked, ['b', 'a'])
  assert.equal(answer.kind === 'served' && answer.by?.config.name, 'a')
})

test('Whoever is put back has its known failure as its answer when the others are chosen.', async () => {
  const health = new SourceHealth(handClock())
  health.failed(namedSource('a'), 'resolve', { ...DOWN, origin: 'https://a.test' })
  const { asked } = await tryAll({
    scripts: { a: ['late'], b: ['yes'] },
    health,
    inquiry: { mayAsk: ({ config }, answers) => config.name === 'a' || answers.get('a')?.kind === 'unreachable' },
  })
  assert.deepEqual(asked, ['b'])
})

test('The health of a source follows from what it says here.', async () => {
  const health = new SourceHealth(handClock())
  await tryAll({ scripts: { a: [{ ...DOWN, origin: 'https://a.test' }], b: ['yes'] }, health })
  const { asked } = await tryAll({ scripts: { a: ['yes'], b: ['yes'] }, health })
  assert.deepEqual(asked, ['b'])
})

test('Who may not be asked is not, in the first round and in the later ones.', async () => {
  const { asked } = await tryAll({
    scripts: { a: [DOWN], b: [DOWN], c: ['yes'] },
    inquiry: { mayAsk: ({ config }, answers) => config.name === 'a' || (config.name === 'b' && answers.size < 2) },
  })
  assert.deepEqual(asked, ['a', 'b', 'a', 'a', 'a'])
})

test('A run that is already over asks nobody, and ends with its reason.', async () => {
  const signal = AbortSignal.abort({ kind: 'deadline', ms: 600_000 })
  const { answer, asked } = await tryAll({ scripts: { a: ['yes'] }, signal })
  assert.deepEqual(answer.kind === 'stopped' && answer.failure, { kind: 'deadline', ms: 600_000 })
  assert.deepEqual(asked, [])
})

test('A run that is cancelled during a question asks nobody after it.', async () => {
  const controller = new AbortController()
  const { answer, asked } = await tryAll({
    scripts: { a: [DOWN], b: ['yes'] },
    signal: controller.signal,
    onAsk: () => controller.abort({ kind: 'cancelled' }),
  })
  assert.equal(answer.kind, 'stopped')
  assert.deepEqual(asked, ['a'])
})

test('A pause ends when the run does.', async () => {
  const controller = new AbortController()
  const clock = { now: () => 0, date: () => 0, after: () => () => undefined }
  let asked = 0
  const pending = trySources(
    {
      step: 'resolve',
      subject: 'Pester',
      candidates: [namedSource('a')],
      mayAsk: () => true,
      mayBePutBack: () => true,
      ask: async () => {
        asked += 1
        setImmediate(() => controller.abort({ kind: 'cancelled' }))
        return err(DOWN)
      },
    },
    { clock, random: () => 0.5, health: new SourceHealth(handClock()), signal: controller.signal },
  )
  assert.equal((await pending).kind, 'stopped')
  assert.equal(asked, 1)
})

test('An attempt tells what was asked of whom, when it began and how long it took.', async () => {
  const { answer } = await tryAll({
    scripts: { a: [DOWN], b: ['yes'] },
    onAsk: (name, clock) => clock.advance(name === 'a' ? 40.4 : 7),
  })
  assert.deepEqual(answer.attempts, [
    { source: 'a', step: 'resolve', subject: 'Pester', outcome: 'failed', failure: DOWN, at: 0, ms: 40 },
    { source: 'b', step: 'resolve', subject: 'Pester', outcome: 'served', at: 40.4, ms: 7 },
  ])
})

test('Whoever may be asked only after another has recovered is asked as soon as it has.', async () => {
  const { answer, asked } = await tryAll({
    scripts: { own: [DOWN, ABSENT], other: ['yes'] },
    inquiry: { mayAsk: ({ config }, answers) => config.name === 'own' || answers.get('own')?.kind === 'not-found' },
  })
  assert.equal(answer.kind === 'served' && answer.by?.config.name, 'other')
  assert.deepEqual(asked, ['own', 'own', 'other'])
})

test('A lesser question is put once, to those who could not be asked the real one, before any is asked again.', async () => {
  const lesser: string[] = []
  const { answer, asked } = await tryAll({
    scripts: { a: [DOWN], cdn: [{ kind: 'unsupported' }] },
    inquiry: {
      lesser: async ({ config: { name } }) => {
        lesser.push(name)
        return ok('the lowest')
      },
    },
  })
  assert.equal(answer.kind === 'served' && answer.value, 'the lowest')
  assert.deepEqual([asked, lesser], [['a', 'cdn'], ['cdn']])
})
