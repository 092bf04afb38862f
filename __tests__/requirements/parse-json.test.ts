import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import test from 'node:test'
import fc from 'fast-check'
import type { Problem } from '../../src/problem.ts'
import { parseJson } from '../../src/requirements/parse-json.ts'
import type { Value } from '../../src/requirements/value.ts'
import type { Result } from '../../src/result.ts'
import { corpusDocument, corpusJsonFiles } from '../psd1/corpus.ts'
import { anyChanges, checkReading, mutate } from '../psd1/mutate.ts'

function parse(text: string): Result<Value, Problem> {
  return parseJson({ file: 'x.json', text, encoding: 'utf-8' })
}

test('reads comments, trailing commas, and numbers as they are written', () => {
  assert.deepEqual(parse('{ "a": [1.10, true, null,], /* c */ "b": "x" } // d'), {
    ok: true,
    value: {
      kind: 'table',
      at: 0,
      entries: [
        {
          key: 'a',
          at: 2,
          value: {
            kind: 'list',
            at: 7,
            items: [
              { kind: 'text', text: '1.10', at: 8 },
              { kind: 'switch', on: true, at: 14 },
              { kind: 'nothing', at: 20 },
            ],
          },
        },
        { key: 'b', at: 36, value: { kind: 'text', text: 'x', at: 41 } },
      ],
    },
  })
})

test('a name stated twice is refused with both places, letter case aside', () => {
  const parsed = parse('{\n  "Pester": "1",\r  "Az": { "Pester": 1 },\r\n  "PESTER": "2"\n}')
  assert.ok(!parsed.ok)
  assert.equal(parsed.error.code, 'JSON_DUPLICATE_KEY')
  assert.equal(parsed.error.sentence, 'x.json cannot be read: "PESTER" is stated twice in one table.')
  assert.deepEqual(parsed.error.place, { file: 'x.json', line: 4, column: 3 })
  assert.deepEqual(parsed.error.details, ['The other one is at: line 2, column 3'])
})

const LEVELS = 100_000
const deep: readonly (readonly [name: string, text: string])[] = [
  ['arrays', '['.repeat(LEVELS)],
  ['objects', '{"a":'.repeat(LEVELS)],
  ['arrays behind brackets that close nothing', `[${'}'.repeat(LEVELS)},${'['.repeat(LEVELS)}`],
  ['arrays between brackets that close nothing', '[}},'.repeat(LEVELS)],
  ['objects between brackets that close nothing', '{]],"a":'.repeat(LEVELS)],
  ['arrays behind a string with an escaped line end', `["\\\n",${'['.repeat(LEVELS)}`],
  ['arrays behind a string with an escaped line separator', `["\\\u2028",${'['.repeat(LEVELS)}`],
  ['arrays behind a string that its line ends', `["a\n${'['.repeat(LEVELS)}"`],
  ['arrays behind a comment', `[/*/ " */${'['.repeat(LEVELS)}`],
]

for (const [name, text] of deep) {
  test(`refuses ${LEVELS} nested ${name}`, () => {
    const parsed = parse(text)
    assert.ok(!parsed.ok)
    assert.equal(parsed.error.code, 'JSON_TOO_DEEP')
  })
}

test('64 levels are read, and brackets in strings and comments are none', () => {
  assert.ok(parse(`${'['.repeat(64)}${']'.repeat(64)}`).ok)
  const brackets = '['.repeat(100)
  assert.ok(parse(`{ "a": "${brackets}", /* ${brackets} " */ "b": "\\"${brackets}" // ${brackets}\n}`).ok)
})

test('a mutated file is read or refused within a second, with a place inside it', () => {
  const texts = corpusJsonFiles.map(name => corpusDocument(name).text)
  fc.assert(
    fc.property(fc.constantFrom(...texts), anyChanges, (text, changes) => checkReading(mutate(text, changes), parse)),
    { numRuns: 1000 },
  )
})

const piece = fc.constantFrom(
  ...[
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"',
    '"a":',
    '1',
    '\\',
    '\n',
    '\r',
    '//',
    '/*',
    '*/',
    '"x"',
    ' ',
    'true',
    '\\u',
    '\u2028',
  ],
)

test('whatever is repeated however often, is read or refused', () => {
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), pieces => {
      checkReading(pieces.join('').repeat(20_000), parse)
    }),
    { numRuns: 200 },
  )
})

for (const piece of ['"\\"\\"\\"', '[', '/*', '{"a":', '"', '\n', '\\', '[]', ']', '// \n', '"x",', '1']) {
  test(`10 MB of ${JSON.stringify(piece)} take less than five seconds`, () => {
    const start = performance.now()
    parse(piece.repeat(10_000_000 / piece.length))
    assert.ok(performance.now() - start < 5000)
  })
}

for (const [name, text] of [
  ['a string', `"${'x'.repeat(10_000_000)}"`],
  ['a string of escapes', `"${'\\"'.repeat(5_000_000)}"`],
  ['an array', `[${'"x",'.repeat(2_500_000)}]`],
] as const) {
  test(`${name} of 10 MB is read`, () => assert.ok(parse(text).ok))
}

test('an empty file is said to be empty, whatever comments it holds', () => {
  for (const text of ['', ' \n', '// nothing', '/* nothing */']) {
    const parsed = parse(text)
    assert.ok(!parsed.ok)
    assert.equal(parsed.error.code, 'JSON_EMPTY')
    assert.equal(parsed.error.sentence, 'x.json cannot be read: it is empty.')
  }
})
