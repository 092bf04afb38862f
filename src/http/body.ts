import { finished } from 'node:stream/promises'
import type { Dispatcher } from 'undici'
import type { Clock } from '../clock.ts'
import type { Failure } from '../failure.ts'
import { err, ok, type Result } from '../result.ts'
import type { Call, Exchange } from './call.ts'
import { classifyError } from './classify.ts'
import type { HttpClocks } from './clocks.ts'

/** An answer whose body has not been read yet. It must be drained or closed, or its connection stays busy. */
export interface HttpBody {
  /** The address that answered, behind all redirects. */
  readonly url: URL
  readonly origin: string
  /** The announced length in bytes, as they travel: of a compressed body, before it is unpacked. */
  readonly length: number | undefined
  /** Where in the whole it begins: 0 but for the rest of one that broke off. */
  readonly offset: number
  header(name: string): string | undefined
  /** How many bodies are being read by the same client, this one included. */
  transfers(): number
  /**
   * Hands every piece to `sink` and ends after the last one; the value is the number of bytes. Silence longer than the
   * idle clock, fewer bytes than announced or more than `limit` end it with a failure. What `sink` throws is passed on.
   *
   * @param sink what it does is done when it returns: nobody waits for a promise, and no further piece is held back
   */
  drain(sink: (chunk: Buffer) => void, limit: number): Promise<Result<number, Failure>>
  /**
   * Asks for the rest of a body that broke off. The answer's `offset` is where it was broken off, or 0 from a server that
   * sends the whole again. Absent where the server gave no strong validator: nothing would tell that it is the same body.
   *
   * @param from bytes of the whole that are here
   */
  readonly resume?: (from: number) => Promise<Result<HttpBody, Failure>>
  close(): void
}

/** What all bodies of a client have in common: the line on which they come. */
export interface SharedLine {
  transfers: number
}

export function openBody(open: {
  readonly answer: Dispatcher.ResponseData
  readonly url: URL
  readonly offset: number
  readonly reopen: ((from: number, length: number | undefined) => Promise<Result<HttpBody, Failure>>) | undefined
  /** Aborts the request. */
  readonly silence: AbortController
  readonly heard: Exchange | undefined
  readonly call: Call
  readonly clock: Clock
  readonly clocks: HttpClocks
  readonly line: SharedLine
}): HttpBody {
  const { answer, url, offset, reopen, silence, heard, clock, clocks, line } = open
  const { signal } = open.call
  const origin = url.origin
  const header = (name: string): string | undefined => headerOf(answer, name)
  const length = announcedLength(header('content-length'))
  // undici raises an error on a body that is thrown away; on one that has already arrived whole nobody else listens for it.
  answer.body.on('error', () => undefined)

  async function drain(sink: (chunk: Buffer) => void, limit: number): Promise<Result<number, Failure>> {
    if (length !== undefined && length > limit) {
      close()
      return err({ kind: 'too-large', limit, origin })
    }
    let gaveUp: Failure | undefined
    const giveUp = (phase: 'idle' | 'slow', ms: number): void => {
      gaveUp = { kind: 'timeout', phase, ms, origin }
      silence.abort(gaveUp)
    }
    line.transfers += 1
    const watch = watchTransfer(clock, clocks, line, giveUp)
    let bytes = 0
    /** Why we have closed it ourselves. */
    let stopped: 'too-large' | { readonly thrown: unknown } | undefined
    const take = (chunk: Buffer): void => {
      // What was here before it was closed still comes.
      if (stopped) return
      bytes += chunk.length
      try {
        if (bytes > limit) stopped = 'too-large'
        else sink(chunk)
      } catch (thrown) {
        stopped = { thrown }
      }
      if (stopped) return void close()
      watch.heard(chunk.length)
      heard?.heard(chunk.length)
    }
    try {
      // By events: an iterator takes a promise and more for every piece, and 0.93 of the throughput.
      answer.body.on('data', take)
      await finished(answer.body)
    } catch (error) {
      if (!stopped) return err(signal.aborted ? (signal.reason as Failure) : (gaveUp ?? broken(error, bytes)))
    } finally {
      line.transfers -= 1
      watch.stop()
      close()
    }
    if (stopped === 'too-large') return err({ kind: 'too-large', limit, origin })
    if (stopped) throw stopped.thrown
    if (length !== undefined && bytes !== length)
      return err({ kind: 'truncated', expected: length, got: bytes, origin })
    return ok(bytes)
  }

  function broken(error: unknown, got: number): Failure {
    if (length !== undefined && got < length) return { kind: 'truncated', expected: length, got, origin }
    return classifyError(error, origin, clocks.connectMs)
  }

  let isOpen = true
  function close(): void {
    answer.body.destroy()
    if (isOpen) heard?.ended()
    isOpen = false
  }

  const whole = length === undefined ? undefined : offset + length
  const resume = reopen && ((from: number) => reopen(from, whole))
  const transfers = (): number => Math.max(1, line.transfers)
  return { url, origin, length, offset, header, transfers, drain, ...(resume && { resume }), close }
}

/** A header by its name in any letter case; of several with that name the first. */
export function headerOf(answer: Dispatcher.ResponseData, name: string): string | undefined {
  const value = answer.headers[name.toLowerCase()]
  return typeof value === 'string' ? value : value?.[0]
}

function announcedLength(contentLength: string | undefined): number | undefined {
  return contentLength !== undefined && /^[0-9]{1,15}$/.test(contentLength) ? Number(contentLength) : undefined
}

/**
 * Two timers for a whole body, which look when they fire what was heard meanwhile, instead of being reset each time: one for
 * silence, one for a drip, which no silence ever ends. What is wanted of one transfer is less where several share the line: a
 * slow line is no fault of any source.
 */
function watchTransfer(
  clock: Clock,
  { idleMs, slowest }: HttpClocks,
  line: SharedLine,
  giveUp: (phase: 'idle' | 'slow', ms: number) => void,
): { heard(bytes: number): void; stop(): void } {
  let last = clock.now()
  let bytes = 0
  /** The most that shared the line in this stretch. */
  let transfers = line.transfers
  let cancelIdle = clock.after(idleMs, lookForSilence)
  let cancelSlow = clock.after(slowest.ms, lookForDrip)
  function lookForSilence(): void {
    const left = last + idleMs - clock.now()
    if (left <= 0) giveUp('idle', idleMs)
    else cancelIdle = clock.after(left, lookForSilence)
  }
  function lookForDrip(): void {
    if (bytes < slowest.bytes / transfers) giveUp('slow', slowest.ms)
    bytes = 0
    transfers = line.transfers
    cancelSlow = clock.after(slowest.ms, lookForDrip)
  }
  return {
    heard: more => {
      last = clock.now()
      bytes += more
      transfers = Math.max(transfers, line.transfers)
    },
    stop: () => {
      cancelIdle()
      cancelSlow()
    },
  }
}
