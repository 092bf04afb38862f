import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type {
  CacheAnswer,
  CachedFile,
  CacheQuestion,
  CacheSaved,
  PackageCache,
} from '../../src/restore/at-hand/package-cache.ts'
import { writeFiles } from './folder-with.ts'

/** What an entry holds: the text of each file by its path in it. */
export type Contents = Readonly<Record<string, string>>

/**
 * A cache of whole sets in memory, with the ways of the one of GitHub: an entry that is there stays as it is, and a question
 * is answered with the newest entry whose key begins with what was asked, be that the key itself.
 */
export interface MemoryCache extends PackageCache {
  /** The newest one last. */
  readonly entries: ReadonlyMap<string, Contents>
  /** Everything that it was asked, in order. */
  readonly questions: readonly CacheQuestion[]
  /** The keys that it was to save under, in order. */
  readonly saves: readonly string[]
  /** Folders that were unpacked into and not given back. */
  readonly open: ReadonlySet<string>
  /** What becomes of every question, or of every save, from now on, in place of what it would. */
  trouble: { readonly restore?: CacheAnswer; readonly save?: CacheSaved }
}

export function memoryCache(content: Readonly<Record<string, Contents>> = {}): MemoryCache {
  const entries = new Map(Object.entries(content))
  const questions: CacheQuestion[] = []
  const saves: string[] = []
  const open = new Set<string>()

  const cache: MemoryCache = {
    entries,
    questions,
    saves,
    open,
    trouble: {},
    restore: async question => {
      questions.push(question)
      if (cache.trouble.restore) return cache.trouble.restore
      const { key, prefix } = question
      const matchedKey = entries.has(key) ? key : (newest(entries, key) ?? (prefix && newest(entries, prefix)))
      if (!matchedKey) return { kind: 'missed' }
      const folder = await mkdtemp(path.join(tmpdir(), 'psmr-entry-'))
      open.add(folder)
      await writeFiles(folder, entries.get(matchedKey) ?? {})
      return {
        kind: 'found',
        matchedKey,
        folder,
        discard: async () => {
          open.delete(folder)
          await rm(folder, { recursive: true })
        },
      }
    },
    save: async (key, files) => {
      saves.push(key)
      if (cache.trouble.save) return cache.trouble.save
      if (entries.has(key)) return { kind: 'left', why: 'it is there already' }
      entries.set(key, await contentsOf(files))
      return { kind: 'saved' }
    },
  }
  return cache
}

function newest(entries: ReadonlyMap<string, Contents>, prefix: string): string | undefined {
  return [...entries.keys()].findLast(key => key.startsWith(prefix))
}

async function contentsOf(files: readonly CachedFile[]): Promise<Contents> {
  const pairs = files.map(async file => [file.name, await readFile(file.path, 'utf8')] as const)
  return Object.fromEntries(await Promise.all(pairs))
}
