import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { constants, gzipSync, zstdCompressSync } from 'node:zlib'

/** An entry as the archive shall have it: no path or target is looked at, whatever it says. */
export type ArchiveEntry =
  | { readonly kind: 'file'; readonly path: string; readonly content: Uint8Array | string; readonly mode?: number }
  | { readonly kind: 'directory'; readonly path: string; readonly mode?: number }
  | { readonly kind: 'symlink'; readonly path: string; readonly target: string }
  /** `target` is a path as in the archive, or one that is there already. */
  | { readonly kind: 'hardlink'; readonly path: string; readonly target: string }
  /** Whoever opens it waits for a writer. */
  | { readonly kind: 'fifo'; readonly path: string }

export type Compression = 'zstd-without-long' | 'gzip'

/** What the client of this machine packs with, found as it finds it: zstd where the program says anything at all. */
function clientCompression(): Compression {
  const { stdout, stderr } = spawnSync('zstd', ['--quiet', '--version'], { encoding: 'utf8' })
  return `${stdout ?? ''}${stderr ?? ''}`.trim() === '' ? 'gzip' : 'zstd-without-long'
}

/** The version that the client asks for with `enableCrossOsArchive`: the paths count as they are written. */
export function cacheVersion(paths: readonly string[], compression = clientCompression()): string {
  return createHash('sha256')
    .update([...paths, compression, '1.0'].join('|'))
    .digest('hex')
}

/** An archive as the client downloads and unpacks it, with these entries in this order, and a checksum at its end. */
export function buildArchive(entries: readonly ArchiveEntry[], compression = clientCompression()): Buffer {
  const tar = Buffer.concat([...entries.flatMap(entryBlocks), Buffer.alloc(2 * BLOCK)])
  return compression === 'gzip'
    ? gzipSync(tar)
    : zstdCompressSync(tar, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })
}

const BLOCK = 512

/** POSIX.1-1988, "ustar interchange format". */
const TYPE_FLAGS = { file: '0', hardlink: '1', symlink: '2', directory: '5', fifo: '6' } as const

function entryBlocks(entry: ArchiveEntry): readonly Buffer[] {
  const content = entry.kind === 'file' ? Buffer.from(entry.content) : Buffer.alloc(0)
  return [header(entry, content.length), content, Buffer.alloc(-content.length & (BLOCK - 1))]
}

function header(entry: ArchiveEntry, size: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  const mode = 'mode' in entry ? entry.mode : undefined
  writeText(block, 0, 100, entry.path)
  writeOctal(block, 100, 8, mode ?? (entry.kind === 'directory' ? 0o755 : 0o644))
  writeOctal(block, 108, 8, 0)
  writeOctal(block, 116, 8, 0)
  writeOctal(block, 124, 12, size)
  writeOctal(block, 136, 12, 0)
  writeText(block, 156, 1, TYPE_FLAGS[entry.kind])
  writeText(block, 157, 100, 'target' in entry ? entry.target : '')
  writeText(block, 257, 8, 'ustar\x0000')
  // The sum counts its own field as spaces.
  block.fill(' ', 148, 156)
  writeOctal(
    block,
    148,
    8,
    block.reduce((sum, byte) => sum + byte, 0),
  )
  return block
}

function writeText(block: Buffer, at: number, length: number, text: string): void {
  const bytes = Buffer.from(text)
  if (bytes.length > length)
    throw new RangeError(`"${text}" has more than the ${length} bytes that a header has for it`)
  bytes.copy(block, at)
}

function writeOctal(block: Buffer, at: number, length: number, value: number): void {
  writeText(block, at, length, value.toString(8).padStart(length - 1, '0'))
}
