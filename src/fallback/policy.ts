import type { FailureKind } from '../failure.ts'
import type { Patience } from '../http/call.ts'

/** What happens after an attempt that failed. */
export interface Verdict {
  /** `next`: another source may be asked. `stop-run`: every source would end the same way. */
  readonly after: 'next' | 'stop-run'
  /** Whether the same source is asked again after every other one was: `once`, or `yes` as often as `RETRY` allows. */
  readonly again: 'no' | 'once' | 'yes'
  /** How loudly it is told when the run succeeds all the same. */
  readonly say: 'nothing' | 'notice' | 'warning' | 'error'
  /** How it counts for the health of the origin: `hard` moves it to the back at once, `soft` when it happens repeatedly. */
  readonly health: 'well' | 'soft' | 'hard' | 'unaffected'
  readonly why: string
}

/**
 * The fallback policy: one row per kind of failure, each with its reason. Nothing else in the project decides what follows
 * a failure; who may be asked at all is `may-ask.ts`, in which order and how often is `try-sources.ts`.
 */
export const POLICY: Readonly<Record<FailureKind, Verdict>> = {
  'not-found': {
    after: 'next',
    again: 'no',
    say: 'nothing',
    health: 'well',
    why: 'an answer, and a final one if the authority of the family gave it; a mirror may lag',
  },
  'no-version': {
    after: 'next',
    again: 'no',
    say: 'nothing',
    health: 'well',
    why: 'the source owns the name; only a mirror may lack the newest version',
  },
  unsupported: {
    after: 'next',
    again: 'no',
    say: 'nothing',
    health: 'unaffected',
    why: 'a CDN cannot list versions, which is no fault of it',
  },
  unproven: {
    after: 'next',
    again: 'yes',
    say: 'notice',
    health: 'soft',
    why: 'the Gallery answers 200 with an empty feed when its index is broken; another name may prove it alive meanwhile',
  },
  unreachable: {
    after: 'next',
    again: 'yes',
    say: 'notice',
    health: 'hard',
    why: 'DNS, refused, reset: outages pass',
  },
  untrusted: {
    after: 'next',
    again: 'no',
    say: 'warning',
    health: 'hard',
    why: 'an expired certificate is an outage (the Gallery, 2020 and 2021) and never ignored; it is as expired in ten seconds',
  },
  timeout: {
    after: 'next',
    again: 'yes',
    say: 'notice',
    health: 'hard',
    why: 'silence says nothing about the package, and the next source costs less than waiting',
  },
  overtaken: {
    after: 'next',
    again: 'yes',
    say: 'notice',
    health: 'soft',
    why: 'another source had it sooner; whether this one would have come is not known, so that it counts less than a silence',
  },
  'rate-limited': {
    after: 'next',
    again: 'yes',
    say: 'notice',
    health: 'soft',
    why: 'another source can answer now; this one is left alone for as long as its Retry-After says',
  },
  'server-error': {
    after: 'next',
    again: 'yes',
    say: 'notice',
    health: 'soft',
    why: 'the Gallery has answered 500 to one query and served the rest',
  },
  denied: {
    after: 'next',
    again: 'no',
    say: 'warning',
    health: 'soft',
    why: 'the Gallery has shown 403 in outages; asking again will not change a refusal',
  },
  misdirected: {
    after: 'next',
    again: 'no',
    say: 'warning',
    health: 'soft',
    why: 'an answer that leads to a host it may not name is not followed, today or later',
  },
  malformed: {
    after: 'next',
    again: 'once',
    say: 'warning',
    health: 'soft',
    why: 'the CDN has served error bodies with status 200 (2016, 2018); another of its nodes may be sound',
  },
  truncated: {
    after: 'next',
    again: 'yes',
    say: 'notice',
    health: 'soft',
    why: 'a connection that broke',
  },
  'too-large': {
    after: 'next',
    again: 'no',
    say: 'warning',
    health: 'soft',
    why: 'an endless body stays endless',
  },
  'differs-announced': {
    after: 'next',
    again: 'no',
    say: 'warning',
    health: 'unaffected',
    why: 'usually a damaged copy; but the hash that the Gallery announces is stale after an edit of the package',
  },
  'differs-locked': {
    after: 'next',
    again: 'no',
    say: 'error',
    health: 'unaffected',
    why: 'somebody changed bytes that were reviewed; the next source is held to the same lock (`on-mismatch: fail` stops the run)',
  },
  'other-build': {
    after: 'next',
    again: 'no',
    say: 'warning',
    health: 'unaffected',
    why: 'MAR may have built a version anew that the Gallery has too; only one of them was locked',
  },
  'local-io': {
    after: 'stop-run',
    again: 'no',
    say: 'error',
    health: 'unaffected',
    why: 'a full disk is as full for the next source',
  },
  deadline: {
    after: 'stop-run',
    again: 'no',
    say: 'error',
    health: 'unaffected',
    why: 'the time for the whole restore is used up',
  },
  cancelled: { after: 'stop-run', again: 'no', say: 'error', health: 'unaffected', why: 'nobody waits for the answer' },
}

