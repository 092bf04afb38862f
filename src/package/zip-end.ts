import { err, ok, type Result } from '../result.ts'
import type { ByteSource } from './byte-source.ts'
import { type ZipFault, zipFault } from './zip-fault.ts'

/** What the end of a zip says about its directory, checked against where things are. */
export interface ZipEnd {
  /** Where the directory begins; the last entry's data must end there. */
  readonly directoryStart: number
  /** Where the directory ends, which is where its end record begins. */
  readonly directoryEnd: number
  readonly entryCount: number
}

const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1')
const END_SIZE = 22
const MAX_COMMENT = 0xffff

const ZIP64_LOCATOR = 0x07064b50
const ZIP64_LOCATOR_SIZE = 20
const ZIP64_END = 0x06064b50
const ZIP64_END_SIZE = 56

/** cargo's and uv's order of magnitude; the largest module in the Gallery has some 6,000. */
const MAX_ENTRIES = 100_000
/** Some 300 bytes for each of so many entries. It is held in memory, and names and comments may have 64 KB each. */
const MAX_DIRECTORY = 32 * 1024 * 1024

/**
 * Finds the end record (APPNOTE 4.3.16) and, if there is one, the one of zip64 (4.3.14). yauzl reads them too, but
 * looks neither at the directory's size nor at what lies between the directory and the end.
 */
export function readEnd(source: ByteSource): Result<ZipEnd, ZipFault> {
  const tail = source.read(Math.max(0, source.size - END_SIZE - MAX_COMMENT), END_SIZE + MAX_COMMENT)
  const at = tail.length < END_SIZE ? -1 : tail.lastIndexOf(END_SIGNATURE, tail.length - END_SIZE)
  if (at === -1) return err(describeOther(source))

  const commentLength = tail.length - at - END_SIZE
  if (tail.readUInt16LE(at + 20) !== commentLength) {
    return err(zipFault('trailing-data', 'a zip with something behind its end'))
  }
  if (tail.includes(END_SIGNATURE, at + END_SIZE)) {
    return err(zipFault('zip-in-comment', 'a zip with the end of another in its comment'))
  }
  const end: EndRecord = {
    start: source.size - tail.length + at,
    disks: [tail.readUInt16LE(at + 4), tail.readUInt16LE(at + 6)],
    entriesOnDisk: tail.readUInt16LE(at + 8),
    entryCount: tail.readUInt16LE(at + 10),
    directorySize: tail.readUInt32LE(at + 12),
    directoryStart: tail.readUInt32LE(at + 16),
  }
  const locator = source.read(Math.max(0, end.start - ZIP64_LOCATOR_SIZE), ZIP64_LOCATOR_SIZE)
  if (end.start < ZIP64_LOCATOR_SIZE || locator.readUInt32LE(0) !== ZIP64_LOCATOR) return checkEnd(end)
  const zip64 = readZip64End(source, end)
  return zip64.ok ? checkEnd(zip64.value) : zip64
}

interface EndRecord {
  /** Where the record itself begins. */
  readonly start: number
  readonly disks: readonly [own: number, directory: number]
  readonly entriesOnDisk: number
  readonly entryCount: number
  readonly directorySize: number
  readonly directoryStart: number
}

function checkEnd(end: EndRecord): Result<ZipEnd, ZipFault> {
  const { start: directoryEnd, directoryStart, directorySize, entryCount } = end
  if (end.disks[0] !== 0 || end.disks[1] !== 0 || end.entriesOnDisk !== entryCount) {
    return err(zipFault('multi-disk', 'one part of a zip in several'))
  }
  if (entryCount > MAX_ENTRIES)
    return err(zipFault('too-many-entries', `a zip with ${entryCount} entries, where ${MAX_ENTRIES} are the most`))
  const gap = directoryEnd - directoryStart - directorySize
  if (gap > 0) return err(zipFault('prepended-data', `a zip with ${gap} bytes that belong to nothing in it`))
  if (gap < 0) return err(zipFault('bad-directory', 'a zip whose directory reaches beyond its end'))
  if (directorySize > MAX_DIRECTORY) {
    const message = `a zip with a directory of ${directorySize} bytes, where ${MAX_DIRECTORY} are the most`
    return err(zipFault('too-large', message))
  }
  return ok({ directoryStart, directoryEnd, entryCount })
}

/** The zip64 end record must lie right before its locator and say something that the plain one cannot. */
function readZip64End(source: ByteSource, end: EndRecord): Result<EndRecord, ZipFault> {
  const start = end.start - ZIP64_LOCATOR_SIZE - ZIP64_END_SIZE
  const record = start < 0 ? Buffer.alloc(0) : source.read(start, ZIP64_END_SIZE + ZIP64_LOCATOR_SIZE)
  const placed =
    record.length > 0 &&
    record.readUInt32LE(0) === ZIP64_END &&
    readUInt64(record, 4) === ZIP64_END_SIZE - 12 &&
    readUInt64(record, ZIP64_END_SIZE + 8) === start
  if (!placed) return err(zipFault('bad-directory', 'a zip whose zip64 end is not where it should be'))

  const zip64: EndRecord = {
    start,
    disks: [record.readUInt32LE(16), record.readUInt32LE(20)],
    entriesOnDisk: readUInt64(record, 24),
    entryCount: readUInt64(record, 32),
    directorySize: readUInt64(record, 40),
    directoryStart: readUInt64(record, 48),
  }
  const pairs = [
    [end.entryCount, zip64.entryCount, 0xffff],
    [end.directorySize, zip64.directorySize, 0xffffffff],
    [end.directoryStart, zip64.directoryStart, 0xffffffff],
  ] as const
  // .NET takes the zip64 number only where the plain one is at its limit, yauzl takes it always.
  if (pairs.some(([plain, wide, limit]) => plain !== wide && plain !== limit)) {
    return err(zipFault('bad-directory', 'a zip with two ends that contradict each other'))
  }
  if (!pairs.some(([, wide, limit]) => wide >= limit)) {
    return err(zipFault('needless-zip64', 'a zip with a zip64 end that it does not need'))
  }
  return ok(zip64)
}

/** Beyond 2^53 the number is not exact, and beyond the size of any file. */
function readUInt64(buffer: Buffer, at: number): number {
  return Number(buffer.readBigUInt64LE(at))
}

/** Without an end record: the first bytes say what it is instead. */
function describeOther(source: ByteSource): ZipFault {
  if (source.size === 0) return zipFault('not-a-zip', 'nothing (0 bytes) instead of a zip')
  const start = source
    .read(0, 1000)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
  if (start.startsWith('PK\x03\x04')) return zipFault('cut-off', `a zip that is cut off after ${source.size} bytes`)
  if (/^<(?:!doctype\s+)?html[\s>]/i.test(start)) return zipFault('not-a-zip', 'HTML instead of a zip')
  if (start.startsWith('<')) return zipFault('not-a-zip', 'XML instead of a zip')
  return zipFault('not-a-zip', 'something that is no zip')
}
