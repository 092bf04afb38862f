import type { FailureKind } from '../../src/failure.ts'
import type { Spot } from './spots.ts'

/** What everybody is to hear of a kind of failure, and what comes of it where nobody else can serve. */
export interface End {
  /** How loudly it is told where another source serves. */
  readonly told: 'nothing' | 'notice' | 'warning' | 'error'
  /** The code of the headline where nobody does, by step; `restored` where the same source serves after all. */
  readonly alone: Readonly<Record<Spot['step'], string>>
  /** The same, if it passes after one request. */
  readonly once: 'restored' | 'alone'
}

const OUTAGE = { resolve: 'UNDETERMINED', download: 'UNFETCHED' } as const
const PASSING: End = { told: 'notice', alone: OUTAGE, once: 'restored' }
const REFUSAL: End = { told: 'warning', alone: OUTAGE, once: 'alone' }

/** The kinds that a source's fault may come to. */
export const ENDS: Readonly<Partial<Record<FailureKind, End>>> = {
  'not-found': { told: 'nothing', alone: { resolve: 'NOT_FOUND', download: 'WITHDRAWN' }, once: 'alone' },
  'no-version': { told: 'nothing', alone: { resolve: 'NO_VERSION', download: 'UNFETCHED' }, once: 'alone' },
  unproven: PASSING,
  unreachable: PASSING,
  timeout: PASSING,
  // Whoever is only late serves where nobody else does.
  overtaken: { told: 'notice', alone: { resolve: 'restored', download: 'restored' }, once: 'alone' },
  'rate-limited': PASSING,
  'server-error': PASSING,
  truncated: PASSING,
  malformed: { told: 'warning', alone: OUTAGE, once: 'restored' },
  denied: REFUSAL,
  misdirected: REFUSAL,
  untrusted: REFUSAL,
  'too-large': REFUSAL,
  // The Gallery's announcement is the one that is out of date where nobody contradicts what it sends.
  'differs-announced': { told: 'warning', alone: { ...OUTAGE, download: 'restored' }, once: 'alone' },
  'differs-locked': { told: 'error', alone: { ...OUTAGE, download: 'INTEGRITY' }, once: 'alone' },
}