/**
 * The gravest kind first: the headline of a failed question. A damaged or foreign package outranks an outage, an outage
 * outranks an absence, since "not found" is the one thing that must not be said wrongly.
 */
export const GRAVITY: readonly FailureKind[] = [
  'local-io',
  'cancelled',
  'deadline',
  'differs-locked',
  'denied',
  'misdirected',
  'differs-announced',
  'other-build',
  'malformed',
  'too-large',
  'truncated',
  'untrusted',
  'unreachable',
  'timeout',
  'overtaken',
  'server-error',
  'rate-limited',
  'unproven',
  'no-version',
  'not-found',
  'unsupported',
]

/** How often one source is asked one question at most, and the pauses before it is asked again. Milliseconds. */
export const RETRY = {
  attempts: 4,
  /**
   * The pause is between half and the whole of the lesser of `base * 2^n` and `cap`: a hiccup of a second and a half is
   * outlasted by all of a hundred modules, where with full jitter one of them would always draw short pauses.
   */
  base: 500,
  cap: 10_000,
  /** The longest pause that a Retry-After header gets. */
  longestRetryAfter: 30_000,
  /** An origin that is down is asked in vain so often at one step, and for so long: forty modules do not each wait for it. */
  budget: 10,
  givenUpAfterMs: 5000,
  /** How often the rest of a package is asked for after its connection broke, if every one of them brought some of it. */
  resumes: { brief: 1, long: 3 } satisfies Record<Patience, number>,
} as const

/** When an origin goes to the back, and how it comes to the front again. */
export const BREAKER = {
  /** Soft failures in a row, at one step, after which it goes to the back; a hard one is enough. */
  softFailures: 3,
  /** It is tried by one question after this time, while all others go on passing it over. Milliseconds. */
  halfOpenMs: 30_000,
  /** A Retry-After that is longer than this puts it back until then, for every question. Milliseconds. */
  shortRetryAfter: 2000,
} as const

/** When a second source is asked beside a silent one. Milliseconds, where nothing else is said. */
export const HEDGE = {
  /** Of the input, while nothing is known of how fast the source answers: a list of versions may have to be made first. */
  unknown: { download: 1, resolve: 2 },
  /** Afterwards, how many times its own median answer it may take, if that is more than the input. */
  medians: 2,
  /** Answers that the median is of. */
  remembered: 32,
  /** Less than 50 KiB/s is silence: a drip is no better than none, and found out here long before its own clock ends it. */
  tricklePerMs: 51.2,
  /** Of one question, that have the whole patience each; a registry takes four: a refusal, a token, the tags, a manifest. */
  requests: 5,
  /** After which a silence that nobody could see to is told again. */
  lookAgainMs: 100,
  /** Second questions in vain, for each question: one in ten. */
  needless: 0.1,
  firstAllowance: 1,
  greatestAllowance: 10,
} as const
