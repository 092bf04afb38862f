import { findInstalledModule } from '../powershell/installed-modules.ts'
import type { Machine } from '../powershell/machine.ts'
import type { Problem } from '../problem.ts'
import { ok, type Result } from '../result.ts'
import { type Client, checkFolders, type Registration, registerFolders, unregisterFolders } from './registrations.ts'

/** Under which name which clients are to find the local repository. */
export interface RegistrationWish {
  readonly name: string
  readonly clients: readonly Client[]
}

/** What stands in the files of clients because of us, and can be taken back. */
export interface Registered {
  readonly clients: readonly Client[]
  readonly registrations: readonly Registration[]
}

/** `Restored`, `Restored-2`, …: the names of the folders of one local repository, in the order in which they are asked. */
export function repositoryNames(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? name : `${name}-${index + 1}`))
}

export function registrationsOf(wish: RegistrationWish, folders: readonly string[]): Registered {
  const names = repositoryNames(wish.name, folders.length)
  return {
    clients: wish.clients,
    registrations: folders.map((folder, index) => ({ name: names[index] ?? '', folder })),
  }
}

/**
 * Registers with every client. The value are warnings, a sentence each; errors as of `registerFolders`.
 *
 * @param searchPath where PowerShell looks for modules: which PSResourceGet it is tells what a new file has to hold
 */
export async function register(
  { clients, registrations }: Registered,
  machine: Machine,
  searchPath: readonly string[],
): Promise<Result<readonly string[], Problem>> {
  const warnings: string[] = []
  const artifactRegistry = await knowsArtifactRegistry(searchPath)
  for (const client of clients) {
    const registered = await registerFolders(machine, client, registrations, { artifactRegistry })
    if (!registered.ok) return registered
    warnings.push(...registered.value)
  }
  return ok(warnings)
}

/** What will keep the folders from being registered; nothing is written. A second folder is only known at the end. */
export async function checkRegistration(
  wish: RegistrationWish,
  folder: string,
  machine: Machine,
): Promise<Problem | undefined> {
  const { clients, registrations } = registrationsOf(wish, [folder, `${folder}-2`])
  for (const client of clients) {
    const problem = await checkFolders(machine, client, registrations)
    if (problem) return problem
  }
  return undefined
}

/** Takes back what was registered. The value are warnings, a sentence each. */
export async function takeBack({ clients, registrations }: Registered, machine: Machine): Promise<readonly string[]> {
  const warnings: string[] = []
  for (const client of clients) warnings.push(...(await unregisterFolders(machine, client, registrations)))
  return warnings
}

/** From 1.3 on PSResourceGet asks the Microsoft Artifact Registry too, where its file says nothing else. */
async function knowsArtifactRegistry(searchPath: readonly string[]): Promise<boolean> {
  const client = await findInstalledModule('Microsoft.PowerShell.PSResourceGet', searchPath)
  return client !== undefined && (client.version.major > 1 || client.version.minor >= 3)
}
