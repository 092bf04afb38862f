/**
 * Says each of the texts in a file by every function that says anything: to the runner or to a terminal, as the first
 * argument has it. Started as a process of its own by `writer.test.ts`, as what is written is its standard output and error.
 */
import { readFileSync } from 'node:fs'
import { say, sayGroup, tell, tellBug, tellRefusal } from '../../src/action/publish.ts'
import { renderLock } from '../../src/cli/lock-command.ts'
import { problemJson, renderRequirements, requirementsJson } from '../../src/cli/requirements-command.ts'
import { renderRemarks, renderRestore } from '../../src/cli/restore-command.ts'
import { printBug, printJson, printLines, printProblem, printRemarks } from '../../src/cli/terminal.ts'
import { registeredLine } from '../../src/print/report.ts'
import { refusalJson, reportJson } from '../../src/print/report-json.ts'
import { fileLines, requirementLines } from '../../src/print/requirements.ts'
import { problemOf, reportOf } from './hostile-report.ts'

const [, , listener = '', file = ''] = process.argv
const texts: readonly string[] = JSON.parse(readFileSync(file, 'utf8'))

const WHERE = { workspace: '/nowhere/w', workingDirectory: '/nowhere/w' }

function registeredAs(text: string): string {
  return registeredLine({ clients: ['PSResourceGet'], registrations: [{ name: text, folder: text }] })
}

async function toRunner(text: string): Promise<void> {
  say(text)
  sayGroup(text, [text, text])
  for (const outcome of ['restored', 'failed'] as const) {
    const report = reportOf(text, outcome)
    for (const line of [...fileLines(report.files), registeredAs(text)]) say(line)
    sayGroup('Required', requirementLines(report.requirements))
    await tell(report, WHERE)
  }
  await tellRefusal(problemOf(text), WHERE)
  tellBug(new Error(text))
  tellBug(text)
}

function toTerminal(text: string): void {
  const problem = problemOf(text)
  for (const outcome of ['restored', 'failed'] as const) {
    const report = reportOf(text, outcome)
    printLines([text, ...renderRestore(report)])
    printRemarks([...renderRemarks(report, undefined), ...fileLines(report.files), registeredAs(text)])
    printJson(reportJson(report))
  }
  const { files, requirements, notes } = reportOf(text, 'restored')
  const read = files.map(each => ({
    ...each,
    format: 'list' as const,
    chosenBy: 'search' as const,
    requirements,
    notes,
  }))
  printLines(renderRequirements({ files: read, requirements, notes }, true))
  printJson(requirementsJson({ files: read, requirements, notes }))
  const lock = { options: { prerelease: false, skipDependencies: false }, requirements: [], packages: [] }
  printLines(renderLock(undefined, lock, { shown: text, written: 'written', fetched: 1, ms: 5 }))
  printProblem(problem)
  printJson(problemJson(problem))
  printJson(refusalJson(problem))
  printBug(new Error(text))
}

for (const text of texts) {
  if (listener === 'runner') await toRunner(text)
  else toTerminal(text)
}
process.exitCode = 0
