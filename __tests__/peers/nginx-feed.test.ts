import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { registrationIndex, registrationLeaf } from '../gallery/nuget-v3-registration.ts'
import { nuspec } from '../gallery/nuspec.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { azSet, smallSet } from '../gallery/sets.ts'
import { createShelf } from '../gallery/shelf.ts'
import { startJob } from '../helpers/run-action.ts'
import { contentFor, contentOf, pick } from './content.ts'
import { freePort, startDaemon } from './daemon.ts'
import { needs, temporaryFolder } from './peer.ts'

const SMALL: readonly PackageSpec[] = smallSet()
const AZ: readonly PackageSpec[] = azSet({ scale: 0.001 })

/** The files of a feed by their paths, in the layout of Sleet: a static site, its JSON stored gzipped. */
async function sleetFeed(origin: string, packages: readonly PackageSpec[]): Promise<ReadonlyMap<string, Buffer>> {
  const shelf = createShelf(packages)
  const options = { origin, pages: 'inlined', alwaysListed: true } as const
  const files = new Map<string, Buffer>()
  const addJson = (name: string, value: object | undefined): void => {
    files.set(name, gzipSync(JSON.stringify(value)))
  }
  addJson('index.json', {
    version: '3.0.0',
    resources: [
      { '@id': `${origin}/registration/`, '@type': 'RegistrationsBaseUrl/3.4.0' },
      { '@id': `${origin}/flatcontainer/`, '@type': 'PackageBaseAddress/3.0.0' },
    ],
  })
  for (const { spec, normalised } of shelf.items) {
    const [id, version] = [spec.id.toLowerCase(), normalised.toLowerCase()]
    const versions = shelf.versionsOf(id)
    addJson(`registration/${id}/index.json`, registrationIndex(options, versions))
    addJson(`registration/${id}/${normalised}.json`, registrationLeaf(options, versions, normalised))
    addJson(`flatcontainer/${id}/index.json`, { versions: versions.map(item => item.normalised.toLowerCase()) })
    files.set(`flatcontainer/${id}/${version}/${id}.nuspec`, Buffer.from(nuspec(spec)))
    files.set(`flatcontainer/${id}/${version}/${id}.${version}.nupkg`, (await pack(spec)).bytes)
  }
  return files
}

/** One process that keeps to its folder and to loopback. */
function nginxConfig(folder: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    name => `  ${name}_temp_path ${folder}/temporary_${name};\n`,
  )
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr error;
events {}
http {
  access_log off;
${temporary.join('')}  server {
    listen 127.0.0.1:${port};
    root ${folder}/feed;
    location ~ \\.json$ {
      default_type application/json;
      add_header Content-Encoding gzip;
    }
  }
}
`
}

/** nginx over a feed. Returns the address of its index. */
async function startFeed(t: TestContext): Promise<string> {
  const folder = await temporaryFolder(t)
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  for (const [name, bytes] of await sleetFeed(origin, [...SMALL, ...AZ])) {
    const file = path.join(folder, 'feed', name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, bytes)
  }
  const config = path.join(folder, 'nginx.conf')
  await writeFile(config, nginxConfig(folder, port))
  await startDaemon(t, { program: 'nginx', args: ['-p', folder, '-e', 'stderr', '-c', config] }, port)
  return `${origin}/index.json`
}

test('The action restores from a static feed behind nginx, gzipped JSON and all.', needs('nginx'), async t => {
  const index = await startFeed(t)
  const stored = await fetch(index, { headers: { 'accept-encoding': 'identity' } })
  assert.equal(stored.headers.get('content-encoding'), 'gzip')

  const job = await startJob()
  t.after(() => job[Symbol.asyncDispose]())
  const { code, log, outputs } = await job.run({
    modules: 'Az@17.0.0\nPSModuleDevelopment:2.*\nPSWindowsUpdate\nPester!\nxDSCResourceDesigner@1.13.0.0',
    sources: `static: ${index}`,
  })
  assert.equal(code, 0, log)
  assert.equal(outputs['sources-used'], 'static')
  const others = pick(SMALL, [
    'PSModuleDevelopment@2.2.12.206',
    'PSFramework@1.12.346',
    'String@1.1.3',
    'PSWindowsUpdate@2.2.1.5',
    'Pester@6.0.0-alpha5',
    'xDSCResourceDesigner@1.13.0.0',
  ])
  assert.deepEqual(await contentOf(outputs['repository-path'] ?? ''), await contentFor([...AZ, ...others]))
})

test('The page that nginx has for what is not there means that the module is not there.', needs('nginx'), async t => {
  const index = await startFeed(t)
  const job = await startJob()
  t.after(() => job[Symbol.asyncDispose]())
  const { code, log } = await job.run({ modules: 'Contoso.Nowhere', sources: `static: ${index}` })
  assert.equal(code, 1)
  assert.match(log, /::error[^\n]*Contoso\.Nowhere/)
  assert.match(log, /static\b.*does not have it/)
})
