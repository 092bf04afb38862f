// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${name} is a variable of PowerShell here.

import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import test from 'node:test'
import fc from 'fast-check'
import { foldKey } from '../../src/psd1/key.ts'
import { parsePsd1 } from '../../src/psd1/parse.ts'
import type { Psd1Data, Psd1Value } from '../../src/psd1/value.ts'
import { corpusDocument, corpusFiles } from './corpus.ts'
import { anyChanges, checkReading, mutate } from './mutate.ts'
import { printPsd1, type Style } from './print.ts'
import { plain, read, toDocument, Unknown } from './read.ts'

const word = fc.constantFrom(
  'Pester',
  'Version',
  "it's",
  '“x”',
  '‘y’',
  '$x',
  '`n',
  '@{',
  '#',
  '<#',
  '\r\n',
  "\n'@",
  '',
  '\0',
  'é😀',
)
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(word).map(words => words.join('')),
)
const number = fc
  .oneof(
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.constantFrom('1.0', '2kb', '-5l'),
  )
  .map(written => read(written))

const { value } = fc.letrec<{ value: Psd1Data; table: Psd1Data }>(tie => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    text.map((content): Psd1Data => ({ kind: 'string', value: content, at: 0 })),
    number,
    fc.boolean().map((known): Psd1Data => ({ kind: 'boolean', value: known, at: 0 })),
    fc.constant<Psd1Data>({ kind: 'null', at: 0 }),
    fc.array(tie('value'), { maxLength: 5 }).map((items): Psd1Data => ({ kind: 'array', items, at: 0 })),
    tie('table'),
  ),
  table: fc
    .uniqueArray(fc.record({ key: text, keyAt: fc.constant(0), value: tie('value') }), {
      selector: entry => foldKey(entry.key),
      maxLength: 5,
    })
    .map((entries): Psd1Data => ({ kind: 'table', entries, at: 0 })),
}))

const style: fc.Arbitrary<Style> = fc.record({
  quotes: fc.constantFrom('single', 'double', 'here', 'curly'),
  separator: fc.constantFrom('\n', '\r\n', '\r', ';', ' # c\n', '\n<# } #>\n'),
  items: fc.constantFrom(', ', ',\n', '\n', ';'),
  blank: fc.constantFrom('', ' ', '\t', ' `\n ', '<# c #>'),
})

function withoutPlaces(data: Psd1Value): unknown {
  return JSON.parse(JSON.stringify(data, (name, part: unknown) => (name === 'at' || name === 'keyAt' ? 0 : part)))
}

test('what is printed, in whatever style, is read as the same data', () => {
  fc.assert(
    fc.property(value, style, (data, written) => {
      assert.deepEqual(withoutPlaces(read(printPsd1(data, written))), withoutPlaces(data))
    }),
    { numRuns: 500 },
  )
})

test('every value begins where its place says', () => {
  fc.assert(
    fc.property(value, style, (data, written) => {
      const source = printPsd1(data, written)
      const check = (part: Psd1Value): void => {
        assert.ok(source.startsWith(printPsd1(part, written), part.at))
        if (part.kind === 'array') part.items.forEach(check)
        if (part.kind === 'table') part.entries.map(entry => entry.value).forEach(check)
      }
      check(read(source))
    }),
  )
})

test('whatever stands in place of a value, the entries around it are read or the file is refused', () => {
  const piece = fc.constantFrom(
    ...[
      '$x',
      '+',
      ' ',
      'Get-Foo',
      '-bar',
      '(',
      ')',
      '{',
      '}',
      "'s'",
      '"$(d)"',
      '@(',
      '@{',
      '[int]',
      '1.5',
      ',',
      '=',
      '|',
      '#c\n',
      '\n',
      ';',
    ],
    ...['if', 'else', '`', '..', '.Foo', '::', '!', '&', '<#', '#>', "@'\n", "\n'@", '$('],
  )
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), pieces => {
      const data = parsePsd1(toDocument(`@{ Before = '1'\n Value = ${pieces.join('')}\n After = '2' }`))
      if (!data.ok || data.value.kind !== 'table') return
      assert.deepEqual(data.value.entries[0]?.value, { kind: 'string', value: '1', at: 12 })
    }),
    { numRuns: 2000 },
  )
})

