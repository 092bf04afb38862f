import type { Place } from '../problem.ts'
import type { VersionRange } from '../version/version-range.ts'

/** What a repository asks for: a name, which versions of it will do, and where that is written. */
export interface Requirement {
  readonly name: string
  readonly range: VersionRange
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

/** Something in a requirements file that has no effect here, and why. */
export interface Note {
  readonly place: Place
  readonly text: string
}
