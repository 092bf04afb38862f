import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { describeLocalIo } from './failure.ts'
import { readTroubles, writeTroubles } from './fallback/trouble-file.ts'
import { describeSpace } from './files/disk-space.ts'
import { writeWhole } from './files/whole-file.ts'
import { withLimits } from './limits.ts'
import { formatLock } from './lock/format-lock.ts'
import { folderDigest } from './package/folder-digest.ts'
import { lockCommand, type Plan, shortName } from './plan.ts'
import { askDocumentsFolder } from './powershell/documents-folder.ts'
import { findPwsh } from './powershell/find-pwsh.ts'
import { findInstalledModule } from './powershell/installed-modules.ts'
import { type LaterSteps, prepareLaterSteps } from './powershell/later-steps.ts'
import { type Machine, readVariable } from './powershell/machine.ts'
import { effectiveModulePath } from './powershell/module-search-path.ts'
import { reportJson } from './print/report-json.ts'
import type { Problem } from './problem.ts'
import { type Handover, openHandover } from './repository/handover.ts'
import { checkRegistration, type Registered, register, registrationsOf } from './repository/register.ts'
import type { CacheUse } from './restore/at-hand/cache-session.ts'
import type { PackageStore } from './restore/at-hand/package-store.ts'
import type { InstalledModules } from './restore/installed.ts'
import type { RestoreReport, Warning } from './restore/report.ts'
import { restore } from './restore/restore.ts'
import { err, ok, type Result } from './result.ts'
import { localIo } from './system-error.ts'
import { withWorld } from './wire.ts'

/** What became of a plan, where it was written down, and what later steps must be given. */
export interface Outcome {
  readonly report: RestoreReport
  readonly reportPath: string
  readonly laterSteps: LaterSteps
  /** What stands in the files of clients, and can be taken back. */
  readonly registered: Registered | undefined
}

/** Who keeps packages from one run to the next; what is undefined is not used. */
export interface Keepers {
  readonly store: PackageStore | undefined
  readonly cache: Omit<CacheUse, 'requirementsDigest'> | undefined
  /** The file in which steps of a job tell each other which sources are down; undefined outside of a job. */
  readonly troubles: string | undefined
}

/**
 * Restores what was planned, registers it, and writes lock and report beside it.
 *
 * @param entry the bundle, beside which lies that of the threads that read packages
 */
export function carryOut(
  plan: Plan,
  keepers: Keepers,
  entry: string,
  machine: Machine,
): Promise<Result<Outcome, Problem>> {
  return withLimits(plan.inputs.timeoutMs, signal => carryOutWithin(signal, plan, keepers, entry, machine))
}

async function carryOutWithin(
  signal: AbortSignal,
  plan: Plan,
  keepers: Keepers,
  entry: string,
  machine: Machine,
): Promise<Result<Outcome, Problem>> {
  const { inputs, registration } = plan
  const handover = await openHandover(plan.handover, signal)
  if (!handover.ok) return handover
  const pwsh = await findPwsh(machine)
  // Only Windows has such a folder, and only PowerShell knows where.
  const isWanted = machine.platform === 'win32' && (inputs.install || inputs.skipInstalled)
  const documents = pwsh && isWanted ? askDocumentsFolder(pwsh.program) : undefined
  // Who takes what the machine has must know all of its folders; for everybody else PowerShell is asked beside the restore.
  const known = inputs.skipInstalled ? { ...machine, documents: await documents } : machine
  const searchPath = effectiveModulePath(readVariable(machine, 'PSModulePath'), known, pwsh?.psHome)
  // Before anything is asked, so that a name that somebody else has is told in time.
  const problem = registration && (await checkRegistration(registration, plan.handover.repository, machine))
  if (problem) {
    await handover.value.abandon()
    return err(problem)
  }
  const report = await runRestore(signal, plan, handover.value, keepers, entry, searchPath)
  const isRestored = report.outcome === 'restored'
  const registered = registration && isRestored ? registrationsOf(registration, report.repositoryPaths) : undefined
  const told = registered ? await register(registered, machine, searchPath) : ok([])
  if (!told.ok) return told
  const laterSteps = prepareLaterSteps(report, { ...machine, documents: await documents }, pwsh?.psHome)
  const { moduleSearchPath } = laterSteps
  const warnings = [...missingLock(plan), ...report.warnings, ...told.value.map(registrationWarning)]
  const written = await writeDown({ ...report, moduleSearchPath, warnings }, plan)
  return written.ok ? ok({ ...written.value, laterSteps, registered }) : written
}

