import type { Failure } from '../failure.ts'
import type { Call } from '../http/call.ts'
import { err, ok, type Result } from '../result.ts'
import { memoise } from './memoise.ts'

/** Tells a source that knows of nothing from a front door that has lost what is behind it, and says the same. */
export interface ProofOfLife {
  /** It has answered what only a source that lives can answer. */
  seen(): void
  /** Whether "there is none" is to be believed; if not it is `unproven`, or what became of the proof. */
  prove(call: Call): Promise<Result<true, Failure>>
}

/**
 * One proof is enough for a run, and it is asked for only where no other answer has been one.
 *
 * @param ask for what every source of the kind has; the value is whether it came, a `not-found` or `malformed` that it did not
 */
export function createProofOfLife(origin: string, ask: (call: Call) => Promise<Result<boolean, Failure>>): ProofOfLife {
  let isSeen = false
  const prove = memoise(async (_: string, call: Call): Promise<Result<true, Failure>> => {
    const answer = await ask(call)
    if (!answer.ok && answer.error.kind !== 'malformed' && answer.error.kind !== 'not-found') return answer
    // Another question may have been answered meanwhile.
    isSeen ||= answer.ok && answer.value
    return isSeen ? ok(true) : err({ kind: 'unproven', origin })
  })
  return {
    seen: () => {
      isSeen = true
    },
    prove: async call => (isSeen ? ok(true) : prove('', call)),
  }
}
