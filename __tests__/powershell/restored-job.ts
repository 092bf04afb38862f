import assert from 'node:assert/strict'
import { type Gallery, startGallery } from '../gallery/gallery.ts'
import type { PackageSpec } from '../gallery/pack.ts'
import { type ActionRun, type Job, startJob } from '../helpers/run-action.ts'
import { type StepContext, variablesOf } from './step.ts'

/** A job with a gallery of its own, in which the action has been used. */
export interface RestoredJob extends AsyncDisposable {
  readonly gallery: Gallery
  readonly job: Job
  readonly run: ActionRun
  readonly modulesPath: string
  readonly repositoryPath: string
}

export interface RestoredJobOptions {
  readonly packages: readonly PackageSpec[]
  /** The packages themselves, unless told otherwise. */
  readonly inputs?: Readonly<Record<string, string>>
  /** `env` of the job. */
  readonly environment?: (job: Job) => Readonly<Record<string, string>>
  /** What the machine has before the action is used. */
  readonly prepare?: (job: Job) => Promise<unknown>
}

/** Starts the job and uses the action, which must succeed. */
export async function startRestoredJob({
  packages,
  inputs = {},
  environment = () => ({}),
  prepare = async () => {},
}: RestoredJobOptions): Promise<RestoredJob> {
  const gallery = await startGallery({ packages })
  const job = await startJob()
  await prepare(job)
  const modules = packages.map(exactly).join('\n')
  const run = await useAction(job, { modules, sources: gallery.sources, ...inputs }, { environment: environment(job) })
  return {
    gallery,
    job,
    run,
    modulesPath: run.outputs['modules-path'] ?? '',
    repositoryPath: run.outputs['repository-path'] ?? '',
    [Symbol.asyncDispose]: async () => {
      await job[Symbol.asyncDispose]()
      await gallery[Symbol.asyncDispose]()
    },
  }
}

/** Uses the action, which must succeed. */
export async function useAction(
  job: Job,
  inputs: Readonly<Record<string, string>>,
  context: StepContext = {},
): Promise<ActionRun> {
  const run = await job.run(inputs, variablesOf(context))
  assert.equal(run.code, 0, run.log)
  return run
}

/** A line of the input `modules` for exactly this package. */
export function exactly({ id, version }: PackageSpec): string {
  return `${id}@${version}`
}
