import * as core from '@actions/core'
import * as v from 'valibot'
import type { Registered } from '../repository/register.ts'

/** Tells the post step, which runs the same file, what it is. `index.ts` looks for it as `STATE_isPost`. */
export function announcePost(): void {
  core.saveState('isPost', 'true')
}

const REGISTERED = 'registered'

/** Keeps for the post step what it has to take back; the last word counts. */
export function rememberForPost(registered: Registered): void {
  core.saveState(REGISTERED, JSON.stringify(registered))
}

/** In the post step, what `main` kept; undefined without anything that could be it. */
export function rememberedFromMain(): Registered | undefined {
  const text = core.getState(REGISTERED)
  const state = v.safeParse(v.pipe(v.string(), v.parseJson(), STATE), text)
  return state.success ? state.output : undefined
}

const STATE = v.object({
  clients: v.array(v.picklist(['PSResourceGet', 'PowerShellGet'])),
  registrations: v.array(v.object({ name: v.string(), folder: v.string() })),
})
