#!/usr/bin/env node
/**
 * The one entry of the bundle. The runner starts the action without arguments; whoever writes any, or is no runner, means
 * the command.
 *
 * Everything is imported behind the first check: on an older Node the libraries fail with words that help nobody, and the
 * command need not run what only the action does. `eager` keeps it in the one file of the bundle all the same.
 */
import { NODE_MAJOR } from './product.ts'

/** As sysexits.h has it: an internal error, and a service that is not there. */
const BUG = 70
const UNAVAILABLE = 69

const [, entry = '', ...argv] = process.argv
const isAction = argv.length === 0 && process.env.GITHUB_ACTIONS === 'true'

if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR) {
  process.stderr.write(`psmodule-restore needs Node ${NODE_MAJOR} or newer; this is Node ${process.versions.node}.\n`)
  process.exitCode = UNAVAILABLE
} else if (isAction && process.env.STATE_isPost === 'true') {
  const { runPost } = await import(/* webpackMode: "eager" */ './post.ts')
  const { tellBug } = await import(/* webpackMode: "eager" */ './action/publish.ts')
  await runPost().catch(tellBug)
} else if (isAction) {
  const { runAction } = await import(/* webpackMode: "eager" */ './main.ts')
  const { tellBug } = await import(/* webpackMode: "eager" */ './action/publish.ts')
  await runAction(entry).catch(tellBug)
} else {
  const { failAnyShell, runCommand } = await import(/* webpackMode: "eager" */ './cli.ts')
  const { allowClosedPipe, printBug } = await import(/* webpackMode: "eager" */ './cli/terminal.ts')
  allowClosedPipe()
  process.exitCode = await runCommand(argv, entry).catch(error => {
    printBug(error)
    failAnyShell(argv)
    return BUG
  })
}
