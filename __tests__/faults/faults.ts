import type { FailureKind } from '../../src/failure.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import type { Fault } from '../gallery/site.ts'
import type { FaultRow, Outcome } from './fault-row.ts'

export const WANTED: PackageSpec = { id: 'Az.Tool', version: '1.2.3' }
export const OLDER: PackageSpec = { id: 'Az.Tool', version: '1.0.0' }
/** By which a gallery shows that it is alive. */
export const CANARY: PackageSpec = { id: 'PackageManagement', version: '1.4.8.1' }

const STRANGER = (await pack({ id: 'Stranger', version: '1.2.3' })).bytes
const PREDECESSOR = (await pack(OLDER)).bytes
const OTHER_BUILD = (await pack(WANTED, { otherBuild: true })).bytes

/** Within the first bytes of every answer that has a body. */
const EARLY = 40
const CIRCLE: Fault = { kind: 'redirect', to: '/circle' }
const BREAK: Fault = { kind: 'reset', afterBytes: EARLY }
const PAGE_OF_ANOTHER_HOST =
  '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="https://packages.example.org/more"/></feed>'

/** The registration of a mirror that lags. */
const LAGGING = JSON.stringify({
  items: [{ items: [{ catalogEntry: { id: OLDER.id, version: OLDER.version }, packageContent: '/old.nupkg' }] }],
})

const EMPTY_REDIRECT = { redirect: 'unharmed' } as const
const ONLY_PACKAGES = { feed: 'left out', json: 'left out', manifest: 'left out' } as const

/** A 404 is "not there" only where it speaks of the package. */
const ABSENCE = {
  'the feed': 'unproven',
  'the service index': 'malformed',
  'a page of it': 'malformed',
  'the token': 'malformed',
  'the manifest': 'malformed',
  'oci: the redirect': 'malformed',
  'the data host': 'malformed',
} as const

function status(
  code: number,
  seen: FailureKind,
  headers: Readonly<Record<string, string>> = {},
  more: Partial<FaultRow> = {},
): FaultRow {
  const [header] = Object.entries(headers)
  return {
    name: header ? `HTTP ${code} with ${header[0]}: ${header[1]}` : `HTTP ${code}`,
    does: { kind: 'answers', faults: [{ kind: 'status', status: code, headers }] },
    seen,
    says: `HTTP ${code}`,
    ...more,
  }
}

function answers(name: string, fault: Fault | readonly Fault[], seen: Outcome, more: Partial<FaultRow> = {}): FaultRow {
  return { name, does: { kind: 'answers', faults: [fault].flat() }, seen, ...more }
}

function body(content: string | Buffer, headers: Readonly<Record<string, string>> = {}): Fault {
  return { kind: 'status', status: 200, body: content, headers }
}

const HOSTS: readonly FaultRow[] = [
  {
    name: 'a host that no name server knows',
    does: { kind: 'host', host: 'unknown' },
    seen: 'unreachable',
    says: 'could not be reached: no name server knows its name (ENOTFOUND)',
  },
  {
    name: 'a host that refuses connections',
    does: { kind: 'host', host: 'refusing' },
    seen: 'unreachable',
    says: 'could not be reached (ECONNREFUSED)',
  },
  {
    name: 'a host that accepts no connection',
    does: { kind: 'host', host: 'deaf' },
    seen: 'timeout',
    says: 'accepted no connection within 10 s',
  },
  {
    name: 'a certificate that has expired',
    does: { kind: 'host', host: 'expired' },
    seen: 'untrusted',
    says: 'showed a certificate that has expired (CERT_HAS_EXPIRED)',
  },
  {
    name: 'a certificate for another host',
    does: { kind: 'host', host: 'misnamed' },
    seen: 'untrusted',
    says: 'showed a certificate for another host (ERR_TLS_CERT_ALTNAME_INVALID)',
  },
  {
    name: 'a certificate that nobody vouches for',
    does: { kind: 'host', host: 'unsigned' },
    seen: 'untrusted',
    says: 'showed a certificate that it signed itself',
  },
]

