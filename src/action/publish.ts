import { existsSync } from 'node:fs'
import path from 'node:path'
import * as core from '@actions/core'
import { describeLocalIo } from '../failure.ts'
import { describeSpace } from '../files/disk-space.ts'
import type { LaterSteps } from '../powershell/later-steps.ts'
import { logLine } from '../print/neutral.ts'
import { problemLines } from '../print/problem.ts'
import {
  cacheLines,
  clientLimitLines,
  conclusion,
  failedAttemptLines,
  folderLines,
  packageLines,
} from '../print/report.ts'
import type { Place, Problem } from '../problem.ts'
import { PRODUCT } from '../product.ts'
import { formatNote } from '../requirements/notebook.ts'
import type { NoteKind } from '../requirements/requirement.ts'
import type { RestoreReport, Warning } from '../restore/report.ts'
import { err, ok, type Result } from '../result.ts'
import { asSystemError } from '../system-error.ts'
import { renderRefusal, renderSummary } from './summary.ts'

/** What paths in messages are relative to, and what paths in annotations must be. */
export interface Whereabouts {
  readonly workspace: string
  readonly workingDirectory: string
}

/** The runner shows ten annotations of a level; the rest of the problems stand in the log. */
const ANNOTATIONS = 9

/** What a person should look at; an entry or a key that is known to be none of ours is told in the log and the report. */
const DOUBTFUL: ReadonlySet<NoteKind> = new Set(['unknown-key', 'encoding', 'nothing-required'])

/** The one writer of the log: nothing else prints, and nothing is printed that was not made harmless. */
export function say(text: string): void {
  for (const line of text.split('\n')) core.info(logLine(line))
}

export function sayGroup(title: string, lines: readonly string[]): void {
  if (lines.length === 0) return
  core.startGroup(logLine(title))
  for (const line of lines) say(line)
  core.endGroup()
}

/**
 * Writes into the files of the runner, from which it hands on outputs, variables and state. The error is a problem: without
 * them later steps do not find what was restored.
 */
export async function handOn(write: () => void): Promise<Result<void, Problem>> {
  try {
    write()
    return ok(undefined)
  } catch (error) {
    const { code, path: file = process.env.RUNNER_TEMP ?? '' } = asSystemError(error)
    const space = await describeSpace(code, path.dirname(file))
    const sentence = `What later steps are handed cannot be written to ${file}: ${describeLocalIo(code)}${space}.`
    return err({
      code: 'RUNNER_FILE',
      sentence,
      hint: 'That file is one of the runner: see to the disk that it lies on.',
    })
  }
}

/** Outputs of action.yml. Those of a failed restore say only where the report is. */
export function setOutputs(report: RestoreReport, reportPath: string): void {
  core.setOutput('report', reportPath)
  if (report.outcome === 'failed') return
  core.setOutput('repository-path', report.repositoryPaths[0] ?? '')
  core.setOutput('repository-paths', report.repositoryPaths.join('\n'))
  core.setOutput('modules-path', report.modulesPath ?? '')
  core.setOutput('scripts-path', report.scriptsPath ?? '')
  core.setOutput('cache-hit', report.cache?.hit ?? false)
  core.setOutput('cache-key', report.cache?.key ?? '')
  core.setOutput('cache-matched-key', report.cache?.matchedKey ?? '')
  core.setOutput('fallback-used', report.fallbackUsed)
  core.setOutput('stale', report.stale !== undefined)
  core.setOutput('sources-used', report.sourcesUsed.join(','))
  core.setOutput('lockfile', report.lockfile ?? '')
  core.setOutput(
    'restored',
    JSON.stringify(
      report.packages.map(({ id, version, source, sha512, size, path }) => ({
        id,
        version,
        source,
        sha512,
        size,
        path,
      })),
    ),
  )
}

/** Lets later steps of the job find what was restored. */
export function setEnvironment({ variables, onPath }: LaterSteps): void {
  for (const { name, value } of variables) {
    core.exportVariable(name, value)
    say(`${name} of later steps: ${value}`)
  }
  for (const folder of onPath) core.addPath(folder)
}

/** Tells what happened, in the log, as annotations and in the job summary. */
export async function tell(report: RestoreReport, whereabouts: Whereabouts): Promise<void> {
  sayGroup('Attempts that served nothing', failedAttemptLines(report))
  sayGroup(`Not taken from the requirements: ${report.notes.length}`, report.notes.map(formatNote))
  sayGroup(`Not installed by Install-PSResource NAME: ${report.clientLimits.length}`, clientLimitLines(report))
  for (const note of report.notes.filter(({ kind }) => DOUBTFUL.has(kind)).slice(0, ANNOTATIONS)) {
    core.warning(logLine(formatNote(note)), annotationAt(note.place, whereabouts))
  }
  for (const warning of report.warnings) annotate(warning)
  if (report.outcome === 'restored') {
    for (const line of packageLines(report)) say(`  ${line}`)
    say(conclusion(report))
    for (const line of [...folderLines(report), ...cacheLines(report)]) say(line)
  }
  for (const problem of report.problems.slice(0, ANNOTATIONS)) tellProblem(problem, whereabouts)
  for (const problem of report.problems.slice(ANNOTATIONS)) say(problemLines(problem).join('\n'))
  await writeSummary(renderSummary(report))
}

/** An error annotation, at its place in the file where it has one, and the failure of the step. */
function tellProblem(problem: Problem, whereabouts: Whereabouts): void {
  core.error(problemLines(problem).map(logLine).join('\n'), annotationAt(problem.place, whereabouts))
  process.exitCode = core.ExitCode.Failure
}

/** Tells a problem that is met before anything was restored, in the job summary too. */
export async function tellRefusal(problem: Problem, whereabouts: Whereabouts): Promise<void> {
  tellProblem(problem, whereabouts)
  await writeSummary(renderRefusal(problem))
}

/** A place in an input is no file, and the runner would show none. */
function annotationAt(
  place: Place | undefined,
  { workspace, workingDirectory }: Whereabouts,
): core.AnnotationProperties {
  const file = place && path.resolve(workingDirectory, place.file)
  return {
    title: 'psmodule-restore',
    ...(place &&
      file &&
      existsSync(file) && { file: path.relative(workspace, file), startLine: place.line, startColumn: place.column }),
  }
}

/** Says that we are at fault: whatever is thrown is a bug of ours. */
export function tellBug(error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  sayGroup('What went wrong inside', stack.split('\n'))
  core.error(logLine(`This is a bug in ${PRODUCT}: ${error instanceof Error ? error.message : String(error)}`), {
    title: 'psmodule-restore',
  })
  process.exitCode = core.ExitCode.Failure
}

const ANNOTATE = { notice: core.notice, warning: core.warning, error: core.error } as const

function annotate({ level, text }: Warning): void {
  ANNOTATE[level](logLine(text), { title: 'psmodule-restore' })
}

/** A runner without summaries (an old GitHub Enterprise Server) is no reason to fail. */
async function writeSummary(markdown: string): Promise<void> {
  if (!process.env.GITHUB_STEP_SUMMARY) return
  try {
    await core.summary.addRaw(markdown).write()
  } catch (error) {
    say(`The job summary could not be written: ${error instanceof Error ? error.message : String(error)}`)
  }
}
