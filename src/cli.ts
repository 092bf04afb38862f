import { INPUT_DEFAULTS, type InputName, readInputs } from './action/inputs.ts'
import { type Command, parseArguments } from './cli/arguments.ts'
import { HELP } from './cli/help.ts'
import { problemJson, renderRequirements, requirementsJson } from './cli/requirements-command.ts'
import { printJson, printLines, printProblem } from './cli/terminal.ts'
import type { Problem } from './problem.ts'
import { VERSION } from './product.ts'
import { collectRequirements } from './requirements/collect.ts'

const UNDERSTOOD = 0
const NOT_UNDERSTOOD = 1
const WRONG_USAGE = 2

/** The command's entry: the same engine as the action's, at a terminal. Gives the exit code. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  const command = parseArguments(argv)
  if (!command.ok) {
    printProblem(command.error)
    return WRONG_USAGE
  }
  switch (command.value.name) {
    case 'help':
      printLines(HELP.trimEnd().split('\n'))
      return UNDERSTOOD
    case 'version':
      printLines([VERSION])
      return UNDERSTOOD
    case 'requirements':
      return requirements(command.value)
  }
}

async function requirements(command: Command): Promise<number> {
  const inputs = readInputs(name => inputOf(name, command), { workspace: process.cwd() })
  const collection = inputs.ok ? await collectRequirements(inputs.value) : inputs
  if (!collection.ok) return refuse(collection.error, command)
  const { value } = collection
  if (command.json) printJson(requirementsJson(value))
  else printLines(renderRequirements(value, command.explain))
  return UNDERSTOOD
}

/** The inputs that this command has a use for; a variable of another command is none of its business. */
const TAKEN: readonly InputName[] = ['manifest', 'modules', 'working-directory', 'tags', 'prerelease']

/** What is typed comes before what the environment says. */
function inputOf(name: InputName, { inputs, operands }: Command): string {
  if (!TAKEN.includes(name)) return INPUT_DEFAULTS[name]
  if (name === 'manifest' && operands.length > 0) return operands.join('\n')
  return inputs[name] ?? process.env[`PSMR_${name.toUpperCase().replaceAll('-', '_')}`] ?? INPUT_DEFAULTS[name]
}

function refuse(problem: Problem, { json }: Command): number {
  if (json) printJson(problemJson(problem))
  else printProblem(problem)
  return NOT_UNDERSTOOD
}
