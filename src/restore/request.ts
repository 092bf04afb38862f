import type { LocalRepository } from '../repository/local-repository.ts'
import type { Note, RequirementsSource } from '../requirements/requirement.ts'
import type { RunOptions } from './run.ts'

/** What is to be restored, from whom, and into which folder. */
export interface RestoreRequest extends Omit<RunOptions, 'staging'> {
  /** The requirements files, and what their readers had to say. */
  readonly files: readonly RequirementsSource[]
  readonly notes: readonly Note[]
  readonly skipDependencies: boolean
  readonly repository: LocalRepository
}
