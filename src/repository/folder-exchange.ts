import { rm } from 'node:fs/promises'
import { err, ok } from '../result.ts'
import type { Exchange } from './exchange.ts'
import type { FolderRecord } from './folder-record.ts'
import { type Moves, removeEmptyFolders, startMoves } from './moves.ts'
import { foldCase, type OutputKind, unusable } from './output-kind.ts'

/** A file or folder that is to be in an output folder. */
export interface Entry {
  /** Relative to the folder, with forward slashes. */
  readonly name: string
  /** Where it lies now, on the same file system; undefined for one that is in its place. */
  readonly from: string | undefined
  /** Whether it stays there too, on whatever file system that is. */
  readonly stays?: boolean
}

/** A folder that nobody else changes, and what is to be in it. */
export interface Ready {
  readonly folder: string
  readonly staging: string
  readonly record: FolderRecord
  readonly kind: OutputKind
  /** Removes staging, and what of the folder itself had to be made. */
  readonly abandon: () => Promise<void>
  /** Lets others change the folder again. */
  readonly release: () => Promise<void>
  /** What the record said; undefined if there was none. */
  readonly before: ReadonlySet<string> | undefined
  readonly entries: readonly Entry[]
}

/** The exchange of all that is ours in a folder for what is wanted. */
export function exchangeOf(ready: Ready): Exchange {
  const { folder, staging, record, kind, before, entries, abandon, release } = ready
  const moves = startMoves(folder, staging)
  let isClaimed = false
  return {
    make: async () => {
      try {
        // Claimed before they are there: a run that is killed in between leaves nothing that the next would call foreign.
        isClaimed = true
        await record.write(new Set([...(before ?? []), ...entries.map(({ name }) => name)]))
        await fill(moves, ready)
        return ok(undefined)
      } catch (error) {
        return err(await unusable(folder, kind, error))
      }
    },
    undo: async () => {
      const isBack = await moves.undo()
      await abandon()
      // Behind it, as there is room for a record again then. One that claims too much is what a killed run leaves, too: what
      // could not be taken out again would be foreign to the next restore otherwise.
      if (isClaimed && isBack) await (before ? record.write(before) : record.remove()).catch(() => undefined)
      await release()
    },
    finish: async () => {
      // What still holds a file of it open keeps it from going; a later restore removes it.
      await rm(staging, { recursive: true, force: true }).catch(() => undefined)
      await record.write(entries.map(({ name }) => name)).catch(() => undefined)
      if (kind.retires && entries.length === 0) {
        await removeEmptyFolders(folder, folder)
        await record.remove().catch(() => undefined)
      }
      await release()
    },
  }
}

/** What is wanted goes in before what is not comes out: whoever looks on may see too much for a moment, never too little. */
async function fill(moves: Moves, { before = new Set(), entries, kind }: Ready): Promise<void> {
  const names = entries.map(({ name }) => name)
  const kept = amongNames(names)
  const unwanted = [...before].filter(name => !kept(name))
  // A folder that lies in one of these, or around it, would be put aside with it or take it along.
  const nested = unwanted.filter(name => names.some(each => isWithin(each, name) || isWithin(name, each)))
  for (const name of nested) await moves.takeOut(name, kind.spares)
  for (const { name, from } of entries) if (from !== undefined) await moves.put(from, name)
  for (const name of unwanted) if (!nested.includes(name)) await moves.takeOut(name, kind.spares)
}

/** Tells whether a name is among these, as the file system compares names. */
export function amongNames(names: Iterable<string>): (name: string) => boolean {
  const folded = new Set([...names].map(foldCase))
  return name => folded.has(foldCase(name))
}

function isWithin(inner: string, outer: string): boolean {
  return foldCase(inner).startsWith(`${foldCase(outer)}/`)
}
