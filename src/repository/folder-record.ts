import { access, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import * as v from 'valibot'
import { withLock } from './shared-file.ts'

/**
 * What of a folder is ours: kept beside the folder, never in it, since a client of the local repository stumbles over whatever
 * is not a package. Only what stands here is ever deleted.
 */
export interface FolderRecord {
  read(): Promise<ReadonlySet<string>>
  write(files: Iterable<string>): Promise<void>
  /** Runs `work` while no other restore changes the folder. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  /** For a folder that is ours no more. */
  remove(): Promise<void>
}

const RECORD = v.object({ format: v.literal(1), files: v.array(v.string()) })

/**
 * @param name what a name in the record must look like: one that somebody else wrote must not reach out of the folder
 * @param recordAs a word in the name of the record
 */
export function folderRecord(folder: string, name: RegExp, recordAs?: string): FolderRecord {
  const file = recordFile(folder, recordAs)
  return {
    read: async () => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
        throw error
      })
      const names = text === undefined ? [] : parse(text)
      return new Set(names.every(each => name.test(each)) ? names : [])
    },
    write: async files => {
      const next = `${file}.${process.pid}`
      await writeFile(next, `${JSON.stringify({ format: 1, files: [...files].sort() }, undefined, 2)}\n`)
      await rename(next, file)
    },
    exclusively: work => withLock(`${file}.lock`, work),
    remove: () => rm(file, { force: true }),
  }
}

/** Whether a restore has ever filled this folder. */
export async function hasRecord(folder: string, recordAs?: string): Promise<boolean> {
  return access(recordFile(folder, recordAs)).then(
    () => true,
    () => false,
  )
}

function recordFile(folder: string, recordAs?: string): string {
  const word = recordAs === undefined ? '' : `.${recordAs}`
  return path.join(path.dirname(folder), `.${path.basename(folder)}${word}.psmr.json`)
}

/** A record that cannot be read claims nothing: what is in the folder is then foreign, and nobody's files are deleted. */
function parse(text: string): readonly string[] {
  try {
    const record = v.safeParse(RECORD, JSON.parse(text))
    return record.success ? record.output.files : []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}
