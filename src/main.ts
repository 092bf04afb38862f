import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as core from '@actions/core'
import { type Inputs, readInputs, readSurroundings, type Surroundings } from './action/inputs.ts'
import { formatJsonReport } from './action/json-report.ts'
import { say, sayGroup, setOutputs, tell, tellRefusal, type Whereabouts } from './action/publish.ts'
import { systemClock } from './clock.ts'
import { describeFailure, describeLocalIo } from './failure.ts'
import { createDispatcher, createHttpClient } from './http/client.ts'
import { formatLock, requirementText } from './lock/format-lock.ts'
import { localIo } from './package/receive.ts'
import { fileLines, requirementLines } from './print/requirements.ts'
import type { Problem } from './problem.ts'
import { TOOL } from './product.ts'
import { openLocalRepository } from './repository/local-repository.ts'
import { type Collection, collectRequirements } from './requirements/collect.ts'
import type { RestoreReport } from './restore/report.ts'
import { restore } from './restore/restore.ts'
import { err, ok, type Result } from './result.ts'
import { createSource } from './sources/registry.ts'
import type { SourceConfig } from './sources/source.ts'
import { parseSourceList } from './sources/source-list.ts'
import { parseSourceMap, type SourceMap } from './sources/source-map.ts'

/** What is to be restored from where: everything that the user said, read and checked before anything is asked. */
interface Plan {
  readonly inputs: Inputs
  readonly reading: Collection
  readonly sources: readonly SourceConfig[]
  readonly sourceMap: SourceMap
  /** Where report, ready lock and, by default, the local repository go. */
  readonly folder: string
}

/** The action's entry, and the one place where its parts are put together. */
export async function runAction(): Promise<void> {
  say(TOOL)
  const surroundings = readSurroundings(process.env, tmpdir())
  const { workspace } = surroundings
  const inputs = readInputs(name => core.getInput(name), surroundings)
  if (!inputs.ok) return tellRefusal(inputs.error, { workspace, workingDirectory: workspace })
  const whereabouts = { workspace, workingDirectory: inputs.value.workingDirectory }
  const plan = await readPlan(inputs.value, surroundings)
  if (!plan.ok) return tellRefusal(plan.error, whereabouts)
  const report = await carryOut(plan.value)
  if (!report.ok) return tellRefusal(report.error, whereabouts)
  await publish(report.value, plan.value, whereabouts)
}

async function carryOut(plan: Plan): Promise<Result<RestoreReport, Problem>> {
  const { inputs, reading, sources, folder } = plan
  for (const line of fileLines(reading.files)) say(line)
  sayGroup(`Required: ${reading.requirements.length}`, requirementLines(reading.requirements))
  say(`Sources: ${sources.map(({ name }) => name).join(', ')}`)

  const repository = await openLocalRepository(inputs.repositoryPath ?? path.join(folder, 'r'))
  if (!repository.ok) return repository

  const connectMs = Math.min(5000, inputs.sourceTimeoutMs)
  const dispatcher = createDispatcher({ connections: inputs.concurrency, connectMs })
  const clocks = { connectMs, headersMs: inputs.sourceTimeoutMs, idleMs: inputs.sourceTimeoutMs }
  const http = createHttpClient({ dispatcher, clock: systemClock, clocks })
  const limits = limitRun(inputs.timeoutMs)
  const report = await restore(
    {
      requirements: reading.requirements,
      files: reading.files.map(({ file, format, because }) => ({ file, format, because })),
      notes: reading.notes,
      sources: sources.map(config => createSource(config, http)),
      sourceMap: plan.sourceMap,
      skipDependencies: inputs.skipDependencies,
      concurrency: inputs.concurrency,
      repository: repository.value,
    },
    { clock: systemClock, random: Math.random, signal: limits.signal },
  )
  limits.end()
  await http.close()
  return ok(report)
}

async function readPlan(inputs: Inputs, surroundings: Surroundings): Promise<Result<Plan, Problem>> {
  const reading = await collectRequirements(inputs)
  if (!reading.ok) return reading
  const sources = parseSourceList(inputs.sources)
  if (!sources.ok) return sources
  const sourceMap = parseSourceMap(inputs.sourceMap, sources.value)
  if (!sourceMap.ok) return sourceMap
  const folder = path.join(surroundings.temp, 'psmr', planDigest(reading.value, inputs))
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
    const failure = localIo(error, folder)
    const reason = failure.kind === 'local-io' ? describeLocalIo(failure.code) : describeFailure(failure)
    const sentence = `The runner's temp folder cannot be used: ${reason} at ${folder}.`
    return err({ code: 'TEMP_UNUSABLE', sentence, hint: 'RUNNER_TEMP must name a folder that this job may write.' })
  }
}

/** Eight hex digits, so that two uses in one job do not meet and paths stay short on Windows. */
function planDigest({ requirements }: Collection, inputs: Inputs): string {
  const said = [...requirements.map(requirementText), inputs.sources, inputs.sourceMap, String(inputs.skipDependencies)]
  return createHash('sha256').update(said.join('\n')).digest('hex').slice(0, 8)
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

async function publish(
  report: RestoreReport,
  { inputs, reading, folder }: Plan,
  whereabouts: Whereabouts,
): Promise<void> {
  const lockfile = path.join(folder, 'modules.lock.json')
  if (report.outcome === 'restored') {
    await writeFile(lockfile, formatLock(reading.requirements, report.packages, inputs))
  }
  const whole = report.outcome === 'restored' ? { ...report, lockfile } : report
  const reportPath = path.join(folder, 'report.json')
  await writeFile(reportPath, formatJsonReport(whole))
  setOutputs(whole, reportPath)
  await tell(whole, whereabouts)
}
