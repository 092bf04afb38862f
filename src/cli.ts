import { realpath } from 'node:fs/promises'
import { INPUT_DEFAULTS, type InputName, readInputs } from './action/inputs.ts'
import { type Command, parseArguments } from './cli/arguments.ts'
import { cacheFolder } from './cli/cache-folder.ts'
import { HELP } from './cli/help.ts'
import { renderLock } from './cli/lock-command.ts'
import { inputsOf } from './cli/options.ts'
import { problemJson, renderRequirements, requirementsJson } from './cli/requirements-command.ts'
import { renderRemarks, renderRestore, warningLine } from './cli/restore-command.ts'
import { printJson, printLines, printProblem, printRemarks, printScript } from './cli/terminal.ts'
import { carryOut } from './engine.ts'
import { jobFolder } from './job-folder.ts'
import { keepersOfCommand } from './keepers.ts'
import { lockModules } from './lock-modules.ts'
import { makePlan, readWishes } from './plan.ts'
import { type Machine, thisMachine } from './powershell/machine.ts'
import { printEnvironment, printFailure, printPath, SHELLS, type Shell } from './powershell/print-environment.ts'
import { refusalJson, reportJson } from './print/report-json.ts'
import { fileLines } from './print/requirements.ts'
import type { Problem } from './problem.ts'
import { VERSION } from './product.ts'
import { collectRequirements } from './requirements/collect.ts'
import { formatNote } from './requirements/notebook.ts'

const DONE = 0
const NOT_DONE = 1
const WRONG_USAGE = 2
/** As shells have it of whoever was ended by Ctrl-C. */
const INTERRUPTED = 130

/**
 * The command's entry: the same engine as the action's, at a terminal. Gives the exit code.
 *
 * @param entry the bundle
 */
export async function runCommand(argv: readonly string[], entry: string): Promise<number> {
  const command = parseArguments(argv)
  if (!command.ok) {
    printProblem(command.error)
    failAnyShell(argv)
    return WRONG_USAGE
  }
  switch (command.value.name) {
    case 'help':
      printLines(HELP.trimEnd().split('\n'))
      return DONE
    case 'version':
      printLines([VERSION])
      return DONE
    case 'requirements':
      return showRequirements(command.value)
    case 'restore':
      return restore(command.value, await realpath(entry))
    case 'lock':
      return lock(command.value, await realpath(entry))
  }
}

async function showRequirements(command: Command): Promise<number> {
  const inputs = readInputs(name => inputOf(name, command), { workspace: process.cwd() })
  const collection = inputs.ok ? await collectRequirements(inputs.value) : inputs
  if (!collection.ok) return refuse(collection.error, command)
  const { value } = collection
  if (command.options.json) printJson(requirementsJson(value))
  else printLines(renderRequirements(value, command.options.explain !== undefined))
  return DONE
}

async function restore(command: Command, entry: string): Promise<number> {
  const inputs = readInputs(name => inputOf(name, command), { workspace: process.cwd() })
  if (!inputs.ok) return refuse(inputs.error, command)
  const machine = thisMachine(process.env)
  const plan = await makePlan(inputs.value, parentFolder(machine), process.cwd(), process.env)
  if (!plan.ok) return refuse(plan.error, command)
  printRemarks(fileLines(plan.value.reading.files))
  if (plan.value.lock) printRemarks([`Locked by ${plan.value.lock.shown}`])
  const outcome = await carryOut(plan.value, keepersOfCommand(plan.value, machine), entry, machine)
  if (!outcome.ok) return refuse(outcome.error, command)

  const { report, laterSteps, registered } = outcome.value
  const shell = shellOf(command)
  printRemarks(renderRemarks(report, registered))
  for (const problem of report.problems) printProblem(problem)
  if (command.options.json) printJson(reportJson(report))
  else if (shell === undefined) printLines(renderRestore(report))
  if (report.outcome === 'failed') {
    failIn(shell)
    return exitCode(report.problems)
  }
  if (shell) {
    printScript(printEnvironment(shell, laterSteps.variables))
    printScript(printPath(shell, laterSteps.onPath, machine.platform))
  }
  return DONE
}

async function lock(command: Command, entry: string): Promise<number> {
  const inputs = readInputs(name => inputOf(name, command), { workspace: process.cwd() })
  if (!inputs.ok) return refuse(inputs.error, command)
  const wishes = await readWishes(inputs.value, process.cwd(), process.env)
  if (!wishes.ok) return refuse(wishes.error, command)
  printRemarks(fileLines(wishes.value.reading.files))
  const machine = thisMachine(process.env)
  const { corroborate, upgrade } = command.options
  const outcome = await lockModules(
    { ...wishes.value, upgrade: namesIn(upgrade), corroborates: corroborate !== undefined },
    keepersOfCommand(wishes.value, machine),
    entry,
    parentFolder(machine),
  )
  if (!outcome.ok) return refuse(outcome.error, command)
  const { report, before, written, shown } = outcome.value
  const { result, warnings } = report
  printRemarks(wishes.value.reading.notes.filter(({ kind }) => kind !== 'no-effect').map(formatNote))
  printRemarks(warnings.map(warningLine))
  if (!result.ok) {
    for (const problem of result.error) printProblem(problem)
    return exitCode(result.error)
  }
  if (written === undefined) return NOT_DONE
  printLines(renderLock(before, result.value, { ...report, shown, written }))
  return DONE
}

/** Of what did not get to its end. */
function exitCode(problems: readonly Problem[]): number {
  return problems.some(({ code }) => code === 'CANCELLED') ? INTERRUPTED : NOT_DONE
}

/** `--upgrade` without a name behind it means everything. */
function namesIn(upgrade: string | undefined): 'all' | readonly string[] {
  const names = upgrade?.split('\n') ?? []
  return names.includes('') ? 'all' : names
}

/** Where what is restored goes, unless an option says otherwise. */
function parentFolder(machine: Machine): string {
  return process.env.RUNNER_TEMP ? jobFolder(process.env.RUNNER_TEMP) : cacheFolder(machine)
}

/** The shell that evaluates what is printed, if one does. */
function shellOf({ options }: Command): Shell | undefined {
  return SHELLS.find(shell => shell === options['print-env'])
}

/** What a shell is told that evaluates the output of a command that was not understood or did not get to its end. */
export function failAnyShell(argv: readonly string[]): void {
  const [, stated] = /(?:^| )--print-env[ =](\w+)/.exec(argv.join(' ')) ?? []
  failIn(SHELLS.find(shell => shell === stated))
}

function failIn(shell: Shell | undefined): void {
  if (shell) printScript(printFailure(shell, 'psmodule-restore failed; its error stands above.'))
}

/** What is typed comes before what the environment says; what the command has no use for is none of its business. */
function inputOf(name: InputName, { name: command, inputs, operands }: Command): string {
  if (command === 'help' || command === 'version' || !inputsOf(command).includes(name)) return INPUT_DEFAULTS[name]
  if (name === 'manifest' && operands.length > 0) return operands.join('\n')
  return inputs[name] ?? process.env[`PSMR_${name.toUpperCase().replaceAll('-', '_')}`] ?? INPUT_DEFAULTS[name]
}

function refuse(problem: Problem, command: Command): number {
  if (command.options.json) printJson(command.name === 'restore' ? refusalJson(problem) : problemJson(problem))
  else printProblem(problem)
  failIn(shellOf(command))
  return exitCode([problem])
}
