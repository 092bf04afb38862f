import { decodedPath } from './content-digest.ts'
import { quoteName, type ZipFault, type ZipFaultCode, zipFault } from './zip-fault.ts'

/** What the directory of a zip says of an entry, as far as the rules look at it. */
export interface ListedEntry {
  /** With `\` made `/`, not percent-decoded. */
  readonly path: string
  readonly flags: number
  readonly method: number
  readonly compressedSize: number
  readonly size: number
  readonly externalAttributes: number
  /** The part of several that it begins in. */
  readonly disk: number
  /** Whether it has the extra field with its sizes and offset in 64 bits. */
  readonly zip64: boolean
  /** Where its local header begins. */
  readonly offset: number
}

/**
 * cargo's rule against bombs (`MAX_UNPACK_SIZE`, `MAX_COMPRESSION_RATIO` in registry/mod.rs). What entries say they have is
 * the most that they give, so nothing needs to be unpacked to hold them to it.
 */
const MAX_UNPACKED = 512 * 1024 * 1024
const MAX_RATIO = 20

/** Bits 0 and 13 (APPNOTE 4.4.4); at bit 6, strong encryption, the reading of the directory ends. */
const ENCRYPTED = 0x0001 | 0x2000

const ZIP64_LIMIT = 0xffffffff

const FILE_TYPE = 0xf000
const REGULAR = 0x8000
const FOLDER = 0x4000

export const STORED = 0
export const DEFLATED = 8

/** An entry names a folder by a slash at its end. */
export function isFolder(path: string): boolean {
  return path.endsWith('/')
}

/** The Unix mode that the entry's external attributes hold; 0 where they hold none. */
export function modeOf(externalAttributes: number): number {
  return externalAttributes >>> 16
}

/** The first thing that is wrong with the list of entries, from the list alone. */
export function checkEntries(entries: readonly ListedEntry[], packedSize: number): ZipFault | undefined {
  const total = entries.reduce((sum, entry) => sum + entry.size, 0)
  const most = Math.max(MAX_UNPACKED, MAX_RATIO * packedSize)
  if (total > most) {
    const message = `a zip of ${packedSize} bytes that unpacks to ${total} bytes, where ${most} are the most`
    return zipFault('too-large', message)
  }
  for (const entry of entries) {
    const fault = checkEntry(entry) ?? checkName(entry.path)
    if (fault) return fault
  }
  return checkUniqueness(entries)
}

function checkEntry(entry: ListedEntry): ZipFault | undefined {
  const { path, flags, method, size, compressedSize } = entry
  const name = quoteName(path)
  if ((flags & ENCRYPTED) !== 0) return zipFault('encrypted', `a zip whose entry ${name} is encrypted`)
  if (method !== STORED && method !== DEFLATED) {
    return zipFault('unsupported-method', `a zip whose entry ${name} is packed by method ${method}`)
  }
  // .NET opens no zip with one that is elsewhere, so PowerShell could not install it.
  if (entry.disk !== 0) return zipFault('multi-disk', `a zip whose entry ${name} is in another part of several`)
  const type = modeOf(entry.externalAttributes) & FILE_TYPE
  // .NET up to 5 marks folders as regular files.
  const known = type === 0 || type === REGULAR || (type === FOLDER && isFolder(path))
  if (!known) return zipFault('not-a-file', `a zip whose entry ${name} is neither a file nor a folder`)
  // Nothing, deflated, is two bytes.
  if (isFolder(path) && (size > 0 || compressedSize > 2)) {
    return zipFault('folder-with-data', `a zip whose folder ${name} has data of its own`)
  }
  if (entry.zip64 && Math.max(size, compressedSize, entry.offset) < ZIP64_LIMIT) {
    return zipFault('needless-zip64', `a zip whose entry ${name} has sizes in 64 bits that it does not need`)
  }
  if (method === STORED && size !== compressedSize) {
    return zipFault('size-mismatch', `a zip whose stored entry ${name} has two sizes`)
  }
  return undefined
}

