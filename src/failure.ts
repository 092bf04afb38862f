/**
 * Why one attempt at one source did not give what was asked: the vocabulary that the fallback policy decides on.
 *
 * A failure says what was observed, never what to do about it; that is `fallback/policy.ts`. Every kind must have a row
 * there, or the project does not compile.
 */
export type Failure =
  /** The source says it does not have the name, or not this version of it where it can only be asked for one. */
  | { readonly kind: 'not-found'; readonly origin?: string }
  /** The source knows the name, and none of its versions will do. `known` are some of those it has, newest first. */
  | { readonly kind: 'no-version'; readonly known: readonly string[] }
  /** The source cannot do this step at all: a CDN cannot list versions. */
  | { readonly kind: 'unsupported' }
  /** An empty answer from a source that showed no sign of life: the Gallery answers so in an outage. */
  | { readonly kind: 'unproven'; readonly origin: string }
  | ({ readonly kind: 'unreachable'; readonly code: string; readonly origin: string } & Behind)
  /** Reached, but its certificate is expired, for another name, or signed by nobody that is trusted. */
  | ({ readonly kind: 'untrusted'; readonly code: string; readonly origin: string } & Behind)
  | ({ readonly kind: 'timeout'; readonly phase: TimeoutPhase; readonly ms: number; readonly origin: string } & Behind)
  /** Silent for so long that another was asked beside it, who answered first. */
  | { readonly kind: 'overtaken'; readonly ms: number; readonly winner: string; readonly origin: string }
  | {
      readonly kind: 'rate-limited'
      readonly status: number
      readonly retryAfterMs?: number | undefined
      readonly origin: string
    }
  | ({
      readonly kind: 'server-error'
      readonly status: number
      readonly retryAfterMs?: number | undefined
      readonly origin: string
    } & Behind)
  | ({ readonly kind: 'denied'; readonly status: number; readonly origin: string } & Behind)
  /** A redirect, next link or token address that leads where this source may not send us. */
  | { readonly kind: 'misdirected'; readonly what: string; readonly origin: string }
  /** An answer of status 200 that is not what was asked for: HTML for XML, a block list for a zip, another package. */
  | ({ readonly kind: 'malformed'; readonly what: string; readonly origin?: string } & Behind)
  | { readonly kind: 'truncated'; readonly expected: number; readonly got: number; readonly origin?: string }
  | { readonly kind: 'too-large'; readonly limit: number; readonly origin?: string }
  /** A sound package that differs from what the source (or its family) announced. */
  | { readonly kind: 'differs-announced'; readonly expected: string; readonly got: string }
  /** A sound package that differs from the lock, from somebody who should have the locked one. */
  | { readonly kind: 'differs-locked'; readonly expected: string; readonly got: string }
  /** The same from another public family, which may have another build of the version. */
  | { readonly kind: 'other-build'; readonly expected: string; readonly got: string }
  /** This machine could not keep the bytes: disk full, no permission, path too long. */
  | { readonly kind: 'local-io'; readonly code: string; readonly path: string }
  | { readonly kind: 'deadline'; readonly ms: number }
  | { readonly kind: 'cancelled' }

/** Whose failure it is where a proxy stands before the source, which is then not to blame: `the proxy host:3128`. */
interface Behind {
  readonly by?: string
}

/** What can be seen of a connection or a status line, of the source's or of a proxy's before it. */
export type NetworkFailure = Extract<
  Failure,
  { readonly kind: 'unreachable' | 'untrusted' | 'timeout' | 'server-error' | 'denied' | 'malformed' }
>

export type FailureKind = Failure['kind']

/** What was being waited for when the time ran out. */
export type TimeoutPhase = 'connect' | 'tunnel' | 'headers' | 'idle' | 'slow' | 'whole'

/**
 * One line that completes "`psgallery` …", or the names of several, in logs, summaries and error texts: what was seen, with
 * its figures.
 */
export function describeFailure(failure: Failure): string {
  const seen = describeSeen(failure)
  return 'by' in failure && failure.by !== undefined ? `could not be asked: ${failure.by} ${seen}` : seen
}

