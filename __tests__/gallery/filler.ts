import { createCipheriv, createHash } from 'node:crypto'

/** One file's worth of bytes for about every 40 KB of a package, within what real modules have. */
const BYTES_PER_FILE = 40_000
const MIN_FILES = 3
const MAX_FILES = 300
/** Within deflate's window, so that the second copy of a block costs next to nothing. */
const BLOCK = 512
/** Local header, central directory record and back references of one file, roughly. */
const OVERHEAD = 220

export interface FillerFile {
  readonly path: string
  /** Bytes once packed; unpacked it is twice as long. */
  readonly packedSize: number
}

/** The files that bring a package to about `size` packed bytes: names and lengths drawn from `seed`, a few of them large. */
export function planFiller(seed: string, size: number): readonly FillerFile[] {
  const count = Math.min(MAX_FILES, Math.max(MIN_FILES, Math.round(size / BYTES_PER_FILE)))
  const draws = seededBytes(`${seed}/plan`, count * 4)
  const weights = Array.from({ length: count }, (_, index) => 1 / (0.05 + draws.readUInt32LE(index * 4) / 2 ** 32))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const payload = Math.max(0, size - count * OVERHEAD)
  return weights.map((weight, index) => ({
    path: fillerPath(index),
    packedSize: Math.floor((payload * weight) / total),
  }))
}

/** Assemblies, help and formats in the folders where modules keep them. */
function fillerPath(index: number): string {
  const number = String(index + 1).padStart(3, '0')
  switch (index % 4) {
    case 0:
      return `lib/Part${number}.dll`
    case 1:
      return `lib/net8.0/Part${number}.dll`
    case 2:
      return `en-US/Part${number}.dll-Help.xml`
    default:
      return `formats/Part${number}.format.ps1xml`
  }
}

/** About half compressible: each block of noise stands there twice. */
export function fillerBytes(seed: string, file: FillerFile): Buffer {
  const noise = seededBytes(`${seed}/${file.path}`, file.packedSize)
  const doubled = Buffer.allocUnsafe(noise.length * 2)
  for (let from = 0; from < noise.length; from += BLOCK) {
    const block = noise.subarray(from, from + BLOCK)
    block.copy(doubled, from * 2)
    block.copy(doubled, from * 2 + block.length)
  }
  return doubled
}

/** Noise that is the same for the same seed, on every machine: the key stream of AES in counter mode. */
export function seededBytes(seed: string, length: number): Buffer {
  const key = createHash('sha256').update(seed).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}
