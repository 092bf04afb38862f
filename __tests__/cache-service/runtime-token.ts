/** What a job may see of the cache, by the refs that GitHub gives it for its event. */
export interface JobScope {
  /** The ref the job runs for, the only one it may write to; `refs/heads/main` if absent. */
  readonly ref?: string
  /** The branch a pull request wants to go to. */
  readonly base?: string
  /** `refs/heads/main` if absent. */
  readonly defaultBranch?: string
  /** `read-only` is the token of an event that strangers can start; `none` may not even read. */
  readonly mode?: 'read-only' | 'none'
}

/** A scope as the claim `ac` of the token has it. */
interface Grant {
  readonly Scope: string
  /** 1 reads, 2 writes, 3 both, as in the toolkit's `cachescope.proto`. */
  readonly Permission: number
}

/** What the holder of a token may do. */
export interface Access {
  /** In the order in which they are searched. */
  readonly readable: readonly string[]
  readonly writable: string | undefined
}

const READ = 1
const WRITE = 2

export const DEFAULT_BRANCH = 'refs/heads/main'

/** ACTIONS_RUNTIME_TOKEN of such a job: a JWT like GitHub's, though nobody signed it. */
export function runtimeToken({ ref = DEFAULT_BRANCH, base, defaultBranch = DEFAULT_BRANCH, mode }: JobScope): string {
  const scopes = mode === 'none' ? [] : [...new Set([ref, base ?? ref, defaultBranch])]
  const grants = scopes.map(
    (scope): Grant => ({ Scope: scope, Permission: scope === ref && mode !== 'read-only' ? READ | WRITE : READ }),
  )
  const parts = [{ alg: 'RS256', typ: 'JWT' }, { ac: JSON.stringify(grants) }, 'unsigned']
  return parts.map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
}

/** Undefined where the header holds none of our tokens. */
export function accessOf(authorization: string | undefined): Access | undefined {
  const claims = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization ?? '')?.[1]
  if (claims === undefined) return undefined
  const { ac } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly ac: string }
  const grants = JSON.parse(ac) as readonly Grant[]
  const allowed = (permission: number): readonly string[] =>
    grants.filter(grant => grant.Permission & permission).map(grant => grant.Scope)
  return { readable: allowed(READ), writable: allowed(WRITE)[0] }
}
