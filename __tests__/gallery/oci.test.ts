import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { type OciOptions, type OciSite, startOciSite } from './oci.ts'
import { type PackageSpec, pack } from './pack.ts'

const ACCOUNTS: PackageSpec = { id: 'Az.Accounts', version: '5.5.1' }
const PREVIEW: PackageSpec = { id: 'Az.Accounts', version: '5.6.0-preview' }
const AKS: PackageSpec = {
  id: 'Az.Aks',
  version: '7.2.1.0',
  dependencies: { 'Az.Accounts': '5.5.1' },
  externalDependencies: ['ActiveDirectory'],
}
const AZ: PackageSpec = { id: 'Az', version: '17.0.0', dependencies: { 'Az.Accounts': '5.5.1', 'Az.Aks': '[7.2.1]' } }

interface Manifest {
  readonly schemaVersion: number
  readonly mediaType: string
  readonly config: { readonly digest: string; readonly size: number }
  readonly layers: readonly {
    readonly digest: string
    readonly size: number
    readonly annotations: Readonly<Record<string, string>>
  }[]
}

async function start(t: TestContext, options: Partial<OciOptions> = {}): Promise<OciSite> {
  const site = await startOciSite({ packages: [ACCOUNTS, PREVIEW, AKS, AZ], ...options })
  t.after(() => site[Symbol.asyncDispose]())
  return site
}

async function readJson<T>(response: Response): Promise<T> {
  return JSON.parse(await response.text())
}

test('without a token everything is 401 with a challenge; the realm is on another host; its token opens one repository', async t => {
  const { origin, auth } = await start(t)
  const list = `${origin}/v2/psresource/az/tags/list`
  const refused = await fetch(list)
  const scope = 'repository:psresource/az:pull'
  const service = new URL(origin).host
  assert.equal(refused.status, 401)
  assert.equal(
    refused.headers.get('www-authenticate'),
    `Bearer realm="${auth.origin}/oauth2/token",service="${service}",scope="${scope}"`,
  )
  assert.deepEqual(await refused.json(), {
    errors: [{ code: 'UNAUTHORIZED', message: 'authentication required', detail: {} }],
  })
  assert.notEqual(auth.origin, origin)

  const granted = await readJson<{ readonly token: string; readonly expires_in: number }>(
    await fetch(`${auth.origin}/oauth2/token?service=${service}&scope=${scope}`),
  )
  assert.equal(granted.expires_in, 300)
  const headers = { authorization: `Bearer ${granted.token}` }
  assert.equal((await fetch(list, { headers })).status, 200)
  assert.equal((await fetch(`${origin}/v2/`, { headers, method: 'HEAD' })).status, 200)
  const other = await fetch(`${origin}/v2/psresource/az.aks/tags/list`, { headers })
  assert.equal(other.status, 401)
  assert.match(other.headers.get('www-authenticate') ?? '', /error="insufficient_scope"/)
  assert.equal((await fetch(`${origin}/v2/`)).status, 401)
  assert.equal((await fetch(list, { headers: { authorization: 'Bearer nonsense' } })).status, 401)
})

test('tags are versions as written, in the order of text, and unknown names are NAME_UNKNOWN', async t => {
  const { origin } = await start(t, { anonymous: true })
  const tags = await fetch(`${origin}/v2/psresource/az.accounts/tags/list`)
  assert.deepEqual(await tags.json(), { name: 'psresource/az.accounts', tags: ['5.5.1', '5.6.0-preview'] })
  assert.equal(tags.headers.get('link'), null)
  const fourParts = await readJson<{ readonly tags: readonly string[] }>(
    await fetch(`${origin}/v2/psresource/az.aks/tags/list`),
  )
  assert.deepEqual(fourParts.tags, ['7.2.1.0'])
  for (const name of ['psresource/nope', 'az', 'psresource/Az']) {
    const missing = await fetch(`${origin}/v2/${name}/tags/list`)
    assert.equal(missing.status, 404)
    assert.equal((await readJson<{ errors: { code: string }[] }>(missing)).errors[0]?.code, 'NAME_UNKNOWN')
  }
})

test('a list of tags is paged by the server and by the client, with a relative Link', async t => {
  const packages = ['1.0.0', '2.0.0', '10.0.0'].map(version => ({ id: 'Paged', version }))
  const { origin } = await start(t, { anonymous: true, packages, pageSize: 2 })
  const first = await fetch(`${origin}/v2/psresource/paged/tags/list`)
  assert.equal(first.headers.get('link'), '</v2/psresource/paged/tags/list?n=2&last=10.0.0>; rel="next"')
  assert.deepEqual((await readJson<{ tags: string[] }>(first)).tags, ['1.0.0', '10.0.0'])
  const last = await fetch(`${origin}/v2/psresource/paged/tags/list?n=2&last=10.0.0`)
  assert.equal(last.headers.get('link'), null)
  assert.deepEqual((await readJson<{ tags: string[] }>(last)).tags, ['2.0.0'])
  assert.equal((await fetch(`${origin}/v2/psresource/paged/tags/list?n=x`)).status, 400)
})

