import type { Problem } from '../problem.ts'
import type { Result } from '../result.ts'
import type { TextDocument } from '../text.ts'
import type { Reading } from './requirement.ts'
import type { Value } from './value.ts'

/** Everything that a reader may be told besides the file. */
export interface ReadOptions {
  /** Only entries with one of these tags, in the formats that have tags; empty for all. */
  readonly tags: readonly string[]
  /** The folder of the repository, absolute, which no link in it may lead out of; undefined where the user owns them all. */
  readonly fence?: string | undefined
}

/** A requirements file, its text parsed: PowerShell data or JSON as one value, a script as what its `#Requires` name. */
export interface ParsedFile {
  readonly document: TextDocument
  readonly root: Value
}

/** Reads one format. It never runs anything, and it never guesses: what it does not take is a problem or a note. */
export interface RequirementsReader {
  readonly format: Format
  readonly read: (file: ParsedFile, options: ReadOptions) => Result<Reading, Problem>
}

/** The name of a format in the `manifest` input (`path: format`), in logs and in the docs. */
export type Format =
  | 'psresource'
  | 'psdepend'
  | 'requiredmodules'
  | 'modulefast'
  | 'azure-functions'
  | 'module-manifest'
  | 'script'
  | 'list'
