import { rawZip } from '../raw-zip.ts'
import { good, type HostileZip, packageWith, TEXT, unicodePath, zip64Field } from './hostile-zip.ts'

/** An external attribute that holds this mode of Unix. */
function mode(octal: number): number {
  return octal * 0x10000
}

const AE2 = Buffer.from('0199070002004145030800', 'hex')
const WIDE = { size: 0xffffffff, compressedSize: 0xffffffff }

/** What an entry is, by its headers. */
export const ENTRIES: readonly HostileZip[] = [
  { what: 'an unknown method', bytes: packageWith([{ ...good, method: 97 }]), code: 'unsupported-method' },
  { what: 'bzip2', bytes: packageWith([{ ...good, method: 12 }]), code: 'unsupported-method' },
  { what: 'deflate64', bytes: packageWith([{ ...good, method: 9 }]), code: 'unsupported-method' },
  {
    what: 'an encrypted entry',
    bytes: packageWith([{ ...good, flags: 0x0801 }]),
    code: 'encrypted',
    elsewhere: 'fflate takes what is encrypted for the content',
  },
  {
    what: 'AES by WinZip',
    bytes: packageWith([{ ...good, flags: 0x0801, method: 99, extra: AE2 }]),
    code: 'encrypted',
  },
  {
    what: 'AES by WinZip that says it is not encrypted',
    bytes: packageWith([{ ...good, method: 99, extra: AE2 }]),
    code: 'unsupported-method',
  },
  { what: 'masked headers', bytes: packageWith([{ ...good, flags: 0x2800 }]), code: 'encrypted' },
  { what: 'strong encryption', bytes: packageWith([{ ...good, flags: 0x0841 }]), code: 'encrypted' },
  {
    what: 'a symbolic link',
    bytes: packageWith([{ name: 'link', content: '/etc/passwd', external: mode(0o120777) }]),
    code: 'not-a-file',
    elsewhere: 'Info-ZIP makes the link',
  },
  {
    what: 'a symbolic link and a file behind it',
    bytes: packageWith([
      { name: 'lib', content: '../..', external: mode(0o120777) },
      { name: 'lib/evil.txt', content: TEXT },
    ]),
    code: 'not-a-file',
  },
  { what: 'a pipe', bytes: packageWith([{ ...good, external: mode(0o010644) }]), code: 'not-a-file' },
  { what: 'a device of characters', bytes: packageWith([{ ...good, external: mode(0o020666) }]), code: 'not-a-file' },
  { what: 'a device of blocks', bytes: packageWith([{ ...good, external: mode(0o060660) }]), code: 'not-a-file' },
  { what: 'a socket', bytes: packageWith([{ ...good, external: mode(0o140755) }]), code: 'not-a-file' },
  { what: 'a folder without a slash', bytes: packageWith([{ ...good, external: mode(0o040755) }]), code: 'not-a-file' },
  { what: 'a folder with data', bytes: packageWith([{ name: 'lib/', content: TEXT }]), code: 'folder-with-data' },
  { what: 'a stored entry of two sizes', bytes: packageWith([{ ...good, size: 5 }]), code: 'size-mismatch' },
  {
    what: 'sizes in 64 bits that need 32',
    bytes: packageWith([{ ...good, ...WIDE, extra: zip64Field(12, 12) }]),
    code: 'needless-zip64',
  },
  {
    what: 'sizes in 64 bits beside those in 32',
    bytes: packageWith([{ ...good, extra: zip64Field(99, 99) }]),
    code: 'needless-zip64',
  },
  {
    what: 'a field of 64 bits that is cut off',
    bytes: packageWith([{ ...good, ...WIDE, extra: zip64Field(12, 12).subarray(0, -4) }]),
    code: 'bad-directory',
  },
  {
    what: 'a field of 64 bits that lacks the packed size',
    bytes: packageWith([{ ...good, ...WIDE, extra: zip64Field(12) }]),
    code: 'bad-directory',
  },
  {
    what: 'an extra field longer than there is room',
    bytes: packageWith([{ ...good, extra: unicodePath('a', 'b').subarray(0, -1) }]),
    code: 'bad-directory',
  },
  {
    what: 'an entry that begins in another part of several',
    bytes: onAnotherDisk(),
    code: 'multi-disk',
  },
]

/** The field is beyond what a raw zip can be told. */
function onAnotherDisk(): Buffer {
  const zip = rawZip([good])
  zip.writeUInt16LE(1, zip.readUInt32LE(zip.length - 6) + 34)
  return zip
}
