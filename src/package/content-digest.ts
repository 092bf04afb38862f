import { createHash } from 'node:crypto'

/** One file of a package. */
export interface HashedFile {
  readonly path: string
  /** Lower case. */
  readonly sha256Hex: string
}

/**
 * A digest over a module's own files, the same however they were packed: order, compression, percent-encoding,
 * signature and the parts that the packer adds do not count. The idea and the form are Go's `h1:`
 * (golang.org/x/mod/sumdb/dirhash).
 *
 * @param files the files of a package, not its folders, by the names of the zip; no two of them with the same decoded path
 */
export function contentDigest(files: Iterable<HashedFile>): string {
  const own: HashedFile[] = []
  for (const { path, sha256Hex } of files) {
    const decoded = decodedPath(path)
    if (!isPackagingPart(decoded)) own.push({ path: decoded, sha256Hex })
  }
  return digestOfFiles(own)
}

/**
 * The same over a module's files as they are written: what `contentDigest` gives for the package they come from.
 *
 * @param files by their paths relative to the module's folder, with forward slashes
 */
export function digestOfFiles(files: Iterable<HashedFile>): string {
  const lines = [...files].map(({ path, sha256Hex }) => ({ path: Buffer.from(path), line: `${sha256Hex}  ${path}\n` }))
  lines.sort((a, b) => Buffer.compare(a.path, b.path))
  const hash = createHash('sha256')
  for (const { line } of lines) hash.update(line)
  return `h1:${hash.digest('base64')}`
}

const PACKAGING_PART =
  /^(?:_rels\/\.rels|\[content_types\]\.xml|package\/services\/metadata\/core-properties\/[^/]*\.psmdcp|[^/]*\.nuspec|\.signature\.p7s)$/i

/** Whether a file, named by its decoded path, belongs to the packing and not to the module. */
export function isPackagingPart(path: string): boolean {
  return PACKAGING_PART.test(path)
}

/** One percent-encoded character of well-formed UTF-8, up to what `decodeURIComponent` finds overlong. */
const ENCODED_CHARACTER =
  /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-4](?:%[89ab][0-9a-f]){3}/gi

/**
 * The path that a client writes for the name of a zip entry: percent-decoded once, `\` made `/`. Packers that use OPC
 * encode names as URIs, others do not; so what is no encoded character stays as it is, `+` too.
 */
export function decodedPath(path: string): string {
  const decoded = path.includes('%') ? path.replace(ENCODED_CHARACTER, decodeCharacter) : path
  return decoded.replaceAll('\\', '/')
}

function decodeCharacter(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch (error) {
    if (error instanceof URIError) return encoded
    throw error
  }
}
