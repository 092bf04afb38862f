import type { KnownTrouble } from '../fallback/source-health.ts'
import type { Attempt } from '../fallback/try-sources.ts'
import type { Lock } from '../lock/lock.ts'
import type { Check } from '../package/verify.ts'
import type { Problem } from '../problem.ts'
import type { Note, Requirement, RequirementsSource } from '../requirements/requirement.ts'
import type { CacheReport } from './at-hand/cache-session.ts'

/** What a restore did: the single input of outputs, summary, annotations, JSON report and exit code. */
export interface RestoreReport {
  readonly outcome: 'restored' | 'failed'
  readonly files: readonly RequirementsSource[]
  readonly requirements: readonly Requirement[]
  /** Sorted by id, then version. Empty where the outcome is `failed`: nothing half done is handed on. */
  readonly packages: readonly RestoredPackage[]
  /** Modules that the machine had at a version that will do; they are not restored. Sorted by id. */
  readonly installed: readonly InstalledPackage[]
  /** Why it failed, the gravest first. */
  readonly problems: readonly Problem[]
  /** Packages that PSResourceGet does not install by their name alone, and what does. */
  readonly clientLimits: readonly ClientLimitReport[]
  readonly warnings: readonly Warning[]
  readonly notes: readonly Note[]
  /** Every try of every source, in the order in which they began; `at` counts from the start of the restore. */
  readonly attempts: readonly Attempt[]
  /** Which origins were down when it ended, for later steps of the job. */
  readonly troubles: readonly KnownTrouble[]
  /** Folders of packages, in the order in which a client should ask them. */
  readonly repositoryPaths: readonly string[]
  /** The folder of expanded modules; undefined where nothing is installed. */
  readonly modulesPath: string | undefined
  /** The folder of scripts; undefined without any. */
  readonly scriptsPath: string | undefined
  /** The folders in which a `pwsh` of a later step looks for modules, in its order; empty before that is known. */
  readonly moduleSearchPath: readonly string[]
  /** The lock that was followed, or the one that was written of an unlocked restore. */
  readonly lockfile: string | undefined
  /** Whether a lock decided what was restored. */
  readonly isLocked: boolean
  /** What would restore the same again; undefined where that is not known of everything. */
  readonly lock: Lock | undefined
  /** Undefined where no cache was asked. */
  readonly cache: CacheReport | undefined
  /** Undefined unless the last known good set stands in. */
  readonly stale: StaleSet | undefined
  /** Names of the sources that served bytes, in the order of the source list. */
  readonly sourcesUsed: readonly string[]
  /** Whether any question was answered by another source than the first that should have answered it. */
  readonly fallbackUsed: boolean
  readonly ms: number
}

export interface RestoredPackage {
  readonly id: string
  /** Normalised. */
  readonly version: string
  readonly type: 'module' | 'script'
  /** Undefined where that is not known: a set of the cache does not say whose its packages are. */
  readonly family: string | undefined
  /** The source that served the bytes; `store` or `cache` for what was at hand. */
  readonly source: string
  /** The source that resolved the name; undefined where none had to be asked. */
  readonly resolvedBy: string | undefined
  /** Sources that should have served the name or the bytes and did not, with what they said. */
  readonly triedFirst: readonly Attempt[]
  /** Base64. */
  readonly sha512: string
  readonly contentDigest: string
  readonly size: number
  readonly check: Check
  readonly guid: string | undefined
  readonly dependencies: readonly { readonly id: string; readonly range: string }[]
  /** Where the package is wanted from: places in files, and `Az 17.0.0` for a package that depends on it. */
  readonly requiredBy: readonly string[]
  /** Milliseconds that resolving and fetching took, waiting for failed sources included. */
  readonly ms: number
  /** The package. */
  readonly path: string
  /** The folder of the module or the file of the script, where it is installed. */
  readonly installedAt: string | undefined
}

/** An earlier set of packages that stands in on a day on which nobody can say what is newest. */
export interface StaleSet {
  /** Of its entry in the cache. */
  readonly key: string
  /** Milliseconds since 1970. */
  readonly savedAt: number
  readonly ageMs: number
  /** What nobody could say. */
  readonly problems: readonly Problem[]
}

/** A module that the machine had. */
export interface InstalledPackage {
  readonly id: string
  /** Its own, with the label of a prerelease. */
  readonly version: string
  readonly folder: string
  readonly requiredBy: readonly string[]
}

/** A package that `Install-PSResource NAME` does not install from the local repository. */
export interface ClientLimitReport {
  readonly id: string
  /** Normalised. */
  readonly version: string
  /** One sentence. */
  readonly why: string
  /** The lines that install it and what it requires; empty where none does. */
  readonly lines: readonly string[]
}

/** Something that a person should know although the restore went on. */
export interface Warning {
  readonly level: 'notice' | 'warning' | 'error'
  readonly code: string
  readonly text: string
}
