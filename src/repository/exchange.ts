import type { Problem } from '../problem.ts'
import { ok, type Result } from '../result.ts'

/** A change of a folder that is ready to be made, while no other restore changes the folder. */
export interface Exchange {
  /** Puts in what is wanted and takes out what is not. */
  make(): Promise<Result<void, Problem>>
  /** Puts back what was there, as far as it was made, and leaves the folder as it was found. */
  undo(): Promise<void>
  /** From here on nothing is put back. */
  finish(): Promise<void>
}

/** What is ready to be made, and what it will come to. */
export interface Prepared<T> {
  readonly exchanges: readonly Exchange[]
  readonly value: T
}

/**
 * Makes all of the exchanges, or none. Everything that takes its time was done while they were prepared; between the first
 * and the last of these there are renames and nothing else.
 */
export async function makeAll<T>({ exchanges, value }: Prepared<T>): Promise<Result<T, Problem>> {
  for (const each of exchanges) {
    const made = await each.make()
    if (made.ok) continue
    await undoAll(exchanges)
    return made
  }
  for (const each of exchanges) await each.finish()
  return ok(value)
}

/** The last one first. */
export async function undoAll(exchanges: readonly Exchange[]): Promise<void> {
  for (const each of exchanges.toReversed()) await each.undo()
}