function describeSeen(failure: Failure): string {
  switch (failure.kind) {
    case 'not-found':
      return 'did not have it'
    case 'no-version':
      return failure.known.length === 0
        ? 'knew the name but listed no version of it'
        : `had no version that fits, only ${failure.known.join(', ')}`
    case 'unsupported':
      return 'cannot be asked this'
    case 'unproven':
      return 'knew of nothing and showed no sign of life'
    case 'unreachable':
      return `could not be reached${UNREACHED[failure.code] ?? ''} (${failure.code})`
    case 'untrusted':
      return `showed a certificate ${DISTRUST[failure.code] ?? 'that cannot be trusted'} (${failure.code})`
    case 'timeout':
      return `${SILENCE[failure.phase]} within ${formatSeconds(failure.ms)}`
    case 'overtaken':
      return `kept silent for ${formatSeconds(failure.ms)}, and ${failure.winner} answered first`
    case 'rate-limited':
      return failure.retryAfterMs
        ? `asked for a pause of ${formatSeconds(failure.retryAfterMs)} (HTTP ${failure.status})`
        : `asked for fewer requests (HTTP ${failure.status})`
    case 'server-error':
      return `answered HTTP ${failure.status}`
    case 'denied':
      return failure.status === 407
        ? 'wanted a user name and password that it knows, before its host in the variable (HTTP 407)'
        : `refused (HTTP ${failure.status})`
    case 'misdirected':
      return failure.what
    case 'malformed':
      return `sent something else: ${failure.what}`
    case 'truncated':
      return `sent ${failure.got} of ${failure.expected} bytes`
    case 'too-large':
      return `sent more than ${failure.limit} bytes`
    case 'differs-announced':
      return `sent other bytes than announced (expected ${failure.expected}, got ${failure.got})`
    case 'differs-locked':
      return `sent other bytes than locked (expected ${failure.expected}, got ${failure.got})`
    case 'other-build':
      return `sent another build than the locked one (expected ${failure.expected}, got ${failure.got})`
    case 'local-io':
      return `could not be stored: ${describeLocalIo(failure.code)} at ${failure.path}`
    case 'deadline':
      return `was cut off by the limit of ${formatSeconds(failure.ms)} for the whole restore`
    case 'cancelled':
      return 'was cancelled'
  }
}

/** A few words, for the cell of a table: `unreachable`, `HTTP 503`, `lacks it`, `proxy: HTTP 407`. */
export function labelFailure(failure: Failure): string {
  const label = labelSeen(failure)
  return 'by' in failure && failure.by !== undefined ? `proxy: ${label}` : label
}

function labelSeen(failure: Failure): string {
  switch (failure.kind) {
    case 'rate-limited':
    case 'server-error':
    case 'denied':
      return `HTTP ${failure.status}`
    default:
      return LABELS[failure.kind]
  }
}

const LABELS: Readonly<Record<Exclude<FailureKind, 'rate-limited' | 'server-error' | 'denied'>, string>> = {
  'not-found': 'lacks it',
  'no-version': 'no version',
  unsupported: 'not asked',
  unproven: 'empty answer',
  unreachable: 'unreachable',
  untrusted: 'untrusted',
  timeout: 'silent',
  overtaken: 'too slow',
  misdirected: 'misdirected',
  malformed: 'bad answer',
  truncated: 'cut short',
  'too-large': 'too large',
  'differs-announced': 'other bytes',
  'differs-locked': 'other bytes',
  'other-build': 'other build',
  'local-io': 'not stored',
  deadline: 'out of time',
  cancelled: 'cancelled',
}

const SILENCE: Record<TimeoutPhase, string> = {
  connect: 'accepted no connection',
  tunnel: 'made no connection to it',
  headers: 'did not answer',
  idle: 'stopped in the middle of its answer and sent nothing more',
  slow: 'did not send enough of its answer',
  whole: 'did not finish',
}

/** What the system and undici say of a connection, in words, where the code is none by itself. */
const UNREACHED: Readonly<Record<string, string>> = {
  ENOTFOUND: ': no name server knows its name',
  EAI_AGAIN: ': no name server answers',
  ENETUNREACH: ': this machine has no way to it',
  EHOSTUNREACH: ': this machine has no way to it',
  ENETDOWN: ': the network of this machine is down',
  UND_ERR_SOCKET: ': the connection was cut',
  ERR_SSL_WRONG_VERSION_NUMBER: ': it does not speak TLS at this port',
}

const UNKNOWN_AUTHORITY =
  'of an authority that this machine does not know; if it is your own, name its file in "ca-file" or NODE_EXTRA_CA_CERTS'

/** What the verification of certificates says, in words. */
const DISTRUST: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'that has expired',
  CERT_NOT_YET_VALID: 'that is not valid yet, if the clock of this machine is right',
  CERT_REVOKED: 'that was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'that it signed itself; if it is your own, name its file in "ca-file"',
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  // It came alone: its authority may be known, and one in between be what is missing.
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'of an authority that this machine does not know; if it is your own, name a file with it, and with those in between that the server does not send, in "ca-file" or NODE_EXTRA_CA_CERTS',
}

const LOCAL_IO: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than it may be',
  EACCES: 'no permission to write',
  EPERM: 'no permission to write',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
  ENOTDIR: 'a file stands where a folder should be',
  EEXIST: 'a file stands where a folder should be',
  EISDIR: 'a folder stands where a file should be',
  ENOENT: 'a folder on the way to it is not there',
  EXDEV: 'it lies on another file system',
  ELOOP: 'links there lead in a circle',
  ENOTEMPTY: 'something else was put there meanwhile',
  EBUSY: 'another program holds it open',
  EIO: 'the disk does not work',
}

/** What a system error code means in words, the code behind it in brackets. */
export function describeLocalIo(code: string): string {
  const words = LOCAL_IO[code]
  return words === undefined ? code : `${words} (${code})`
}

/** `8 s`, `0.75 s`: seconds for people, from milliseconds. */
export function formatSeconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(2))} s`
}

/** The origin whose health the failure speaks of: where a redirect led, if it was there; undefined if none was asked. */
export function originOf(failure: Failure): string | undefined {
  return 'origin' in failure ? failure.origin : undefined
}
