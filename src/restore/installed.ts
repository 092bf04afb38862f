import type { InstalledModule } from '../powershell/installed-modules.ts'
import type { Resolution } from '../sources/source.ts'
import { equalVersions } from '../version/nuget-version.ts'
import { admits, pinnedVersion } from '../version/version-range.ts'
import { type DemandGroup, statedGuid } from './demand.ts'

/** A name that nobody has to be asked for: the machine has a version that will do. */
export interface InstalledName {
  readonly group: DemandGroup
  readonly resolution: Resolution
  /** No source; what tells it from a resolved name. */
  readonly by: undefined
  readonly module: InstalledModule
}

/** Finds the module that `Import-Module` would load by its name; undefined where there is none or that is not certain. */
export type FindInstalled = (name: string) => Promise<InstalledModule | undefined>

/**
 * The installed module, if it meets the whole group. Only the one that PowerShell loads by the name alone is asked: another
 * version beside it would have to be named in every script.
 */
export async function takeInstalled(group: DemandGroup, find: FindInstalled): Promise<InstalledName | undefined> {
  if (group.demands.some(({ requirement }) => requirement?.type === 'script')) return undefined
  const module = await find(group.name)
  if (!module || !isWanted(module, group)) return undefined
  const external = new Set(module.externalModules.map(name => name.toLowerCase()))
  const dependencies = module.requiredModules.filter(({ id }) => !external.has(id.toLowerCase()))
  const { id, version } = module
  return { group, resolution: { identity: { id, version }, dependencies, announced: {} }, by: undefined, module }
}

function isWanted({ version, guid }: InstalledModule, group: DemandGroup): boolean {
  const stated = statedGuid(group)
  if (stated !== undefined && stated.toLowerCase() !== guid?.toLowerCase()) return false
  const pin = pinnedVersion(group.range)
  return pin ? equalVersions(pin, version) : admits(group.range, version, group)
}
