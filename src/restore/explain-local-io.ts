import path from 'node:path'
import { describeLocalIo, type Failure } from '../failure.ts'
import type { Attempt } from '../fallback/try-sources.ts'
import { describeSpace, isFull } from '../files/disk-space.ts'
import { openFileLimit } from '../open-files.ts'
import type { Problem } from '../problem.ts'

/**
 * What this machine refused, in one problem: every download under way met the same. Undefined where it refused nothing. To be
 * asked when staging is gone: what is free then is what there was to begin with.
 *
 * @param staging the staging folders: a user knows the folder around one
 * @param needed bytes of all packages, as far as they are known
 */
export async function explainLocalIo(
  attempts: readonly Attempt[],
  staging: readonly (string | undefined)[],
  needed: number,
): Promise<Problem | undefined> {
  const [refused] = attempts.flatMap(({ failure }) => (failure?.kind === 'local-io' ? [failure] : []))
  if (!refused) return undefined
  const { code } = refused
  const folder = folderOf(refused, staging)
  const figures = code === 'EMFILE' ? describeLimit() : await describeSpace(code, folder, needed)
  return {
    code: 'LOCAL_IO',
    sentence: `Packages could not be stored in ${folder}: ${describeLocalIo(code)}${figures}.`,
    hint: remedyOf(code),
  }
}

function folderOf(
  { path: file }: Extract<Failure, { kind: 'local-io' }>,
  staging: readonly (string | undefined)[],
): string {
  const within = staging.find(each => each !== undefined && file.startsWith(each))
  return path.dirname(within ?? file)
}

function describeLimit(): string {
  const limit = openFileLimit()
  return limit === undefined ? '' : `; this process may have ${limit}`
}

const OTHER_FOLDERS = 'name other folders in "repository-path" and "modules-path"'

function remedyOf(code: string): string {
  if (isFull(code)) return `Make room there, or ${OTHER_FOLDERS}. The folders are as they were.`
  if (code === 'EMFILE' || code === 'ENFILE') return 'Raise the limit ("ulimit -n"), or lower "concurrency".'
  return `Mend that, or ${OTHER_FOLDERS}. The folders are as they were.`
}
