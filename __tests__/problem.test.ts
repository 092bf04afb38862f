import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import test from 'node:test'
import fc from 'fast-check'
import { frameAt, locator, placeAt } from '../src/problem.ts'

/** Marks the place that is asked for. */
const PLACE = '‸'

const places: readonly (readonly [name: string, text: string, line: number, column: number, frame: string])[] = [
  ['the start of an empty text', '‸', 1, 1, '\n^'],
  ['the start', '‸a\nb', 1, 1, 'a\n^'],
  ['the end of a line', 'ab‸\nc', 1, 3, 'ab\n  ^'],
  ['the start of a line behind LF', 'a\n‸b\nc', 2, 1, 'b\n^'],
  ['the start of a line behind CR and LF', 'a\r\n‸b\r\nc', 2, 1, 'b\n^'],
  ['the start of a line behind CR', 'a\r‸b\rc', 2, 1, 'b\n^'],
  ['a line behind all kinds of line ends', 'a\rb\r\nc\nd\r\re‸', 6, 2, 'e\n ^'],
  ['a line behind LF and CR, which are two', 'a\n\r‸b', 3, 1, 'b\n^'],
  ['the CR of CR and LF', 'a\r\nb‸\r\nc', 2, 2, 'b\n ^'],
  ['between CR and LF, which are one', 'a\r\nb\r‸\nc', 2, 3, 'b\n  ^'],
  ['an empty line', 'a\r\r‸\rb', 3, 1, '\n^'],
  ['behind the last line end', 'a\r‸', 2, 1, '\n^'],
  ['a column behind tabs', 'a\n\tb\t‸c', 2, 4, ' b c\n   ^'],
]

for (const [name, marked, line, column, frame] of places) {
  test(`finds ${name}`, () => {
    const offset = marked.indexOf(PLACE)
    const text = marked.replace(PLACE, '')
    assert.deepEqual(placeAt(text, offset, 'x'), { file: 'x', line, column })
    assert.deepEqual(locator(text, 'x')(offset), { file: 'x', line, column })
    assert.equal(frameAt(text, offset), frame)
  })
}

test('a place lies on the line of that number, and a locator finds the same', () => {
  const text = fc.array(fc.constantFrom('a', '\r', '\n', '\r\n', '\t'), { maxLength: 30 }).map(parts => parts.join(''))
  fc.assert(
    fc.property(text, fc.nat(40), (source, raw) => {
      const offset = Math.min(raw, source.length)
      const place = placeAt(source, offset, 'x')
      assert.deepEqual(locator(source, 'x')(offset), place)
      const before = source.slice(0, offset)
      // A CR at the very end may be half of a line end.
      const counted = source.startsWith('\r\n', offset - 1) ? before.slice(0, -1) : before
      assert.equal(place.line, counted.split(/\r\n|[\r\n]/).length)
    }),
  )
})

for (const [name, text] of [
  ['LF', '\n'.repeat(8_000_000)],
  ['CR', '\r'.repeat(8_000_000)],
  ['one line', 'x'.repeat(8_000_000)],
] as const) {
  test(`8 MB of ${name} take less than two seconds`, () => {
    const start = performance.now()
    placeAt(text, text.length, 'x')
    frameAt(text, text.length)
    locator(text, 'x')(text.length)
    assert.ok(performance.now() - start < 2000)
  })
}
