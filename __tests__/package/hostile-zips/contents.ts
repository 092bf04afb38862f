import { deflateRawSync } from 'node:zlib'
import type { ZipFaultCode } from '../../../src/package/zip-fault.ts'
import type { RawEntry } from '../raw-zip.ts'
import { good, type HostileZip, localPart, packageWith, TEXT } from './hostile-zip.ts'

const deflated: RawEntry = { ...good, method: 8 }
const packed = deflateRawSync(TEXT)
const large = Buffer.alloc(9_000_000)
const garbage = Buffer.from('garbage!!')

type Content = readonly [what: string, entry: RawEntry, code: ZipFaultCode, elsewhere?: string]

const CASES: readonly Content[] = [
  ['a wrong checksum', { ...good, crc32: 1 }, 'wrong-crc', 'yauzl, fflate and unzipper take it'],
  ['a wrong checksum of deflated data', { ...deflated, crc32: 1 }, 'wrong-crc', 'yauzl, fflate and unzipper take it'],
  ['a wrong checksum of a large entry', { name: 'a', content: large, method: 8, crc32: 1 }, 'wrong-crc'],
  ['a wrong checksum of a large stored entry', { name: 'a', content: large, crc32: 1 }, 'wrong-crc'],
  ['garbage for deflated data', { ...deflated, packed: garbage }, 'bad-deflate'],
  ['garbage for much deflated data', { ...deflated, size: large.length, packed: garbage }, 'bad-deflate'],
  ['deflated data that stops early', { ...deflated, packed: packed.subarray(0, -3) }, 'bad-deflate'],
  [
    'something behind the deflated data',
    { ...deflated, packed: Buffer.concat([packed, localPart({ name: 'inner.txt', content: 'inner' })]) },
    'bad-deflate',
  ],
  ['much behind the deflated data', { ...deflated, packed: Buffer.concat([packed, large]) }, 'bad-deflate'],
  ['no deflated data at all', { ...deflated, packed: Buffer.alloc(0) }, 'bad-deflate'],
  ['more than nothing', { ...deflated, size: 0, crc32: 0 }, 'size-mismatch'],
  ['less than it says', { ...deflated, size: 500 }, 'size-mismatch'],
  ['far less than it says', { ...deflated, size: large.length }, 'size-mismatch'],
  ['a byte more than it says', { ...deflated, size: TEXT.length - 1 }, 'size-mismatch'],
]

/** What is in an entry, which is known only when it is unpacked; a sound one stands in front of it. */
export const CONTENTS: readonly HostileZip[] = CASES.map(
  ([what, entry, code, elsewhere]): HostileZip => ({
    what,
    bytes: packageWith([{ name: 'first.txt', content: TEXT }, entry]),
    code,
    ...(elsewhere !== undefined && { elsewhere }),
  }),
)
