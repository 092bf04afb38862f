/**
 * `node bench/requirements.ts`: reads psd1 and JSON texts of 1 MB and of 10 MB, and prints how much longer a byte of the large
 * one takes: near 1 if the time is linear. Beside a realistic table there are texts made to be slow. In each run ten readings
 * of 1 MB and one of 10 MB take turns; garbage of ten times the size costs more than ten times the time, so 1.5 is no alarm.
 */
import type { Problem } from '../src/problem.ts'
import { parsePsd1 } from '../src/psd1/parse.ts'
import { parseJson } from '../src/requirements/parse-json.ts'
import type { Result } from '../src/result.ts'
import type { TextDocument } from '../src/text.ts'

const RUNS = Number(process.env.RUNS ?? 7)
const MB = 1_000_000
const FACTOR = 10

type Read = (document: TextDocument) => Result<unknown, Problem>

interface Text {
  readonly name: string
  readonly read: Read
  /** A text of about so many bytes. */
  readonly make: (bytes: number) => string
}

/** Lines up to so many bytes between a beginning and an end. */
function lines(begin: string, line: (index: number) => string, end: string): (bytes: number) => string {
  return bytes => {
    const parts = [begin]
    for (let index = 0, length = 0; length < bytes; index += 1) {
      const part = line(index)
      parts.push(part)
      length += part.length
    }
    return [...parts, end].join('')
  }
}

const texts: readonly Text[] = [
  {
    name: 'psd1, a table of modules',
    read: parsePsd1,
    make: lines(
      '@{\n',
      index =>
        `  'Module.${index}' = @{ Version = "1.${index}"; Repository = 'PSGallery'; Tags = @('a', 'b') } # pinned\n`,
      '}\n',
    ),
  },
  {
    name: 'psd1, deep brackets in an unknown expression',
    read: parsePsd1,
    make: bytes => `@{ a = foo ${'('.repeat(bytes / 2)}${')'.repeat(bytes / 2)} }`,
  },
  {
    name: 'psd1, one array of strings',
    read: parsePsd1,
    make: lines('@{ a = @(', index => `'it''s ${index}', `, "'') }"),
  },
  { name: 'psd1, comments', read: parsePsd1, make: lines('', () => "# don't\n<# nor } #>\n", '@{}') },
  {
    name: 'JSON, a table of modules',
    read: parseJson,
    make: lines(
      '{\n',
      index =>
        `  "Module.${index}": { "version": "1.${index}", "repository": "PSGallery", "tags": ["a", "b"] }, // pinned\n`,
      '}\n',
    ),
  },
  {
    name: 'JSON, brackets and quotes in one string',
    read: parseJson,
    make: bytes => `{ "a": "${'[{\\"'.repeat(bytes / 4)}" }`,
  },
  { name: 'JSON, one array of strings', read: parseJson, make: lines('[', index => `"it's ${index}", `, '""]') },
  { name: 'JSON, comments', read: parseJson, make: lines('', () => "// don't\n/* nor } */\n", '{}') },
]

function timed(read: Read, text: string, times: number): number {
  const started = performance.now()
  for (let turn = 0; turn < times; turn += 1) {
    const value = read({ file: 'x', text, encoding: 'utf-8' })
    if (!value.ok) throw new Error(value.error.sentence)
  }
  return performance.now() - started
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

for (const { name, read, make } of texts) {
  const [small, large] = [make(MB), make(FACTOR * MB)]
  timed(read, small, FACTOR)
  timed(read, large, 1)
  const ratios: number[] = []
  const times: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const ofSmall = timed(read, small, FACTOR)
    const ofLarge = timed(read, large, 1)
    ratios.push(ofLarge / ofSmall)
    times.push(ofLarge)
  }
  const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
  const perByte = `${median(ratios).toFixed(2)} x per byte (${range})`
  process.stdout.write(`${name.padEnd(46)} ${perByte.padEnd(34)} 10 MB in ${Math.round(median(times))} ms\n`)
}
