import type { Place } from '../problem.ts'
import type { VersionRange } from '../version/version-range.ts'

/** What a repository asks for: a name, which versions of it will do, and where that is written. */
export interface Requirement {
  readonly name: string
  readonly range: VersionRange
  /** How the range is written: `5.7.1`, `[1.0,2.0)`, `ModuleVersion 5.0`; empty where no version is stated. */
  readonly written: string
  /** Prereleases are candidates, for this name alone; never for what it depends on. */
  readonly prerelease: boolean
  /** Undefined where the format does not say. */
  readonly type?: 'module' | 'script'
  /** A repository's name or address as the file states it; it binds the name to a family. */
  readonly repository?: string
  /** The GUID that the module's manifest must have. */
  readonly guid?: string
  readonly stated: Place
}

/** What a reader made of a requirements file: the requirements, and a word on everything that it did not take. */
export interface Reading {
  readonly requirements: readonly Requirement[]
  readonly notes: readonly Note[]
}

/** Something that a requirements file says and that is not taken, and why. */
export interface Note {
  readonly kind: NoteKind
  readonly place: Place
  /** A sentence without its full stop: `"owner/repo" is a GitHub dependency, not a module of a gallery`. */
  readonly text: string
}

export type NoteKind =
  /** An entry that is not restored, because it is none of ours or because `tags` leaves it out. */
  | 'skipped'
  /** A setting of the format that has no effect here. */
  | 'no-effect'
  /** A key that the format does not have. */
  | 'unknown-key'
  /** The bytes of the file were read by a guess. */
  | 'encoding'
  /** A file from which nothing is to be restored, where nothing else states anything either. */
  | 'nothing-required'

/** A requirements file, and what it was read as. */
export interface RequirementsSource {
  readonly file: string
  readonly format: string
  /** Completes "read as psdepend: …". */
  readonly because: string
}
