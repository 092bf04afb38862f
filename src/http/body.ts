import type { Dispatcher } from 'undici'
import type { Clock } from '../clock.ts'
import type { Failure } from '../failure.ts'
import { err, ok, type Result } from '../result.ts'
import { classifyError } from './classify.ts'

/** An answer whose body has not been read yet. It must be drained or closed, or its connection stays busy. */
export interface HttpBody {
  /** The address that answered, behind all redirects. */
  readonly url: URL
  readonly origin: string
  /** The announced length in bytes, as they travel: of a compressed body, before it is unpacked. */
  readonly length: number | undefined
  header(name: string): string | undefined
  /**
   * Hands every piece to `sink` and ends after the last one; the value is the number of bytes. Silence longer than the
   * idle clock, fewer bytes than announced or more than `limit` end it with a failure. What `sink` throws is passed on.
   */
  drain(sink: (chunk: Buffer) => void | Promise<void>, limit: number): Promise<Result<number, Failure>>
  close(): void
}

export function openBody(open: {
  readonly answer: Dispatcher.ResponseData
  readonly url: URL
  readonly silence: AbortController
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly idleMs: number
}): HttpBody {
  const { answer, url, silence, signal, clock, idleMs } = open
  const origin = url.origin
  const header = (name: string): string | undefined => headerOf(answer, name)
  const length = announcedLength(header('content-length'))
  // undici raises an error on a body that is thrown away; on one that has already arrived whole nobody else listens for it.
  answer.body.on('error', () => undefined)

  async function drain(sink: (chunk: Buffer) => void | Promise<void>, limit: number): Promise<Result<number, Failure>> {
    if (length !== undefined && length > limit) {
      answer.body.destroy()
      return err({ kind: 'too-large', limit, origin })
    }
    let gaveUp: Failure | undefined
    const giveUp = (phase: 'idle' | 'slow', ms: number): void => {
      gaveUp = { kind: 'timeout', phase, ms, origin }
      silence.abort(gaveUp)
    }
    const watch = watchTransfer(clock, idleMs, giveUp)
    let bytes = 0
    let sinking = false
    try {
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (bytes > limit) return err({ kind: 'too-large', limit, origin })
        sinking = true
        watch.pause()
        await sink(chunk)
        watch.heard(chunk.length)
        sinking = false
      }
    } catch (error) {
      if (sinking) throw error
      if (signal.aborted) return err(signal.reason as Failure)
      if (gaveUp) return err(gaveUp)
      if (length !== undefined && bytes < length)
        return err({ kind: 'truncated', expected: length, got: bytes, origin })
      return err(classifyError(error, origin, idleMs))
    } finally {
      watch.stop()
      answer.body.destroy()
    }
    if (length !== undefined && bytes !== length)
      return err({ kind: 'truncated', expected: length, got: bytes, origin })
    return ok(bytes)
  }

  return { url, origin, length, header, drain, close: () => void answer.body.destroy() }
}

/** A header by its name in any letter case; of several with that name the first. */
export function headerOf(answer: Dispatcher.ResponseData, name: string): string | undefined {
  const value = answer.headers[name.toLowerCase()]
  return typeof value === 'string' ? value : value?.[0]
}

function announcedLength(contentLength: string | undefined): number | undefined {
  return contentLength !== undefined && /^[0-9]{1,15}$/.test(contentLength) ? Number(contentLength) : undefined
}

/** A body of which fewer bytes than this arrive in this time drips; no line that a runner has is that slow. */
const SLOWEST = { bytes: 150 * 1024, ms: 15_000 } as const

/**
 * Two timers for a whole body, which look when they fire what was heard meanwhile, instead of being reset each time: one for
 * silence, one for a drip, which no silence ever ends. While we are busy with a piece ourselves, the source is not silent.
 */
function watchTransfer(
  clock: Clock,
  idleMs: number,
  giveUp: (phase: 'idle' | 'slow', ms: number) => void,
): { heard(bytes: number): void; pause(): void; stop(): void } {
  let last = clock.now()
  let paused = false
  let bytes = 0
  let cancelIdle = clock.after(idleMs, lookForSilence)
  let cancelSlow = clock.after(SLOWEST.ms, lookForDrip)
  function lookForSilence(): void {
    const left = paused ? idleMs : last + idleMs - clock.now()
    if (left <= 0) giveUp('idle', idleMs)
    else cancelIdle = clock.after(left, lookForSilence)
  }
  function lookForDrip(): void {
    if (bytes < SLOWEST.bytes && !paused) giveUp('slow', SLOWEST.ms)
    bytes = 0
    cancelSlow = clock.after(SLOWEST.ms, lookForDrip)
  }
  return {
    heard: more => {
      paused = false
      last = clock.now()
      bytes += more
    },
    pause: () => {
      paused = true
    },
    stop: () => {
      cancelIdle()
      cancelSlow()
    },
  }
}
