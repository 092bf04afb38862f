import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type ActionRun, startJob } from '../__tests__/helpers/run-action.ts'
import { RAM_DISK } from './measure.ts'

/** What one run of the built action restores. */
export interface Wish {
  readonly modules: string
  readonly sources: string
  /** The text of a lock. */
  readonly lock?: string
}

/** Runs the built action once in a job of its own on the RAM disk, expansion included, and then calls `look`. */
export async function restoreOnce<T>({ lock, ...inputs }: Wish, look: (run: ActionRun) => Promise<T> | T): Promise<T> {
  await using job = await startJob(RAM_DISK)
  if (lock !== undefined) await writeFile(path.join(job.workspace, 'modules.lock.json'), lock)
  return await look(await job.run(inputs))
}

export async function timeToRestore(wish: Wish): Promise<number> {
  return restoreOnce(wish, ({ code, log, ms }) => {
    if (code !== 0) throw new Error(log)
    return ms
  })
}
