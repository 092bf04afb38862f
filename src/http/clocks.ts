import type { Patience } from './call.ts'

/** The waits after which a source is given up. Milliseconds. */
export interface HttpClocks {
  /** DNS, TCP and TLS together. */
  readonly connectMs: number
  /** From a request until its status line, connecting included. */
  readonly headersMs: number
  /** Between two pieces of a body. */
  readonly idleMs: number
  /** A body of which fewer bytes than this arrive in this time drips; no silence ever ends it. */
  readonly slowest: { readonly bytes: number; readonly ms: number }
}

const KIB = 1024
const LONGEST_CONNECT = 5000

/**
 * All clocks of a request, from the one that a user sets. Everybody is waited for briefly at first, since another source may
 * be quicker and a fresh connection often is. Whoever is asked again is waited for four times as long: the Gallery has been
 * seen to need 10 to 30 seconds for an answer on bad days (Azure/azure-powershell#17210), and late is better than never.
 *
 * The speed is watched per transfer: cargo watches the sum of all, behind which one stalled file hides. It is that of a whole
 * line; of the transfers that share one each need have no more than its part.
 *
 * @param silenceMs the input `source-timeout`
 */
export function clocksFor(silenceMs: number): Readonly<Record<Patience, HttpClocks>> {
  // Before the clock of the status line, which goes on meanwhile: what accepts no connection is to be told as that.
  const connectMs = Math.min(LONGEST_CONNECT, Math.max(1, silenceMs - 1))
  return {
    brief: { connectMs, headersMs: silenceMs, idleMs: silenceMs, slowest: { bytes: 750 * KIB, ms: 15_000 } },
    long: {
      connectMs: connectMs * 2,
      headersMs: silenceMs * 4,
      idleMs: silenceMs * 4,
      slowest: { bytes: 300 * KIB, ms: 30_000 },
    },
  }
}

const PACKAGE = { ms: 60_000, bytesPerSecond: 256 * KIB } as const

/**
 * How long one attempt at one package may take in all: a minute, and what its bytes need on a line of 256 KiB/s.
 *
 * @param size bytes; 0 while nobody has said how many there are
 * @param transfers among which the line is divided
 */
export function packageDeadlineMs(size: number, patience: Patience, transfers = 1): number {
  const ms = PACKAGE.ms + ((size * transfers) / PACKAGE.bytesPerSecond) * 1000
  return patience === 'long' ? ms * 2 : ms
}
