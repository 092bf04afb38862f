import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Inputs } from './action/inputs.ts'
import { systemClock } from './clock.ts'
import { describeLocalIo } from './failure.ts'
import { createDispatcher, createHttpClient } from './http/client.ts'
import { formatLock, requirementText } from './lock/format-lock.ts'
import { askDocumentsFolder } from './powershell/documents-folder.ts'
import { type LaterSteps, prepareLaterSteps } from './powershell/later-steps.ts'
import type { Machine } from './powershell/machine.ts'
import { reportJson } from './print/report-json.ts'
import type { Problem } from './problem.ts'
import { openHandover } from './repository/handover.ts'
import { type Collection, collectRequirements } from './requirements/collect.ts'
import type { RestoreReport } from './restore/report.ts'
import { restore } from './restore/restore.ts'
import { err, ok, type Result } from './result.ts'
import { createSource } from './sources/registry.ts'
import type { SourceConfig } from './sources/source.ts'
import { parseSourceList } from './sources/source-list.ts'
import { parseSourceMap, type SourceMap } from './sources/source-map.ts'
import { localIo } from './system-error.ts'
import { startInspectors } from './worker/start-inspectors.ts'

/** What is to be restored from where: everything that the user said, read and checked before anything is asked. */
export interface Plan {
  readonly inputs: Inputs
  readonly reading: Collection
  readonly sources: readonly SourceConfig[]
  readonly sourceMap: SourceMap
  /** Where report, ready lock and, by default, packages and modules go. */
  readonly folder: string
}

/** @param parent the folder for those of all plans */
export async function makePlan(inputs: Inputs, parent: string): Promise<Result<Plan, Problem>> {
  const reading = await collectRequirements(inputs)
  if (!reading.ok) return reading
  const sources = parseSourceList(inputs.sources)
  if (!sources.ok) return sources
  const sourceMap = parseSourceMap(inputs.sourceMap, sources.value)
  if (!sourceMap.ok) return sourceMap
  const folder = path.join(parent, planDigest(reading.value, inputs))
  const made = await makeFolder(folder)
  if (!made.ok) return made
  return ok({ inputs, reading: reading.value, sources: sources.value, sourceMap: sourceMap.value, folder })
}

/** Report and lock are written at the end; that they can be is found out before anything is asked. */
async function makeFolder(folder: string): Promise<Result<void, Problem>> {
  try {
    await mkdir(folder, { recursive: true })
    return ok(undefined)
  } catch (error) {
    const sentence = `The folder for what is restored cannot be used: ${describeLocalIo(localIo(error, folder).code)} at ${folder}.`
    return err({ code: 'TEMP_UNUSABLE', sentence, hint: 'RUNNER_TEMP must name a folder that this job may write.' })
  }
}

/** Eight hex digits, so that two uses in one job do not meet and paths stay short on Windows. */
function planDigest({ requirements }: Collection, inputs: Inputs): string {
  const said = [...requirements.map(requirementText), inputs.sources, inputs.sourceMap, String(inputs.skipDependencies)]
  return createHash('sha256').update(said.join('\n')).digest('hex').slice(0, 8)
}

/** What became of a plan, where it was written down, and what later steps must be given. */
export interface Outcome {
  readonly report: RestoreReport
  readonly reportPath: string
  readonly laterSteps: LaterSteps
}

/**
 * Restores what was planned, and writes lock and report beside it.
 *
 * @param entry the bundle, which is also what the threads that read packages run
 */
export async function carryOut(plan: Plan, entry: string, machine: Machine): Promise<Result<Outcome, Problem>> {
  const { inputs, reading, folder } = plan
  const handover = await openHandover({
    repository: inputs.repositoryPath ?? path.join(folder, 'r'),
    install: inputs.install
      ? { modules: inputs.modulesPath ?? path.join(folder, 'm'), scripts: path.join(folder, 's') }
      : undefined,
  })
  if (!handover.ok) return handover

  const connectMs = Math.min(5000, inputs.sourceTimeoutMs)
  const dispatcher = createDispatcher({ connections: inputs.concurrency, connectMs })
  const clocks = { connectMs, headersMs: inputs.sourceTimeoutMs, idleMs: inputs.sourceTimeoutMs }
  const http = createHttpClient({ dispatcher, clock: systemClock, clocks })
  const limits = limitRun(inputs.timeoutMs)
  const inspector = startInspectors(entry)
  const documents = machine.platform === 'win32' && inputs.install ? askDocumentsFolder() : undefined
  const report = await restore(
    {
      requirements: reading.requirements,
      files: reading.files.map(({ file, format, because }) => ({ file, format, because })),
      notes: reading.notes,
      sources: plan.sources.map(config => createSource(config, http)),
      sourceMap: plan.sourceMap,
      skipDependencies: inputs.skipDependencies,
      concurrency: inputs.concurrency,
      handover: handover.value,
    },
    { clock: systemClock, random: Math.random, signal: limits.signal, inspector },
  )
  limits.end()
  await inspector.close()
  await http.close()
  const laterSteps = await prepareLaterSteps(report, { ...machine, documents: await documents })
  return ok({ ...(await writeDown({ ...report, modulePath: laterSteps.modulePath }, plan)), laterSteps })
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
): Promise<Omit<Outcome, 'laterSteps'>> {
  const lockfile = path.join(folder, 'modules.lock.json')
  const reportPath = path.join(folder, 'report.json')
  const isRestored = report.outcome === 'restored'
  if (isRestored) await writeFile(lockfile, formatLock(reading.requirements, report.packages, inputs))
  const whole = isRestored ? { ...report, lockfile } : report
  await writeFile(reportPath, `${JSON.stringify(reportJson(whole), undefined, 2)}\n`)
  return { report: whole, reportPath }
}
