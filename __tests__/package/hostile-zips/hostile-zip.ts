import { crc32 } from 'node:zlib'
import type { ZipFaultCode } from '../../../src/package/zip-fault.ts'
import { type RawEntry, rawZip, type Surroundings } from '../raw-zip.ts'

/** A zip that nobody may take, and the name under which it is refused. */
export interface HostileZip {
  readonly what: string
  readonly bytes: Buffer
  readonly code: ZipFaultCode
  /** What other readers make of it, as far as it was measured (reference/robustness.md B.2). */
  readonly elsewhere?: string
}

/** What makes a zip a package, so that it is refused for nothing else. */
export const SOUND: readonly RawEntry[] = [
  { name: 'Foo.nuspec', content: '<package><metadata><id>Foo</id><version>1.0.0</version></metadata></package>' },
  { name: 'Foo.psd1', content: "@{ ModuleVersion = '1.0.0' }", method: 8 },
]

export const TEXT = 'some content'
export const good: RawEntry = { name: 'good.txt', content: TEXT }
export const other: RawEntry = { name: 'other.txt', content: 'other content', method: 8 }

/** A package with more entries, and something around them. */
export function packageWith(entries: readonly RawEntry[], surroundings?: Surroundings): Buffer {
  return rawZip([...SOUND, ...entries], surroundings)
}

/** The header and the data of an entry, as they lie in a zip. */
export function localPart(entry: RawEntry): Buffer {
  const zip = rawZip([entry])
  return zip.subarray(0, zip.readUInt32LE(zip.length - 6))
}

/** The length of what stands before the entries that `packageWith` adds. */
export const SOUND_LENGTH = SOUND.reduce((sum, entry) => sum + localPart(entry).length, 0)

/** An extra field (APPNOTE 4.5.1). */
export function extraField(id: number, data: Buffer): Buffer {
  const header = Buffer.alloc(4)
  header.writeUInt16LE(id, 0)
  header.writeUInt16LE(data.length, 2)
  return Buffer.concat([header, data])
}

/** Info-ZIP's second name of an entry (APPNOTE 4.6.9), which some readers prefer. */
export function unicodePath(name: string, alias: string): Buffer {
  const data = Buffer.concat([Buffer.from([1]), Buffer.alloc(4), Buffer.from(alias)])
  data.writeUInt32LE(crc32(Buffer.from(name)), 1)
  return extraField(0x7075, data)
}

/** Sizes and offset in 64 bits (APPNOTE 4.5.3). */
export function zip64Field(...values: readonly number[]): Buffer {
  const data = Buffer.alloc(8 * values.length)
  for (const [index, value] of values.entries()) data.writeBigUInt64LE(BigInt(value), 8 * index)
  return extraField(1, data)
}
