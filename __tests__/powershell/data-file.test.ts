// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is a variable of PowerShell here.

/**
 * Import-PowerShellDataFile judges our reader of data files. Where it takes a file, ours gives the same value, or says of a
 * part that it is unknown; where it refuses one, ours gives an error, or says of a part that it is unknown. Its limit of 500
 * keys is switched off: it guards the data of servers, not requirements.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { Problem } from '../../src/problem.ts'
import { parsePsd1 } from '../../src/psd1/parse.ts'
import type { Psd1Data } from '../../src/psd1/value.ts'
import type { Result } from '../../src/result.ts'
import { decodeText } from '../../src/text.ts'
import { corpusBytes, corpusDocument, corpusFiles } from '../psd1/corpus.ts'
import { cases } from './cases.ts'
import { disagreement, holdsUnknown } from './compare.ts'
import { dataLike, entryLike, mutated } from './generate.ts'
import { judge, needsPwsh } from './pwsh.ts'

const options = needsPwsh()

function read(bytes: Uint8Array): Result<Psd1Data, Problem> {
  const document = decodeText(bytes, 'x.psd1')
  return document.ok ? parsePsd1(document.value) : document
}

test('each construct is taken, unknown or refused as the table says', options, async () => {
  const bytes = cases.map(({ text }) => Buffer.from(text))
  const verdicts = await judge(bytes)
  for (const [index, { text, theirs, ours }] of cases.entries()) {
    const verdict = verdicts[index]
    const value = read(bytes[index] ?? Buffer.alloc(0))
    assert.ok(verdict)
    assert.equal(verdict.accepts ? 'value' : 'refused', theirs, `PowerShell on ${text}`)
    const outcome = value.ok ? (holdsUnknown(value.value) ? 'unknown' : 'value') : 'error'
    assert.equal(outcome, ours, `ours on ${text}`)
    assert.equal(disagreement(verdict, value), undefined, text)
  }
})

test('every file of the corpus is read as PowerShell reads it', options, async () => {
  const files = corpusFiles.map(corpusBytes)
  const verdicts = await judge(files)
  const accepted = verdicts.filter((verdict, index) => {
    const bytes = files[index]
    assert.ok(bytes)
    const value = read(bytes)
    assert.equal(disagreement(verdict, value), undefined, corpusFiles[index])
    return verdict.accepts && value.ok
  })
  // All but the one that calculates.
  assert.equal(accepted.length, corpusFiles.length - 1)
})

/** How bytes become text where PowerShell 7 and we mean the same. */
const encodings: readonly (readonly [name: string, bytes: (text: string) => Uint8Array])[] = [
  ['UTF-8', text => Buffer.from(text)],
  ['UTF-8 with its mark', text => Buffer.from(`\ufeff${text}`)],
  ['UTF-16 with its mark', text => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['big-endian UTF-16 with its mark', text => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
]

test('a file in any encoding that names itself is read as PowerShell reads it', options, async () => {
  const files = encodings.map(([, encode]) => encode("@{ é = '😀 “x” é'; b = “y„ }"))
  const verdicts = await judge(files)
  for (const [index, [name]] of encodings.entries()) {
    const [verdict, bytes] = [verdicts[index], files[index]]
    assert.ok(verdict?.accepts && bytes, name)
    const value = read(bytes)
    assert.ok(value.ok, name)
    assert.equal(disagreement(verdict, value), undefined, name)
  }
})

/**
 * Windows PowerShell reads bytes that are no UTF-8 as Windows-1252, as it once saved them; PowerShell 7 puts U+FFFD in their
 * place. We read them as they were meant.
 */
test('a file in Windows-1252 is read as it was meant, and as PowerShell 7 but for its letters', options, async () => {
  const bytes = Buffer.from("@{ a = 'caf\xe9'; b = 1 }", 'latin1')
  const [verdict] = await judge([bytes])
  assert.ok(verdict?.accepts && verdict.value.kind === 'table')
  const broken = verdict.value.entries.find(({ value }) => value.kind === 'string')
  assert.deepEqual(broken?.value, { kind: 'string', text: 'caf\ufffd' })
  const value = read(bytes)
  assert.ok(value.ok && value.value.kind === 'table')
  assert.deepEqual(value.value.entries[0]?.value, { kind: 'string', value: 'café', at: 7 })
})

/** To look for more: another seed, more runs. */
const SEED = Number(process.env.PSMR_SEED ?? 20_260_801)
const RUNS = Number(process.env.PSMR_RUNS ?? 700)
/** Enough to see what is wrong. */
const SHOWN = 5

const real = fc.constantFrom(...corpusFiles).map(name => corpusDocument(name).text)
const generators: readonly (readonly [name: string, texts: fc.Arbitrary<string>])[] = [
  ['single values', entryLike],
  ['data files', dataLike],
  ['mutated data files', mutated(dataLike)],
  ['mutated files of the corpus', mutated(real)],
]

for (const [name, texts] of generators) {
  test(`generated ${name} are read as PowerShell reads them`, options, async () => {
    const samples = fc.sample(texts, { seed: SEED, numRuns: RUNS })
    // Every second one with a byte order mark, which makes no difference.
    const files = samples.map((text, index) => Buffer.from(index % 2 === 0 ? text : `\ufeff${text}`))
    const verdicts = await judge(files)
    const found = samples.flatMap((text, index) => {
      const [verdict, bytes] = [verdicts[index], files[index]]
      assert.ok(verdict && bytes)
      const what = disagreement(verdict, read(bytes))
      return what === undefined ? [] : [`${JSON.stringify(text)}\n  ${what}`]
    })
    // A generator of nothing but rubbish would prove little.
    const accepted = verdicts.filter(verdict => verdict.accepts).length
    assert.ok(accepted > RUNS / 20, `PowerShell takes only ${accepted} of ${RUNS}`)
    const shortest = found.toSorted((a, b) => a.length - b.length).slice(0, SHOWN)
    assert.equal(found.length, 0, `seed ${SEED}, ${found.length} of ${RUNS}:\n${shortest.join('\n')}`)
  })
}
