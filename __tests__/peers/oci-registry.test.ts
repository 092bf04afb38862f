import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { digestOf, MANIFEST_TYPE, manifestOf } from '../gallery/oci-manifest.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { azSet, smallSet } from '../gallery/sets.ts'
import { startJob } from '../helpers/run-action.ts'
import { contentFor, contentOf, pick } from './content.ts'
import { freePort, startDaemon } from './daemon.ts'
import { needs, run, temporaryFolder } from './peer.ts'

/** Versions that their publishers wrote without the zeros that NuGet adds, or with one that it drops: the tags are written so. */
const WRITTEN_AS_THEY_LIKE: readonly PackageSpec[] = [
  { id: 'Contoso.Old', version: '1.0', dependencies: { 'Contoso.Base': '[2.1]' } },
  { id: 'Contoso.Base', version: '2.1.0.0' },
  { id: 'Contoso.Base', version: '2.2' },
]
const SMALL: readonly PackageSpec[] = [...smallSet(), ...WRITTEN_AS_THEY_LIKE]
const AZ: readonly PackageSpec[] = azSet({ scale: 0.001 })

/** CNCF distribution with an empty store. Returns where it is. */
async function startRegistry(t: TestContext): Promise<string> {
  const folder = await temporaryFolder(t)
  const port = await freePort()
  const config = path.join(folder, 'config.yml')
  await writeFile(
    config,
    `version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: '${path.join(folder, 'store')}' } }
http: { addr: '127.0.0.1:${port}' }
`,
  )
  await startDaemon(t, { program: 'docker-registry', args: ['serve', config] }, port)
  return `127.0.0.1:${port}`
}

/** As PSResourceGet publishes: the package and the empty configuration as blobs, then the manifest under the version as written. */
async function publish(host: string, spec: PackageSpec): Promise<void> {
  const repository = `http://${host}/v2/psresource/${spec.id.toLowerCase()}`
  const packed = await pack(spec)
  await pushBlob(repository, packed.bytes)
  await pushBlob(repository, Buffer.alloc(0))
  const manifest = await fetch(`${repository}/manifests/${spec.version}`, {
    method: 'PUT',
    headers: { 'content-type': MANIFEST_TYPE },
    body: manifestOf(packed),
  })
  assert.equal(manifest.status, 201, await manifest.text())
}

async function pushBlob(repository: string, bytes: Buffer): Promise<void> {
  const begun = await fetch(`${repository}/blobs/uploads/`, { method: 'POST' })
  assert.equal(begun.status, 202, await begun.text())
  const upload = new URL(begun.headers.get('location') ?? '', repository)
  upload.searchParams.set('digest', digestOf(bytes))
  const headers = { 'content-type': 'application/octet-stream' }
  const ended = await fetch(upload, { method: 'PUT', headers, body: bytes })
  assert.equal(ended.status, 201, await ended.text())
}

async function startFilledRegistry(t: TestContext, packages: readonly PackageSpec[]): Promise<string> {
  const host = await startRegistry(t)
  for (const spec of packages) await publish(host, spec)
  return host
}

test('The action restores from a CNCF registry, whatever the tags look like.', needs('docker-registry'), async t => {
  const host = await startFilledRegistry(t, SMALL)
  const job = await startJob()
  t.after(() => job[Symbol.asyncDispose]())
  const { code, log, outputs } = await job.run({
    modules: 'Contoso.Old@1.0\nPSModuleDevelopment\nPSWindowsUpdate@2.2.1.5\nPester!\nInstall-RequiredModule',
    sources: `reg: oci+http://${host}/psresource`,
  })
  assert.equal(code, 0, log)
  assert.equal(outputs['sources-used'], 'reg')
  assert.equal(outputs['fallback-used'], 'false')
  const expected = pick(SMALL, [
    'Contoso.Old@1.0',
    'Contoso.Base@2.1.0.0',
    'PSModuleDevelopment@2.2.12.206',
    'PSFramework@1.12.346',
    'String@1.1.3',
    'PSWindowsUpdate@2.2.1.5',
    'Pester@6.0.0-alpha5',
    'Install-RequiredModule@5.1.1',
  ])
  assert.deepEqual(await contentOf(outputs['repository-path'] ?? ''), await contentFor(expected))
})

test('The action restores all of Az from a CNCF registry.', needs('docker-registry'), async t => {
  const host = await startFilledRegistry(t, AZ)
  const job = await startJob()
  t.after(() => job[Symbol.asyncDispose]())
  const { code, log, outputs } = await job.run({ modules: 'Az@17.0.0', sources: `reg: oci+http://${host}/psresource` })
  assert.equal(code, 0, log)
  assert.deepEqual(await contentOf(outputs['repository-path'] ?? ''), await contentFor(AZ))
})

test('What a CNCF registry does not have is said to be missing there.', needs('docker-registry'), async t => {
  const host = await startFilledRegistry(t, pick(SMALL, ['PSFramework@1.12.346']))
  const job = await startJob()
  t.after(() => job[Symbol.asyncDispose]())
  const sources = `reg: oci+http://${host}/psresource`
  const cases = [
    { modules: 'Contoso.Nowhere', says: /::error[^\n]*Contoso\.Nowhere.*reg did not have it/ },
    { modules: 'PSFramework@9.9.9', says: /::error[^\n]*PSFramework.*reg had no version that fits, only 1\.12\.346/ },
  ]
  for (const { modules, says } of cases) {
    const { code, log } = await job.run({ modules, sources })
    assert.equal(code, 1)
    assert.match(log, says)
  }
})

test('skopeo sees the same tags and the same bytes in that registry.', needs('docker-registry', 'skopeo'), async t => {
  const host = await startFilledRegistry(t, WRITTEN_AS_THEY_LIKE)
  const place = { cwd: await temporaryFolder(t) }
  const address = (id: string): string => `docker://${host}/psresource/${id}`
  const listed = await run('skopeo', ['list-tags', '--tls-verify=false', address('contoso.base')], place)
  const { Tags }: { Tags: string[] } = JSON.parse(listed.toString())
  assert.deepEqual(Tags.sort(), ['2.1.0.0', '2.2'])

  const copy = path.join(place.cwd, 'copy')
  const options = ['--insecure-policy', 'copy', '--src-tls-verify=false']
  await run('skopeo', [...options, address('contoso.old:1.0'), `dir:${copy}`], place)
  for (const spec of pick(WRITTEN_AS_THEY_LIKE, ['Contoso.Old@1.0'])) {
    const { bytes, sha256 } = await pack(spec)
    assert.deepEqual(await readFile(path.join(copy, sha256)), bytes)
  }
})
