import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import type { Parser } from './parsers.ts'

/** More runs than usual: `PSMR_FUZZ_RUNS=20000 node --test __tests__/fuzz/*.test.ts` takes minutes. */
export function runs(usual: number): number {
  const stated = Number(process.env.PSMR_FUZZ_RUNS)
  return Number.isInteger(stated) && stated > 0 ? stated : usual
}

const MOST_MS = 1000

/**
 * Has a parser read a text: it ends within a second, throws nothing, and what it refuses it refuses in one sentence. A text
 * that takes longer is read once more, since the machine may have had something else to do.
 */
export async function checkReading({ name, read }: Parser, text: string): Promise<void> {
  const [first, ms] = await timed(() => read(text))
  if (ms > MOST_MS) {
    const [, again] = await timed(() => read(text))
    assert.ok(again <= MOST_MS, `${name}: ${Math.round(again)} ms for ${text.length} characters`)
  }
  checkOutcome(name, first)
}

async function timed(work: () => unknown): Promise<readonly [unknown, number]> {
  const start = performance.now()
  const value = await work()
  return [value, performance.now() - start]
}

function checkOutcome(name: string, outcome: unknown): void {
  if (typeof outcome !== 'object' || outcome === null || !('ok' in outcome) || outcome.ok !== false) return
  const error = 'error' in outcome ? outcome.error : undefined
  const sentence = sentenceOf(error)
  assert.ok(sentence !== undefined && sentence !== '', `${name}: ${JSON.stringify(error)}`)
  assert.ok(sentence.length < 1000, `${name}: ${sentence.length} characters: ${sentence.slice(0, 200)}`)
}

/** Of the errors that parsers have: a phrase, a problem, a failure, a slip, a refusal to edit. */
function sentenceOf(error: unknown): string | undefined {
  if (typeof error === 'string') return error
  if (typeof error !== 'object' || error === null) return undefined
  if ('sentence' in error) return String(error.sentence)
  if ('what' in error) return String(error.what)
  if ('why' in error) return String(error.why)
  return 'kind' in error ? String(error.kind) : undefined
}

/** Nothing that was read is found in every object from then on. */
export function checkPrototypes(): void {
  for (const prototype of [Object.prototype, Array.prototype, Function.prototype, String.prototype]) {
    assert.deepEqual(Object.keys(prototype), [])
  }
  assert.equal(Reflect.get({}, 'polluted'), undefined)
}
