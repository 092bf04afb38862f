import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { test } from 'node:test'
import fc from 'fast-check'
import { createTokenKeeper, parseChallenge } from '../../src/sources/oci-token.ts'
import { someCall } from '../helpers/ask.ts'
import { httpClient } from '../helpers/http-client.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { serve } from '../helpers/web-server.ts'

const CHALLENGES: readonly (readonly [string, Readonly<Record<string, string>> | undefined])[] = [
  [
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:samalba/my-app:pull,push"',
    {
      realm: 'https://auth.docker.io/token',
      service: 'registry.docker.io',
      scope: 'repository:samalba/my-app:pull,push',
    },
  ],
  [
    'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:user/image:pull"',
    { realm: 'https://ghcr.io/token', service: 'ghcr.io', scope: 'repository:user/image:pull' },
  ],
  ['bearer Realm="https://x.test/?a=b"', { realm: 'https://x.test/?a=b' }],
  ['Bearer realm=https://x.test/token , service=x', { realm: 'https://x.test/token', service: 'x' }],
  ['Bearer realm = "x" , error="invalid_token"', { realm: 'x', error: 'invalid_token' }],
  [String.raw`Bearer realm="a \"b\" \\ c"`, { realm: String.raw`a "b" \ c` }],
  ['Bearer realm=""', { realm: '' }],
  ['Bearer ', {}],
  ['Basic realm="x"', undefined],
  ['Bearerish realm="x"', undefined],
  ['', undefined],
]

for (const [header, expected] of CHALLENGES) {
  test(`The challenge ${header || '(empty)'} is read.`, () => {
    const parameters = parseChallenge(header)
    assert.deepEqual(parameters && Object.fromEntries(parameters), expected)
  })
}

test('Any value that is quoted comes back as it was.', () => {
  fc.assert(
    fc.property(fc.string(), value => {
      const quoted = value.replace(/[\\"]/g, String.raw`\$&`)
      fc.pre(!/[\r\n\u2028\u2029]/.test(value))
      const parameters = parseChallenge(`Bearer realm="${quoted}",service="x"`)
      assert.equal(parameters?.get('realm'), value)
      assert.equal(parameters?.get('service'), 'x')
    }),
  )
})

test('A long challenge is read in no time.', () => {
  const long = `Bearer realm="${'a\\'.repeat(50_000)}`
  assert.ok(parseChallenge(long))
})

const MAY_GO_ANYWHERE = { kind: 'public', privateToo: true } as const
const CALL = someCall()

/** A registry that answers to `Bearer token`, and names its realm. */
function registry(realm: string, scope = '') {
  return ({ headers }: IncomingMessage, response: ServerResponse): void => {
    if (headers.authorization === 'Bearer token') response.end('granted')
    else response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="reg"${scope}` }).end()
  }
}

test('A token is fetched from the realm, used, and remembered for its repository.', async () => {
  await using auth = await serve((_, response) => response.end('{"token":"token"}'))
  await using server = await serve(registry(`${auth.origin}/token`, ',scope="repository:x/y:pull,push"'))
  await using http = httpClient()
  const tokens = createTokenKeeper(http, MAY_GO_ANYWHERE)
  const ask = () =>
    http.read(
      tokens.authorise({ url: new URL(`${server.origin}/v2/x/y`), redirects: MAY_GO_ANYWHERE, call: CALL }, 'x/y'),
    )
  for (let times = 0; times < 2; times += 1) assert.equal(unwrap(await ask()).bytes.toString(), 'granted')
  assert.deepEqual(
    auth.requests.map(({ url }) => url),
    ['/token?service=reg&scope=repository%3Ax%2Fy%3Apull%2Cpush'],
  )
  assert.equal(auth.requests[0]?.headers.authorization, undefined)
  assert.equal(server.requests.length, 3)
})

test('Without a scope in the challenge, the right to pull is asked for; either name of the token will do.', async () => {
  await using auth = await serve((_, response) => response.end('{"access_token":"token","expires_in":300}'))
  await using server = await serve(registry(`${auth.origin}/token`))
  await using http = httpClient()
  const tokens = createTokenKeeper(http, MAY_GO_ANYWHERE)
  const request = { url: new URL(server.origin), redirects: MAY_GO_ANYWHERE, call: CALL }
  unwrap(await http.read(tokens.authorise(request, 'x/y')))
  assert.equal(auth.requests[0]?.url, '/token?service=reg&scope=repository%3Ax%2Fy%3Apull')
})

test('A token for one repository is not shown to another.', async () => {
  await using auth = await serve((_, response) => response.end('{"token":"token"}'))
  await using server = await serve(registry(`${auth.origin}/token`))
  await using http = httpClient()
  const tokens = createTokenKeeper(http, MAY_GO_ANYWHERE)
  const request = { url: new URL(server.origin), redirects: MAY_GO_ANYWHERE, call: CALL }
  unwrap(await http.read(tokens.authorise(request, 'a')))
  assert.equal(tokens.authorise(request, 'a').headers?.authorization, 'Bearer token')
  assert.equal(tokens.authorise(request, 'b').headers?.authorization, undefined)
})

test('A realm where the source may not send us is not asked.', async () => {
  await using auth = await serve((_, response) => response.end('{"token":"token"}'))
  await using server = await serve(registry(`${auth.origin}/token`))
  await using http = httpClient()
  const redirects = { kind: 'hosts', hosts: ['registry.test'] } as const
  const request = { url: new URL(server.origin), redirects, call: CALL }
  const failure = errorOf(await http.read(createTokenKeeper(http, redirects).authorise(request, 'a')))
  assert.equal(failure.kind, 'misdirected')
  assert.equal(auth.requests.length, 0)
})

test('A challenge of another scheme, or without a realm, is a refusal.', async () => {
  for (const challenge of ['Basic realm="x"', 'Bearer service="x"']) {
    await using server = await serve((_, response) => response.writeHead(401, { 'www-authenticate': challenge }).end())
    await using http = httpClient()
    const request = { url: new URL(server.origin), redirects: MAY_GO_ANYWHERE, call: CALL }
    const failure = errorOf(await http.read(createTokenKeeper(http, MAY_GO_ANYWHERE).authorise(request, 'a')))
    assert.deepEqual(failure, { kind: 'denied', status: 401, origin: server.origin }, challenge)
  }
})

const ANSWERS: readonly (readonly [string, string])[] = [
  ['without a token', '{}'],
  ['with an empty token', '{"token":""}'],
  ['with a token that would break the header', '{"token":"a\\r\\nx-evil: 1"}'],
  ['with a token that is no text', '{"token":1}'],
  ['that is a page', '<html>sign in</html>'],
]

for (const [what, body] of ANSWERS) {
  test(`A token answer ${what} is malformed, and the realm is who sent it.`, async () => {
    await using auth = await serve((_, response) => response.end(body))
    await using server = await serve(registry(`${auth.origin}/token`))
    await using http = httpClient()
    const request = { url: new URL(server.origin), redirects: MAY_GO_ANYWHERE, call: CALL }
    const failure = errorOf(await http.read(createTokenKeeper(http, MAY_GO_ANYWHERE).authorise(request, 'a')))
    assert.ok(failure.kind === 'malformed')
    assert.equal(failure.origin, auth.origin)
  })
}
