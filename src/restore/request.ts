import type { Handover } from '../repository/handover.ts'
import type { Note, RequirementsSource } from '../requirements/requirement.ts'
import type { FindInstalled } from './installed.ts'
import type { RunOptions } from './run.ts'

/** What is to be restored, from whom, and into which folders. */
export interface RestoreRequest extends Omit<RunOptions, 'staging' | 'expanding'> {
  /** The requirements files, and what their readers had to say. */
  readonly files: readonly RequirementsSource[]
  readonly notes: readonly Note[]
  readonly skipDependencies: boolean
  /** Finds what the machine has; undefined if everything is to be restored. */
  readonly findInstalled?: FindInstalled | undefined
  /** The name under which clients are to find the local repository; undefined if it is not registered. */
  readonly registerAs?: string | undefined
  readonly handover: Handover
}
