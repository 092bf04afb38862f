import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { describeLocalIo } from '../failure.ts'
import { replaceShared, resolveShared } from '../files/shared-file.ts'
import type { Problem } from '../problem.ts'
import { err, ok, type Result } from '../result.ts'
import { asSystemError, unlessMissing } from '../system-error.ts'
import { decodeText, refuseSize } from '../text.ts'
import { formatLock } from './format-lock.ts'
import type { Lock } from './lock.ts'
import { parseLock } from './read-lock.ts'

const LOCK_NAME = 'modules.lock.json'

export interface WhereToLock {
  /** The `lockfile` input, absolute; undefined where it is not stated. */
  readonly lockfile: string | undefined
  /** The requirements files, absolute or relative to `workingDirectory`, in the order in which they are read. */
  readonly files: readonly string[]
  /** Absolute. */
  readonly workingDirectory: string
  /** Absolute. */
  readonly workspace: string
}

/** Where the lock is, or will be: where the user says, else beside the first requirements file, else in the workspace. */
export function lockPath({ lockfile, files: [first], workingDirectory, workspace }: WhereToLock): string {
  if (lockfile !== undefined) return lockfile
  const folder = first === undefined ? workspace : path.dirname(path.resolve(workingDirectory, first))
  return path.join(folder, LOCK_NAME)
}

/**
 * Reads a lock from disk; undefined where there is none. Errors: `LOCK_UNREADABLE` and those of `parseLock`.
 *
 * @param shown the name by which messages speak of it
 */
export async function readLockFile(file: string, shown: string = file): Promise<Result<Lock | undefined, Problem>> {
  try {
    const facts = await stat(file).catch(unlessMissing)
    if (!facts) return ok(undefined)
    // A pipe or a device, to which a link in the repository may lead, is read without end.
    if (!facts.isFile()) {
      return err(unreadable(shown, facts.isDirectory() ? 'it is a folder' : 'it is a pipe or a device'))
    }
    const tooLarge = refuseSize(facts.size, shown)
    const document = tooLarge ? err(tooLarge) : decodeText(await readFile(file), shown)
    if (!document.ok) return err({ code: 'LOCK_UNREADABLE', sentence: document.error.sentence, hint: RENEW })
    const { text, encoding } = document.value
    // No text of ours has such bytes, and a guess at them would be a guess at names.
    return encoding === 'windows-1252' ? err(unreadable(shown, 'it is not UTF-8')) : parseLock(text, shown)
  } catch (error) {
    return err(unreadable(shown, describeLocalIo(asSystemError(error).code)))
  }
}

/**
 * Writes a lock in one step, or not at all; nothing else is left in its folder. What says the same already is not touched,
 * whatever its line ends are: a checkout may have changed them. Errors: `LOCK_UNWRITABLE`.
 */
export async function writeLockFile(file: string, lock: Lock): Promise<Result<'written' | 'unchanged', Problem>> {
  const text = formatLock(lock)
  try {
    const target = await resolveShared(file)
    if (target === undefined) return err(unwritable(file, 'its folder does not exist'))
    const bytes = await readFile(target).catch(unlessMissing)
    if (bytes && says(bytes, text)) return ok('unchanged')
    const before = bytes && ({ bytes, text: bytes.toString(), encoding: 'utf8' } as const)
    const isWritten = await replaceShared(target, before, text)
    return isWritten ? ok('written') : err(unwritable(file, 'somebody else is writing it'))
  } catch (error) {
    return err(unwritable(file, describeLocalIo(asSystemError(error).code)))
  }
}

function says(bytes: Uint8Array, text: string): boolean {
  const document = decodeText(bytes, '')
  return document.ok && document.value.text.replaceAll('\r\n', '\n') === text
}

const RENEW = 'Take the file from the last commit, or remove it and run "psmodule-restore lock".'

function unreadable(shown: string, why: string): Problem {
  return { code: 'LOCK_UNREADABLE', sentence: `The lock ${shown} cannot be read: ${why}.`, hint: RENEW }
}

function unwritable(file: string, why: string): Problem {
  const hint =
    'Nothing was changed; name another file in "lockfile", or mend that and run "psmodule-restore lock" again.'
  return { code: 'LOCK_UNWRITABLE', sentence: `The lock ${file} cannot be written: ${why}.`, hint }
}
