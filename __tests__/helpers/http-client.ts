import { systemClock } from '../../src/clock.ts'
import { createHttpClient, type HttpClient } from '../../src/http/client.ts'
import type { HttpClocks } from '../../src/http/clocks.ts'
import { createDispatcher, type DispatcherOptions } from '../../src/http/dispatcher.ts'
import { DIRECT } from '../../src/http/proxy.ts'

/** Long enough for loopback on a busy machine, short enough that a test which waits for one in vain is soon over. */
const CLOCKS: HttpClocks = {
  connectMs: 5000,
  headersMs: 5000,
  idleMs: 5000,
  slowest: { bytes: 150 * 1024, ms: 15_000 },
}

/** The real client, closed at the end of the scope, equally patient with everybody; a test of silence makes a clock short. */
export function httpClient(
  clocks: Partial<HttpClocks> = {},
  network: Partial<DispatcherOptions> = {},
): HttpClient & AsyncDisposable {
  const all = { ...CLOCKS, ...clocks }
  const { connectMs } = all
  const plain = { connections: 4, connectMs, clock: systemClock, proxy: DIRECT, ca: [] }
  const dispatcher = createDispatcher({ ...plain, ...network })
  const client = createHttpClient({
    dispatchers: { brief: dispatcher, long: dispatcher },
    clock: systemClock,
    clocks: { brief: all, long: all },
  })
  return { ...client, [Symbol.asyncDispose]: () => dispatcher.destroy() }
}
