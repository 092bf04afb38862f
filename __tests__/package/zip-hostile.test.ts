import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { openZip } from '../../src/package/zip.ts'
import type { ZipFaultCode } from '../../src/package/zip-fault.ts'
import { descriptor, type RawEntry, rawZip, zip64End } from './raw-zip.ts'
import { temporaryFiles } from './temporary.ts'

const temporary = await temporaryFiles()

const text = 'some content'
const good: RawEntry = { name: 'good.txt', content: text }
const other: RawEntry = { name: 'other.txt', content: 'other content', method: 8 }
const plain = rawZip([good, other])
const named = (name: string | Buffer): Buffer => rawZip([good, { name, content: text }])
const sized = { crc32: crc32(Buffer.from(text)), compressedSize: text.length, size: text.length }

const unicodePath = (name: string, alias: string): Buffer => {
  const data = Buffer.concat([Buffer.from([1]), Buffer.alloc(4), Buffer.from(alias)])
  data.writeUInt32LE(crc32(Buffer.from(name)), 1)
  const header = Buffer.alloc(4)
  header.writeUInt16LE(0x7075, 0)
  header.writeUInt16LE(data.length, 2)
  return Buffer.concat([header, data])
}

const zip64Field = (...values: readonly number[]): Buffer => {
  const field = Buffer.alloc(4 + 8 * values.length)
  field.writeUInt16LE(1, 0)
  field.writeUInt16LE(8 * values.length, 2)
  for (const [index, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + 8 * index)
  return field
}

const REFUSED_WHOLE: readonly (readonly [string, Buffer, ZipFaultCode])[] = [
  ['an empty file', Buffer.alloc(0), 'not-a-zip'],
  ['an HTML page', Buffer.from('\r\n<!DOCTYPE html><html><body>Service unavailable</body></html>'), 'not-a-zip'],
  ['an XML error', Buffer.from('<?xml version="1.0"?><Error><Code>BlobNotFound</Code></Error>'), 'not-a-zip'],
  ['random text', Buffer.from('hello '.repeat(100)), 'not-a-zip'],
  ['a zip cut in half', plain.subarray(0, plain.length / 2), 'cut-off'],
  ['a zip without its last byte', plain.subarray(0, -1), 'cut-off'],
  ['data behind the end', rawZip([good], { suffix: Buffer.from('more') }), 'trailing-data'],
  ['a comment shorter than it says', rawZip([good], { end: { commentLength: 5 } }), 'trailing-data'],
  [
    'a comment that begins another end',
    rawZip([good], { comment: Buffer.from('PK\x05\x06 and so on') }),
    'zip-in-comment',
  ],
  ['a whole zip in the comment', rawZip([good], { comment: plain }), 'prepended-data'],
  ['data in front, offsets unaware', rawZip([good], { prefix: Buffer.from('MZ stub') }), 'prepended-data'],
  [
    'data in front, offsets aware',
    rawZip([good], { prefix: Buffer.from('MZ stub'), adjusted: true }),
    'prepended-data',
  ],
  ['data between directory and end', rawZip([good], { beforeEnd: () => Buffer.from('hidden') }), 'prepended-data'],
  ['a part of several', rawZip([good], { end: { disk: 1 } }), 'multi-disk'],
  ['a directory on another part', rawZip([good], { end: { directoryDisk: 1 } }), 'multi-disk'],
  ['entries on another part', rawZip([good, other], { end: { entriesOnDisk: 1 } }), 'multi-disk'],
  ['a count too low', rawZip([good, other], { end: { entriesOnDisk: 1, entryCount: 1 } }), 'wrong-entry-count'],
  ['a count too high', rawZip([good, other], { end: { entriesOnDisk: 3, entryCount: 3 } }), 'wrong-entry-count'],
  ['a directory longer than the file', rawZip([good], { end: { directorySize: 5000 } }), 'bad-directory'],
  [
    'a directory somewhere else',
    rawZip([good], { end: { directoryStart: 3, directorySize: rawZip([good]).length - 25 } }),
    'bad-directory',
  ],
  ['a zip64 end that nothing needs', rawZip([good], { beforeEnd: zip64End }), 'needless-zip64'],
  [
    'a zip64 end that contradicts',
    rawZip([good], { beforeEnd: (end, at) => zip64End({ ...end, entryCount: 70_000 }, at) }),
    'bad-directory',
  ],
  [
    'a zip64 locator that leads astray',
    rawZip([good], { beforeEnd: (end, at) => zip64End(end, at - 1) }),
    'bad-directory',
  ],
]

const REFUSED_ENTRIES: readonly (readonly [string, Buffer, ZipFaultCode])[] = [
  ['an unknown method', rawZip([{ ...good, method: 99 }]), 'unsupported-method'],
  ['an encrypted entry', rawZip([{ ...good, flags: 0x0801 }]), 'encrypted'],
  ['masked headers', rawZip([{ ...good, flags: 0x2800 }]), 'encrypted'],
  ['strong encryption', rawZip([{ ...good, flags: 0x0841 }]), 'bad-directory'],
  ['a symbolic link', rawZip([{ ...good, external: 0o120777 * 0x10000 }]), 'not-a-file'],
  ['a pipe', rawZip([{ ...good, external: 0o010644 * 0x10000 }]), 'not-a-file'],
  ['a folder without a slash', rawZip([{ ...good, external: 0o040755 * 0x10000 }]), 'not-a-file'],
  ['a folder with data', rawZip([{ name: 'lib/', content: text }]), 'folder-with-data'],
  ['a stored entry of two sizes', rawZip([{ ...good, size: 5 }]), 'size-mismatch'],
  ['a bomb above the limit', rawZip([{ ...good, method: 8, size: 600 * 1024 * 1024 }]), 'too-large'],
  [
    'sizes in 64 bits that need 32',
    rawZip([{ ...good, extra: zip64Field(12, 12), size: 0xffffffff, compressedSize: 0xffffffff }]),
    'needless-zip64',
  ],
]

const REFUSED_NAMES: readonly (readonly [string, Buffer, ZipFaultCode])[] = [
  ['bytes that are not UTF-8', named(Buffer.from([0x61, 0xe9, 0x62])), 'invalid-utf8'],
  ['a second name', rawZip([{ ...good, extra: unicodePath('good.txt', 'evil.ps1') }]), 'ambiguous-name'],
  ['the parent folder', named('../evil.txt'), 'path-traversal'],
  ['the parent folder in the middle', named('x/../../evil.txt'), 'path-traversal'],
  ['the parent folder by backslashes', named('..\\evil.txt'), 'path-traversal'],
  ['the parent folder, percent-encoded', named('%2e%2e/evil.txt'), 'path-traversal'],
  ['the parent folder with an encoded slash', named('x%2f..%2F..%2Fevil.txt'), 'path-traversal'],
  ['the parent folder with an encoded backslash', named('..%5Cevil.txt'), 'path-traversal'],
  ['this folder', named('./evil.txt'), 'path-traversal'],
  ['an absolute path', named('/etc/evil'), 'absolute-path'],
  ['an absolute path by a backslash', named('\\evil'), 'absolute-path'],
  ['an absolute path, percent-encoded', named('%2Fevil'), 'absolute-path'],
  ['a share', named('\\\\server\\share\\evil'), 'absolute-path'],
  ['a drive', named('C:\\evil.txt'), 'absolute-path'],
  ['a path relative to a drive', named('C:evil.txt'), 'forbidden-character'],
  ['an alternate stream', named('good.txt:stream'), 'forbidden-character'],
  ['an alternate stream, percent-encoded', named('x.txt%3Astream'), 'forbidden-character'],
  ['a NUL', named('evil\0.txt'), 'forbidden-character'],
  ['a NUL, percent-encoded', named('evil%00.txt'), 'forbidden-character'],
  ['a line break', named('evil\n.txt'), 'forbidden-character'],
  ['a wildcard', named('evil*.txt'), 'forbidden-character'],
  ['no name', named(''), 'empty-segment'],
  ['an empty part', named('a//b'), 'empty-segment'],
  ['an encoded slash at the end', named('a%2F'), 'empty-segment'],
  ['CON', named('CON'), 'reserved-name'],
  ['aux with an extension', named('lib/aux.txt'), 'reserved-name'],
  ['a superscript device', named('com¹.txt'), 'reserved-name'],
  ['a device with a space', named('nul .txt'), 'reserved-name'],
  ['a dot at the end', named('lib./a.txt'), 'trailing-dot-or-space'],
  ['a space at the end', named('evil.txt '), 'trailing-dot-or-space'],
  ['5000 characters', named('a'.repeat(5000)), 'path-too-long'],
  ['241 bytes', named(`${'é'.repeat(120)}a`), 'path-too-long'],
  ['the same name', named('good.txt'), 'duplicate-name'],
  ['the same name by a backslash', rawZip([{ name: 'a/b' }, { name: 'a\\b' }]), 'duplicate-name'],
  ['the same name, percent-encoded', named('good%2Etxt'), 'duplicate-name'],
  ['the same folder', rawZip([{ name: 'a/' }, { name: 'a/' }]), 'duplicate-name'],
  ['the same name in capitals', named('GOOD.txt'), 'colliding-names'],
  ['the same name, decomposed', rawZip([{ name: 'é' }, { name: 'e\u0301' }]), 'colliding-names'],
  ['a path below a file', named('good.txt/more'), 'file-as-folder'],
  ['a path below a file in capitals', named('GOOD.TXT/more/still'), 'file-as-folder'],
  ['a file as an entry of a folder', rawZip([good, { name: 'good.txt/' }]), 'file-as-folder'],
]

const inner = rawZip([{ name: 'inner.txt', content: 'inner' }])
const innerLocal = inner.subarray(0, 30 + 'inner.txt'.length + 'inner'.length)

const REFUSED_LAYOUTS: readonly (readonly [string, Buffer, ZipFaultCode])[] = [
  ['another name in front of the data', rawZip([{ ...good, local: { name: 'evil.txt' } }]), 'local-header-mismatch'],
  ['another method', rawZip([{ ...good, local: { method: 8 } }]), 'local-header-mismatch'],
  ['other flags', rawZip([{ ...good, local: { flags: 0 } }]), 'local-header-mismatch'],
  ['another checksum', rawZip([{ ...good, local: { crc32: 1 } }]), 'local-header-mismatch'],
  ['another size', rawZip([{ ...good, local: { size: 1 } }]), 'local-header-mismatch'],
  ['another packed size', rawZip([{ ...good, local: { compressedSize: 1 } }]), 'local-header-mismatch'],
  ['an offset to no header', rawZip([{ ...good, central: { offset: 7 } }]), 'local-header-mismatch'],
  ['an offset beyond the end', rawZip([{ ...good, central: { offset: 70_000 } }]), 'local-header-mismatch'],
  [
    'an offset beyond any file',
    rawZip([{ ...good, central: { extra: zip64Field(2 ** 60), offset: 0xffffffff } }]),
    'local-header-mismatch',
  ],
  ['data beyond the end', rawZip([{ ...good, compressedSize: 9000, size: 9000 }]), 'local-header-mismatch'],
  ['data that reaches into the directory', rawZip([{ ...good, compressedSize: 20, size: 20 }]), 'overlapping-entries'],
  [
    'two entries on one',
    rawZip([good, { name: 'twin.txt', content: text, central: { offset: 0 }, onlyListed: true }]),
    'overlapping-entries',
  ],
  [
    'an entry within another',
    rawZip([
      { name: 'outer', content: innerLocal },
      { name: 'inner.txt', content: 'inner', central: { offset: 35 }, onlyListed: true },
    ]),
    'overlapping-entries',
  ],
  ['data between entries', rawZip([{ ...good, behind: Buffer.from('hidden') }, other]), 'hidden-data'],
  ['an entry that is not listed', rawZip([{ ...good, behind: innerLocal }, other]), 'hidden-data'],
  ['a missing descriptor', rawZip([{ ...good, flags: 0x0808 }]), 'descriptor-mismatch'],
  [
    'a descriptor of another size',
    rawZip([{ ...good, flags: 0x0808, behind: descriptor({ ...sized, size: 3 }) }]),
    'descriptor-mismatch',
  ],
  [
    'a descriptor of another checksum',
    rawZip([{ ...good, flags: 0x0808, behind: descriptor({ ...sized, crc32: 3 }) }]),
    'descriptor-mismatch',
  ],
  ['a descriptor and more', rawZip([{ ...good, flags: 0x0808, behind: Buffer.alloc(100_000) }]), 'descriptor-mismatch'],
]

for (const [group, cases] of Object.entries({
  'A file is refused that is or has': REFUSED_WHOLE,
  'A zip is refused that has': REFUSED_ENTRIES,
  'A name in a zip is refused that is or has': REFUSED_NAMES,
  'A layout is refused that has': REFUSED_LAYOUTS,
})) {
  for (const [what, bytes, code] of cases) {
    test(`${group} ${what}: ${code}.`, async () => {
      const zip = await openZip(await temporary(bytes))
      assert.ok(!zip.ok)
      assert.equal(zip.error.code, code, zip.error.message)
      assert.ok(zip.error.message.length < 300)
      assert.doesNotMatch(zip.error.message, /\p{Cc}/u)
    })
  }
}

const packed = deflateRawSync(text)

const REFUSED_CONTENTS: readonly (readonly [string, RawEntry, ZipFaultCode])[] = [
  ['a wrong checksum', { ...good, crc32: 1 }, 'wrong-crc'],
  ['a wrong checksum of deflated data', { ...good, method: 8, crc32: 1 }, 'wrong-crc'],
  ['garbage for deflated data', { ...good, method: 8, packed: Buffer.from('garbage!!') }, 'bad-deflate'],
  ['deflated data that stops early', { ...good, method: 8, packed: packed.subarray(0, -3) }, 'bad-deflate'],
  [
    'something behind the deflated data',
    { ...good, method: 8, packed: Buffer.concat([packed, innerLocal]) },
    'bad-deflate',
  ],
  ['no deflated data at all', { ...good, method: 8, packed: Buffer.alloc(0) }, 'bad-deflate'],
  [
    'a bomb that says it is small',
    { ...good, method: 8, packed: deflateRawSync(Buffer.alloc(50_000_000)) },
    'size-mismatch',
  ],
  ['more than nothing', { ...good, method: 8, size: 0, crc32: 0 }, 'size-mismatch'],
  ['less than it says', { ...good, method: 8, size: 500 }, 'size-mismatch'],
  ['far less than it says', { ...good, method: 8, size: 9_000_000 }, 'size-mismatch'],
  [
    'far more than it says',
    { ...good, method: 8, size: 9_000_000, packed: deflateRawSync(Buffer.alloc(50_000_000)) },
    'size-mismatch',
  ],
  ['a large wrong checksum', { name: 'a', method: 8, content: Buffer.alloc(9_000_000), crc32: 1 }, 'wrong-crc'],
  ['a large stored wrong checksum', { name: 'a', content: Buffer.alloc(9_000_000), crc32: 1 }, 'wrong-crc'],
  ['large garbage', { name: 'a', method: 8, size: 9_000_000, packed: Buffer.from('garbage!!') }, 'bad-deflate'],
  [
    'much behind the deflated data',
    { ...good, method: 8, packed: Buffer.concat([packed, Buffer.alloc(9_000_000)]) },
    'bad-deflate',
  ],
]

for (const [what, entry, code] of REFUSED_CONTENTS) {
  test(`A content is refused that has ${what}: ${code}.`, async () => {
    const zip = await openZip(await temporary(rawZip([entry])))
    assert.ok(zip.ok)
    const [listed] = zip.value.entries
    assert.ok(listed)
    for (const result of [await zip.value.read(listed), await zip.value.hash(listed, 'sha256')]) {
      assert.ok(!result.ok)
      assert.equal(result.error.code, code)
    }
    await zip.value.close()
  })
}

test('More than 100,000 entries are refused before the first of them is read.', async () => {
  const count = 100_001
  const bytes = rawZip([good], {
    beforeEnd: (end, at) => zip64End({ ...end, entriesOnDisk: count, entryCount: count }, at),
    end: { entriesOnDisk: count, entryCount: count },
  })
  const zip = await openZip(await temporary(bytes))
  assert.ok(!zip.ok)
  assert.equal(zip.error.code, 'too-many-entries')
})

test('However a zip is garbled, that is a fault and no exception.', async () => {
  const streamed = { ...good, flags: 0x0808, behind: descriptor(sized) }
  const bases = [
    rawZip([good, other, { name: 'lib/' }]),
    rawZip([streamed, { ...other, external: 0o100755 * 0x10000 }]),
    rawZip([{ ...good, extra: zip64Field(1, 2, 3) }], { beforeEnd: zip64End }),
  ]
  const change = fc.record({ at: fc.nat(), byte: fc.constantFrom(0, 1, 2, 8, 127, 128, 254, 255) })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...bases),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      async (base, changes) => {
        const bytes = Buffer.from(base)
        for (const { at, byte } of changes) bytes.writeUInt8(byte, at % bytes.length)
        const zip = await openZip(await temporary(bytes))
        if (!zip.ok) return
        for (const entry of zip.value.entries) await zip.value.hash(entry, 'sha256')
        await zip.value.close()
      },
    ),
    { numRuns: 1000 },
  )
})
