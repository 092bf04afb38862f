import type { Problem } from '../../problem.ts'
import { ok, type Result } from '../../result.ts'
import type { Notebook } from '../notebook.ts'
import type { ParsedFile } from '../reader.ts'
import type { Reading, Requirement } from '../requirement.ts'
import { describeValue, type Entry } from '../value.ts'

/**
 * Reads a file that is one table of modules, entry by entry.
 *
 * @param readEntry gives undefined for an entry that it has noted as not taken
 */
export function readEntries(
  { root }: ParsedFile,
  book: Notebook,
  readEntry: (entry: Entry) => Result<Requirement | undefined, Problem>,
): Result<Reading, Problem> {
  if (root.kind !== 'table') {
    const hint = "A file of this format is one table: @{ 'Pester' = '5.7.1' }"
    return book.refuse(
      'REQUIREMENTS_NOT_A_TABLE',
      root.at,
      `it is ${describeValue(root)}, not a table of modules`,
      hint,
    )
  }
  return readAll(root.entries, book, readEntry)
}

/** Reads each of the things that a file lists; the first that cannot be read ends it. */
export function readAll<T>(
  things: readonly T[],
  book: Notebook,
  readOne: (thing: T) => Result<Requirement | undefined, Problem>,
): Result<Reading, Problem> {
  const requirements: Requirement[] = []
  for (const thing of things) {
    const requirement = readOne(thing)
    if (!requirement.ok) return requirement
    if (requirement.value) requirements.push(requirement.value)
  }
  return ok({ requirements, notes: book.notes })
}
