import type { LocalRepository } from '../repository/local-repository.ts'
import type { Note } from '../requirements/requirement.ts'
import type { RunOptions } from './run.ts'

/** What is to be restored, from whom, and into which folder. */
export interface RestoreRequest extends Omit<RunOptions, 'staging'> {
  /** What the readers of the requirements had to say. */
  readonly notes: readonly Note[]
  readonly skipDependencies: boolean
  readonly repository: LocalRepository
}
