import type { Clock } from '../../src/clock.ts'
import type { FailureKind } from '../../src/failure.ts'
import type { SourceConfig } from '../../src/sources/source.ts'
import type { Fault, FaultRule } from '../gallery/site.ts'
import type { HostName } from './hosts.ts'
import type { Spot } from './spots.ts'

/**
 * What a fault comes to at one spot: a kind of failure; no harm at all; a hiccup that is made good, by whomever; or a fault
 * that cannot be there.
 */
export type Outcome = FailureKind | 'unharmed' | 'mended' | 'left out'

/** One way to fail, and what everybody is to hear of it. */
export interface FaultRow {
  readonly name: string
  readonly does: Doing
  /** What it must be seen as. */
  readonly seen: Outcome
  /** Where it is something else: by `kind of source: name of the spot`, `kind: step`, the name alone, or what it sends. */
  readonly except?: Readonly<Record<string, Outcome>>
  /** A part of the headline where nobody else can serve. */
  readonly says?: string
  /** What it comes to when it passes after one request, if that is not what its kind says. */
  readonly once?: 'left out' | 'restored' | 'NOT_FOUND'
  /** What is asked for, if not any version. */
  readonly modules?: string
  /** Another sound package of the wanted name and version may be what is restored. */
  readonly brings?: 'another build'
}

export type Doing =
  /** Answers of the spot, one after the other; the last one for good. */
  | { readonly kind: 'answers'; readonly faults: readonly Fault[]; readonly besides?: readonly FaultRule[] }
  /** A request that is not the spot's own fails. */
  | ({ readonly kind: 'elsewhere' } & Required<Omit<FaultRule, 'times'>>)
  /** The same, by the clock of the run. */
  | { readonly kind: 'timed'; readonly fault: (clock: Clock) => Fault }
  /** The host of the spot is another one. */
  | { readonly kind: 'host'; readonly host: HostName }
  /** The spot sends the client there. */
  | { readonly kind: 'redirect'; readonly host: HostName }
  /** What the list of sources says is stricter than usual. */
  | { readonly kind: 'strict'; readonly facts: Partial<SourceConfig>; readonly fault: Fault }

/** What the fault comes to at a spot. */
export function outcomeAt({ except = {}, seen }: FaultRow, kind: string, spot: Spot): Outcome {
  const { name, step, content } = spot
  const keys = [`${kind}: ${name}`, `${kind}: ${step}`, name, content]
  return keys.map(key => except[key]).find(Boolean) ?? seen
}
