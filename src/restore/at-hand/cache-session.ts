import path from 'node:path'
import { fileName } from '../../package/identity.ts'
import type { HandedOnPackage } from '../../repository/handover.ts'
import { type CachedEntry, openEntry } from './cached-entry.ts'
import type { LocalSupply } from './local-supply.ts'
import type { CacheAnswer, CachedFile, CacheQuestion, PackageCache } from './package-cache.ts'

/** How a restore uses a cache. */
export interface CacheUse {
  readonly cache: PackageCache
  /** Of everything that decides what an unlocked restore gets: requirements, sources, options. Lower-case hex. */
  readonly requirementsDigest: string
  readonly saves: boolean
  /** Whether a set that was saved earlier may stand in on a day on which nobody can say what is newest. */
  readonly lastKnownGood: boolean
}

/** What the cache did in a run, for the report. */
export interface CacheReport {
  /** That of these very packages; undefined where nobody could say which they are. */
  readonly key: string | undefined
  /** The key of the entry that was used; undefined where none was. */
  readonly matchedKey: string | undefined
  /** Whether that is the very key. */
  readonly hit: boolean
  readonly saved: boolean
  /** One sentence on why it could not be used or saved to. */
  readonly trouble: string | undefined
  /** What the entry of the very key held beside what was wanted, and what no restore saves; nothing of it was taken. */
  readonly foreign: readonly string[]
}

/** Files that came with an entry and lie outside of its folder. */
export interface Intrusion {
  readonly key: string
  readonly files: readonly string[]
}

/** A cache in one restore: asked once, when the first package is needed from it, and saved to once. */
export interface CacheSession {
  /**
   * The packages of the entry with this key, which is asked for when the first of them is.
   *
   * @param isWhole whether the key names all that is saved under it. Without a lock it does not: what only the manifest of a
   *   module requires is saved too, in the version of that day
   */
  supply(key: string, isWhole?: boolean): LocalSupply
  /** The newest entry with a prefix; undefined where there is none. */
  latest(prefix: string): Promise<{ readonly key: string; readonly entry: CachedEntry } | undefined>
  /** Saves the packages of the key that was asked for, unless there is an entry of it, or nobody could be asked. */
  save(packages: readonly HandedOnPackage[]): Promise<void>
  /** What appeared in the folders of this restore while an entry was unpacked; undefined if nothing did. */
  intrusion(): Intrusion | undefined
  /**
   * Undefined where nothing was asked.
   *
   * @param restored names of the files of all that was restored, from wherever; undefined for a restore that failed
   */
  report(restored?: readonly string[]): CacheReport | undefined
  close(): Promise<void>
}

interface Used {
  readonly matchedKey: string
  readonly entry: CachedEntry
}

/** @param findIntruders names what appeared in the folders of the restore since they were opened and is not ours */
export function openCacheSession(
  { cache, saves }: CacheUse,
  findIntruders: () => Promise<readonly string[]>,
  signal: AbortSignal,
): CacheSession {
  let key: string | undefined
  let used: Used | undefined
  let isWholeKey = false
  let isAsked = false
  let saved = false
  let trouble: string | undefined
  let intrusion: Intrusion | undefined
  const discards: (() => Promise<void>)[] = []

  async function ask(question: CacheQuestion, isWanted: (matchedKey: string) => boolean): Promise<Used | undefined> {
    isAsked = true
    const answer: CacheAnswer = await cache.restore(question, signal)
    // Whatever became of it, an archive that was unpacked may have written anywhere.
    const files = await findIntruders()
    if (files.length > 0) intrusion ??= { key: answer.kind === 'found' ? answer.matchedKey : question.key, files }
    if (answer.kind === 'failed') trouble = `The Actions cache could not be used: ${answer.why}`
    if (answer.kind !== 'found') return undefined
    discards.push(answer.discard)
    const { matchedKey } = answer
    if (intrusion || !isWanted(matchedKey)) return undefined
    used = { matchedKey, entry: await openEntry(answer.folder) }
    return used
  }

  return {
    supply: (wantedKey, isWhole = false) => {
      key = wantedKey
      isWholeKey = isWhole
      let asking: Promise<Used | undefined> | undefined
      return {
        name: 'cache',
        take: async (identity, _sha512, to) => {
          asking ??= ask({ key: wantedKey }, matchedKey => matchedKey === wantedKey)
          const found = await asking
          return (await found?.entry.take(fileName(identity), to)) ?? false
        },
      }
    },
    latest: async prefix => {
      const found = await ask({ key: `${prefix}latest`, prefix }, matchedKey => matchedKey.startsWith(prefix))
      return found && { key: found.matchedKey, entry: found.entry }
    },
    save: async packages => {
      if (!saves || !isAsked || key === undefined || used?.matchedKey === key || packages.length === 0) return
      // Whoever could not be asked is not given two minutes more to take something.
      if (trouble !== undefined) return
      const answer = await cache.save(key, packages.map(asCached), signal)
      saved = answer.kind === 'saved'
      if (answer.kind === 'failed') trouble ??= `The Actions cache could not be saved to: ${answer.why}`
    },
    intrusion: () => intrusion,
    report: restored => {
      const hit = used !== undefined && used.matchedKey === key
      return isAsked
        ? {
            key,
            matchedKey: used?.matchedKey,
            hit,
            saved,
            trouble,
            foreign: hit && restored ? (used?.entry.foreign(isWholeKey ? restored : 'any') ?? []) : [],
          }
        : undefined
    },
    close: async () => {
      await Promise.all(discards.map(discard => discard()))
    },
  }
}

function asCached({ file }: HandedOnPackage): CachedFile {
  return { name: path.basename(file), path: file }
}
