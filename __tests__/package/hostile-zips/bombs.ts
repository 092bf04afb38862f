import { constants, crc32, deflateRawSync } from 'node:zlib'
import type { RawEntry } from '../raw-zip.ts'
import { type HostileZip, localPart, packageWith, SOUND_LENGTH, zip64Field } from './hostile-zip.ts'

const MIB = 1024 * 1024

/** Zeros, deflated a thousand to one without ever being in memory. */
function zeros(name: string, mebibytes: number): RawEntry {
  const piece = Buffer.alloc(MIB)
  const packed = deflateRawSync(piece, { finishFlush: constants.Z_SYNC_FLUSH })
  const end = deflateRawSync(Buffer.alloc(0))
  let checksum = 0
  for (let index = 0; index < mebibytes; index += 1) checksum = crc32(piece, checksum)
  return {
    name,
    method: 8,
    packed: Buffer.concat([...new Array<Buffer>(mebibytes).fill(packed), end]),
    crc32: checksum,
    size: mebibytes * MIB,
  }
}

/** A block of deflate that holds bytes as they are, and is not the last (RFC 1951, 3.2.4). */
function storedBlock(bytes: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt16LE(bytes.length, 1)
  head.writeUInt16LE(~bytes.length & 0xffff, 3)
  return Buffer.concat([head, bytes])
}

/** David Fifield's bomb (A better zip bomb, 2019): every entry is the header of the next one, quoted, and all that follows it. */
function quoted(count: number): Buffer {
  const content = Buffer.alloc(2_000_000)
  let entry: RawEntry = { name: `${count}`, method: 8, content, packed: deflateRawSync(content) }
  const all = [entry]
  for (let index = count - 1; index > 0; index -= 1) {
    const part = localPart(entry)
    const header = part.subarray(0, part.length - (entry.packed?.length ?? 0))
    entry = {
      name: `${index}`,
      method: 8,
      content: Buffer.concat([header, Buffer.from(entry.content ?? '')]),
      packed: Buffer.concat([storedBlock(header), entry.packed ?? Buffer.alloc(0)]),
    }
    all.unshift(entry)
  }
  const whole = localPart(entry).length
  const [first, ...rest] = all
  const listed = rest.map(each => {
    const offset = SOUND_LENGTH + whole - localPart(each).length
    return { ...each, onlyListed: true, central: { offset } }
  })
  return packageWith([...(first ? [first] : []), ...listed])
}

/** The simpler one: many entries in the directory, one header and one content in the file. */
function shared(count: number): Buffer {
  const kernel = zeros('0', 2)
  const others = Array.from({ length: count - 1 }, (_, index) => ({
    ...kernel,
    name: `${index + 1}`,
    onlyListed: true,
    central: { offset: SOUND_LENGTH },
  }))
  return packageWith([kernel, ...others])
}

const OVERLAPS = 'all take it but zip.js, Info-ZIP and Python'

/** What unpacks to more than it may, says so or not. */
export const BOMBS: readonly HostileZip[] = [
  {
    what: 'an honest bomb, 600 MB in 600 KB',
    bytes: packageWith([zeros('bomb', 600)]),
    code: 'too-large',
    elsewhere: 'all ten unpack it',
  },
  {
    what: 'a bomb in parts, none of them too large alone',
    bytes: packageWith(Array.from({ length: 60 }, (_, index) => zeros(`${index}`, 10))),
    code: 'too-large',
  },
  { what: 'a bomb of one content, 501 times 2 MiB', bytes: shared(501), code: 'too-large', elsewhere: OVERLAPS },
  { what: 'one content for ten entries', bytes: shared(10), code: 'overlapping-entries', elsewhere: OVERLAPS },
  { what: 'ten entries that quote one another', bytes: quoted(10), code: 'overlapping-entries' },
  {
    what: 'a size of 4 GB less a byte',
    bytes: packageWith([{ name: 'a', method: 8, size: 0xfffffffe }]),
    code: 'too-large',
  },
  {
    what: 'a size beyond all disks',
    bytes: packageWith([{ name: 'a', method: 8, size: 0xffffffff, extra: zip64Field(2 ** 62) }]),
    code: 'too-large',
  },
  {
    what: 'a size of an exabyte',
    bytes: packageWith([{ name: 'a', method: 8, size: 0xffffffff, extra: zip64Field(2 ** 50) }]),
    code: 'too-large',
  },
  {
    what: 'a bomb that says it is small',
    bytes: packageWith([{ ...zeros('bomb', 50), size: 12 }]),
    code: 'size-mismatch',
    elsewhere: 'fflate, unzipper and Info-ZIP unpack it',
  },
  {
    what: 'a bomb that says it is of middle size',
    bytes: packageWith([{ ...zeros('bomb', 50), size: 9_000_000 }]),
    code: 'size-mismatch',
  },
]
