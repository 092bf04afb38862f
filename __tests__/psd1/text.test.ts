import assert from 'node:assert/strict'
import test from 'node:test'
import { decodeText, problemAt } from '../../src/text.ts'

const utf16le = (text: string) => Buffer.from(text, 'utf16le')
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
const bytes = (...parts: readonly (Uint8Array | readonly number[])[]) =>
  Buffer.concat(parts.map(part => Uint8Array.from(part)))

const text = "@{ a = 'é€😀' }\r\n"
const readable: readonly (readonly [name: string, bytes: Uint8Array, encoding: string, text: string])[] = [
  ['UTF-8', Buffer.from(text), 'utf-8', text],
  ['UTF-8 with its mark', bytes([0xef, 0xbb, 0xbf], Buffer.from(text)), 'utf-8', text],
  ['UTF-8 with its mark and a broken character', bytes([0xef, 0xbb, 0xbf, 0x61, 0xe9]), 'utf-8', 'a\ufffd'],
  ['UTF-16 with its mark', bytes([0xff, 0xfe], utf16le(text)), 'utf-16le', text],
  ['big-endian UTF-16 with its mark', bytes([0xfe, 0xff], utf16be(text)), 'utf-16be', text],
  ['UTF-16 without a mark', utf16le(text), 'utf-16le', text],
  ['big-endian UTF-16 without a mark', utf16be(text), 'utf-16be', text],
  [
    'Windows-1252',
    bytes(Buffer.from('caf\xe9 \x80 \x93x\x94 it\x92s \x96 \xff', 'latin1')),
    'windows-1252',
    'café € “x” it’s – ÿ',
  ],
  ['nothing', bytes(), 'utf-8', ''],
  ['a mark alone', bytes([0xff, 0xfe]), 'utf-16le', ''],
]

for (const [name, encoded, encoding, expected] of readable) {
  test(`reads ${name}`, () => {
    assert.deepEqual(decodeText(encoded, 'x.psd1'), { ok: true, value: { file: 'x.psd1', text: expected, encoding } })
  })
}

test('reads a view into a larger buffer', () => {
  const buffer = Buffer.from('xx\xe9\x80yy', 'latin1')
  const decoded = decodeText(buffer.subarray(2, 4), 'x.psd1')
  assert.equal(decoded.ok && decoded.value.text, 'é€')
})

for (const [name, binary] of [
  ['a zip', Buffer.from('PK\x03\x04\x14\x00\x00\x00\x08\x00', 'latin1')],
  ['a text with a NUL', Buffer.from('@{ a = 1 \0 }')],
] as const) {
  test(`refuses ${name}, which is no text`, () => {
    const decoded = decodeText(binary, 'x.psd1')
    assert.ok(!decoded.ok)
    assert.equal(decoded.error.code, 'TEXT_NOT_TEXT')
    assert.equal(decoded.error.sentence, 'x.psd1 is not a text file: it holds NUL bytes.')
  })
}

test('reads 16 MiB and refuses one byte more', () => {
  const limit = 16 * 1024 * 1024
  assert.ok(decodeText(new Uint8Array(limit).fill(0x20), 'x.psd1').ok)
  const decoded = decodeText(new Uint8Array(limit + 1).fill(0x20), 'x.psd1')
  assert.ok(!decoded.ok)
  assert.equal(decoded.error.code, 'TEXT_TOO_LARGE')
})

test('shows the line of a problem, but none that holds a password', () => {
  const text = `@{\n  A = 'https://me:s3cr3t@host.test/v3${'x'.repeat(200)}'; B = five\n  C = six\n}`
  const document = { file: 'x.psd1', text, encoding: 'utf-8' } as const
  const problem = { code: 'X', sentence: 'x' }
  assert.equal(problemAt(document, text.indexOf('five'), problem).frame, undefined)
  assert.deepEqual(problemAt(document, text.indexOf('five'), problem).place?.line, 2)
  assert.equal(problemAt(document, text.indexOf('six'), problem).frame, '  C = six\n      ^')
})
