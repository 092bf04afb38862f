import type { Environment } from '../environment.ts'
import type { Problem } from '../problem.ts'
import { redactAddress } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'
import { type Exemptions, isExempt, isThisMachine, readExemptions, type Target } from './no-proxy.ts'

/** A proxy as one variable names it. */
export interface HttpProxy {
  /** Where it listens, by http or https; without credentials. */
  readonly url: URL
  /** What it is sent as `Proxy-Authorization`, and nobody else. */
  readonly authorization: string | undefined
  /** How messages call it: `the proxy proxy.example.org:3128 (HTTPS_PROXY)`. */
  readonly name: string
}

/** Which requests go through which proxy. */
export interface ProxySettings {
  readonly http: HttpProxy | undefined
  readonly https: HttpProxy | undefined
  readonly exemptions: Exemptions
}

export const DIRECT: ProxySettings = { http: undefined, https: undefined, exemptions: [] }

/**
 * Reads the variables of proxies as curl does: the one of the scheme, else `ALL_PROXY`; lower case before upper case; an
 * empty one is none. `HTTP_PROXY` is never taken for https. Credentials are percent-decoded.
 *
 * Errors: `PROXY` for a value that cannot be used, naming the variable and never a password. A wrong value is not passed
 * over: behind a proxy the direct way leads nowhere, and every gallery would seem to be down.
 */
export function readProxySettings(environment: Environment): Result<ProxySettings, Problem> {
  const value = (name: string): string => environment[name]?.trim() ?? ''
  const named = (...names: readonly string[]): string | undefined =>
    names.flatMap(name => [name.toLowerCase(), name]).find(name => value(name) !== '')
  const proxies: (HttpProxy | undefined)[] = []
  for (const variable of [named('HTTP_PROXY', 'ALL_PROXY'), named('HTTPS_PROXY', 'ALL_PROXY')]) {
    const proxy = variable === undefined ? ok(undefined) : readProxy(variable, value(variable))
    if (!proxy.ok) return proxy
    proxies.push(proxy.value)
  }
  const [http, https] = proxies
  return ok({ http, https, exemptions: readExemptions(value('no_proxy') || value('NO_PROXY')) })
}

/** The proxy that a request goes through; undefined for the direct way, which loopback always has. */
export function proxyFor({ http, https, exemptions }: ProxySettings, to: Target): HttpProxy | undefined {
  const proxy = to.protocol === 'https:' ? https : http
  return !proxy || isThisMachine(to.hostname) || isExempt(exemptions, to) ? undefined : proxy
}

function readProxy(variable: string, value: string): Result<HttpProxy, Problem> {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value) ?? []
  if (scheme === undefined) {
    const sentence = `The variable ${variable} does not say how its proxy is spoken to: no http:// stands in front.`
    const mended = `http://${value}`
    const hint = readProxy(variable, mended).ok ? `Write ${redactAddress(mended)}` : FORM
    return err({ code: 'PROXY', sentence, hint })
  }
  if (!/^https?$/i.test(scheme)) {
    const sentence = `The variable ${variable} names a proxy of the kind ${scheme.slice(0, 40)}, which is not spoken here.`
    return err({ code: 'PROXY', sentence, hint: 'Name a http:// or https:// proxy in HTTPS_PROXY, or none.' })
  }
  const url = URL.parse(value)
  const credentials = url && decodeCredentials(url)
  // More than host and port is mostly a password that is cut off by its own "/", "?" or "#".
  if (!credentials || url.port === '0' || url.pathname !== '/' || url.search || url.hash) {
    const sentence = `The variable ${variable} does not hold the address of a proxy.`
    return err({ code: 'PROXY', sentence, hint: FORM })
  }
  const bare = new URL(url.origin)
  return ok({
    url: bare,
    authorization: credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
    name: `the proxy ${bare.host} (${variable})`,
  })
}

const FORM =
  'Its form is http://host:port or http://user:password@host:port; write %40 for "@" in a password, %2F for "/", %23 for "#", %3F for "?", %25 for "%".'

/** `user:password`; undefined where a `%` is not followed by what it stands for. */
function decodeCredentials({ username, password }: URL): string | undefined {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  } catch {
    return undefined
  }
}
