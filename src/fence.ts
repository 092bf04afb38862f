import { realpath } from 'node:fs/promises'
import path from 'node:path'

/**
 * Whether a file that stands within a folder is really elsewhere: a link that a repository holds may lead to any file of the
 * machine, and what is wrong in a file is shown in a log. False for a file that is not there.
 *
 * @param folder absolute
 */
export async function leadsOut(file: string, folder: string): Promise<boolean> {
  if (isOutside(file, folder)) return false
  try {
    return isOutside(await realpath(file), await realpath(folder))
  } catch {
    return false
  }
}

/** Whether a path is that of nothing in a folder, by its text alone. */
export function isOutside(file: string, folder: string): boolean {
  const way = path.relative(folder, file)
  return way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way)
}
