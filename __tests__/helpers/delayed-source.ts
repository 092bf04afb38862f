import { type Clock, sleep } from '../../src/clock.ts'
import type { Call } from '../../src/http/call.ts'
import type { Source } from '../../src/sources/source.ts'

/**
 * The source, whose every answer takes a while, during which it is heard as a request that is under way.
 *
 * @param delays milliseconds, of one answer after the other and from the first again
 */
export function delayedSource(source: Source, clock: Clock, delays: readonly number[]): Source {
  const { resolver, downloader } = source
  const { origin } = new URL(source.config.url)
  let answers = 0

  async function after<T>({ signal, exchange }: Call, answer: () => Promise<T>): Promise<T> {
    const request = exchange?.(origin)
    const delay = delays[answers % delays.length] ?? 0
    answers += 1
    await sleep(clock, delay, signal)
    if (!signal.aborted) request?.answered()
    request?.ended()
    return answer()
  }

  return {
    ...source,
    ...(resolver && { resolver: { resolve: (question, call) => after(call, () => resolver.resolve(question, call)) } }),
    downloader: { download: (identity, call) => after(call, () => downloader.download(identity, call)) },
  }
}
