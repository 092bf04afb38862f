import path from 'node:path'
import type { Inputs } from './action/inputs.ts'
import type { Environment } from './environment.ts'
import { describeLocalIo } from './failure.ts'
import { isOutside, leadsOut } from './fence.ts'
import { makeFolders } from './files/make-folders.ts'
import { readAuthorities } from './http/authorities.ts'
import { type ProxySettings, readProxySettings } from './http/proxy.ts'
import { lockPath, readLockFile } from './lock/lock-file.ts'
import { requirementsDigest } from './lock/requirement-text.ts'
import { affordable } from './open-files.ts'
import { checkRepositoryName } from './powershell/repository-name.ts'
import type { Problem } from './problem.ts'
import type { HandoverFolders } from './repository/handover.ts'
import type { RegistrationWish } from './repository/register.ts'
import { type Collection, collectRequirements } from './requirements/collect.ts'
import type { LockFile } from './restore/locking/explain-lock.ts'
import { err, ok, type Result } from './result.ts'
import type { SourceConfig } from './sources/source.ts'
import { parseSourceList } from './sources/source-list.ts'
import { parseSourceMap, type SourceMap } from './sources/source-map.ts'
import { localIo } from './system-error.ts'

/** What is to be restored from where: everything that the user said, read and checked before anything is asked. */
export interface Plan extends Wishes {
  /** What is followed; undefined where the sources decide. */
  readonly lock: LockFile | undefined
  /** Where report and ready lock go. */
  readonly folder: string
  /** Where packages, modules and scripts go. */
  readonly handover: HandoverFolders
  /** Undefined if no client is to know the local repository by a name. */
  readonly registration: RegistrationWish | undefined
}

/** What is required, who may be asked for it, and what is locked of it. */
export interface Wishes {
  readonly inputs: Inputs
  readonly reading: Collection
  readonly sources: readonly SourceConfig[]
  readonly sourceMap: SourceMap
  /** How sources are reached: through which proxies, and believed by which authorities beside those of Node (PEM). */
  readonly network: { readonly proxy: ProxySettings; readonly ca: readonly string[] }
  /** Where the lock is, or would be. */
  readonly lockPath: string
  /** Of everything that decides what is restored without a lock. Lower-case hex. */
  readonly digest: string
}

/**
 * Reads inputs, requirements files and what the environment says of proxies.
 *
 * @param workspace where the lock is of what no file states
 */
export async function readWishes(
  inputs: Inputs,
  workspace: string,
  environment: Environment,
): Promise<Result<Wishes, Problem>> {
  const reading = await collectRequirements(inputs)
  if (!reading.ok) return reading
  const sources = parseSourceList(inputs.sources)
  if (!sources.ok) return sources
  const sourceMap = parseSourceMap(inputs.sourceMap, sources.value)
  if (!sourceMap.ok) return sourceMap
  const proxy = readProxySettings(environment)
  if (!proxy.ok) return proxy
  const ca = await readAuthorities(inputs.caFiles)
  if (!ca.ok) return ca
  const files = reading.value.files.map(({ file }) => file)
  return ok({
    inputs: { ...inputs, concurrency: affordable(inputs.concurrency) },
    reading: reading.value,
    sources: sources.value,
    sourceMap: sourceMap.value,
    network: { proxy: proxy.value, ca: ca.value },
    lockPath: lockPath({ ...inputs, files, workspace }),
    digest: requirementsDigest(reading.value.requirements, [
      JSON.stringify(sources.value),
      inputs.sourceMap,
      String(inputs.skipDependencies),
      String(inputs.skipInstalled),
    ]),
  })
}

/** @param parent the folder for those of all plans; what else is given: see `readWishes` */
export async function makePlan(
  inputs: Inputs,
  parent: string,
  workspace: string,
  environment: Environment,
): Promise<Result<Plan, Problem>> {
  const wishes = await readWishes(inputs, workspace, environment)
  if (!wishes.ok) return wishes
  const lock = await findLock(wishes.value)
  if (!lock.ok) return lock
  const registration = readRegistration(inputs)
  if (!registration.ok) return registration
  // Eight digits, so that two uses in one job do not meet and paths stay short on Windows.
  const folder = path.join(parent, wishes.value.digest.slice(0, 8))
  const modules = inputs.modulesPath ?? path.join(folder, 'm')
  const scripts = path.join(folder, 's')
  const unsearchable = inputs.install ? checkSearchable(modules, scripts) : undefined
  if (unsearchable) return err(unsearchable)
  const repository = inputs.repositoryPath ?? path.join(folder, 'r')
  const entangled = inputs.install ? checkApart(repository, modules) : undefined
  if (entangled) return err(entangled)
  const made = await makeFolder(folder, 'restored')
  if (!made.ok) return made
  return ok({
    ...wishes.value,
    lock: lock.value,
    folder,
    handover: {
      repository,
      install: inputs.install ? { modules, scripts } : undefined,
    },
    registration: registration.value,
  })
}

