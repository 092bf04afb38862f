import { type RawEnd, rawZip, zip64End } from '../raw-zip.ts'
import { good, type HostileZip, other, packageWith, SOUND } from './hostile-zip.ts'

const plain = packageWith([good, other])
const COUNT = SOUND.length + 1

/** 15,000 extra fields with nothing in them. */
const FIELDS = Buffer.concat(Array<Buffer>(15_000).fill(Buffer.from([0xfe, 0xca, 0, 0])))

/** The same end twice, for a directory that two readers find in two places. */
function twice(end: RawEnd): Buffer {
  const zip = rawZip([], { end })
  return zip.subarray(zip.length - 22)
}

/** The file as a whole. */
export const WHOLES: readonly HostileZip[] = [
  { what: 'an empty file', bytes: Buffer.alloc(0), code: 'not-a-zip' },
  {
    what: 'an HTML page',
    bytes: Buffer.from('\r\n<!DOCTYPE html><html><body>Service unavailable</body></html>'),
    code: 'not-a-zip',
  },
  {
    what: 'an XML error',
    bytes: Buffer.from('<?xml version="1.0"?><Error><Code>BlobNotFound</Code></Error>'),
    code: 'not-a-zip',
  },
  { what: 'random text', bytes: Buffer.from('hello '.repeat(100)), code: 'not-a-zip' },
  { what: 'a zip cut in half', bytes: plain.subarray(0, plain.length / 2), code: 'cut-off' },
  { what: 'a zip without its last byte', bytes: plain.subarray(0, -1), code: 'cut-off' },
  {
    what: 'data behind the end',
    bytes: packageWith([good], { suffix: Buffer.from('more') }),
    code: 'trailing-data',
    elsewhere: 'fflate, adm-zip, zip.js, node-stream-zip, jszip, Info-ZIP and Python take it',
  },
  {
    what: 'a comment shorter than it says',
    bytes: packageWith([good], { end: { commentLength: 5 } }),
    code: 'trailing-data',
  },
  {
    what: 'a comment that begins another end',
    bytes: packageWith([good], { comment: Buffer.from('PK\x05\x06 and so on') }),
    code: 'zip-in-comment',
  },
  {
    what: 'a whole zip in the comment',
    bytes: packageWith([good], { comment: plain }),
    code: 'prepended-data',
    elsewhere: 'jszip and Python take one of the two',
  },
  {
    what: 'two ends, one behind the other',
    bytes: packageWith([good], { beforeEnd: twice }),
    code: 'prepended-data',
  },
  {
    what: 'data in front, offsets unaware',
    bytes: packageWith([good], { prefix: Buffer.from('MZ stub') }),
    code: 'prepended-data',
    elsewhere: 'all take it but zip.js in its strictest mode',
  },
  {
    what: 'data in front, offsets aware',
    bytes: packageWith([good], { prefix: Buffer.from('MZ stub'), adjusted: true }),
    code: 'prepended-data',
  },
  {
    what: 'data between directory and end',
    bytes: packageWith([good], { beforeEnd: () => Buffer.from('hidden') }),
    code: 'prepended-data',
  },
  { what: 'a part of several', bytes: packageWith([good], { end: { disk: 1 } }), code: 'multi-disk' },
  {
    what: 'a directory on another part',
    bytes: packageWith([good], { end: { directoryDisk: 1 } }),
    code: 'multi-disk',
  },
  { what: 'entries on another part', bytes: packageWith([good], { end: { entriesOnDisk: 1 } }), code: 'multi-disk' },
  {
    what: 'a count too low',
    bytes: packageWith([good], { end: { entriesOnDisk: COUNT - 1, entryCount: COUNT - 1 } }),
    code: 'wrong-entry-count',
    elsewhere: 'all but Info-ZIP and zip.js in its strictest mode miss an entry',
  },
  {
    what: 'a count too high',
    bytes: packageWith([good], { end: { entriesOnDisk: COUNT + 1, entryCount: COUNT + 1 } }),
    code: 'wrong-entry-count',
  },
  {
    what: 'a directory longer than the file',
    bytes: packageWith([good], { end: { directorySize: 5000 } }),
    code: 'bad-directory',
  },
  {
    what: 'a directory somewhere else',
    bytes: packageWith([good], { end: { directoryStart: 3, directorySize: packageWith([good]).length - 25 } }),
    code: 'bad-directory',
  },
  {
    what: 'a zip64 end that nothing needs',
    bytes: packageWith([good], { beforeEnd: zip64End }),
    code: 'needless-zip64',
  },
  {
    what: 'a zip64 end whose numbers would fit into the plain one',
    bytes: packageWith([good], {
      beforeEnd: (end, at) => zip64End({ ...end, entriesOnDisk: COUNT, entryCount: COUNT }, at),
      end: { entriesOnDisk: 0xffff, entryCount: 0xffff },
    }),
    code: 'needless-zip64',
  },
  {
    what: 'a zip64 end that contradicts the plain one',
    bytes: packageWith([good], { beforeEnd: (end, at) => zip64End({ ...end, entryCount: 70_000 }, at) }),
    code: 'bad-directory',
  },
  {
    what: 'a wrong count in a zip64 end that is needed',
    bytes: packageWith([good], {
      beforeEnd: (end, at) => zip64End({ ...end, entriesOnDisk: 70_000, entryCount: 70_000 }, at),
      end: { entriesOnDisk: 0xffff, entryCount: 0xffff },
    }),
    code: 'wrong-entry-count',
  },
  {
    what: 'a zip64 locator that leads astray',
    bytes: packageWith([good], { beforeEnd: (end, at) => zip64End(end, at - 1) }),
    code: 'bad-directory',
  },
  {
    what: '100,001 entries',
    bytes: rawZip(
      Array.from({ length: 100_001 }, (_, index) => ({ name: `f${index}` })),
      { beforeEnd: zip64End },
    ),
    code: 'too-many-entries',
  },
  {
    what: '100,001 entries by its own account',
    bytes: packageWith([good], {
      beforeEnd: (end, at) => zip64End({ ...end, entriesOnDisk: 100_001, entryCount: 100_001 }, at),
      end: { entriesOnDisk: 100_001, entryCount: 100_001 },
    }),
    code: 'too-many-entries',
  },
  {
    what: 'a directory of 32 MB',
    bytes: packageWith(Array.from({ length: 520 }, (_, index) => ({ name: `${index}`.padEnd(65_000, 'x') }))),
    code: 'too-large',
  },
  {
    what: 'a million fields in the directory',
    bytes: packageWith(Array.from({ length: 70 }, (_, index) => ({ name: `f${index}`, central: { extra: FIELDS } }))),
    code: 'too-large',
  },
  {
    what: 'a million fields in front of the data',
    bytes: packageWith(Array.from({ length: 70 }, (_, index) => ({ name: `f${index}`, local: { extra: FIELDS } }))),
    code: 'too-large',
  },
  {
    what: 'more than 100,000 folders, though few entries',
    bytes: packageWith(Array.from({ length: 1000 }, (_, index) => ({ name: `${index}/${'d/'.repeat(110)}f` }))),
    code: 'too-many-entries',
  },
]
