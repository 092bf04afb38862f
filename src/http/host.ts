import { isIP } from 'node:net'

/** The host of an address as it is compared: in lower case, without the dot that ends a full name. */
export function plainHost(hostname: string): string {
  return withoutBrackets(hostname).toLowerCase().replace(/\.$/, '')
}

/** An IPv6 address stands in brackets within an address, and nowhere else. */
export function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

/** Whether a plain host is one of the names that are this machine's everywhere (RFC 6761 6.3). */
export function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost')
}

/** The family of an address, as `BlockList` calls it; undefined for a name. */
export function familyOf(host: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(host)
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined
}
