import { access, rm } from 'node:fs/promises'
import path from 'node:path'
import * as v from 'valibot'
import { type Held, takeLock } from '../files/exclusive.ts'
import { readRecord, writeRecord } from '../files/json-record.ts'
import type { Result } from '../result.ts'

/**
 * What of a folder is ours: kept beside the folder, never in it, since a client of the local repository stumbles over whatever
 * is not a package. Only what stands here is ever deleted.
 */
export interface FolderRecord {
  /** Undefined where there is none that can be understood. */
  read(): Promise<ReadonlySet<string> | undefined>
  write(files: Iterable<string>): Promise<void>
  /** From then on no other restore changes the folder; the value gives it free. See `takeLock`. */
  take(signal: AbortSignal | undefined): Promise<Result<() => Promise<void>, Held>>
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
      const names = (await readRecord(file, RECORD))?.files
      return names?.every(each => name.test(each)) ? new Set(names) : undefined
    },
    write: files => writeRecord(file, { format: 1, files: [...files].sort() }),
    take: signal => takeLock(`${file}.lock`, signal),
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
