import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SourceConfig } from '../../src/sources/source.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { delayedSource } from '../helpers/delayed-source.ts'
import { leapingClock } from '../helpers/leaping-clock.ts'
import { checksOf, lockedHere, restoreLockedHere } from '../helpers/lock-here.ts'
import { memorySource } from '../helpers/memory-source.ts'

const TOOL: PackageSpec = { id: 'Tool', version: '1.0.0' }
const OTHER_BUILD: PackageSpec = { ...TOOL, files: { 'Tool.psm1': '# another build\n' } }
const HEDGE_AFTER = 750
const SLOW = 20_000

interface Row {
  readonly what: string
  /** The families of the two sources; the first one is slow. */
  readonly families: readonly [string, string]
  readonly second: PackageSpec
  readonly from: string
  /** When it is restored, at the earliest. */
  readonly ms: number
  readonly asksSecond: boolean
}

const ROWS: readonly Row[] = [
  {
    what: 'A locked package is asked of the next public family beside its own silent one.',
    families: ['gallery', 'mar'],
    second: TOOL,
    from: 'Tool locked from b',
    ms: HEDGE_AFTER,
    asksSecond: true,
  },
  {
    what: 'Another build of that family does not pass for the locked one, whose source is waited for.',
    families: ['gallery', 'mar'],
    second: OTHER_BUILD,
    from: 'Tool locked from a',
    ms: SLOW,
    asksSecond: true,
  },
  {
    what: 'A locked package of a private family is asked of nobody else, however long its source is silent.',
    families: ['corp', 'gallery'],
    second: TOOL,
    from: 'Tool locked from a',
    ms: SLOW,
    asksSecond: false,
  },
  {
    what: 'A locked package of a public family is not asked of a private one.',
    families: ['gallery', 'corp'],
    second: TOOL,
    from: 'Tool locked from a',
    ms: SLOW,
    asksSecond: false,
  },
]

for (const { what, families, second, from, ms, asksSecond } of ROWS) {
  test(what, async t => {
    const facts = families.map((family): Partial<SourceConfig> => ({ family }))
    const lock = await lockedHere(t, { modules: 'Tool', sources: [memorySource('a', [TOOL], facts[0])] })
    const clock = leapingClock()
    const asked: string[] = []
    const b = memorySource('b', [second], facts[1], (question, answer) => {
      asked.push(question)
      return answer()
    })
    const a = delayedSource(memorySource('a', [TOOL], facts[0]), clock, [SLOW])
    const report = await restoreLockedHere(t, {
      modules: 'Tool',
      sources: [a, b],
      lock,
      clock,
      hedgeAfterMs: HEDGE_AFTER,
    })
    assert.deepEqual(checksOf(report), [from])
    assert.deepEqual(asked, asksSecond ? ['download Tool'] : [])
    assert.ok(clock.now() >= ms)
  })
}

test('To lock, nobody is asked beside another: the slow source is waited for, and its word is what is locked.', async t => {
  const clock = leapingClock()
  const asked: string[] = []
  const mirror = memorySource('b', [OTHER_BUILD], { family: 'gallery', isAuthority: false }, (question, answer) => {
    asked.push(question)
    return answer()
  })
  const a = delayedSource(memorySource('a', [TOOL], { family: 'gallery' }), clock, [SLOW])
  const lock = await lockedHere(t, { modules: 'Tool', sources: [a, mirror], clock })
  assert.deepEqual(
    lock.packages.map(({ identity }) => identity.id),
    ['Tool'],
  )
  assert.deepEqual(asked, [])
  assert.ok(clock.now() >= 2 * SLOW)
})
