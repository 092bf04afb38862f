import { findPwsh } from './find-pwsh.ts'
import { type Machine, readVariable } from './machine.ts'
import { composeModulePath, effectiveModulePath } from './module-search-path.ts'
import type { Variable } from './print-environment.ts'

/** What later steps must be given to find what was restored. */
export interface LaterSteps {
  readonly variables: readonly Variable[]
  /** Folders that go to the front of `PATH`. */
  readonly onPath: readonly string[]
  /** The folders in which a `pwsh` of a later step looks for modules, in its order. */
  readonly moduleSearchPath: readonly string[]
}

export async function prepareLaterSteps(
  folders: { readonly modulesPath: string | undefined; readonly scriptsPath: string | undefined },
  machine: Machine,
): Promise<LaterSteps> {
  const { modulesPath, scriptsPath } = folders
  const before = readVariable(machine, 'PSModulePath')
  const value = modulesPath === undefined ? before : composeModulePath(modulesPath, machine)
  const pwsh = await findPwsh(machine)
  return {
    variables: modulesPath === undefined || value === undefined ? [] : [{ name: 'PSModulePath', value }],
    onPath: scriptsPath === undefined ? [] : [scriptsPath],
    moduleSearchPath: effectiveModulePath(value, machine, pwsh?.psHome),
  }
}
