import { realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import * as core from '@actions/core'
import { readInputs } from './action/inputs.ts'
import { announcePost, rememberForPost } from './action/post-state.ts'
import { handOn, say, sayGroup, setEnvironment, setOutputs, tell, tellRefusal } from './action/publish.ts'
import { carryOut } from './engine.ts'
import { jobFolder } from './job-folder.ts'
import { keepersOfAction } from './keepers.ts'
import { makePlan, type Plan } from './plan.ts'
import { thisMachine } from './powershell/machine.ts'
import { registeredLine } from './print/report.ts'
import { fileLines, requirementLines } from './print/requirements.ts'
import type { Problem } from './problem.ts'
import { TOOL } from './product.ts'
import { type Registered, registrationsOf } from './repository/register.ts'
import type { Result } from './result.ts'

/** The action's entry: inputs, restore, what later steps need, report. */
export async function runAction(entry: string): Promise<void> {
  say(TOOL)
  const workspace = process.env.GITHUB_WORKSPACE || process.cwd()
  const announced = await handOn(announcePost)
  if (!announced.ok) return tellRefusal(announced.error, { workspace, workingDirectory: workspace })
  const inputs = readInputs(name => core.getInput(name), { workspace, fence: workspace })
  if (!inputs.ok) return tellRefusal(inputs.error, { workspace, workingDirectory: workspace })
  const whereabouts = { workspace, workingDirectory: inputs.value.workingDirectory }
  const parent = jobFolder(process.env.RUNNER_TEMP || tmpdir())
  const plan = await makePlan(inputs.value, parent, workspace, process.env)
  if (!plan.ok) return tellRefusal(plan.error, whereabouts)
  sayPlan(plan.value)
  const { registration, handover } = plan.value
  const remembered = await remember(registration && registrationsOf(registration, [handover.repository]))
  if (!remembered.ok) return tellRefusal(remembered.error, whereabouts)
  const bundle = await realpath(entry)
  const keepers = await keepersOfAction(plan.value, bundle, process.env)
  if (keepers.decision.why !== undefined) say(keepers.decision.why)
  const outcome = await carryOut(plan.value, keepers, bundle, thisMachine(process.env))
  if (!outcome.ok) return tellRefusal(outcome.error, whereabouts)
  const { report, reportPath, laterSteps, registered } = outcome.value
  const handed = [await remember(registered), await handOn(() => setOutputs(report, reportPath))]
  await tell(report, whereabouts)
  if (registered) say(registeredLine(registered))
  if (report.outcome === 'restored') handed.push(await handOn(() => setEnvironment(laterSteps)))
  const [failed] = handed.filter(each => !each.ok)
  if (failed) await tellRefusal(failed.error, whereabouts)
}

/** Keeps for the post step what it has to take back. */
function remember(registered: Registered | undefined): Promise<Result<void, Problem>> {
  return handOn(() => registered && rememberForPost(registered))
}

function sayPlan({ reading, sources, lock }: Plan): void {
  for (const line of fileLines(reading.files)) say(line)
  sayGroup(`Required: ${reading.requirements.length}`, requirementLines(reading.requirements))
  if (lock) say(`Locked by ${lock.shown}`)
  say(`Sources: ${sources.map(({ name }) => name).join(', ')}`)
}
