#!/usr/bin/env node
/**
 * The one entry of the bundle. The runner starts the action without arguments; whoever writes any, or is no runner, means
 * the command.
 */
import { tellBug } from './action/publish.ts'
import { allowClosedPipe, printBug } from './cli/terminal.ts'
import { runCommand } from './cli.ts'
import { runAction } from './main.ts'

/** As sysexits.h has it: an internal error. */
const BUG = 70

const argv = process.argv.slice(2)
const isAction = argv.length === 0 && process.env.GITHUB_ACTIONS === 'true'

if (isAction) {
  await runAction().catch(tellBug)
} else {
  allowClosedPipe()
  process.exitCode = await runCommand(argv).catch(error => {
    printBug(error)
    return BUG
  })
}
