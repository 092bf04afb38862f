import type { Result } from '../result.ts'
import { type PackageContents, type Reading, readNupkg } from './nupkg.ts'

/** A package to be read whole, every byte of it compared with its checksum. */
export interface Inspection extends Reading {
  readonly path: string
}
/** Reads packages: here, or in a thread of its own, so that downloads go on meanwhile. Results and errors as of `readNupkg`. */
export interface Inspector {
  inspect(inspection: Inspection): Promise<Result<PackageContents, string>>
  close(): Promise<void>
}

export const inspectHere: Inspector = {
  inspect: ({ path, ...what }) => readNupkg(path, what),
  close: async () => {},
}
