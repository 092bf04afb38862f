import type { ByteSource } from './byte-source.ts'
import { type RawEntry, tolerantExtraFields } from './zip-directory.ts'
import { quoteName, type ZipFault, zipFault } from './zip-fault.ts'

const HAS_DESCRIPTOR = 0x0008
const IN_ZIP64 = 0xffffffff
/** APPNOTE 4.5.3. */
const ZIP64 = 0x0001

/**
 * Entries must tile the file from its first byte to the directory, without gap and overlap, and each local header must
 * say what the directory says. Whoever reads the zip from the front then sees the same entries as whoever reads its
 * directory.
 */
export function checkLayout(
  source: ByteSource,
  entries: readonly RawEntry[],
  directoryStart: number,
): ZipFault | undefined {
  const sorted = entries.toSorted((a, b) => offsetOf(a) - offsetOf(b))
  const first = sorted[0] ? offsetOf(sorted[0]) : directoryStart
  if (first > 0) return zipFault('prepended-data', `a zip with ${first} bytes in front of its first entry`)

  for (const [index, entry] of sorted.entries()) {
    const following = sorted[index + 1]
    const next = following ? offsetOf(following) : directoryStart
    const dataEnd = entry.local.fileDataStart + entry.listed.compressedSize
    const name = quoteName(entry.path)
    if (dataEnd > next) return zipFault('overlapping-entries', `a zip whose entry ${name} overlaps what follows it`)
    const difference = compareHeaders(entry)
    if (difference) {
      return zipFault(
        'local-header-mismatch',
        `a zip whose entry ${name} has a different ${difference} in its own header`,
      )
    }
    const gap = next - dataEnd
    if ((entry.listed.generalPurposeBitFlag & HAS_DESCRIPTOR) !== 0) {
      if (!isDescriptor(source.read(dataEnd, Math.min(gap, MAX_DESCRIPTOR + 1)), entry)) {
        return zipFault('descriptor-mismatch', `a zip whose entry ${name} has a different descriptor behind its data`)
      }
    } else if (gap > 0) {
      return zipFault('hidden-data', `a zip with ${gap} bytes behind its entry ${name} that belong to nothing in it`)
    }
  }
  return undefined
}

function offsetOf(entry: RawEntry): number {
  return entry.listed.relativeOffsetOfLocalHeader
}

/** What differs between the two headers, in words; undefined if nothing does. */
function compareHeaders({ listed, local }: RawEntry): string | undefined {
  if (!local.fileName.equals(listed.fileNameRaw)) return 'name'
  if (local.compressionMethod !== listed.compressionMethod) return 'method'
  if (local.generalPurposeBitFlag !== listed.generalPurposeBitFlag) return 'set of flags'
  const streamed = (listed.generalPurposeBitFlag & HAS_DESCRIPTOR) !== 0
  const agree = (own: number, other: number): boolean => own === other || (streamed && (own === 0 || own === IN_ZIP64))
  if (!agree(local.crc32, listed.crc32)) return 'checksum'
  const { size, compressedSize } = localSizes(local)
  return agree(size, listed.uncompressedSize) && agree(compressedSize, listed.compressedSize) ? undefined : 'size'
}

function localSizes(local: RawEntry['local']): { readonly size: number; readonly compressedSize: number } {
  const { uncompressedSize: size, compressedSize, extraField } = local
  const wide = tolerantExtraFields(extraField).find(field => field.id === ZIP64)?.data
  // APPNOTE 4.5.3: in a local header the field has both sizes.
  if (wide === undefined || size !== IN_ZIP64 || compressedSize !== IN_ZIP64 || wide.length < 16) {
    return { size, compressedSize }
  }
  return { size: Number(wide.readBigUInt64LE(0)), compressedSize: Number(wide.readBigUInt64LE(8)) }
}

const DESCRIPTOR = 0x08074b50
const MAX_DESCRIPTOR = 24

/**
 * A descriptor is the checksum and both sizes, in 4 or 8 bytes each, with or without a signature: four lengths, no two
 * the same.
 */
function isDescriptor(bytes: Buffer, { listed }: RawEntry): boolean {
  const signed = bytes.length === 16 || bytes.length === 24
  if (!signed && bytes.length !== 12 && bytes.length !== 20) return false
  if (signed && bytes.readUInt32LE(0) !== DESCRIPTOR) return false
  const body = signed ? bytes.subarray(4) : bytes
  const sizes =
    body.length === 12
      ? [body.readUInt32LE(4), body.readUInt32LE(8)]
      : [Number(body.readBigUInt64LE(4)), Number(body.readBigUInt64LE(12))]
  return (
    body.readUInt32LE(0) === listed.crc32 && sizes[0] === listed.compressedSize && sizes[1] === listed.uncompressedSize
  )
}
