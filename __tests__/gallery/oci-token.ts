import { type Answer, json, type SiteRequest } from './answer.ts'

interface Grant {
  readonly service: string
  readonly scopes: readonly string[]
}

/**
 * The token service: anyone may have a token for any scope, as for anonymous pulls. A token is the grant itself, service
 * and scopes, in base64, so that the same question gets the same token.
 */
export function grantToken({ url }: SiteRequest): Answer {
  const service = url.searchParams.get('service')
  if (url.pathname !== '/oauth2/token' || service === null)
    return ociError(404, 'NAME_UNKNOWN', 'no such token service')
  const grant = [service, ...url.searchParams.getAll('scope')].join(' ')
  return json(200, { token: Buffer.from(grant).toString('base64url'), expires_in: 300 })
}

export interface Challenge {
  readonly realm: string
  readonly service: string
  /** Absent for the base of the API, which needs a token and no scope. */
  readonly repository: string | undefined
}

/** The refusal of a request without a token that covers the repository; undefined if it has one. */
export function refusal({ realm, service, repository }: Challenge, { headers }: SiteRequest): Answer | undefined {
  const scope = repository === undefined ? undefined : `repository:${repository}:pull`
  const grant = readToken(headers.authorization)
  const covered =
    scope === undefined || grant?.scopes.some(granted => granted === scope || granted === 'repository:*:*')
  if (grant?.service === service && covered) return undefined
  const parameters = [
    `realm="${realm}"`,
    `service="${service}"`,
    ...(scope === undefined ? [] : [`scope="${scope}"`]),
    ...(grant === undefined ? [] : ['error="insufficient_scope"']),
  ]
  const refused = ociError(401, 'UNAUTHORIZED', 'authentication required')
  return { ...refused, headers: { ...refused.headers, 'www-authenticate': `Bearer ${parameters.join(',')}` } }
}

export function ociError(status: number, code: string, message: string): Answer {
  return json(status, { errors: [{ code, message, detail: {} }] })
}

function readToken(authorization: string | string[] | undefined): Grant | undefined {
  const token = /^Bearer (?<token>\S+)$/.exec(String(authorization ?? ''))?.groups?.token
  if (token === undefined) return undefined
  const [service = '', ...scopes] = Buffer.from(token, 'base64url').toString('utf8').split(' ')
  return { service, scopes }
}
