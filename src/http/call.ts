/** What whoever asks a source lends to every request that the answer takes. */
export interface Call {
  /** Aborted with a `Failure` as its reason. */
  readonly signal: AbortSignal
  readonly patience: Patience
  /** Told of every request and of what arrives for it; absent where nobody listens. */
  readonly exchange?: (origin: string) => Exchange
}

/** How long a source is waited for: `brief` the first time, `long` when it is asked again since nobody else could help. */
export type Patience = 'brief' | 'long'

/** One request under way, as whoever listens for silence hears it. */
export interface Exchange {
  /** The status line is here. */
  answered(): void
  heard(bytes: number): void
  /** Nothing more is waited for: it was read, refused or given up. To be called once. */
  ended(): void
}
