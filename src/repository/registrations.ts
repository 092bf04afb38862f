import { stat } from 'node:fs/promises'
import { folderPath, folderUrl } from '../powershell/folder-location.ts'
import type { Machine } from '../powershell/machine.ts'
import {
  editPowerShellGetRepositories,
  newPowerShellGetRepositories,
} from '../powershell/powershellget-repositories.ts'
import type { RegisteredPlace } from '../powershell/registration-edit.ts'
import { powerShellGetRepositoryFile, resourceRepositoryFile } from '../powershell/registration-files.ts'
import { checkRepositoryName, sameRepositoryName } from '../powershell/repository-name.ts'
import {
  editResourceRepositories,
  type NewFileOptions,
  newResourceRepositories,
} from '../powershell/resource-repositories.ts'
import type { Problem } from '../problem.ts'
import { redactAddress } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'
import { type ClientFile, changeClientFile, checkClientFile } from './client-file.ts'
import type { RecordedRegistration } from './registration-record.ts'

/** A local repository under the name by which a client is to find it. */
export interface Registration {
  readonly name: string
  /** An absolute path. */
  readonly folder: string
}

/** PowerShellGet is version 2 of it; PSResourceGet is what came after it. */
export type Client = 'PSResourceGet' | 'PowerShellGet'

/**
 * Registers local repositories with a client by writing its file: trusted and, with PSResourceGet, asked in this order
 * before all others. What we registered under these names before, its further folders included, and whatever of ours leads
 * to a folder that is gone, is taken out.
 *
 * The value are warnings, a sentence each: that the file is left as it is, that others are asked first, or that a name led
 * somewhere else. Errors:
 * `REPOSITORY_NAME` and `REPOSITORY_FOLDER` for what the client would not find again, `REPOSITORY_TAKEN` where somebody else
 * has registered the name.
 */
export async function registerFolders(
  machine: Machine,
  client: Client,
  registrations: readonly Registration[],
  { artifactRegistry = false }: Partial<NewFileOptions> = {},
): Promise<Result<readonly string[], Problem>> {
  const added = locateAll(machine, client, registrations)
  if (!added.ok) return added
  const file = CLIENTS[client].file(machine, { artifactRegistry })
  const replaced: RecordedRegistration[] = []
  const changed = await changeClientFile(file, {
    isRemoved: async recorded => {
      if (await isGone(recorded.folder)) return true
      const successor = registrations.find(({ name }) => sameRepositoryName(name, recorded.name))
      if (successor && successor.folder !== recorded.folder) replaced.push(recorded)
      return successor !== undefined || registrations.some(({ name }) => isFurtherFolder(recorded, name))
    },
    added: added.value,
  })
  if (changed.ok) {
    return ok([
      ...notFirst(client, changed.value?.askedFirst ?? [], registrations),
      ...replaced.map(
        ({ name, folder }) => `${name} led ${client} to ${folder} until now, and leads elsewhere from now on.`,
      ),
    ])
  }
  const { error } = changed
  if (error.kind === 'taken') return err(taken(client, error.by))
  return ok([
    `${leftAsItIs(client, file, error.why)} So ${namesOf(registrations)} is not registered; mend that file, or remove it.`,
  ])
}

/** What `registerFolders` would end with; nothing is written. */
export async function checkFolders(
  machine: Machine,
  client: Client,
  registrations: readonly Registration[],
): Promise<Problem | undefined> {
  const added = locateAll(machine, client, registrations)
  if (!added.ok) return added.error
  const file = CLIENTS[client].file(machine)
  const isOurs = async ({ name }: RecordedRegistration): Promise<boolean> =>
    registrations.some(each => sameRepositoryName(each.name, name))
  const refusal = await checkClientFile(file, { isRemoved: isOurs, added: added.value })
  return refusal?.kind === 'taken' ? taken(client, refusal.by) : undefined
}

