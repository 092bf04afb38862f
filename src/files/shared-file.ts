import { chmod, chown, lstat, readFile, readlink, realpath, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { unlessMissing } from '../system-error.ts'
import { place } from './place.ts'
import { withStaged } from './staging.ts'

/** A text file of another program, which may change it at any time. */
export interface SharedText {
  readonly text: string
  readonly encoding: SharedEncoding
  /** As they were read. */
  readonly bytes: Buffer
}

export type SharedEncoding = 'utf8' | 'utf16le'

/** Where a file is, or would be, whose path may lead over links; undefined where its folder is missing. */
export async function resolveShared(file: string): Promise<string | undefined> {
  const folder = await realpath(path.dirname(file)).catch(unlessMissing)
  if (folder === undefined) return undefined
  const name = path.join(folder, path.basename(file))
  const there = await lstat(name).catch(unlessMissing)
  if (!there?.isSymbolicLink()) return name
  return (await realpath(name).catch(unlessMissing)) ?? path.resolve(folder, await readlink(name))
}

/**
 * Reads a file as text that can be written again to the letter, its byte order mark included. Undefined for a file that is
 * not there; `not-text` for one that is neither UTF-8 nor marked as UTF-16.
 */
export async function readShared(file: string): Promise<SharedText | 'not-text' | undefined> {
  const bytes = await readFile(file).catch(unlessMissing)
  if (bytes === undefined) return undefined
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8'
  const text = bytes.toString(encoding)
  return Buffer.from(text, encoding).equals(bytes) ? { text, encoding, bytes } : 'not-text'
}

/**
 * Exchanges a file in one step if it still is what was read, with its permissions and, as far as that is allowed, its
 * owner. False if it has changed.
 *
 * @param before what was read; undefined if there was no file
 */
export async function replaceShared(file: string, before: SharedText | undefined, text: string): Promise<boolean> {
  return withStaged(file, async next => {
    const old = await stat(file).catch(unlessMissing)
    const mode = (old?.mode ?? 0o666) & 0o777
    await writeFile(next, text, { encoding: before?.encoding ?? 'utf8', flag: 'wx', mode })
    if (old) {
      // What the process masks is missing from it yet.
      await chmod(next, mode)
      await chown(next, old.uid, old.gid).catch(() => undefined)
    }
    const now = await readFile(file).catch(unlessMissing)
    const isAsBefore = before === undefined ? now === undefined : now?.equals(before.bytes) === true
    if (isAsBefore) await place(next, file)
    return isAsBefore
  })
}