const REDIRECTS: readonly FaultRow[] = [
  {
    name: 'a redirect to a host that is gone',
    does: { kind: 'redirect', host: 'refusing' },
    seen: 'unreachable',
    says: 'could not be reached (ECONNREFUSED)',
  },
  {
    name: 'a redirect from https to http',
    does: { kind: 'redirect', host: 'downgrading' },
    seen: 'misdirected',
    says: 'redirects from https to http',
  },
  {
    name: 'redirects in a circle',
    does: { kind: 'answers', faults: [CIRCLE], besides: [{ route: /^\/circle$/, fault: CIRCLE }] },
    seen: 'misdirected',
    says: 'redirects more than 5 times',
    once: 'left out',
  },
  answers('a redirect to a file', { kind: 'redirect', to: 'file:///etc/passwd' }, 'misdirected', {
    says: 'redirects to file:',
  }),
  answers('a redirect to nowhere', { kind: 'status', status: 302 }, 'misdirected', {
    says: 'redirects without saying where',
  }),
  {
    name: 'a redirect to a private host',
    does: {
      kind: 'strict',
      facts: { redirects: { kind: 'public', privateToo: false } },
      fault: { kind: 'redirect', to: 'http://10.0.0.1/elsewhere' },
    },
    seen: 'misdirected',
    except: { 'the manifest': 'left out', 'oci: download': 'left out' },
    says: 'where this source may not send us',
  },
  answers('a next page at another host', body(PAGE_OF_ANOTHER_HOST), 'left out', {
    except: { 'the feed': 'misdirected' },
    says: 'names a next page at another host',
  }),
  answers(
    'more tags at another host',
    body('{"tags":["1.0.0"]}', { link: '<https://packages.example.org/v2/more>; rel="next"' }),
    'left out',
    { except: { 'the tags': 'misdirected' }, says: 'names more tags at another host' },
  ),
]