test('a manifest names its digest, its one layer is the nupkg, and it is there by digest too', async t => {
  const { origin } = await start(t, { anonymous: true })
  const response = await fetch(`${origin}/v2/psresource/az.accounts/manifests/5.5.1`)
  const bytes = Buffer.from(await response.bytes())
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  assert.equal(response.headers.get('docker-content-digest'), digest)
  assert.equal(response.headers.get('content-type'), 'application/vnd.oci.image.manifest.v1+json')
  const manifest: Manifest = JSON.parse(bytes.toString('utf8'))
  const packed = await pack(ACCOUNTS)
  assert.equal(manifest.schemaVersion, 2)
  assert.deepEqual([manifest.config.digest.slice(7, 15), manifest.config.size], ['e3b0c442', 0])
  assert.deepEqual(
    manifest.layers.map(({ digest, size, annotations }) => [
      digest,
      size,
      annotations['org.opencontainers.image.title'],
      annotations['org.opencontainers.image.description'],
      annotations.resourceType,
    ]),
    [[`sha256:${packed.sha256}`, packed.bytes.length, 'Az.Accounts', 'Az.Accounts.5.5.1.nupkg', 'Module']],
  )
  const byDigest = await fetch(`${origin}/v2/psresource/az.accounts/manifests/${digest}`)
  assert.deepEqual(Buffer.from(await byDigest.bytes()), bytes)
  const unknown = await fetch(`${origin}/v2/psresource/az.accounts/manifests/9.9.9`)
  assert.equal(unknown.status, 404)
  assert.equal((await readJson<{ errors: { code: string }[] }>(unknown)).errors[0]?.code, 'MANIFEST_UNKNOWN')
})

test('the metadata holds the manifest: external modules in RequiredModules, the parts of Az in ModuleList', async t => {
  const { origin } = await start(t, { anonymous: true })
  const metadataOf = async (name: string, tag: string): Promise<Readonly<Record<string, unknown>>> => {
    const manifest = await readJson<Manifest>(await fetch(`${origin}/v2/psresource/${name}/manifests/${tag}`))
    return JSON.parse(manifest.layers[0]?.annotations.metadata ?? '')
  }
  const aks = await metadataOf('az.aks', '7.2.1.0')
  assert.equal(aks.ModuleVersion, '7.2.1.0')
  assert.deepEqual(aks.RequiredModules, [{ ModuleName: 'Az.Accounts', ModuleVersion: '5.5.1' }, 'ActiveDirectory'])
  const az = await metadataOf('az', '17.0.0')
  assert.deepEqual(az.RequiredModules, [])
  assert.deepEqual(az.ModuleList, [
    { ModuleName: 'Az.Accounts', ModuleVersion: '5.5.1' },
    { ModuleName: 'Az.Aks', RequiredVersion: '7.2.1' },
  ])
  const preview = await metadataOf('az.accounts', '5.6.0-preview')
  assert.equal(preview.ModuleVersion, '5.6.0')
  assert.equal((preview.PrivateData as { PSData: { Prerelease: string } }).PSData.Prerelease, 'preview')
})

test('a blob is a 307 to another host, which gives the bytes and refuses the registry\u2019s token', async t => {
  const { origin, data } = await start(t, { anonymous: true })
  const packed = await pack(ACCOUNTS)
  const blob = `${origin}/v2/psresource/az.accounts/blobs/sha256:${packed.sha256}`
  const response = await fetch(blob, { redirect: 'manual' })
  const location = response.headers.get('location') ?? ''
  assert.equal(response.status, 307)
  assert.equal(new URL(location).origin, data.origin)
  assert.deepEqual(Buffer.from(await (await fetch(location)).bytes()), packed.bytes)
  assert.equal((await fetch(location, { headers: { authorization: 'Bearer x' } })).status, 400)
  const empty = createHash('sha256').digest('hex')
  const config = await fetch(`${origin}/v2/psresource/az.accounts/blobs/sha256:${empty}`)
  assert.deepEqual([config.status, await config.text()], [200, ''])
  const unknown = await fetch(`${origin}/v2/psresource/az.accounts/blobs/sha256:${'0'.repeat(64)}`)
  assert.equal((await readJson<{ errors: { code: string }[] }>(unknown)).errors[0]?.code, 'BLOB_UNKNOWN')
})

test('a registry without a prefix has repositories by the bare name', async t => {
  const site = await start(t, { anonymous: true, prefix: '' })
  assert.equal(site.url, site.origin)
  assert.equal((await fetch(`${site.origin}/v2/az.accounts/tags/list`)).status, 200)
})
