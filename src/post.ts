import { homedir } from 'node:os'
import { rememberedFromMain } from './action/post-state.ts'
import { say } from './action/publish.ts'
import { takeBack } from './repository/register.ts'

/**
 * The end of the job: takes back what `main` left outside of the job's own folders. A hosted machine is thrown away with
 * everything on it.
 */
export async function runPost(): Promise<void> {
  const registered = rememberedFromMain()
  if (!registered || process.env.RUNNER_ENVIRONMENT === 'github-hosted') return
  const machine = { platform: process.platform, environment: process.env, home: homedir() }
  for (const warning of await takeBack(registered, machine)) say(warning)
}