function locateAll(
  machine: Machine,
  client: Client,
  registrations: readonly Registration[],
): Result<readonly RecordedRegistration[], Problem> {
  const located: RecordedRegistration[] = []
  for (const { name, folder } of registrations) {
    const wrongName = checkRepositoryName(name)
    if (wrongName) return err(wrongName)
    const location = CLIENTS[client].locate(folder, machine.platform)
    if (!location.ok) return err(notFindable(client, folder, location.error))
    located.push({ name, folder, location: location.value })
  }
  return ok(located)
}

/**
 * Takes back what `registerFolders` registered, where it still stands as it was registered. The value are warnings, a
 * sentence each; that there is nothing to take back is none.
 */
export async function unregisterFolders(
  machine: Machine,
  client: Client,
  registrations: readonly Registration[],
): Promise<readonly string[]> {
  const file = CLIENTS[client].file(machine)
  const changed = await changeClientFile(file, {
    isRemoved: async recorded =>
      registrations.some(({ name, folder }) => sameRepositoryName(name, recorded.name) && folder === recorded.folder),
    added: [],
  })
  return changed.ok || changed.error.kind === 'taken' ? [] : [leftAsItIs(client, file, changed.error.why)]
}

interface ClientRules {
  /** @param options how to make the file; undefined to make none */
  file(machine: Machine, options?: NewFileOptions): ClientFile
  readonly locate: (folder: string, platform: NodeJS.Platform) => Result<string, string>
  /** The cmdlet that takes a registration out. */
  readonly remover: string
}

const CLIENTS: Readonly<Record<Client, ClientRules>> = {
  PSResourceGet: {
    file: (machine, options) => ({
      path: resourceRepositoryFile(machine),
      encodings: ['utf8'],
      edit: editResourceRepositories,
      create: options && newResourceRepositories(options),
    }),
    locate: folderUrl,
    remover: 'Unregister-PSResourceRepository',
  },
  PowerShellGet: {
    file: (machine, options) => ({
      path: powerShellGetRepositoryFile(machine),
      // Windows PowerShell writes it in UTF-16, PowerShell 7 in UTF-8.
      encodings: ['utf8', 'utf16le'],
      edit: editPowerShellGetRepositories,
      create: options && newPowerShellGetRepositories(),
    }),
    locate: folderPath,
    remover: 'Unregister-PSRepository',
  },
}

/** `Restored-2` at `packages-2`, for `Restored`: a folder of a local repository that had to be split. */
function isFurtherFolder({ name, folder }: RecordedRegistration, first: string): boolean {
  const [suffix] = /-[0-9]+$/.exec(name) ?? []
  return suffix !== undefined && folder.endsWith(suffix) && sameRepositoryName(name.slice(0, -suffix.length), first)
}

/** A folder that cannot be looked at may still be there. */
async function isGone(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT' || error.code === 'ENOTDIR',
  )
}

function notFirst(client: Client, askedFirst: readonly string[], ours: readonly Registration[]): readonly string[] {
  if (askedFirst.length === 0) return []
  const others = askedFirst.map(name => `"${name}"`).join(', ')
  return [
    `${client} may ask ${others} before ${namesOf(ours)}: priority 0 is the first, and among those that have it the names decide.`,
  ]
}

function namesOf(registrations: readonly Registration[]): string {
  return registrations.map(({ name }) => `"${name}"`).join(', ')
}

function leftAsItIs(client: Client, { path: file }: ClientFile, why: string): string {
  return `${file}, in which ${client} keeps its repositories, is left as it is: ${why}.`
}

function notFindable(client: Client, folder: string, why: string): Problem {
  return {
    code: 'REPOSITORY_FOLDER',
    sentence: `The folder ${folder} cannot be registered with ${client}: ${why}.`,
    hint: 'Name another folder in "repository-path", or leave it out.',
  }
}

function taken(client: Client, { name, location }: RegisteredPlace): Problem {
  return {
    code: 'REPOSITORY_TAKEN',
    sentence: `${client} already has a repository named ${name}, at ${redactAddress(location)}: whoever asks for ${name} would be served from there.`,
    hint: `Give "register-as" another name, or take that one out with ${CLIENTS[client].remover}.`,
  }
}
