import { lstat, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { describeLocalIo } from '../failure.ts'
import { duplicate } from '../files/place.ts'
import type {
  CacheAnswer,
  CachedFile,
  CacheQuestion,
  CacheSaved,
  PackageCache,
} from '../restore/at-hand/package-cache.ts'
import { localIo } from '../system-error.ts'
import { type ClientLog, lastTrouble, lastWarning, show } from './client-log.ts'
import type { Client } from './client-process.ts'
import { PACKAGES } from './messages.ts'
import { type ClientOutcome, runClient } from './run-client.ts'
import { whyUnsaved } from './unsaved.ts'
import { makeWorkingFolder, removeWorkingFolder } from './working-folder.ts'

export interface ActionsCacheOptions extends Client {
  /** Where working folders are made, on the file system that the packages end up on. */
  readonly folder: string
}

/**
 * The cache of GitHub Actions, by its own client. Ask only where `isCacheOffered`.
 *
 * The client unpacks with `tar -P` before anybody has looked at an archive, and goes on after nobody waits for it any more.
 * So it is a process, ended with all that it has started, in a folder of its own from which things are taken only when it
 * was done in time. An archive that writes elsewhere is not stopped by this.
 */
export function createActionsCache(options: ActionsCacheOptions): PackageCache {
  return {
    restore: (question, signal) => orFailed(options.folder, () => restore(options, question, signal)),
    save: (key, files, signal) => orFailed(options.folder, () => save(options, key, files, signal)),
  }
}

interface Failed {
  readonly kind: 'failed'
  readonly why: string
}

/** The client hands paths to tar unquoted (@actions/cache 6.3.0, `getTarArgs`). */
const SPLIT_BY_CLIENT = /[ "]/

/** A machine that lacks room or permission has no cache, and may do without. */
async function orFailed<T>(folder: string, work: () => Promise<T>): Promise<T | Failed> {
  if (SPLIT_BY_CLIENT.test(folder)) {
    return { kind: 'failed', why: `its client cannot work in a folder with a blank or a quote in its path: ${folder}` }
  }
  try {
    return await work()
  } catch (error) {
    const { code, path: at } = localIo(error, folder)
    return { kind: 'failed', why: `${describeLocalIo(code)} at ${at}` }
  }
}

async function restore(
  options: ActionsCacheOptions,
  question: CacheQuestion,
  signal: AbortSignal,
): Promise<CacheAnswer> {
  const folder = await makeWorkingFolder(options.folder)
  const discard = (): Promise<void> => removeWorkingFolder(folder)
  try {
    const answer = await askFor(options, question, folder, signal)
    if (answer.kind === 'found') return { ...answer, discard }
    await discard()
    return answer
  } catch (error) {
    await discard()
    throw error
  }
}

type Restored = Failed | { readonly kind: 'missed' } | Omit<Extract<CacheAnswer, { kind: 'found' }>, 'discard'>

async function askFor(
  options: ActionsCacheOptions,
  question: CacheQuestion,
  folder: string,
  signal: AbortSignal,
): Promise<Restored> {
  const { outcome, log } = await runClient(options, folder, { kind: 'restore', ...question }, signal)
  if (outcome.kind !== 'done') return unanswered(outcome, log)
  if (outcome.got === undefined) {
    const why = lastWarning(log)
    return why === undefined ? { kind: 'missed' } : { kind: 'failed', why }
  }
  const packages = path.join(folder, PACKAGES)
  const there = await lstat(packages).catch(() => undefined)
  if (!there?.isDirectory()) return { kind: 'failed', why: `its entry holds no folder "${PACKAGES}"` }
  return { kind: 'found', matchedKey: outcome.got, folder: packages }
}

async function save(
  options: ActionsCacheOptions,
  key: string,
  files: readonly CachedFile[],
  signal: AbortSignal,
): Promise<CacheSaved> {
  if (files.length === 0) return { kind: 'left', why: 'there is nothing to save' }
  const folder = await makeWorkingFolder(options.folder)
  try {
    const packages = path.join(folder, PACKAGES)
    await mkdir(packages)
    for (const { name, path: from } of files) await duplicate(from, path.join(packages, name))
    const { outcome, log } = await runClient(options, folder, { kind: 'save', key }, signal)
    if (outcome.kind !== 'done') return unanswered(outcome, log)
    // The first protocol gives an id for an upload that failed, too.
    const isSaved = outcome.got !== undefined && lastWarning(log) === undefined
    return isSaved ? { kind: 'saved' } : whyUnsaved(log)
  } finally {
    await removeWorkingFolder(folder)
  }
}

function unanswered(outcome: Exclude<ClientOutcome, { kind: 'done' }>, log: ClientLog): Failed {
  if (outcome.kind === 'threw') return { kind: 'failed', why: show(outcome.message, log) }
  const trouble = lastTrouble(log)
  return { kind: 'failed', why: trouble === undefined ? outcome.why : show(`${outcome.why} (${trouble})`, log) }
}
