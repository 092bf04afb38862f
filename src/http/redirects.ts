import { BlockList } from 'node:net'
import { excerpt } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'
import { familyOf, isLocalName, plainHost } from './host.ts'

/**
 * Where an answer of a source may send us: redirects, next links, token addresses, package addresses.
 *
 * undici's own redirect handling goes from https to http, to link-local addresses, and takes all but three headers along.
 */
export type RedirectRule =
  /** A preset: these hosts and no others, where `*.example.org` stands for every host below example.org. */
  | { readonly kind: 'hosts'; readonly hosts: readonly string[] }
  /** A source that the user defined: any public host; a private address only where the source's own is private. */
  | { readonly kind: 'public'; readonly privateToo: boolean }

/** The only headers that go along to another origin. */
const TRAVELLING_HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'if-range',
  'range',
  'user-agent',
])

/** The statuses that send on. 300 leaves the choice to a person, 304 and 305 are for caches and of old. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status)
}

/**
 * Resolves `location` against the address that named it and checks it. The error completes "`psgallery` …".
 *
 * @param location a relative or absolute reference as the server wrote it, or all where it wrote several
 */
export function followTo(
  from: URL,
  location: string | readonly string[] | undefined,
  rule: RedirectRule,
): Result<URL, string> {
  const [only, ...others] = new Set(typeof location === 'string' ? [location] : location)
  // Resolved, an empty reference is the page itself, which would be asked again and again.
  if (!only?.trim()) return err('redirects without saying where')
  // Whoever is on the way may have read another of them.
  if (others.length > 0) return err('redirects to several addresses at once')
  return leadTo(from, only, rule)
}

function leadTo(from: URL, location: string, rule: RedirectRule): Result<URL, string> {
  const to = URL.parse(location, from.href)
  if (!to) return err('redirects to something that is no address')
  if (to.protocol !== 'https:' && to.protocol !== 'http:') return err(`redirects to ${excerpt(to.protocol)}`)
  if (to.username || to.password) return err(`redirects to an address with credentials in it, at ${excerpt(to.host)}`)
  if (to.origin === from.origin) return ok(to)
  if (from.protocol === 'https:' && to.protocol === 'http:')
    return err(`redirects from https to http, at ${excerpt(to.host)}`)
  const allowed =
    rule.kind === 'hosts'
      ? to.port === '' && matchesHost(to.hostname, rule.hosts)
      : rule.privateToo || !isPrivateHost(to)
  return allowed ? ok(to) : err(`redirects to ${excerpt(to.host)}, where this source may not send us`)
}

/** On the usual port: a preset's host is vouched for, not everything that runs there. */
function matchesHost(host: string, patterns: readonly string[]): boolean {
  return patterns.some(pattern => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern))
}

/**
 * The next page of a list, which stays at the origin that sent the first. Servers behind a proxy write `http:` into such
 * links; the same host is meant, and asked as before. Undefined for any other host or port.
 */
export function nextPageOf(current: URL, link: string): URL | undefined {
  const url = URL.parse(link, current.href)
  return url?.host === current.host ? new URL(`${url.pathname}${url.search}`, current.origin) : undefined
}

/** The headers for a request to `to` that follows one to `from`: credentials and unknown headers stay at their origin. */
export function headersFor(
  from: URL,
  to: URL,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (from.origin === to.origin) return headers
  return Object.fromEntries(Object.entries(headers).filter(([name]) => TRAVELLING_HEADERS.has(name.toLowerCase())))
}

/** Whether the address is a literal private, loopback or link-local one, or a name for this machine. No name is looked up. */
export function isPrivateHost(url: URL): boolean {
  const host = plainHost(url.hostname)
  const family = familyOf(host)
  return family ? PRIVATE[family].check(host, family) : isLocalName(host)
}

/**
 * What the registries of IANA for special addresses (RFC 6890) call not globally reachable, multicast, and one address of
 * Azure. Where an IPv6 address holds an IPv4 one, the rules for that one would be bypassed: all of these count.
 */
const PRIVATE_RANGES: readonly (readonly [range: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Shared by customers of a provider; a cloud has its metadata there.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local; most clouds have their metadata there.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  // For measurements in networks of one's own.
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
  // Azure's WireServer, which every virtual machine there reaches, hosted runners among them.
  ['168.63.129.16', 32],
  // Unspecified, loopback, and IPv4 in two spellings.
  ['::', 8],
  // IPv4 behind NAT64.
  ['64:ff9b::', 32],
  ['100::', 64],
  // Teredo: IPv4, inverted.
  ['2001::', 32],
  // 6to4: IPv4.
  ['2002::', 16],
  // Unique local, link-local, site-local of old, multicast.
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
]

/** One list for each family: in a common one every IPv4 address would lie within `::/8`, where IPv6 has a spelling for it. */
const PRIVATE = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [range, bits] of PRIVATE_RANGES) {
  const family = range.includes(':') ? 'ipv6' : 'ipv4'
  PRIVATE[family].addSubnet(range, bits, family)
}
