/**
 * `npm run bench:memory`: the highest memory of a restore by the built action, all threads together, whose packages are large:
 * one file of 500 MB, 5,000 files of 100 KB, three of 170 MB at once; with and without expansion. They are made on the RAM disk
 * and served from a process of its own on loopback. Needs /proc, and 3 GB where the RAM disk is. Arguments are the packages that
 * are measured, instead of all.
 */
import { fork } from 'node:child_process'
import { createCipheriv } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, type Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { moduleManifest, moduleScript } from '../__tests__/gallery/manifest.ts'
import { registrationIndex } from '../__tests__/gallery/nuget-v3-registration.ts'
import { nuspec } from '../__tests__/gallery/nuspec.ts'
import type { PackageSpec } from '../__tests__/gallery/pack.ts'
import { createShelf } from '../__tests__/gallery/shelf.ts'
import { startJob } from '../__tests__/helpers/run-action.ts'
import { inFolder, peakMemory, print, RAM_DISK } from './measure.ts'

const MB = 1_000_000

/** What a package is made of beside its manifest. */
interface Shape {
  readonly files: number
  /** Bytes of each. */
  readonly size: number
  /** Noise keeps its size; hexadecimal digits become half of theirs. */
  readonly content: 'noise' | 'digits'
  readonly compress: boolean
}

const SHAPES: Readonly<Record<string, Shape>> = {
  'Large.Stored': { files: 1, size: 500 * MB, content: 'noise', compress: false },
  'Large.Deflated': { files: 1, size: 500 * MB, content: 'noise', compress: true },
  'Large.Digits': { files: 1, size: 800 * MB, content: 'digits', compress: true },
  'Many.Noise': { files: 5000, size: 100_000, content: 'noise', compress: true },
  'Many.Digits': { files: 5000, size: 160_000, content: 'digits', compress: true },
  'First.Digits': { files: 1, size: 300 * MB, content: 'digits', compress: true },
  'Second.Digits': { files: 20, size: 17 * MB, content: 'digits', compress: true },
  'Third.Noise': { files: 30, size: 5 * MB, content: 'noise', compress: true },
}

const RESTORES: readonly (readonly [what: string, modules: readonly string[]])[] = [
  ['one stored file of 500 MB', ['Large.Stored']],
  ['one deflated file of 500 MB that is noise', ['Large.Deflated']],
  ['one file of 450 MB that unpacks to 800 MB', ['Large.Digits']],
  ['5,000 files of 100 KB', ['Many.Noise']],
  ['5,000 files of 90 KB that unpack to 160 KB', ['Many.Digits']],
  ['three packages of 150 to 170 MB at once', ['First.Digits', 'Second.Digits', 'Third.Noise']],
]

const PACKAGES: readonly PackageSpec[] = Object.keys(SHAPES).map(id => ({ id, version: '1.0.0' }))

/** The same for the same seed, as fast as AES is. */
function* contentOf({ content, size }: Shape, seed: number): Generator<Buffer> {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16, seed >> 8))
  const zeros = Buffer.alloc(65536)
  for (let left = size; left > 0; ) {
    const noise = cipher.update(zeros)
    const piece = content === 'noise' ? noise : Buffer.from(noise.toString('hex'), 'latin1')
    yield piece.subarray(0, left)
    left -= piece.length
  }
}

function fileOf(folder: string, id: string): string {
  return path.join(folder, `${id.toLowerCase()}.1.0.0.nupkg`)
}

async function writePackage(folder: string, spec: PackageSpec, shape: Shape): Promise<void> {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(nuspec(spec)), `${spec.id}.nuspec`)
  zip.addBuffer(Buffer.from(moduleManifest(spec)), `${spec.id}.psd1`)
  zip.addBuffer(Buffer.from(moduleScript(spec, '1')), `${spec.id}.psm1`)
  const options = { compressionLevel: shape.compress ? 1 : 0, size: shape.size }
  for (let index = 0; index < shape.files; index += 1) {
    zip.addReadStreamLazy(`lib/${index}.bin`, options, take => take(null, Readable.from(contentOf(shape, index))))
  }
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(fileOf(folder, spec.id)))
}

/** A static v3 feed of the packages in a folder, for as long as the parent holds its channel open. */
async function serveFolder(folder: string): Promise<void> {
  const shelf = createShelf(PACKAGES)
  const server = createServer(async (request, response) => {
    const origin = `http://${request.headers.host}`
    const [, kind, id = ''] = request.url?.split('/') ?? []
    if (kind === 'flatcontainer') {
      const file = fileOf(folder, id)
      const { size }: Stats = await stat(file)
      response.setHeader('content-length', size)
      return createReadStream(file, { highWaterMark: 1024 * 1024 }).pipe(response)
    }
    const index = {
      version: '3.0.0',
      resources: [
        { '@id': `${origin}/registration/`, '@type': 'RegistrationsBaseUrl/3.4.0' },
        { '@id': `${origin}/flatcontainer/`, '@type': 'PackageBaseAddress/3.0.0' },
      ],
    }
    const options = { origin, pages: 'inlined', alwaysListed: true } as const
    const answer = kind === 'registration' ? registrationIndex(options, shelf.versionsOf(id)) : index
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  process.send?.(`static: http://127.0.0.1:${port}/index.json`)
  await once(process, 'disconnect')
  server.closeAllConnections()
  server.close()
}

async function restore(sources: string, modules: readonly string[], install: 'true' | 'false'): Promise<void> {
  await using job = await startJob(RAM_DISK)
  const result = await job.run({ modules: modules.join('\n'), sources, install })
  if (result.code !== 0) throw new Error(result.log)
}

async function measure(): Promise<void> {
  const wanted = process.argv.slice(2)
  const restores = RESTORES.filter(
    ([, modules]) => wanted.length === 0 || modules.some(module => wanted.includes(module)),
  )
  for (const [what, modules] of restores) {
    await inFolder(async folder => {
      for (const spec of PACKAGES) {
        const shape = SHAPES[spec.id]
        if (shape && modules.includes(spec.id)) await writePackage(folder, spec, shape)
      }
      const server = fork(import.meta.filename, ['serve', folder])
      const [sources] = await once(server, 'message')
      for (const install of ['false', 'true'] as const) {
        const peak = await peakMemory(() => restore(sources, modules, install))
        print(`${what}${install === 'true' ? ', expanded' : ''}`, `${Math.round(peak)} MB at most`)
      }
      server.disconnect()
      await once(server, 'exit')
    })
  }
}

const [, , task, folder] = process.argv
await (task === 'serve' && folder !== undefined ? serveFolder(folder) : measure())