/** A lock that is named is meant; the one beside the requirements need not be there. */
function missingLock({ inputs, lock, lockPath }: Plan): readonly Warning[] {
  if (inputs.lockfile === undefined || lock || inputs.locked === 'false') return []
  const text = `There is no ${shortName(lockPath, inputs.workingDirectory)}, which "lockfile" names: the versions are those that the sources have today. To write it: ${lockCommand(inputs)}`
  return [{ level: 'warning', code: 'LOCK_MISSING', text }]
}

function registrationWarning(text: string): Warning {
  return { level: 'warning', code: 'REGISTRATION', text }
}

function runRestore(
  signal: AbortSignal,
  plan: Plan,
  handover: Handover,
  keepers: Keepers,
  entry: string,
  searchPath: readonly string[],
): Promise<RestoreReport> {
  const { inputs, reading, sourceMap, lock, digest } = plan
  return withWorld(plan, entry, signal, async world => {
    const troubles = await readTroubles(keepers.troubles, world.clock.date())
    try {
      const report = await restore(
        {
          requirements: reading.requirements,
          files: reading.files.map(({ file, format, because }) => ({ file, format, because })),
          notes: reading.notes,
          sources: world.sources,
          sourceMap,
          prerelease: inputs.prerelease,
          skipDependencies: inputs.skipDependencies,
          lock,
          onMismatch: inputs.onMismatch,
          store: keepers.store,
          cache: keepers.cache && { ...keepers.cache, requirementsDigest: digest },
          installed: inputs.skipInstalled ? await installedOutside(handover, searchPath) : undefined,
          concurrency: inputs.concurrency,
          hedgeAfterMs: inputs.hedgeAfterMs,
          troubles,
          handover,
          registerAs: plan.registration?.name,
        },
        world,
      )
      await writeTroubles(keepers.troubles, report.troubles)
      return report
    } catch (error) {
      await handover.abandon()
      throw error
    }
  })
}

/**
 * Finds modules of the machine, but not those in the folder that is being filled; and none where that folder has a module
 * of the name that somebody else put there: PowerShell will find that one.
 */
async function installedOutside(handover: Handover, searchPath: readonly string[]): Promise<InstalledModules> {
  const real = (folder: string): Promise<string> => realpath(folder).catch(() => folder)
  const own = handover.modulesPath === undefined ? undefined : await real(handover.modulesPath)
  const folders = await Promise.all(searchPath.map(async folder => ((await real(folder)) === own ? [] : [folder])))
  return {
    find: async name => ((await handover.hides(name)) ? undefined : findInstalledModule(name, folders.flat())),
    contentDigest: ({ folder }) => folderDigest(folder, INSTALL_NOTE).catch(() => undefined),
  }
}

/** What PSResourceGet and PowerShellGet write into the folder of a module that they install. */
const INSTALL_NOTE = 'PSGetModuleInfo.xml'

async function writeDown(
  report: RestoreReport,
  { lock, folder }: Plan,
): Promise<Result<Pick<Outcome, 'report' | 'reportPath'>, Problem>> {
  const ready = path.join(folder, 'modules.lock.json')
  const reportPath = path.join(folder, 'report.json')
  const whole = { ...report, lockfile: lock?.path ?? (report.lock && ready) }
  const text = `${JSON.stringify(reportJson(whole), undefined, 2)}\n`
  try {
    if (!lock && report.lock) await writeWhole(ready, formatLock(report.lock))
    await writeWhole(reportPath, text)
    return ok({ report: whole, reportPath })
  } catch (error) {
    const { code } = localIo(error, folder)
    const space = await describeSpace(code, folder, text.length)
    const sentence = `The report of the restore cannot be written to ${reportPath}: ${describeLocalIo(code)}${space}.`
    return err({ code: 'REPORT_UNWRITABLE', sentence, hint: reportHint(report) })
  }
}

function reportHint({ outcome, problems }: RestoreReport): string {
  if (outcome === 'restored')
    return 'What was restored is in its folders; RUNNER_TEMP must name a folder with some room.'
  return ['The restore itself failed:', ...problems.map(({ sentence }) => `  ${sentence}`)].join('\n')
}
