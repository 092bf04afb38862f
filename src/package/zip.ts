import { createHash } from 'node:crypto'
import { err, ok, type Result } from '../result.ts'
import { type ByteSource, openBytes } from './byte-source.ts'
import type { Algorithm } from './integrity.ts'
import { type PackedData, pour, type Sink } from './zip-contents.ts'
import { type RawEntry, readDirectory } from './zip-directory.ts'
import { readEnd } from './zip-end.ts'
import type { ZipFault } from './zip-fault.ts'
import { checkLayout } from './zip-layout.ts'
import { checkEntries, DEFLATED, isFolder, type ListedEntry, modeOf, STORED } from './zip-rules.ts'

/** An entry that has passed every rule. Its content is checked when it is read. */
export interface ZipEntry extends PackedData {
  /** As in the zip, with `\` made `/` but not percent-decoded; `decodedPath` gives the path to write. */
  readonly path: string
  readonly isDirectory: boolean
  /** Whether it carries a Unix permission to execute. */
  readonly executable: boolean
}

/**
 * An open zip, of which one entry is read at a time. Whoever reads one gets its content checked, or a fault. Errors of the
 * file system are thrown as they are.
 */
export interface ZipArchive {
  /** In the order of the directory, folders included. */
  readonly entries: readonly ZipEntry[]
  /** The whole content in memory; for large entries see `pour`. */
  read(entry: ZipEntry): Promise<Result<Buffer, ZipFault>>
  /** The content's digest in lower case hex, in flat memory; `sink` gets the content as well. */
  hash(entry: ZipEntry, algorithm: Algorithm, sink?: (piece: Buffer) => void): Promise<Result<string, ZipFault>>
  /** The content piece by piece, in flat memory; it counts only if the result is ok. */
  pour(entry: ZipEntry, sink: Sink): Promise<Result<void, ZipFault>>
  close(): void
}

/**
 * Opens a zip that nobody vouches for. One that two readers could read in two ways, that would write outside its folder
 * or not at all on another system, or that unpacks to far more than it is, is refused as a whole.
 *
 * Rejects with the system's own error if the file cannot be read.
 */
export async function openZip(path: string): Promise<Result<ZipArchive, ZipFault>> {
  const source = openBytes(path)
  let opened = false
  try {
    const entries = await readEntries(source)
    opened = entries.ok
    return entries.ok ? ok(archive(source, entries.value)) : entries
  } finally {
    if (!opened) source.close()
  }
}

async function readEntries(source: ByteSource): Promise<Result<readonly ZipEntry[], ZipFault>> {
  const end = readEnd(source)
  if (!end.ok) return end
  const directory = await readDirectory(source, end.value)
  if (!directory.ok) return directory
  const entries = directory.value
  const fault =
    checkEntries(entries.map(toListed), source.size) ?? checkLayout(source, entries, end.value.directoryStart)
  return fault ? err(fault) : ok(entries.map(toEntry))
}

/** APPNOTE 4.5.3. */
const ZIP64 = 0x0001

function toListed({ path, listed, disk }: RawEntry): ListedEntry {
  return {
    path,
    flags: listed.generalPurposeBitFlag,
    method: listed.compressionMethod,
    compressedSize: listed.compressedSize,
    size: listed.uncompressedSize,
    externalAttributes: listed.externalFileAttributes,
    disk,
    zip64: listed.extraFields.some(field => field.id === ZIP64),
    offset: listed.relativeOffsetOfLocalHeader,
  }
}

function toEntry({ path, listed, local }: RawEntry): ZipEntry {
  return {
    path,
    isDirectory: isFolder(path),
    executable: !isFolder(path) && (modeOf(listed.externalFileAttributes) & 0o111) !== 0,
    method: listed.compressionMethod === DEFLATED ? DEFLATED : STORED,
    dataStart: local.fileDataStart,
    compressedSize: listed.compressedSize,
    size: listed.uncompressedSize,
    crc32: listed.crc32,
  }
}

function archive(source: ByteSource, entries: readonly ZipEntry[]): ZipArchive {
  return {
    entries,
    read: async entry => {
      const chunks: Buffer[] = []
      const poured = await pour(source, entry, chunk => void chunks.push(Buffer.from(chunk)))
      return poured.ok ? ok(Buffer.concat(chunks)) : poured
    },
    hash: async (entry, algorithm, sink) => {
      const hash = createHash(algorithm)
      const poured = await pour(source, entry, piece => {
        hash.update(piece)
        sink?.(piece)
      })
      return poured.ok ? ok(hash.digest('hex')) : poured
    },
    pour: (entry, sink) => pour(source, entry, sink),
    close: () => source.close(),
  }
}