/** In bytes; leaves room for a folder in front of it below the 260 characters of Windows. */
const MAX_PATH_BYTES = 240
/** What Windows forbids (`:` would name a drive or an alternate stream) and control characters, NUL among them. */
const FORBIDDEN = /[:<>"|?*]|\p{Cc}/u
/** Windows opens a device for these, whatever extension follows. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i

/** Checks a name as it is and as clients that percent-decode it would write it. */
function checkName(path: string): ZipFault | undefined {
  const decoded = decodedPath(path)
  const faultOf = (name: string): NameFault | undefined => nameFault(name, isFolder(path))
  const code = faultOf(path) ?? (decoded === path ? undefined : faultOf(decoded)) ?? lengthFault(decoded)
  return code && zipFault(code, `a zip whose entry ${quoteName(path)} ${NAME_FAULT[code]}`)
}

const NAME_FAULT = {
  'absolute-path': 'has an absolute path',
  'path-traversal': 'leaves its folder',
  'empty-segment': 'has a name with an empty part',
  'forbidden-character': 'has a character that no file name may have',
  'reserved-name': 'has the name of a Windows device',
  'trailing-dot-or-space': 'has a name that ends in a dot or a space',
  'path-too-long': `has a path of more than ${MAX_PATH_BYTES} bytes`,
} as const satisfies Partial<Record<ZipFaultCode, string>>

type NameFault = keyof typeof NAME_FAULT

function nameFault(path: string, folder: boolean): NameFault | undefined {
  if (path.startsWith('/') || /^[a-z]:\//i.test(path)) return 'absolute-path'
  if (FORBIDDEN.test(path)) return 'forbidden-character'
  const segments = (folder ? path.slice(0, -1) : path).split('/')
  for (const segment of segments) {
    if (segment === '') return 'empty-segment'
    if (segment === '.' || segment === '..') return 'path-traversal'
    if (/[. ]$/.test(segment)) return 'trailing-dot-or-space'
    if (DEVICE.test(segment)) return 'reserved-name'
  }
  return undefined
}

/** Of the path that is written; its encoded form may be three times as long. */
function lengthFault(decoded: string): NameFault | undefined {
  return Buffer.byteLength(decoded) > MAX_PATH_BYTES ? 'path-too-long' : undefined
}

/** As many as a zip may have entries; each of those can name a hundred of its own. */
const MAX_FOLDERS = 100_000

/** No two entries may become one file, on a file system that ignores letter case or composes characters either. */
function checkUniqueness(entries: readonly ListedEntry[]): ZipFault | undefined {
  const byKey = new Map<string, { readonly decoded: string; readonly folder: boolean }>()
  for (const { path } of entries) {
    const folder = isFolder(path)
    const decoded = decodedPath(folder ? path.slice(0, -1) : path)
    const key = oneCase(decoded)
    const other = byKey.get(key)
    if (other) {
      if (other.folder !== folder) return fileAsFolder(path)
      return other.decoded === decoded
        ? zipFault('duplicate-name', `a zip with two entries ${quoteName(decoded)}`)
        : zipFault('colliding-names', `a zip with the entries ${quoteName(other.decoded)} and ${quoteName(decoded)}`)
    }
    byKey.set(key, { decoded, folder })
  }
  const folders = new Set<string>()
  for (const key of byKey.keys()) {
    for (let slash = key.lastIndexOf('/'); slash !== -1; slash = key.lastIndexOf('/', slash - 1)) {
      const folder = key.slice(0, slash)
      if (folders.has(folder)) break
      if (byKey.get(folder)?.folder === false) return fileAsFolder(folder)
      folders.add(folder)
    }
    if (folders.size > MAX_FOLDERS) {
      return zipFault('too-many-entries', `a zip with more than ${MAX_FOLDERS} folders`)
    }
  }
  return undefined
}

/**
 * The same for names that a file system takes for one: `ς` and `σ` are one letter to Windows and macOS, `ß` and `ss` to macOS,
 * which only their capitals tell; of `ẞ` and the sign of Kelvin only the small letters do.
 */
function oneCase(name: string): string {
  return name.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC')
}

function fileAsFolder(path: string): ZipFault {
  return zipFault('file-as-folder', `a zip in which ${quoteName(path)} is a file and a folder`)
}
