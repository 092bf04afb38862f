import { isIP } from 'node:net'
import { excerpt } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'

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

/**
 * Resolves `location` against the address that named it and checks it. The error completes "`psgallery` …".
 *
 * @param location a relative or absolute reference as the server wrote it
 */
export function followTo(from: URL, location: string, rule: RedirectRule): Result<URL, string> {
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
  const host = url.hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase()
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  switch (isIP(host)) {
    case 4:
      return isPrivateIPv4(host)
    case 6:
      return isPrivateIPv6(host)
    default:
      return false
  }
}

function isPrivateIPv4(address: string): boolean {
  const [a = 0, b = 0] = address.split('.').map(Number)
  const shared = a === 100 && b >= 64 && b < 128
  return a === 0 || a === 10 || a === 127 || shared || privateBlock(a, b) || a >= 224
}

function privateBlock(a: number, b: number): boolean {
  return (a === 169 && b === 254) || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)
}

/** Unspecified, loopback, unique local, link-local, and IPv4 in any IPv6 spelling (whose own rules would be bypassed). */
function isPrivateIPv6(address: string): boolean {
  return /^(?:::|f[cd]|fe[89ab]|64:ff9b:|2002:)/.test(address)
}
