import { statfs } from 'node:fs/promises'
import path from 'node:path'

/** Whether this is what the system says where there is no room for more bytes. */
export function isFull(code: string): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT'
}

/**
 * `; 4096 bytes are needed there, and 0 are free`: the figures, where space is what was lacking; empty where it was not, or
 * nobody can tell. A quota is not counted: the system tells nobody how much of it is left.
 *
 * @param folder need not be there any more
 * @param needed bytes, as far as they are known
 */
export async function describeSpace(code: string, folder: string, needed = 0): Promise<string> {
  if (!isFull(code)) return ''
  const space = await spaceOf(folder)
  if (!space) return ''
  if (code === 'EDQUOT' || needed > space.free) return `; ${formatNeed(needed, space)}`
  return `; more than the ${space.free} bytes${formatFiles(space)} that are free there are needed`
}

function formatNeed(needed: number, { free, block }: Space): string {
  return `at least ${Math.max(needed, block)} bytes are needed there, and ${free} are free on the disk`
}

/** A disk may have bytes and no room for another file, however small. */
const FEW_FILES = 10_000

function formatFiles({ files }: Space): string {
  return files !== undefined && files < FEW_FILES ? ` and ${files} files` : ''
}

interface Space {
  /** Bytes for this user. */
  readonly free: number
  /** Bytes: the least that a file takes. */
  readonly block: number
  /** How many more files there may be; undefined where there is no limit. */
  readonly files: number | undefined
}

async function spaceOf(folder: string): Promise<Space | undefined> {
  for (let each = folder; ; each = path.dirname(each)) {
    const found = await statfs(each).catch(() => undefined)
    if (found) {
      const { bavail, bsize, files, ffree } = found
      return { free: bavail * bsize, block: bsize, files: files === 0 ? undefined : ffree }
    }
    if (each === path.dirname(each)) return undefined
  }
}
