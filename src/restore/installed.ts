import type { LockedPackage } from '../lock/lock.ts'
import type { InstalledModule } from '../powershell/installed-modules.ts'
import type { Resolution } from '../sources/source.ts'
import { equalVersions } from '../version/nuget-version.ts'
import { admits, pinnedVersion } from '../version/version-range.ts'
import { type DemandGroup, statedGuid } from './demand.ts'

/** A name that nobody has to be asked for: the machine has a version that will do. */
export interface InstalledName {
  readonly kind: 'installed'
  readonly group: DemandGroup
  readonly resolution: Resolution
  readonly module: InstalledModule
}

/** What is known of the modules of the machine. */
export interface InstalledModules {
  /** Finds the module that `Import-Module` would load by its name; undefined where there is none or that is not certain. */
  find(name: string): Promise<InstalledModule | undefined>
  /** The content digest of a module, from its files; undefined where that cannot be told. */
  contentDigest(module: InstalledModule): Promise<string | undefined>
}

/**
 * The installed module, if it meets the whole group. Only the one that PowerShell loads by the name alone is asked: another
 * version beside it would have to be named in every script.
 */
export async function takeInstalled(
  group: DemandGroup,
  installed: InstalledModules,
): Promise<InstalledName | undefined> {
  if (group.demands.some(({ requirement }) => requirement?.type === 'script')) return undefined
  const module = await installed.find(group.name)
  if (!module || !isWanted(module, group)) return undefined
  const external = new Set(module.externalModules.map(name => name.toLowerCase()))
  const dependencies = module.requiredModules.filter(({ id }) => !external.has(id.toLowerCase()))
  const { id, version } = module
  return { kind: 'installed', group, resolution: { identity: { id, version }, dependencies, announced: {} }, module }
}

/** The installed module, if its files are those that are locked: with a lock nothing else will do, whoever put it there. */
export async function takeInstalledAsLocked(
  group: DemandGroup,
  { identity, content, type, dependencies }: LockedPackage,
  installed: InstalledModules,
): Promise<InstalledName | undefined> {
  const module = type === 'module' ? await installed.find(identity.id) : undefined
  if (!module || !equalVersions(module.version, identity.version)) return undefined
  const digest = await installed.contentDigest(module)
  if (digest === undefined || !content.includes(digest)) return undefined
  return { kind: 'installed', group, resolution: { identity, dependencies, announced: {} }, module }
}

function isWanted({ version, guid }: InstalledModule, group: DemandGroup): boolean {
  const stated = statedGuid(group)
  if (stated !== undefined && stated.toLowerCase() !== guid?.toLowerCase()) return false
  const pin = pinnedVersion(group.range)
  return pin ? equalVersions(pin, version) : admits(group.range, version, group)
}
