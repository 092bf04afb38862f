import type { Problem } from '../problem.ts'
import type { Result } from '../result.ts'
import type { TextDocument } from '../text.ts'
import type { Reading } from './requirement.ts'

/** Reads one format. It never runs anything, and it never guesses: what it does not understand is a problem or a note. */
export interface RequirementsReader {
  /** The format's name in the `manifest` input (`path: format`), in logs and in the docs. */
  readonly format: string
  /** Whether a file that no format was stated for is one of these, by its name and text. */
  readonly recognises: (document: TextDocument) => boolean
  readonly read: (document: TextDocument) => Result<Reading, Problem>
}
