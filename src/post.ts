import { rememberedFromMain } from './action/post-state.ts'
import { say } from './action/publish.ts'
import { thisMachine } from './powershell/machine.ts'
import { takeBack } from './repository/register.ts'

/**
 * The end of the job: takes back what `main` left outside of the job's own folders. A hosted machine is thrown away with
 * everything on it.
 */
export async function runPost(): Promise<void> {
  const registered = rememberedFromMain()
  if (!registered || process.env.RUNNER_ENVIRONMENT === 'github-hosted') return
  for (const warning of await takeBack(registered, thisMachine(process.env))) say(warning)
  say(`No longer registered: ${registered.registrations.map(({ name }) => name).join(', ')}.`)
}
