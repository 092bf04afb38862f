import type { Failure } from '../failure.ts'
import type { Call, Exchange, Patience } from '../http/call.ts'
import { err, type Result } from '../result.ts'

/**
 * One asking that several wait for. Each may be called off alone (somebody else answered it first) without taking the answer
 * from the others; when nobody waits any more the asking is called off too. Everybody hears what arrives for it.
 */
export class SharedCall<T> {
  readonly #answer: Promise<Result<T, Failure>>
  readonly #controller = new AbortController()
  readonly #waiting = new Set<Call>()
  readonly #requests = new Set<Request>()

  /** @param patience that of whoever asks first */
  constructor(patience: Patience, ask: (call: Call) => Promise<Result<T, Failure>>) {
    this.#answer = ask({ signal: this.#controller.signal, patience, exchange: origin => this.#begin(origin) })
  }

  /** Whether nobody waited for the answer any more, and there will be none. */
  get isCalledOff(): boolean {
    return this.#controller.signal.aborted
  }

  /** @param call not called off yet */
  waitFor(call: Call): Promise<Result<T, Failure>> {
    const { signal } = call
    this.#waiting.add(call)
    for (const request of this.#requests) listen(call, request)
    const { promise, resolve, reject } = Promise.withResolvers<Result<T, Failure>>()
    const leave = (): void => {
      this.#leave(call)
      resolve(err(signal.reason as Failure))
    }
    signal.addEventListener('abort', leave, { once: true })
    this.#answer.then(answer => {
      signal.removeEventListener('abort', leave)
      resolve(answer)
    }, reject)
    return promise
  }

  #leave(call: Call): void {
    this.#waiting.delete(call)
    if (this.#waiting.size === 0) this.#controller.abort(call.signal.reason)
  }

  #begin(origin: string): Exchange {
    const request: Request = { origin, listeners: [] }
    this.#requests.add(request)
    for (const call of this.#waiting) listen(call, request)
    return {
      answered: () => {
        // One answer is one answer, however many wait for it.
        request.listeners[0]?.answered()
      },
      heard: bytes => {
        for (const listener of request.listeners) listener.heard(bytes)
      },
      ended: () => {
        this.#requests.delete(request)
        for (const listener of request.listeners) listener.ended()
      },
    }
  }
}

/** One request under way, and whom of those that wait it is heard by. */
interface Request {
  readonly origin: string
  readonly listeners: Exchange[]
}

function listen(call: Call, { origin, listeners }: Request): void {
  const listener = call.exchange?.(origin)
  if (listener) listeners.push(listener)
}
