import type { Result } from '../result.ts'
import type { PackageIdentity } from './identity.ts'
import { type PackageContents, readNupkg } from './nupkg.ts'

/** A package to be read whole, every byte of it compared with its checksum. */
export interface Inspection {
  readonly path: string
  /** What it must be, by its own nuspec; left out where that is the question. */
  readonly expected?: PackageIdentity
  /** A folder that does not exist yet, for the module's files; it counts only if the package is taken. */
  readonly expandTo?: string
}

/** Reads packages: here, or in a thread of its own, so that downloads go on meanwhile. Results and errors as of `readNupkg`. */
export interface Inspector {
  inspect(inspection: Inspection): Promise<Result<PackageContents, string>>
  close(): Promise<void>
}

export const inspectHere: Inspector = {
  inspect: ({ path, expected, expandTo }) => readNupkg(path, expected, expandTo),
  close: async () => {},
}
