import * as v from 'valibot'
import type { Failure } from '../failure.ts'
import type { Call } from '../http/call.ts'
import type { HttpClient, HttpRequest } from '../http/client.ts'
import { followTo, type RedirectRule } from '../http/redirects.ts'
import { err, ok, type Result } from '../result.ts'
import { readJson } from './read-json.ts'

const TOKEN = v.object({ token: v.optional(v.string()), access_token: v.optional(v.string()) })
/** Tokens are opaque; one that could break a header is none. */
const HEADER_SAFE = /^[\x21-\x7e]{1,16384}$/

/** Answers the challenges of a registry and remembers what was granted, per repository. */
export interface TokenKeeper {
  authorise(request: HttpRequest, repository: string): HttpRequest
}

/**
 * The token dance of the distribution specification: 401 with `WWW-Authenticate: Bearer realm=…`, a token from the realm
 * (usually on another host), the request again. Nothing of ours goes to the realm but the repository's name; it must be a
 * place where the source may send us.
 */
export function createTokenKeeper(http: HttpClient, redirects: RedirectRule): TokenKeeper {
  const granted = new Map<string, string>()

  async function fetchToken(
    challenge: string,
    at: URL,
    repository: string,
    call: Call,
  ): Promise<Result<Readonly<Record<string, string>>, Failure>> {
    const parameters = parseChallenge(challenge)
    const realm = parameters?.get('realm')
    if (!parameters || realm === undefined) return err({ kind: 'denied', status: 401, origin: at.origin })
    const url = followTo(at, realm, redirects)
    if (!url.ok) return err({ kind: 'misdirected', what: `${url.error}, for a token`, origin: at.origin })
    const service = parameters.get('service')
    if (service !== undefined) url.value.searchParams.set('service', service)
    url.value.searchParams.set('scope', parameters.get('scope') ?? `repository:${repository}:pull`)
    const answer = await readJson(http, { url: url.value, redirects, call }, TOKEN)
    if (!answer.ok) {
      // That there is no such token service says nothing about the package.
      const missing = answer.error.kind === 'not-found'
      return missing
        ? err({ kind: 'malformed', what: 'no token service (HTTP 404)', origin: url.value.origin })
        : answer
    }
    const token = answer.value.value.token ?? answer.value.value.access_token ?? ''
    if (!HEADER_SAFE.test(token)) {
      return err({ kind: 'malformed', what: 'a token answer without a token', origin: url.value.origin })
    }
    granted.set(repository, `Bearer ${token}`)
    return ok({ authorization: `Bearer ${token}` })
  }

  return {
    authorise: (request, repository) => {
      const authorization = granted.get(repository)
      return {
        ...request,
        headers: { ...request.headers, ...(authorization !== undefined && { authorization }) },
        onChallenge: (challenge, at) => fetchToken(challenge, at, repository, request.call),
      }
    },
  }
}

const PARAMETER = /([a-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi

/** The parameters of a Bearer challenge; undefined for another scheme. Quoted values may hold commas (`pull,push`) and `=`. */
export function parseChallenge(header: string): ReadonlyMap<string, string> | undefined {
  const scheme = /^\s*bearer\s+/i.exec(header)
  if (!scheme) return undefined
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, bare] of header.slice(scheme[0].length).matchAll(PARAMETER)) {
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '')
  }
  return parameters
}
