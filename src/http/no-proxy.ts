import { BlockList } from 'node:net'
import { domainToASCII } from 'node:url'
import { familyOf, isLocalName, plainHost } from './host.ts'

/** Where a request goes: the host with or without the brackets of IPv6, the port empty for the usual one. */
export interface Target {
  readonly protocol: string
  readonly hostname: string
  readonly port: string
}

/** One entry of `NO_PROXY`: whether it exempts a host, and on which port alone. */
interface Exemption {
  readonly covers: (host: string) => boolean
  readonly port: string | undefined
}

export type Exemptions = readonly Exemption[]

/**
 * Reads `NO_PROXY` as curl and undici do. Commas and blanks separate; `*` is every host; a host, with or without a dot in
 * front, is itself and all below it, `*.host` those below it alone; addresses may be ranges (`10.0.0.0/8`, `fd00::/8`) and
 * are compared with addresses only, since no name is looked up for them; `:port` behind any of them restricts it.
 * What is none of these exempts nothing.
 */
export function readExemptions(noProxy: string): Exemptions {
  return noProxy
    .split(/[\s,]+/)
    .filter(entry => entry !== '')
    .map(readExemption)
}

export function isExempt(exemptions: Exemptions, { protocol, hostname, port }: Target): boolean {
  const host = plainHost(hostname)
  const actual = port || (protocol === 'https:' ? '443' : '80')
  return exemptions.some(({ covers, port }) => (port === undefined || port === actual) && covers(host))
}

/** Whether it is this machine: a proxy that is sent there would ask its own. */
export function isThisMachine(hostname: string): boolean {
  const host = plainHost(hostname)
  const family = familyOf(host)
  return family ? LOOPBACK.check(host, family) : isLocalName(host)
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

function readExemption(entry: string): Exemption {
  const [, host = '', port] = /^(\[.*\]|[^:]*)(?::([0-9]+))?$/.exec(entry) ?? ['', entry]
  return { covers: host === '*' ? () => true : covering(plainHost(host)), port }
}

function covering(host: string): (other: string) => boolean {
  const [address = '', bits, ...rest] = host.split('/')
  const family = familyOf(address)
  if (family) {
    const range = rangeOf(address, family, bits)
    return range === undefined || rest.length > 0 ? () => false : other => familyOf(other) === family && range(other)
  }
  // What `domainToASCII` would cut off at a slash is a host nobody has written.
  const name = bits === undefined ? domainToASCII(host.replace(/^\*?\./, '')) : ''
  if (name === '') return () => false
  const isSelfIncluded = !host.startsWith('*')
  return other => other.endsWith(`.${name}`) || (isSelfIncluded && other === name)
}

function rangeOf(
  address: string,
  family: 'ipv4' | 'ipv6',
  bits: string | undefined,
): ((other: string) => boolean) | undefined {
  const most = family === 'ipv4' ? 32 : 128
  const prefix = bits === undefined ? most : Number(bits)
  if (bits !== undefined && (!/^[0-9]{1,3}$/.test(bits) || prefix > most)) return undefined
  const range = new BlockList()
  range.addSubnet(address, prefix, family)
  return other => range.check(other, family)
}