const STATUSES: readonly FaultRow[] = [
  status(204, 'malformed', {}, { says: '' }),
  status(304, 'malformed'),
  status(400, 'malformed'),
  status(401, 'denied'),
  status(403, 'denied'),
  status(404, 'not-found', {}, { except: ABSENCE, says: '', once: 'left out' }),
  status(407, 'denied'),
  status(408, 'rate-limited'),
  status(410, 'not-found', {}, { except: ABSENCE, says: '', once: 'left out' }),
  status(425, 'rate-limited'),
  status(429, 'rate-limited'),
  status(429, 'rate-limited', { 'retry-after': '0' }),
  status(429, 'rate-limited', { 'retry-after': '2' }),
  status(429, 'rate-limited', { 'retry-after': '86400' }),
  status(429, 'rate-limited', { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' }),
  status(429, 'rate-limited', { 'retry-after': 'soon' }),
  status(451, 'denied'),
  status(500, 'server-error'),
  {
    name: 'HTTP 500 for one shape of the question',
    does: { kind: 'elsewhere', route: /select=/, fault: { kind: 'status', status: 500 } },
    seen: 'left out',
    except: { 'the feed': 'unharmed' },
  },
  ...[501, 502, 503].map(code => status(code, 'server-error')),
  status(503, 'server-error', { 'retry-after': '2' }),
  ...[504, 520, 522, 525, 527, 530].map(code => status(code, 'server-error')),
]

const CONTENTS: readonly FaultRow[] = [
  answers('an empty feed', { kind: 'empty-feed' }, 'malformed', { except: { feed: 'unproven' }, once: 'left out' }),
  answers('a page for people', { kind: 'html' }, 'malformed', { says: 'sent something else' }),
  answers('the block list of 2018', { kind: 'block-list' }, 'malformed', { says: 'sent something else' }),
  answers('an empty body', body(''), 'malformed', { says: 'sent something else' }),
  answers('JSON of another type', body('["Az.Tool"]'), 'malformed', { says: 'sent something else' }),
  answers('bytes that begin like gzip', body(Buffer.from('1f8b08000000deadbeef', 'hex')), 'malformed', {
    says: 'sent something else',
  }),
  answers('half of it, announced as the whole', { kind: 'half' }, 'malformed', {
    except: EMPTY_REDIRECT,
  }),
  answers('a cut that does not show', { kind: 'cut', afterBytes: EARLY }, 'malformed', {
    except: EMPTY_REDIRECT,
  }),
  answers('one bit that is another', { kind: 'flip', byte: 1 }, 'malformed', {
    except: EMPTY_REDIRECT,
  }),
  answers('another package', body(STRANGER), 'malformed', { except: ONLY_PACKAGES }),
  answers('another version', body(PREDECESSOR), 'malformed', { except: ONLY_PACKAGES }),
  answers('another build of the version', body(OTHER_BUILD), 'differs-locked', {
    except: {
      ...ONLY_PACKAGES,
      'nuget-v2: download': 'differs-announced',
      'nuget-v3: download': 'unharmed',
      'direct: resolve': 'unharmed',
    },
    says: 'sent other bytes than locked',
    brings: 'another build',
  }),
  answers('a list without the newest version', body(LAGGING), 'left out', {
    except: { 'the registration': 'no-version' },
    modules: 'Az.Tool@1.2.3',
    says: 'No version of Az.Tool is exactly 1.2.3',
    once: 'left out',
  }),
  answers('no end', { kind: 'endless' }, 'too-large', {
    except: { ...EMPTY_REDIRECT, 'nuget-v3: the file': 'left out', 'direct: the file': 'left out' },
  }),
]

const CONNECTIONS: readonly FaultRow[] = [
  answers('a reset before the head', { kind: 'reset' }, 'unreachable'),
  answers('a reset midway', { kind: 'reset', afterBytes: EARLY }, 'truncated', { except: EMPTY_REDIRECT }),
  answers('an end before the announced one', { kind: 'truncate', afterBytes: EARLY }, 'truncated', {
    except: EMPTY_REDIRECT,
  }),
  answers('more than announced', { kind: 'overlong' }, 'malformed', {
    except: EMPTY_REDIRECT,
  }),
  answers('chunks without the last one', { kind: 'cut-chunks' }, 'unreachable', { except: EMPTY_REDIRECT, says: '' }),
  answers('silence before the head', { kind: 'silent' }, 'timeout', { says: 'did not answer within 32 s' }),
  answers('silence midway', { kind: 'stall', afterBytes: EARLY }, 'timeout', {
    except: EMPTY_REDIRECT,
    says: 'did not send enough of its answer within 30 s',
  }),
  {
    name: 'a byte every 2 s',
    does: { kind: 'timed', fault: clock => ({ kind: 'drip', everyMs: 2000, clock }) },
    seen: 'timeout',
    except: EMPTY_REDIRECT,
    says: 'did not send enough of its answer within 30 s',
  },
  {
    name: 'an answer after 4 s',
    does: { kind: 'timed', fault: clock => ({ kind: 'delay', ms: 4000, clock }) },
    seen: 'overtaken',
    // The next one is of another family, which is not asked as long as this one may answer.
    except: { 'oci: resolve': 'unharmed' },
  },
  answers('something that is not HTTP', { kind: 'not-http' }, 'malformed', { says: 'an answer that is not HTTP' }),
  answers('a hundred informational answers first', { kind: 'hints', count: 100 }, 'unharmed'),
  answers('8 KiB of headers', { kind: 'more-headers', headers: { 'x-filling': 'x'.repeat(8192) } }, 'unharmed'),
  answers('32 KiB of headers', { kind: 'more-headers', headers: { 'x-filling': 'x'.repeat(32_768) } }, 'malformed', {
    says: 'more headers than anybody needs',
  }),
]

/** What the rest of a body is, after the first part of it broke off. */
const REMAINDERS: readonly FaultRow[] = [
  answers('a reset midway, then the rest', [BREAK, { kind: 'hints', count: 0 }], 'mended', { except: EMPTY_REDIRECT }),
  answers('a reset midway, then the whole instead of the rest', [BREAK, { kind: 'no-ranges' }], 'mended', {
    except: EMPTY_REDIRECT,
  }),
  answers('a reset midway, then the rest from the wrong place', [BREAK, { kind: 'wrong-offset' }], 'mended', {
    except: EMPTY_REDIRECT,
  }),
  answers('a reset midway, then another build', [BREAK, body(OTHER_BUILD)], 'left out', {
    except: { 'the CDN': 'mended', 'nuget-v3: the file': 'mended', 'direct: resolve': 'mended' },
    brings: 'another build',
  }),
]

export const FAULTS = [...HOSTS, ...REDIRECTS, ...STATUSES, ...CONTENTS, ...CONNECTIONS, ...REMAINDERS] as const
