import type { Problem } from '../problem.ts'
import { ok, type Result } from '../result.ts'
import { openOutputFolder } from './output-folder.ts'

/** A script that was expanded, from bytes that were verified. */
export interface ExpandedScript {
  /** `Get-Thing.ps1` */
  readonly file: string
  /** On whatever file system. */
  readonly from: string
}

/** The folder that goes onto `PATH`: the `.ps1` files of script packages and nothing else. */
export interface ScriptsFolder {
  readonly path: string
  /** Makes the folder hold exactly these scripts. The value are their paths, in the order given. */
  commit(scripts: readonly ExpandedScript[]): Promise<Result<readonly string[], Problem>>
  abandon(): Promise<void>
}

/** Opens the folder, made if it is missing. */
export async function openScriptsFolder(folder: string): Promise<Result<ScriptsFolder, Problem>> {
  const opened = await openOutputFolder(folder, {
    name: /^[A-Za-z0-9_][A-Za-z0-9_.-]*\.ps1$/i,
    holdsOnly: 'The folder of scripts holds what was restored and nothing else.',
  })
  if (!opened.ok) return opened
  const output = opened.value
  return ok({
    path: folder,
    commit: scripts => output.commit(scripts.map(({ file, from }) => ({ name: file, from, stays: true }))),
    abandon: () => output.abandon(),
  })
}