/** The lock that the restore follows, if it is to follow one. */
async function findLock({ inputs, lockPath: file }: Wishes): Promise<Result<LockFile | undefined, Problem>> {
  if (inputs.locked === 'false') return ok(undefined)
  const shown = shortName(file, inputs.workingDirectory)
  if (inputs.fence !== undefined && (await leadsOut(file, inputs.fence))) {
    const sentence = `The lock ${shown} is not read: it is, or lies behind, a link that leads out of the workspace.`
    return err({ code: 'LOCK_UNREADABLE', sentence, hint: 'Put the file itself there.' })
  }
  const read = await readLockFile(file, shown)
  if (!read.ok) return read
  if (read.value) return ok({ lock: read.value, path: file, shown, renew: lockCommand(inputs) })
  if (inputs.locked === 'auto') return ok(undefined)
  const sentence = `The input "locked" is true, and there is no ${shown}.`
  return err({ code: 'LOCK_MISSING', sentence, hint: `Write it and commit it: ${lockCommand(inputs)}` })
}

/** The command that writes the lock of these inputs, for a shell in the working folder. */
export function lockCommand({ manifest, modules, tags, lockfile, workingDirectory }: Inputs): string {
  const lines = (text: string): readonly string[] =>
    text
      .split(/\r?\n/)
      .map(line => line.trim())
      .filter(Boolean)
  const words = [
    ...lines(manifest),
    ...lines(modules).flatMap(line => ['--modules', line]),
    ...tags.flatMap(tag => ['--tags', tag]),
    ...(lockfile === undefined ? [] : ['--lockfile', shortName(lockfile, workingDirectory)]),
  ]
  return ['psmodule-restore lock', ...words.map(quoted)].join(' ')
}

/** For every shell alike, which is as much as a text for people needs. */
function quoted(word: string): string {
  return /^[\w./@=:-]+$/.test(word) ? word : `'${word}'`
}

/** A path as a person in the working folder would write it. */
export function shortName(file: string, workingDirectory: string): string {
  return isOutside(file, workingDirectory) ? file : path.relative(workingDirectory, file)
}

/** PowerShell takes the value of its module path apart, and each folder in it for a pattern (seen with 7.6.5). */
function checkSearchable(modules: string, scripts: string): Problem | undefined {
  if (scripts.includes(path.delimiter)) {
    const sentence = `No program would be found in ${scripts}: "${path.delimiter}" ends a folder of PATH.`
    return { code: 'SCRIPTS_PATH', sentence, hint: 'Set RUNNER_TEMP to a folder without it.' }
  }
  const odd = [path.delimiter, ...'*?[]'].find(each => modules.includes(each))
  if (odd === undefined) return undefined
  return {
    code: 'MODULES_PATH',
    sentence: `PowerShell would find no module in ${modules}: it does not take "${odd}" for a part of the path.`,
    hint: 'Name another folder in "modules-path", or turn "install" off.',
  }
}

/** A local repository holds packages and nothing else, and a folder within a module path is a module to PowerShell. */
function checkApart(repository: string, modules: string): Problem | undefined {
  if (isOutside(repository, modules) && isOutside(modules, repository)) return undefined
  return {
    code: 'FOLDERS_NESTED',
    sentence: `The folder of packages ${repository} and that of modules ${modules} lie in each other.`,
    hint: 'Name two folders beside each other in "repository-path" and "modules-path".',
  }
}

function readRegistration({
  registerAs,
  registerPowerShellGet,
}: Inputs): Result<RegistrationWish | undefined, Problem> {
  if (registerAs === undefined) {
    if (!registerPowerShellGet) return ok(undefined)
    const sentence = 'The input "register-powershellget" is true, and "register-as" names no repository.'
    return err({ code: 'INPUT', sentence, hint: 'Give "register-as" a name, as in "Restored".' })
  }
  const problem = checkRepositoryName(registerAs)
  if (problem) return err(problem)
  return ok({
    name: registerAs,
    clients: registerPowerShellGet ? ['PSResourceGet', 'PowerShellGet'] : ['PSResourceGet'],
  })
}

/**
 * Makes a folder of ours. What is written at the end is found out to be writable before anything is asked.
 *
 * @param what is to be in it, for the error `TEMP_UNUSABLE`
 */
export async function makeFolder(folder: string, what: string): Promise<Result<void, Problem>> {
  try {
    await makeFolders(folder)
    return ok(undefined)
  } catch (error) {
    const sentence = `The folder ${folder} for what is ${what} cannot be used: ${describeLocalIo(localIo(error, folder).code)}.`
    return err({ code: 'TEMP_UNUSABLE', sentence, hint: 'Set RUNNER_TEMP to a folder that may be written.' })
  }
}
