import path from 'node:path'
import type { Environment } from '../environment.ts'

/**
 * What the client is not told: what the user wrote into the inputs, tokens among it, what belongs to our own steps, and the
 * files by which a step speaks to the runner. `NODE_OPTIONS` may load code; `RUNNER_DEBUG` makes it list every archive in a
 * log that nobody reads.
 */
const KEPT_FROM_IT =
  /^(?:INPUT_.*|STATE_.*|PSMR_.*|GITHUB_(?:OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)|NODE_OPTIONS|RUNNER_DEBUG)$/i

/** What the client has to replace, in whatever letter case Windows gives it. */
const REPLACED = /^(?:GITHUB_WORKSPACE|RUNNER_TEMP)$/i

/** The environment of the client: it unpacks into `folder`, and downloads into a folder in it. */
export function clientEnvironment(environment: Environment, folder: string): Environment {
  const told = Object.entries(environment).filter(([name]) => !KEPT_FROM_IT.test(name) && !REPLACED.test(name))
  return { ...Object.fromEntries(told), GITHUB_WORKSPACE: folder, RUNNER_TEMP: path.join(folder, 'temp') }
}
