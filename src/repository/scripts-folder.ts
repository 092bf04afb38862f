import type { Problem } from '../problem.ts'
import { ok, type Result } from '../result.ts'
import type { Prepared } from './exchange.ts'
import { openOutputFolder } from './output-folder.ts'
import type { OutputKind } from './output-kind.ts'

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
  /** Gets ready to make the folder hold exactly these scripts. The value are their paths, in the order given. */
  prepare(
    scripts: readonly ExpandedScript[],
    signal?: AbortSignal,
  ): Promise<Result<Prepared<readonly string[]>, Problem>>
  abandon(): Promise<void>
}

const SCRIPTS: OutputKind = {
  name: /^[A-Za-z0-9_][A-Za-z0-9_.-]*\.ps1$/i,
  holdsOnly: 'The folder of scripts holds what was restored and nothing else.',
}

/** Opens the folder, made if it is missing. @param signal see `OutputFolder` */
export async function openScriptsFolder(folder: string, signal?: AbortSignal): Promise<Result<ScriptsFolder, Problem>> {
  const opened = await openOutputFolder(folder, SCRIPTS, signal)
  if (!opened.ok) return opened
  const output = opened.value
  return ok({
    path: folder,
    prepare: (scripts, signal) =>
      output.prepare(
        scripts.map(({ file, from }) => ({ name: file, from, stays: true })),
        signal,
      ),
    abandon: () => output.abandon(),
  })
}
