import type { LockOptions } from '../lock/lock.ts'
import type { Handover } from '../repository/handover.ts'
import type { Note, RequirementsSource } from '../requirements/requirement.ts'
import type { CacheUse } from './at-hand/cache-session.ts'
import type { PackageStore } from './at-hand/package-store.ts'
import type { InstalledModules } from './installed.ts'
import type { LockFile } from './locking/explain-lock.ts'
import type { RunOptions } from './run.ts'

/** What is to be restored, from whom, and into which folders. */
export interface RestoreRequest extends Omit<RunOptions, 'staging' | 'expanding'>, LockOptions {
  /** The requirements files, and what their readers had to say. */
  readonly files: readonly RequirementsSource[]
  readonly notes: readonly Note[]
  /** What decides which versions are taken; undefined where the sources do. */
  readonly lock?: LockFile | undefined
  /** Undefined where none is used. */
  readonly cache?: CacheUse | undefined
  readonly store?: PackageStore | undefined
  /** The modules of the machine, where they may be taken; undefined if everything is to be restored. */
  readonly installed?: InstalledModules | undefined
  /** The name under which clients are to find the local repository; undefined if it is not registered. */
  readonly registerAs?: string | undefined
  readonly handover: Handover
}
