import path from 'node:path'
import { fileName } from '../package/identity.ts'
import type { HandedOnPackage } from '../repository/handover.ts'
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
  readonly key: string
  /** The key of the entry that was used; undefined where none was. */
  readonly matchedKey: string | undefined
  /** Whether that is the very key. */
  readonly hit: boolean
  readonly saved: boolean
  /** One sentence on why it could not be used or saved to. */
  readonly trouble: string | undefined
  /** What the entry held and nobody wanted: nothing of it was taken. */
  readonly leftovers: readonly string[]
}

/** A cache in one restore: asked once, when the first package is needed from it, and saved to once. */
export interface CacheSession {
  /** The packages of the entry with this key, which is asked for when the first of them is. */
  supply(key: string): LocalSupply
  /** The newest entry with a prefix; undefined where there is none. Only for a session that was not asked a key. */
  latest(prefix: string): Promise<{ readonly key: string; readonly entry: CachedEntry } | undefined>
  /** Saves the packages of the key that was asked for, unless they came from there. */
  save(packages: readonly HandedOnPackage[]): Promise<void>
  /** What appeared in the folders of this restore while an entry was unpacked. */
  readonly intruders: readonly string[]
  /** Undefined where nothing was asked. */
  report(): CacheReport | undefined
  close(): Promise<void>
}

/** @param findIntruders names what appeared in the folders of the restore since they were opened and is not ours */
export function openCacheSession(
  { cache, saves }: CacheUse,
  findIntruders: () => Promise<readonly string[]>,
  signal: AbortSignal,
): CacheSession {
  let asked: { readonly key: string; matchedKey?: string; entry?: CachedEntry } | undefined
  let saved = false
  let trouble: string | undefined
  let intruders: readonly string[] = []
  const discards: (() => Promise<void>)[] = []

  async function ask(question: CacheQuestion, isWanted: (matchedKey: string) => boolean): Promise<void> {
    const mine: { readonly key: string; matchedKey?: string; entry?: CachedEntry } = { key: question.key }
    asked = mine
    const answer: CacheAnswer = await cache.restore(question, signal)
    // Whatever became of it, an archive that was unpacked may have written anywhere.
    intruders = await findIntruders()
    if (answer.kind === 'failed') trouble = `The Actions cache could not be used: ${answer.why}`
    if (answer.kind !== 'found') return
    discards.push(answer.discard)
    if (intruders.length > 0 || !isWanted(answer.matchedKey)) return
    mine.matchedKey = answer.matchedKey
    mine.entry = await openEntry(answer.folder)
  }

  return {
    supply: key => {
      let asking: Promise<void> | undefined
      return {
        name: 'cache',
        take: async (identity, _sha512, to) => {
          asking ??= ask({ key }, matchedKey => matchedKey === key)
          await asking
          return (await asked?.entry?.take(fileName(identity), to)) ?? false
        },
      }
    },
    latest: async prefix => {
      await ask({ key: `${prefix}latest`, prefix }, matchedKey => matchedKey.startsWith(prefix))
      return asked?.entry && asked.matchedKey !== undefined ? { key: asked.matchedKey, entry: asked.entry } : undefined
    },
    save: async packages => {
      if (!saves || !asked || asked.matchedKey === asked.key || packages.length === 0) return
      const answer = await cache.save(asked.key, packages.map(asCached), signal)
      saved = answer.kind === 'saved'
      if (answer.kind === 'failed') trouble ??= `The Actions cache could not be saved to: ${answer.why}`
    },
    get intruders() {
      return intruders
    },
    report: () =>
      asked && {
        key: asked.key,
        matchedKey: asked.matchedKey,
        hit: asked.matchedKey === asked.key,
        saved,
        trouble,
        leftovers: asked.entry?.leftovers() ?? [],
      },
    close: async () => {
      await Promise.all(discards.map(discard => discard()))
    },
  }
}

function asCached({ file }: HandedOnPackage): CachedFile {
  return { name: path.basename(file), path: file }
}
