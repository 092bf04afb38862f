import { systemClock } from '../../src/clock.ts'
import { createDispatcher, createHttpClient, type HttpClient, type HttpClocks } from '../../src/http/client.ts'

/** Long enough for loopback on a busy machine, short enough that a test which waits for one in vain is soon over. */
const CLOCKS: HttpClocks = { connectMs: 5000, headersMs: 5000, idleMs: 5000 }

/** The real client, closed at the end of the scope; a test of silence makes one of the clocks short. */
export function httpClient(clocks: Partial<HttpClocks> = {}): HttpClient & AsyncDisposable {
  const all = { ...CLOCKS, ...clocks }
  const dispatcher = createDispatcher({ connections: 4, connectMs: all.connectMs })
  const client = createHttpClient({ dispatcher, clock: systemClock, clocks: all })
  return { ...client, [Symbol.asyncDispose]: () => dispatcher.destroy() }
}
