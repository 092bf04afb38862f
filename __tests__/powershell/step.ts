import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { EOL } from 'node:os'
import path from 'node:path'
import type { ActionRun, Job } from '../helpers/run-action.ts'

/** A step with `run`. */
export interface Step {
  readonly shell: 'pwsh' | 'bash'
  readonly run: string
}

export interface StepRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** What a step finds of its job and of the steps before it. */
export interface StepContext {
  /** `env` of the job. */
  readonly environment?: Readonly<Record<string, string>>
  /** The uses of the action in earlier steps, in their order. */
  readonly after?: readonly ActionRun[]
}

/** `PATH` of a machine on which `pwsh` is found by its name. */
const PATH = [...(process.env.PSMR_PWSH ? [path.dirname(process.env.PSMR_PWSH)] : []), process.env.PATH ?? '']

/** What decides where PowerShell looks for modules, and so must not come from whoever runs the tests. */
const DECISIVE = /^(?:PSModulePath|PATH|XDG_.*)$/i

/** Keeps PowerShell from colours and from the network. */
const QUIET = { NO_COLOR: '1', POWERSHELL_TELEMETRY_OPTOUT: '1', POWERSHELL_UPDATECHECK: 'Off' }

/** Enough on a busy machine; one that hangs is ended. */
const RUN_MS = 120_000

/** Runs a step as the runner does (`ScriptHandler.cs`): a file in its temp folder, started by a line of the shell's own. */
export async function runStep(job: Job, { shell, run }: Step, context: StepContext = {}): Promise<StepRun> {
  const { extension, text, argv } = SHELLS[shell]
  const file = path.join(job.temp, `${randomUUID()}${extension}`)
  await writeFile(file, text(run))
  const kept = Object.entries(process.env).filter(([name]) => !DECISIVE.test(name))
  const env = {
    ...Object.fromEntries(kept),
    ...QUIET,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: job.workspace,
    RUNNER_TEMP: job.temp,
    HOME: job.home,
    ...variablesOf(context),
  }
  return new Promise((resolve, reject) => {
    const child = execFile(shell, argv(file), { cwd: job.workspace, env, timeout: RUN_MS }, (error, stdout, stderr) => {
      if (child.exitCode === null) reject(error)
      else resolve({ code: child.exitCode, stdout, stderr })
    })
  })
}

/** The lines that a step prints; it must succeed without a complaint. */
export async function linesOfStep(job: Job, step: Step, context: StepContext = {}): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runStep(job, step, context)
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, stdout)
  return stdout.split(/\r?\n/).filter(line => line !== '')
}

/** The variables of a job that later steps and uses of the action find. What steps put on PATH comes in front of it, the last folder first (`AddPrependPathToEnvironment`). */
export function variablesOf({ environment = {}, after = [] }: StepContext): Record<string, string> {
  const prepended = after.flatMap(run => run.path).reverse()
  return {
    ...environment,
    ...Object.assign({}, ...after.map(run => run.environment)),
    PATH: [...new Set(prepended), ...PATH].join(path.delimiter),
  }
}

interface ShellRules {
  readonly extension: string
  readonly text: (run: string) => string
  readonly argv: (file: string) => readonly string[]
}

/** `ScriptHandlerHelpers.cs`. */
const SHELLS: Readonly<Record<Step['shell'], ShellRules>> = {
  pwsh: {
    extension: '.ps1',
    text: run =>
      [
        "$ErrorActionPreference = 'stop'",
        run,
        'if ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }',
      ].join(EOL),
    argv: file => ['-command', `. '${file}'`],
  },
  bash: { extension: '.sh', text: run => run, argv: file => ['--noprofile', '--norc', '-e', '-o', 'pipefail', file] },
}
