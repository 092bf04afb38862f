import { randomUUID } from 'node:crypto'
import { lstatSync, mkdirSync, type Stats } from 'node:fs'
import { cp, mkdir, readdir, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { duplicate, renamePatiently } from '../files/place.ts'

/**
 * Moves files and folders in and out of a folder, and remembers how to put everything back. Nothing is deleted and no byte
 * is copied: what is taken out lies in `staging` afterwards. So a process that is killed leaves every file and every folder
 * either whole where it was or whole where it was to go. The exception is a folder that came with the image of a container.
 *
 * What is put in where nothing is takes system calls alone, one after the other: a hundred packages are in their places in
 * some milliseconds, in which nothing else happens.
 */
export interface Moves {
  put(from: string, name: string): Promise<void>
  /** @param spares what somebody else may have put into it, if it is a folder at the top */
  takeOut(name: string, spares?: RegExp): Promise<void>
  /** Puts everything back that can be, and tells whether that is all; never rejects. */
  undo(): Promise<boolean>
}

export function startMoves(folder: string, staging: string): Moves {
  const back: (() => Promise<void>)[] = []
  const free = (): string => path.join(staging, randomUUID())

  async function move(from: string, to: string): Promise<void> {
    const putBack = async (): Promise<void> => {
      await mkdir(path.dirname(from), { recursive: true })
      await renamePatiently(to, from)
    }
    try {
      await renamePatiently(from, to)
      back.push(putBack)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
      // Both lie in one folder: overlayfs renames no folder of a lower layer (seen with Linux 6.18). What a killed process
      // leaves of it is still claimed, and goes with the next restore.
      await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
      back.push(putBack, () => rm(from, { recursive: true, force: true }))
      await rm(from, { recursive: true })
    }
  }

  /** In the folder itself, or in one of its own folders, which is made if it is missing. */
  function makeWay(to: string): void {
    const parent = path.dirname(to)
    if (statOf(parent)) return
    mkdirSync(parent)
    back.push(() => removeEmptyFolders(parent, parent))
  }

  return {
    put: async (from, name) => {
      const to = path.join(folder, name)
      makeWay(to)
      const there = statOf(to)
      // A folder cannot be exchanged in one step. Nor can a link be given a second name everywhere.
      if (there && !there.isFile()) await move(to, free())
      if (!there?.isFile()) return move(from, to)
      const old = free()
      await duplicate(to, old)
      await renamePatiently(from, to)
      back.push(() => renamePatiently(old, to))
    },
    takeOut: async (name, spares) => {
      const target = path.join(folder, name)
      const [top = name] = name.split('/')
      // What somebody has put a link in the place of is no longer ours.
      if (top !== name && statOf(path.join(folder, top))?.isSymbolicLink()) return
      const within = spares && top === name ? await readdir(target).catch(() => []) : []
      const ours = within.filter(each => !spares?.test(each))
      const isShared = ours.length < within.length
      for (const each of isShared ? ours.map(inner => path.join(target, inner)) : [target]) {
        await move(each, free()).catch(unlessGone)
      }
      if (top !== name) await removeEmptyFolders(path.dirname(target), path.join(folder, top))
    },
    undo: async () => {
      let isAll = true
      for (const step of back.toReversed()) {
        await step().catch(() => {
          isAll = false
        })
      }
      return isAll
    },
  }
}

function statOf(target: string): Stats | undefined {
  try {
    return lstatSync(target)
  } catch {
    return undefined
  }
}

function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
}

/** Removes folders from the innermost out to `outermost`, as long as they are empty. */
export async function removeEmptyFolders(innermost: string, outermost: string): Promise<void> {
  for (let folder = innermost; ; folder = path.dirname(folder)) {
    try {
      await rmdir(folder)
    } catch {
      return
    }
    if (folder === outermost || folder === path.dirname(folder)) return
  }
}
