import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { registrationIndex, registrationLeaf } from '../gallery/nuget-v3-registration.ts'
import { nuspec } from '../gallery/nuspec.ts'
import { type PackageSpec, pack } from '../gallery/pack.ts'
import { createShelf } from '../gallery/shelf.ts'

/** A static v3 feed on disk, and how nginx serves it. */
export interface StaticFeed {
  /** The address of its service index. */
  readonly index: string
  readonly nginxArgs: readonly string[]
  /** The address of a package. */
  urlOf(spec: PackageSpec): string
}

/**
 * Writes a feed into a folder, for an nginx on this port of loopback.
 *
 * @param reachedAt host and port at which clients reach it, where something stands before nginx: the links of a feed are absolute
 */
export async function writeFeed(
  folder: string,
  port: number,
  packages: readonly PackageSpec[],
  reachedAt = `127.0.0.1:${port}`,
): Promise<StaticFeed> {
  const origin = `http://${reachedAt}`
  for (const [name, bytes] of await sleetFeed(origin, packages)) {
    const file = path.join(folder, 'feed', name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, bytes)
  }
  const config = path.join(folder, 'nginx.conf')
  await writeFile(config, nginxConfig(folder, port))
  return {
    index: `${origin}/index.json`,
    nginxArgs: ['-p', folder, '-e', 'stderr', '-c', config],
    urlOf: ({ id, version }) => {
      const [name, normalised] = [id.toLowerCase(), version.toLowerCase()]
      return `${origin}/flatcontainer/${name}/${normalised}/${name}.${normalised}.nupkg`
    },
  }
}

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
