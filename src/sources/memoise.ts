import type { Failure } from '../failure.ts'
import type { Call } from '../http/call.ts'
import { err, type Result } from '../result.ts'
import { SharedCall } from './shared-call.ts'

/**
 * One question, one answer in a run: a name that several packages need is asked once, also while the first asking is still
 * under way. Failures are forgotten, so that the fallback loop may ask again.
 */
export function memoise<T>(
  ask: (name: string, call: Call) => Promise<Result<T, Failure>>,
): (name: string, call: Call) => Promise<Result<T, Failure>> {
  const answers = new Map<string, Result<T, Failure>>()
  const underWay = new Map<string, SharedCall<T>>()
  return (name, call) => {
    const key = name.toLowerCase()
    // Whoever has the longer patience must not end with the shorter one of somebody else.
    const asking = `${call.patience} ${key}`
    const known = answers.get(key)
    if (known) return Promise.resolve(known)
    if (call.signal.aborted) return Promise.resolve(err(call.signal.reason as Failure))
    const joined = underWay.get(asking)
    if (joined && !joined.isCalledOff) return joined.waitFor(call)
    const shared = new SharedCall<T>(call.patience, async own => {
      const answer = await ask(name, own)
      if (underWay.get(asking) === shared) underWay.delete(asking)
      if (answer.ok) answers.set(key, answer)
      return answer
    })
    underWay.set(asking, shared)
    return shared.waitFor(call)
  }
}
