import { crc32 } from 'node:zlib'
import { descriptor } from '../raw-zip.ts'
import { good, type HostileZip, localPart, other, packageWith, SOUND_LENGTH, TEXT, zip64Field } from './hostile-zip.ts'

const inner = { name: 'inner.txt', content: 'inner' }
const outer = { name: 'outer', content: localPart(inner) }
const sized = { crc32: crc32(TEXT), compressedSize: TEXT.length, size: TEXT.length }
const streamed = { ...good, flags: 0x0808, local: { crc32: 0, size: 0, compressedSize: 0 } }

/** Where entries lie, and what stands in front of their data. */
export const LAYOUTS: readonly HostileZip[] = [
  {
    what: 'another name in front of the data',
    bytes: packageWith([{ ...good, local: { name: 'evil.txt' } }]),
    code: 'local-header-mismatch',
    elsewhere: 'all take it but zip.js in its strictest mode, Info-ZIP and Python',
  },
  {
    what: 'another method',
    bytes: packageWith([{ ...good, local: { method: 8 } }]),
    code: 'local-header-mismatch',
  },
  { what: 'other flags', bytes: packageWith([{ ...good, local: { flags: 0 } }]), code: 'local-header-mismatch' },
  {
    what: 'encryption in front of the data alone',
    bytes: packageWith([{ ...good, local: { flags: 0x0801 } }]),
    code: 'local-header-mismatch',
  },
  { what: 'another checksum', bytes: packageWith([{ ...good, local: { crc32: 1 } }]), code: 'local-header-mismatch' },
  { what: 'another size', bytes: packageWith([{ ...good, local: { size: 1 } }]), code: 'local-header-mismatch' },
  {
    what: 'another packed size',
    bytes: packageWith([{ ...good, local: { compressedSize: 1 } }]),
    code: 'local-header-mismatch',
  },
  {
    what: 'other sizes in 64 bits',
    bytes: packageWith([
      { ...good, local: { size: 0xffffffff, compressedSize: 0xffffffff, extra: zip64Field(12, 13) } },
    ]),
    code: 'local-header-mismatch',
  },
  {
    what: 'an offset to no header',
    bytes: packageWith([{ ...good, central: { offset: 7 } }]),
    code: 'local-header-mismatch',
  },
  {
    what: 'an offset beyond the end',
    bytes: packageWith([{ ...good, central: { offset: 70_000 } }]),
    code: 'local-header-mismatch',
  },
  {
    what: 'an offset beyond any file',
    bytes: packageWith([{ ...good, central: { extra: zip64Field(2 ** 50), offset: 0xffffffff } }]),
    code: 'local-header-mismatch',
  },
  {
    what: 'data beyond the end',
    bytes: packageWith([{ ...good, compressedSize: 9000, size: 9000 }]),
    code: 'local-header-mismatch',
  },
  {
    what: 'data that reaches into the directory',
    bytes: packageWith([{ ...good, compressedSize: 20, size: 20 }]),
    code: 'overlapping-entries',
  },
  {
    what: 'two entries on one',
    bytes: packageWith([good, { ...good, name: 'twin.txt', central: { offset: SOUND_LENGTH }, onlyListed: true }]),
    code: 'overlapping-entries',
  },
  {
    what: 'an entry within another',
    bytes: packageWith([outer, { ...inner, central: { offset: SOUND_LENGTH + 35 }, onlyListed: true }]),
    code: 'overlapping-entries',
  },
  {
    what: 'data between entries',
    bytes: packageWith([{ ...good, behind: Buffer.from('hidden') }, other]),
    code: 'hidden-data',
  },
  {
    what: 'an entry that is not listed',
    bytes: packageWith([{ ...good, behind: localPart(inner) }, other]),
    code: 'hidden-data',
  },
  {
    what: 'data in front of the directory',
    bytes: packageWith([{ ...good, behind: Buffer.from('hidden') }]),
    code: 'hidden-data',
  },
  { what: 'a missing descriptor', bytes: packageWith([streamed]), code: 'descriptor-mismatch' },
  {
    what: 'a descriptor of another size',
    bytes: packageWith([{ ...streamed, behind: descriptor({ ...sized, size: 3 }) }]),
    code: 'descriptor-mismatch',
  },
  {
    what: 'a wide descriptor of another packed size',
    bytes: packageWith([{ ...streamed, behind: descriptor({ ...sized, compressedSize: 3 }, { wide: true }) }]),
    code: 'descriptor-mismatch',
  },
  {
    what: 'a descriptor of another checksum',
    bytes: packageWith([{ ...streamed, behind: descriptor({ ...sized, crc32: 3 }) }]),
    code: 'descriptor-mismatch',
  },
  {
    what: 'a descriptor and more',
    bytes: packageWith([{ ...streamed, behind: Buffer.alloc(100_000) }]),
    code: 'descriptor-mismatch',
  },
]
