import type { FailureKind } from '../../src/failure.ts'
import type { Fault, Site } from '../gallery/site.ts'

/** A site that answers wrongly, or that is not there at all. */
export type Trouble = Fault | { readonly kind: 'down' }

/** What a route sends when it is well, as far as it matters for what a trouble makes of it. */
export type Content = 'feed' | 'json' | 'manifest' | 'redirect' | 'package'

interface Row {
  readonly trouble: Trouble
  /** What it must be seen as, whatever the route sends; `except` says where it is something else. */
  readonly failure: FailureKind
  readonly except?: Readonly<Partial<Record<Content, FailureKind | 'unharmed' | 'left out'>>>
}

/** A redirect has no body that could be spoilt. */
const BODY_ONLY = { redirect: 'unharmed' } as const
/** Within the first bytes of every answer that has a body. */
const EARLY = 40

/** Everything that a source may do instead of answering, and the failure that it is. */
export const TROUBLES = {
  'HTTP 500': { trouble: { kind: 'status', status: 500 }, failure: 'server-error' },
  'HTTP 502': { trouble: { kind: 'status', status: 502 }, failure: 'server-error' },
  'HTTP 503': { trouble: { kind: 'status', status: 503 }, failure: 'server-error' },
  'HTTP 504': { trouble: { kind: 'status', status: 504 }, failure: 'server-error' },
  'HTTP 403 with a page': { trouble: { kind: 'status', status: 403 }, failure: 'denied' },
  'HTTP 429': { trouble: { kind: 'status', status: 429 }, failure: 'rate-limited' },
  'HTTP 429 until a time': {
    trouble: { kind: 'status', status: 429, headers: { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' } },
    failure: 'rate-limited',
  },
  'HTTP 400': { trouble: { kind: 'status', status: 400 }, failure: 'malformed' },
  'a page with 200': { trouble: { kind: 'html' }, failure: 'malformed' },
  'an empty feed': { trouble: { kind: 'empty-feed' }, failure: 'malformed', except: { feed: 'unproven' } },
  'a block list': { trouble: { kind: 'block-list' }, failure: 'malformed' },
  silence: { trouble: { kind: 'silent' }, failure: 'timeout' },
  'silence midway': { trouble: { kind: 'stall', afterBytes: EARLY }, failure: 'timeout', except: BODY_ONLY },
  'a reset': { trouble: { kind: 'reset' }, failure: 'unreachable' },
  'an end midway': { trouble: { kind: 'truncate', afterBytes: EARLY }, failure: 'truncated', except: BODY_ONLY },
  'a cut that does not show': {
    trouble: { kind: 'cut', afterBytes: EARLY },
    failure: 'malformed',
    except: BODY_ONLY,
  },
  'a flipped bit': {
    trouble: { kind: 'flip', byte: 1 },
    failure: 'malformed',
    except: BODY_ONLY,
  },
  // A package may have 512 MiB, which no test should send.
  'no end': { trouble: { kind: 'endless' }, failure: 'too-large', except: { ...BODY_ONLY, package: 'left out' } },
  'not HTTP': { trouble: { kind: 'not-http' }, failure: 'malformed' },
  'a redirect in a circle': { trouble: { kind: 'redirect', to: '/circle' }, failure: 'misdirected' },
  'a redirect to nowhere': { trouble: { kind: 'redirect', to: 'ftp://packages.example.org/' }, failure: 'misdirected' },
  'nobody there': { trouble: { kind: 'down' }, failure: 'unreachable' },
} as const satisfies Readonly<Record<string, Row>>

export type TroubleName = keyof typeof TROUBLES

/** The names of the troubles that do harm to a route. */
export function troublesOf(content: Content): readonly TroubleName[] {
  return troubleNames().filter(name => outcomeOf(name, content) !== 'left out')
}

/** What a trouble on a route that sends `content` must be seen as. */
export function outcomeOf(name: TroubleName, content: Content): FailureKind | 'unharmed' | 'left out' {
  const row: Row = TROUBLES[name]
  return row.except?.[content] ?? row.failure
}

/** Silence is waited for, so the clocks are short where it is the trouble, and long where only a slow machine could trip them. */
export function silenceMsFor(name: TroubleName): number {
  return name.startsWith('silence') ? 250 : 5000
}

/** Does this to a site: to the requests of one route, or to all. Nobody there is for the whole site. */
export async function afflict(site: Site, name: TroubleName, route?: RegExp): Promise<void> {
  const { trouble }: Row = TROUBLES[name]
  if (trouble.kind === 'down') return site.down()
  site.fault({ fault: trouble, ...(route && { route }) })
  if (trouble.kind === 'redirect') site.fault({ fault: trouble, route: /^\/circle$/ })
}

function troubleNames(): readonly TroubleName[] {
  return Object.keys(TROUBLES) as TroubleName[]
}
