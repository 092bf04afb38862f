import { crc32, deflateRawSync } from 'node:zlib'

/** The fields of an entry that both of its headers hold, each of which can lie. */
export interface Header {
  readonly name: string | Buffer
  readonly flags: number
  readonly method: number
  readonly crc32: number
  readonly compressedSize: number
  readonly size: number
  readonly extra: Buffer
}

export interface RawEntry extends Partial<Header> {
  readonly name: string | Buffer
  /** The content; what is not given otherwise follows from it. */
  readonly content?: Buffer | string
  /** The data as it lies in the file, in place of the packed content. */
  readonly packed?: Buffer
  /** Written behind the data: a descriptor, or what should not be there. */
  readonly behind?: Buffer
  readonly external?: number
  readonly local?: Partial<Header>
  readonly central?: Partial<Header> & { readonly offset?: number }
  /** Nothing but an entry in the directory, which leads elsewhere. */
  readonly onlyListed?: boolean
}

export interface RawEnd {
  readonly disk: number
  readonly directoryDisk: number
  readonly entriesOnDisk: number
  readonly entryCount: number
  readonly directorySize: number
  readonly directoryStart: number
  readonly commentLength: number
}

export interface Surroundings {
  readonly prefix?: Buffer
  /** Whether offsets count from the start of the file, prefix included. */
  readonly adjusted?: boolean
  readonly beforeEnd?: (end: RawEnd, at: number) => Buffer
  readonly end?: Partial<RawEnd>
  readonly comment?: Buffer
  readonly suffix?: Buffer
}

/** Writes a zip as told, true or not. */
export function rawZip(entries: readonly RawEntry[], surroundings: Surroundings = {}): Buffer {
  const { prefix = Buffer.alloc(0), comment = Buffer.alloc(0), suffix = Buffer.alloc(0) } = surroundings
  const base = surroundings.adjusted ? prefix.length : 0
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let position = base
  for (const entry of entries) {
    const { header, packed } = complete(entry)
    directory.push(
      centralHeader({ ...header, ...entry.central }, entry.central?.offset ?? position, entry.external ?? 0),
    )
    if (entry.onlyListed) continue
    const body = Buffer.concat([localHeader({ ...header, ...entry.local }), packed, entry.behind ?? Buffer.alloc(0)])
    bodies.push(body)
    position += body.length
  }
  const listed = Buffer.concat(directory)
  const end: RawEnd = {
    disk: 0,
    directoryDisk: 0,
    entriesOnDisk: entries.length,
    entryCount: entries.length,
    directorySize: listed.length,
    directoryStart: position,
    commentLength: comment.length,
    ...surroundings.end,
  }
  const beforeEnd = surroundings.beforeEnd?.(end, position + listed.length) ?? Buffer.alloc(0)
  return Buffer.concat([prefix, ...bodies, listed, beforeEnd, endRecord(end), comment, suffix])
}

function complete(entry: RawEntry): { readonly header: Header; readonly packed: Buffer } {
  const content = Buffer.from(entry.content ?? '')
  const method = entry.method ?? 0
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(content) : content)
  return {
    packed,
    header: {
      name: entry.name,
      method,
      flags: entry.flags ?? 0x0800,
      crc32: entry.crc32 ?? crc32(content),
      compressedSize: entry.compressedSize ?? packed.length,
      size: entry.size ?? content.length,
      extra: entry.extra ?? Buffer.alloc(0),
    },
  }
}

function common(header: Header, name: Buffer): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(header.flags, 2)
  fields.writeUInt16LE(header.method, 4)
  fields.writeUInt16LE(0x21, 8)
  fields.writeUInt32LE(header.crc32, 10)
  fields.writeUInt32LE(header.compressedSize, 14)
  fields.writeUInt32LE(header.size, 18)
  fields.writeUInt16LE(name.length, 22)
  fields.writeUInt16LE(header.extra.length, 24)
  return fields
}

function localHeader(header: Header): Buffer {
  const name = Buffer.from(header.name)
  return Buffer.concat([Buffer.from('PK\x03\x04'), common(header, name), name, header.extra])
}

function centralHeader(header: Header, offset: number, external: number): Buffer {
  const name = Buffer.from(header.name)
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(external, 6)
  rest.writeUInt32LE(offset, 10)
  const madeByUnix = Buffer.from([20, 3])
  return Buffer.concat([Buffer.from('PK\x01\x02'), madeByUnix, common(header, name), rest, name, header.extra])
}

function endRecord(end: RawEnd): Buffer {
  const record = Buffer.alloc(22)
  record.write('PK\x05\x06')
  record.writeUInt16LE(end.disk, 4)
  record.writeUInt16LE(end.directoryDisk, 6)
  record.writeUInt16LE(Math.min(end.entriesOnDisk, 0xffff), 8)
  record.writeUInt16LE(Math.min(end.entryCount, 0xffff), 10)
  record.writeUInt32LE(end.directorySize, 12)
  record.writeUInt32LE(end.directoryStart, 16)
  record.writeUInt16LE(end.commentLength, 20)
  return record
}

/** The zip64 end record and its locator, for `beforeEnd`. */
export function zip64End(end: RawEnd, at: number): Buffer {
  const record = Buffer.alloc(56)
  record.write('PK\x06\x06')
  record.writeBigUInt64LE(44n, 4)
  record.writeBigUInt64LE(BigInt(end.entriesOnDisk), 24)
  record.writeBigUInt64LE(BigInt(end.entryCount), 32)
  record.writeBigUInt64LE(BigInt(end.directorySize), 40)
  record.writeBigUInt64LE(BigInt(end.directoryStart), 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07')
  locator.writeBigUInt64LE(BigInt(at), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([record, locator])
}

/** What stands behind the data of an entry whose header was written before its sizes were known. */
export function descriptor(
  entry: { readonly crc32: number; readonly compressedSize: number; readonly size: number },
  { signed = true, wide = false }: { readonly signed?: boolean; readonly wide?: boolean } = {},
): Buffer {
  const bytes = Buffer.alloc(wide ? 20 : 12)
  bytes.writeUInt32LE(entry.crc32, 0)
  if (wide) {
    bytes.writeBigUInt64LE(BigInt(entry.compressedSize), 4)
    bytes.writeBigUInt64LE(BigInt(entry.size), 12)
  } else {
    bytes.writeUInt32LE(entry.compressedSize, 4)
    bytes.writeUInt32LE(entry.size, 8)
  }
  return signed ? Buffer.concat([Buffer.from('PK\x07\x08'), bytes]) : bytes
}
