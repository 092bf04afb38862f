import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

export interface HonestFile {
  readonly path: string
  readonly content: Buffer | string
  readonly compress?: boolean
  readonly mode?: number
}

/** A zip as an ordinary packer writes it; a path that ends in a slash is a folder. */
export async function honestZip(files: readonly HonestFile[]): Promise<Buffer> {
  const zip = new ZipFile()
  const mtime = new Date('2026-01-01T00:00:00Z')
  for (const { path, content, compress = true, mode } of files) {
    if (path.endsWith('/')) zip.addEmptyDirectory(path, { mtime })
    else zip.addBuffer(Buffer.from(content), path, { mtime, compress, ...(mode !== undefined && { mode }) })
  }
  zip.end()
  return buffer(zip.outputStream)
}
