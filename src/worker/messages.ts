import type { Inspected, Inspection } from '../package/inspect.ts'
import type { Result } from '../result.ts'

export interface Request {
  readonly id: number
  readonly inspection: Inspection
}

export type Response =
  | { readonly id: number; readonly result: Result<Inspected, string> }
  | { readonly id: number; readonly error: SentError }

/** An error as it crosses threads: a clone keeps the message and loses what the system said. */
export interface SentError {
  readonly message: string
  readonly stack: string | undefined
  readonly system: Readonly<Record<string, unknown>>
}

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined, system: {} }
  const keys = (['code', 'syscall', 'path'] as const).filter(key => key in error)
  const system = Object.fromEntries(keys.map(key => [key, Reflect.get(error, key)]))
  return { message: error.message, stack: error.stack, system }
}

export function receiveError({ message, stack, system }: SentError): Error {
  const error = Object.assign(new Error(message), system)
  if (stack !== undefined) error.stack = stack
  return error
}