test('a mutated file is read or refused within a second, with a place inside it', () => {
  const texts = corpusFiles.map(name => corpusDocument(name).text)
  fc.assert(
    fc.property(fc.constantFrom(...texts), anyChanges, (text, changes) => {
      checkReading(mutate(text, changes), changed => parsePsd1(toDocument(changed)))
    }),
    { numRuns: 2000 },
  )
})

test('each beginning of a file is refused with a place inside it, unless the table is closed', () => {
  const { text: whole } = corpusDocument('PowerShell__PowerShellGetv2/src__PowerShellGet__PowerShellGet.psd1')
  const end = whole.lastIndexOf('}')
  for (let length = 0; length <= end; length += 7) assert.equal(parsePsd1(toDocument(whole.slice(0, length))).ok, false)
  assert.ok(parsePsd1(toDocument(whole.slice(0, end + 1))).ok)
})

test('2 MB take less than ten times as long as 0.5 MB, data and expressions alike', () => {
  const repeat = (line: (index: number) => string, bytes: number) => {
    let body = '@{\n'
    for (let index = 0; body.length < bytes; index += 1) body += line(index)
    return `${body}}`
  }
  const lines = [
    (index: number) => `  'Module.${index}' = @{ Version = "1.${index}"; Tags = @('a', 'b') } # comment\n`,
    (index: number) =>
      `  k${index} = if ($x) { "a$(foo ')')" }\n  else { 'b' }\n  z${index} = $a + 'x', (Get-Foo 'y')\n`,
  ]
  const best = (source: string) => {
    const times = [1, 2, 3].map(() => {
      const start = performance.now()
      assert.ok(parsePsd1(toDocument(source)).ok)
      return performance.now() - start
    })
    return Math.min(...times)
  }
  for (const line of lines) {
    const [small, large] = [best(repeat(line, 500_000)), best(repeat(line, 2_000_000))]
    assert.ok(large < 10 * small, `${large} ms for 2 MB, ${small} ms for 0.5 MB`)
  }
})

const hostile: readonly (readonly [name: string, source: string])[] = [
  ['open brackets in an expression', `@{a=foo ${'('.repeat(500_000)}`],
  ['open variables in an expression', `@{a=foo ${'${'.repeat(250_000)}`],
  ['open sub-expressions in a string', `@{a="${'$('.repeat(250_000)}`],
  ['square brackets', `@{a=${'['.repeat(500_000)}`],
  ['digits', `@{a=${'1'.repeat(500_000)}}`],
  ['dotted digits', `@{a=${'1.'.repeat(250_000)}}`],
  ['quotes', `@{a=${"'".repeat(500_001)}}`],
  ['blanks after a bracket', `@{a=[1${' '.repeat(500_000)}`],
  ['line ends behind a command', `@{a=foo${'\n'.repeat(500_000)}}`],
  ['comments that are not closed', `@{a=foo ${'<# '.repeat(200_000)}`],
  ['joined lines', `@{a=1${' `\n'.repeat(200_000)}}`],
  ['one long word', 'x'.repeat(500_000)],
]

for (const [name, source] of hostile) {
  test(`half a megabyte of ${name} takes less than two seconds`, () => {
    const start = performance.now()
    parsePsd1(toDocument(source))
    assert.ok(performance.now() - start < 2000)
  })
}

test('an unknown value does not hide a later one, however many there are', () => {
  const source = Array.from({ length: 1000 }, (_, index) => `k${index} = Get-Foo ${index}`).join('\n')
  const data = plain(read(`@{\n${source}\nlast = '1'\n}`))
  assert.deepEqual(Reflect.get(Object(data), 'k999'), new Unknown('Get-Foo 999', 'it calls the command Get-Foo'))
  assert.equal(Reflect.get(Object(data), 'last'), '1')
})
