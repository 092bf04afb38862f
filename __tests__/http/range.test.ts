import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Part, partOf, rangeHeaders, strongTag } from '../../src/http/range.ts'

const ORIGIN = 'https://a.test'
const PART: Part = { from: 40, length: 100, tag: '"v1"' }

const TAGS = [
  { etag: '"v1"', isStrong: true },
  { etag: '""', isStrong: true },
  { etag: '"0x8DC!#[]~"', isStrong: true },
  { etag: 'W/"v1"', isStrong: false },
  { etag: 'w/"v1"', isStrong: false },
  { etag: undefined, isStrong: false },
  { etag: '', isStrong: false },
  { etag: 'v1', isStrong: false },
  { etag: '"v1', isStrong: false },
  { etag: '"a"b"', isStrong: false },
  { etag: '"a", "b"', isStrong: false },
  { etag: '"a b"', isStrong: false },
  { etag: '"a\r\nX: y"', isStrong: false },
  { etag: '"ä"', isStrong: false },
  { etag: `"${'x'.repeat(257)}"`, isStrong: false },
] as const

for (const { etag, isStrong } of TAGS) {
  test(`The tag ${JSON.stringify(etag)?.slice(0, 30)} ${isStrong ? 'stands for bytes' : 'does not tell one file from another'}.`, () => {
    assert.equal(strongTag(etag), isStrong ? etag : undefined)
  })
}

test('The rest is asked for from the next byte on, on condition that it is the same file.', () => {
  assert.deepEqual(rangeHeaders(PART), { range: 'bytes=40-', 'if-range': '"v1"' })
})

const RIGHT = [
  { what: 'the rest to the last byte', contentRange: 'bytes 40-99/100' },
  { what: 'in other letter case, with spaces around it', contentRange: ' Bytes 40-99/100 ' },
  { what: 'without the total, which a server may not know', contentRange: 'bytes 40-99/*' },
  { what: 'without a tag of its own', contentRange: 'bytes 40-99/100', etag: undefined },
  { what: 'of a whole whose length was never announced', contentRange: 'bytes 40-79/80', part: { length: undefined } },
] as const

for (const { what, contentRange, ...row } of RIGHT) {
  test(`A part is what was asked for: ${what}.`, () => {
    const etag = 'etag' in row ? row.etag : PART.tag
    assert.equal(partOf(contentRange, etag, { ...PART, ...('part' in row && row.part) }, ORIGIN), undefined)
  })
}

const WRONG: Readonly<Record<string, string | undefined>> = {
  'no Content-Range at all': undefined,
  'an empty one': '',
  'one byte too early': 'bytes 39-99/100',
  'one byte too late': 'bytes 41-99/100',
  'from the beginning': 'bytes 0-99/100',
  'an end before the last byte': 'bytes 40-98/100',
  'an end behind the last byte': 'bytes 40-100/100',
  'another total': 'bytes 40-119/120',
  'a smaller total': 'bytes 40-79/80',
  'an end before the last byte of an unknown total': 'bytes 40-98/*',
  'an end before its start': 'bytes 40-39/*',
  'nothing but a total, as 416 has it': 'bytes */100',
  'another unit': 'pages 40-99/100',
  'no unit': '40-99/100',
  'two ranges': 'bytes 40-59/100, 60-99/100',
  'a negative start': 'bytes -40-99/100',
  'a start in another base': 'bytes 0x28-99/100',
  'a number without end': `bytes 40-99/${'9'.repeat(400)}`,
  'a fraction': 'bytes 40.0-99/100',
  'words around it': 'x bytes 40-99/100',
}

for (const [what, contentRange] of Object.entries(WRONG)) {
  test(`A part with ${what} is another than the one asked for.`, () => {
    const failure = partOf(contentRange, PART.tag, PART, ORIGIN)
    assert.deepEqual(failure, { kind: 'malformed', what: 'another part than the one asked for', origin: ORIGIN })
  })
}

test('A part that is empty, of a whole that nobody has measured, is none.', () => {
  for (const contentRange of ['bytes 40-39/40', 'bytes 40-39/*', 'bytes 40-10/*']) {
    assert.equal(partOf(contentRange, PART.tag, { ...PART, length: undefined }, ORIGIN)?.kind, 'malformed')
  }
})

test('A part of a file with another tag is none of ours, however well its numbers fit.', () => {
  for (const etag of ['"v2"', 'W/"v1"', 'v1']) {
    assert.equal(partOf('bytes 40-99/100', etag, PART, ORIGIN)?.kind, 'malformed')
  }
})
