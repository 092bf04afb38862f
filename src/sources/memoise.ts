import type { Failure } from '../failure.ts'
import type { Result } from '../result.ts'

/**
 * One question, one answer in a run: a name that several packages need is asked once, also while the first asking is still
 * under way. Failures are forgotten, so that the fallback loop may ask again.
 */
export function memoise<T>(
  ask: (name: string, signal: AbortSignal) => Promise<Result<T, Failure>>,
): (name: string, signal: AbortSignal) => Promise<Result<T, Failure>> {
  const answers = new Map<string, Promise<Result<T, Failure>>>()
  return (name, signal) => {
    const key = name.toLowerCase()
    const known = answers.get(key)
    if (known) return known
    const asked = ask(name, signal).then(answer => {
      if (!answer.ok) answers.delete(key)
      return answer
    })
    answers.set(key, asked)
    return asked
  }
}
