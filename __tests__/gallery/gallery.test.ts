import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startCdnSite } from './cdn.ts'
import { type Gallery, type GalleryOptions, startGallery } from './gallery.ts'
import { type Packed, pack } from './pack.ts'
import { azSet, smallSet } from './sets.ts'

const ACCOUNTS = azSet({ scale: 0.01 }).find(({ id }) => id === 'Az.Accounts')

async function start(t: TestContext, options: Partial<GalleryOptions> = {}): Promise<Gallery> {
  assert.ok(ACCOUNTS)
  const gallery = await startGallery({ packages: [...smallSet(), ACCOUNTS], ...options })
  t.after(() => gallery[Symbol.asyncDispose]())
  return gallery
}

async function specPacked(options?: Parameters<typeof pack>[1]): Promise<Packed> {
  assert.ok(ACCOUNTS)
  return pack(ACCOUNTS, options)
}

/** The token dance, then the bytes of the only layer. */
async function pullFromMar({ mar, marAuth }: Gallery): Promise<Buffer> {
  const repository = 'psresource/az.accounts'
  const grant = `${marAuth.origin}/oauth2/token?service=${new URL(mar.origin).host}&scope=repository:${repository}:pull`
  const { token }: { token: string } = JSON.parse(await (await fetch(grant)).text())
  const headers = { authorization: `Bearer ${token}` }
  const manifest = await fetch(`${mar.origin}/v2/${repository}/manifests/${ACCOUNTS?.version}`, { headers })
  const { layers }: { layers: { digest: string }[] } = JSON.parse(await manifest.text())
  // fetch drops the header on the way to the other host, as a client must.
  const blob = await fetch(`${mar.origin}/v2/${repository}/blobs/${layers[0]?.digest}`, { headers })
  assert.equal(blob.status, 200)
  return Buffer.from(await blob.bytes())
}

test('every site is an origin of its own', async t => {
  const { sites } = await start(t)
  assert.equal(new Set(sites.map(site => site.origin)).size, 6)
})

test('the sources are the default chain with these addresses', async t => {
  const { sources, psgallery, pwshGallery, mar, cdn } = await start(t)
  assert.deepEqual(sources.split('\n'), [
    `psgallery: nuget-v2+${psgallery.origin}/api/v2 (family gallery, authority)`,
    `pwsh-gallery: nuget-v3+${pwshGallery.origin}/index.json (family gallery)`,
    `mar: oci+${mar.origin}/psresource (family mar, authority)`,
    `psgallery-cdn: direct+${cdn.origin}/packages/{id}.{version}.nupkg (family gallery)`,
  ])
})

test('the Gallery, its CDN and the mirror have the same bytes', async t => {
  const { psgallery, cdn, pwshGallery } = await start(t)
  const name = `az.accounts/${ACCOUNTS?.version}`
  const addresses = [
    `${psgallery.url}/package/${name}`,
    `${cdn.origin}/packages/${name.replace('/', '.')}.nupkg`,
    `${pwshGallery.origin}/flatcontainer/${name}/${name.replace('/', '.')}.nupkg`,
  ]
  const { bytes } = await specPacked()
  for (const address of addresses) assert.deepEqual(Buffer.from(await (await fetch(address)).bytes()), bytes, address)
  assert.equal(cdn.log.length, 2)
})

test('MAR has Az only, repacked unless another build is asked for', async t => {
  assert.deepEqual(await pullFromMar(await start(t)), (await specPacked({ repacked: true })).bytes)
  const other = await start(t, { mar: { build: 'other' } })
  assert.deepEqual(await pullFromMar(other), (await specPacked({ repacked: true, otherBuild: true })).bytes)
  const token = `${other.marAuth.origin}/oauth2/token?service=${new URL(other.mar.origin).host}&scope=repository:*:*`
  const grant: { token: string } = JSON.parse(await (await fetch(token)).text())
  const headers = { authorization: `Bearer ${grant.token}` }
  assert.equal((await fetch(`${other.mar.origin}/v2/psresource/pester/tags/list`, { headers })).status, 404)
})

test('the mirror can lack a name or a version', async t => {
  const { pwshGallery } = await start(t, { mirror: { without: ['PSScriptAnalyzer', 'pester@5.7.1'] } })
  const analyzer = await fetch(`${pwshGallery.origin}/flatcontainer/psscriptanalyzer/index.json`)
  assert.equal(analyzer.status, 404)
  const pester = await fetch(`${pwshGallery.origin}/flatcontainer/pester/index.json`)
  assert.deepEqual(await pester.json(), { versions: ['4.10.1', '5.6.1', '5.7.2', '6.0.0-alpha5'] })
  await assert.rejects(startGallery({ packages: smallSet(), mirror: { without: ['Nope'] } }), /cannot lack Nope/)
})

test('one package twice is a mistake that is named', async () => {
  const packages = ['1.0', '1.0.0.0'].map(version => ({ id: 'Twice', version }))
  await assert.rejects(startGallery({ packages }), /Twice 1\.0\.0 is there twice/)
})

test('the CDN has lower-case names only, ETags and ranges', async t => {
  const site = await startCdnSite({ packages: smallSet() })
  t.after(() => site.down())
  const address = `${site.origin}/packages/xdscresourcedesigner.1.13.0.nupkg`
  const whole = await fetch(address)
  const bytes = Buffer.from(await whole.bytes())
  const etag = whole.headers.get('etag') ?? ''
  assert.match(etag, /^"0x8D[0-9A-F]{13}"$/)
  assert.equal(whole.headers.get('accept-ranges'), 'bytes')

  const ranges = [
    { range: 'bytes=10-19', from: 10, to: 20 },
    { range: 'bytes=100-', from: 100, to: bytes.length },
    { range: 'bytes=-5', from: bytes.length - 5, to: bytes.length },
  ]
  for (const { range, from, to } of ranges) {
    const part = await fetch(address, { headers: { range, 'if-range': etag } })
    assert.equal(part.status, 206)
    assert.equal(part.headers.get('content-range'), `bytes ${from}-${to - 1}/${bytes.length}`)
    assert.deepEqual(Buffer.from(await part.bytes()), bytes.subarray(from, to))
  }
  assert.equal((await fetch(address, { headers: { range: 'bytes=0-1', 'if-range': '"old"' } })).status, 200)
  assert.equal((await fetch(address, { headers: { range: `bytes=${bytes.length}-` } })).status, 416)

  for (const name of ['xDSCResourceDesigner.1.13.0', 'xdscresourcedesigner.1.13.0.0', 'pester.9.9.9']) {
    const missing = await fetch(`${site.origin}/packages/${name}.nupkg`)
    assert.equal(missing.status, 404)
    assert.match(await missing.text(), /<Code>BlobNotFound<\/Code>/)
  }
})
