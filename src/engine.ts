import { realpath, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { systemClock } from './clock.ts'
import { describeLocalIo } from './failure.ts'
import { createDispatcher, createHttpClient } from './http/client.ts'
import { formatLock } from './lock/format-lock.ts'
import type { Plan } from './plan.ts'
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
import type { FindInstalled } from './restore/installed.ts'
import type { RestoreReport, Warning } from './restore/report.ts'
import { restore } from './restore/restore.ts'
import { err, ok, type Result } from './result.ts'
import { createSource } from './sources/registry.ts'
import { localIo } from './system-error.ts'
import { startInspectors } from './worker/start-inspectors.ts'

/** What became of a plan, where it was written down, and what later steps must be given. */
export interface Outcome {
  readonly report: RestoreReport
  readonly reportPath: string
  readonly laterSteps: LaterSteps
  /** What stands in the files of clients, and can be taken back. */
  readonly registered: Registered | undefined
}

/**
 * Restores what was planned, registers it, and writes lock and report beside it.
 *
 * @param entry the bundle, beside which lies that of the threads that read packages
 */
export async function carryOut(plan: Plan, entry: string, machine: Machine): Promise<Result<Outcome, Problem>> {
  const { inputs, registration } = plan
  const handover = await openHandover(plan.handover)
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
  const report = await runRestore(plan, handover.value, entry, searchPath)
  const isRestored = report.outcome === 'restored'
  const registered = registration && isRestored ? registrationsOf(registration, report.repositoryPaths) : undefined
  const told = registered ? await register(registered, machine, searchPath) : ok([])
  if (!told.ok) return told
  const laterSteps = prepareLaterSteps(report, { ...machine, documents: await documents }, pwsh?.psHome)
  const { moduleSearchPath } = laterSteps
  const warnings = [...report.warnings, ...told.value.map(registrationWarning)]
  const written = await writeDown({ ...report, moduleSearchPath, warnings }, plan)
  return written.ok ? ok({ ...written.value, laterSteps, registered }) : written
}

function registrationWarning(text: string): Warning {
  return { level: 'warning', code: 'REGISTRATION', text }
}

async function runRestore(
  plan: Plan,
  handover: Handover,
  entry: string,
  searchPath: readonly string[],
): Promise<RestoreReport> {
  const { inputs, reading } = plan
  const connectMs = Math.min(5000, inputs.sourceTimeoutMs)
  const dispatcher = createDispatcher({ connections: inputs.concurrency, connectMs })
  const clocks = { connectMs, headersMs: inputs.sourceTimeoutMs, idleMs: inputs.sourceTimeoutMs }
  const http = createHttpClient({ dispatcher, clock: systemClock, clocks })
  const limits = limitRun(inputs.timeoutMs)
  const inspector = startInspectors(path.join(path.dirname(entry), 'worker', 'index.js'))
  try {
    return await restore(
      {
        requirements: reading.requirements,
        files: reading.files.map(({ file, format, because }) => ({ file, format, because })),
        notes: reading.notes,
        sources: plan.sources.map(config => createSource(config, http)),
        sourceMap: plan.sourceMap,
        skipDependencies: inputs.skipDependencies,
        findInstalled: inputs.skipInstalled ? await installedOutside(handover, searchPath) : undefined,
        concurrency: inputs.concurrency,
        handover,
        registerAs: plan.registration?.name,
      },
      { clock: systemClock, random: Math.random, signal: limits.signal, inspector },
    )
  } catch (error) {
    await handover.abandon()
    throw error
  } finally {
    // A timer or a connection that stays would hold the process until the time is up.
    limits.end()
    await inspector.close()
    await http.close()
  }
}

/**
 * Finds modules of the machine, but not those in the folder that is being filled; and none where that folder has a module
 * of the name that somebody else put there: PowerShell will find that one.
 */
async function installedOutside(handover: Handover, searchPath: readonly string[]): Promise<FindInstalled> {
  const real = (folder: string): Promise<string> => realpath(folder).catch(() => folder)
  const own = handover.modulesPath === undefined ? undefined : await real(handover.modulesPath)
  const folders = await Promise.all(searchPath.map(async folder => ((await real(folder)) === own ? [] : [folder])))
  return async name => ((await handover.hides(name)) ? undefined : findInstalledModule(name, folders.flat()))
}

/** Ends the run when its time is up or the job is cancelled; the signal's reason is the failure that everything ends with. */
function limitRun(timeoutMs: number): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const cancel = (): void => controller.abort({ kind: 'cancelled' })
  const stopTimer = systemClock.after(timeoutMs, () => controller.abort({ kind: 'deadline', ms: timeoutMs }))
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  return {
    signal: controller.signal,
    end: () => {
      stopTimer()
      process.off('SIGINT', cancel)
      process.off('SIGTERM', cancel)
    },
  }
}

async function writeDown(
  report: RestoreReport,
  { inputs, reading, folder }: Plan,
): Promise<Result<Pick<Outcome, 'report' | 'reportPath'>, Problem>> {
  const lockfile = path.join(folder, 'modules.lock.json')
  const reportPath = path.join(folder, 'report.json')
  // A lock names everything that a machine needs; what this one had is not known well enough to be in it.
  const isLockable = report.outcome === 'restored' && report.installed.length === 0
  const whole = isLockable ? { ...report, lockfile } : report
  try {
    if (isLockable) await writeFile(lockfile, formatLock(reading.requirements, report.packages, inputs))
    await writeFile(reportPath, `${JSON.stringify(reportJson(whole), undefined, 2)}\n`)
    return ok({ report: whole, reportPath })
  } catch (error) {
    const { code, path: file } = localIo(error, folder)
    const sentence = `The report of the restore cannot be written: ${describeLocalIo(code)} at ${file}.`
    return err({ code: 'REPORT_UNWRITABLE', sentence, hint: 'RUNNER_TEMP must name a folder with some room.' })
  }
}
