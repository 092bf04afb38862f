import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import * as v from 'valibot'

/**
 * Which files of a folder are ours: kept beside the folder, never in it, since a client of the local repository stumbles
 * over whatever is not a package. Only what stands here is ever deleted.
 */
export interface FolderRecord {
  read(): Promise<ReadonlySet<string>>
  write(files: Iterable<string>): Promise<void>
}

/** Names of packages and nothing else: a record that somebody else wrote must not reach out of the folder. */
const NAME = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]+\.nupkg$/))
const RECORD = v.object({ format: v.literal(1), files: v.array(NAME) })

export function folderRecord(folder: string): FolderRecord {
  const file = path.join(path.dirname(folder), `.${path.basename(folder)}.psmr.json`)
  return {
    read: async () => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
        throw error
      })
      return new Set(text === undefined ? [] : parse(text))
    },
    write: async files => {
      const next = `${file}.${process.pid}`
      await writeFile(next, `${JSON.stringify({ format: 1, files: [...files].sort() }, undefined, 2)}\n`)
      await rename(next, file)
    },
  }
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
