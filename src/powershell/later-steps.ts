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

/** @param psHome PowerShell's own folder, as `effectiveModulePath` wants it */
export function prepareLaterSteps(
  { modulesPath, scriptsPath }: { readonly modulesPath: string | undefined; readonly scriptsPath: string | undefined },
  machine: Machine,
  psHome: string | undefined,
): LaterSteps {
  const composed = modulesPath === undefined ? undefined : composeModulePath(modulesPath, machine)
  return {
    variables: composed === undefined ? [] : [{ name: 'PSModulePath', value: composed }],
    onPath: scriptsPath === undefined ? [] : [scriptsPath],
    moduleSearchPath: effectiveModulePath(composed ?? readVariable(machine, 'PSModulePath'), machine, psHome),
  }
}
