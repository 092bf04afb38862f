import {
  type Entry,
  type ExtraField,
  fromRandomAccessReaderPromise,
  type LocalFileHeader,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl'
import { err, ok, type Result } from '../result.ts'
import type { ByteSource } from './byte-source.ts'
import type { ZipEnd } from './zip-end.ts'
import { quoteName, type ZipFault, zipFault } from './zip-fault.ts'

/** An entry twice: as the directory has it and as the header before its data has it. */
export interface RawEntry {
  /** With `\` made `/`, which packers on .NET Framework wrote; not percent-decoded. */
  readonly path: string
  readonly listed: Entry
  /** The part of several that it begins in, which yauzl leaves out. */
  readonly disk: number
  readonly local: LocalFileHeader
}

/**
 * Reads the directory and every local header, comparing nothing yet. Errors of the file system are thrown as they are.
 */
export async function readDirectory(source: ByteSource, end: ZipEnd): Promise<Result<readonly RawEntry[], ZipFault>> {
  // Names are decoded below: yauzl would read those without the UTF-8 flag as CP437, .NET reads them as UTF-8.
  const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false }
  const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.size, options)
  const listed = await listEntries(zip, source, end)
  if (!listed.ok) return listed
  const entries: RawEntry[] = []
  let extra = 0
  for (const { entry, disk } of listed.value) {
    const path = decodeName(entry.fileNameRaw)
    if (!path.ok) return path
    const local = await attempt(zip.readLocalFileHeaderPromise(entry))
    if (!local.ok) {
      const message = `a zip whose entry ${quoteName(path.value)} is not where its directory says: ${local.error}`
      return err(zipFault('local-header-mismatch', message))
    }
    extra += local.value.extraField.length
    if (extra > MAX_EXTRA) return err(TOO_MUCH_EXTRA)
    if (hasSecondName(entry, local.value)) {
      return err(zipFault('ambiguous-name', `a zip whose entry ${quoteName(path.value)} has a second name`))
    }
    entries.push({ path: path.value, listed: entry, disk, local: local.value })
  }
  return ok(entries)
}

/**
 * Of all entries together, in the directory and again in front of their data: 40 bytes for each of 50,000. They are taken apart
 * into fields of as little as 4 bytes, of which 32 MB take a gigabyte and ten seconds.
 */
const MAX_EXTRA = 2 * 1024 * 1024
const TOO_MUCH_EXTRA = zipFault('too-large', `a zip with more than ${MAX_EXTRA} bytes of extra fields`)

const DIRECTORY_HEADER_SIZE = 46
const DISK_AT = 34

type Listed = Pick<RawEntry, 'disk'> & { readonly entry: Entry }

async function listEntries(
  zip: ZipFile,
  source: ByteSource,
  end: ZipEnd,
): Promise<Result<readonly Listed[], ZipFault>> {
  const wrongCount = zipFault(
    'wrong-entry-count',
    `a zip whose directory does not have the ${end.entryCount} entries it says`,
  )
  const entries: Listed[] = []
  const iterator = zip.eachEntry()
  let cursor = end.directoryStart
  let extra = 0
  for (;;) {
    const next = await attempt(iterator.next())
    if (!next.ok) {
      if (cursor === end.directoryEnd) return err(wrongCount)
      if (isEncrypted(source, cursor)) return err(zipFault('encrypted', 'a zip with an encrypted entry'))
      return err(zipFault('bad-directory', `a zip with a broken directory: ${next.error}`))
    }
    if (next.value.done) break
    const entry = next.value.value
    const disk = source.read(cursor + DISK_AT, 2).readUInt16LE(0)
    extra += entry.extraFieldLength
    if (extra > MAX_EXTRA) return err(TOO_MUCH_EXTRA)
    entries.push({ entry, disk })
    cursor += DIRECTORY_HEADER_SIZE + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength
  }
  return cursor === end.directoryEnd ? ok(entries) : err(wrongCount)
}

const FLAGS_AT = 8
/** Bit 6 (APPNOTE 4.4.4), at which yauzl stops. */
const STRONG_ENCRYPTION = 0x0040

function isEncrypted(source: ByteSource, header: number): boolean {
  const flags = source.read(header + FLAGS_AT, 2)
  return flags.length === 2 && (flags.readUInt16LE(0) & STRONG_ENCRYPTION) !== 0
}

/**
 * yauzl tells what is wrong with a zip by plain errors; what comes from the file system has a code and is none of the
 * zip's faults.
 */
async function attempt<T>(reading: Promise<T>): Promise<Result<T, string>> {
  try {
    return ok(await reading)
  } catch (error) {
    if (!(error instanceof Error) || 'code' in error) throw error
    return err(error.message)
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Info-ZIP's second name, which only some readers prefer to the first (APPNOTE 4.6.9). */
const UNICODE_PATH = 0x7075
/** Its version and the checksum of the first name stand in front of it. */
const SECOND_NAME_AT = 5

/** Readers of the directory look for it there, readers of a stream in front of the data. */
function hasSecondName({ extraFields, fileNameRaw }: Entry, local: LocalFileHeader): boolean {
  return [...extraFields, ...tolerantExtraFields(local.extraField)].some(
    ({ id, data }) => id === UNICODE_PATH && !data.subarray(SECOND_NAME_AT).equals(fileNameRaw),
  )
}

/** The extra fields of a local header, up to what is none: some packers pad with zeros. */
export function tolerantExtraFields(bytes: Buffer): readonly ExtraField[] {
  const fields: ExtraField[] = []
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + bytes.readUInt16LE(at + 2)
    if (end > bytes.length) break
    fields.push({ id: bytes.readUInt16LE(at), data: bytes.subarray(at + 4, end) })
    at = end
  }
  return fields
}

function decodeName(raw: Buffer): Result<string, ZipFault> {
  try {
    return ok(UTF8.decode(raw).replaceAll('\\', '/'))
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const shown = quoteName(raw.toString('latin1'))
    return err(zipFault('invalid-utf8', `a zip whose entry ${shown} has a name that is not UTF-8`))
  }
}

/** yauzl's way to our bytes. */
class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource

  constructor(source: ByteSource) {
    super()
    this.#source = source
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const copy = async (): Promise<Error | null> => {
      const bytes = this.#source.read(position, length)
      bytes.copy(buffer, offset)
      return bytes.length < length ? new Error('unexpected end of file') : null
    }
    copy().then(callback, callback)
  }
}
