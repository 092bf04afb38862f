import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { openZip } from '../../src/package/zip.ts'
import { pack } from '../gallery/pack.ts'
import { unwrap } from '../helpers/result.ts'
import { type HonestFile, honestZip } from '../package/honest-zip.ts'
import { rawZip, zip64End } from '../package/raw-zip.ts'
import { needs, run, temporaryFolder } from './peer.ts'

/** The sha256 of each file, by its name in the zip. */
type Files = Readonly<Record<string, string>>

const FILES: readonly HonestFile[] = [
  { path: 'Foo.psd1', content: '@{}' },
  { path: 'lib/', content: '' },
  { path: 'lib/net8.0/Foo.dll', content: Buffer.alloc(200_000, 'content ') },
  { path: 'large.bin', content: Buffer.alloc(9_000_000, 'large content ') },
  { path: 'large-stored.bin', content: Buffer.alloc(9_000_000, 'large stored content '), compress: false },
  { path: 'empty.txt', content: '' },
  { path: 'en-US/über uns.txt', content: 'Ünïcödé' },
]

/** Who made a zip, and how, into a folder of the test's own. */
const ZIPS: readonly (readonly [what: string, program: string | undefined, make: (home: string) => Promise<Buffer>])[] =
  [
    ['the test gallery', undefined, async () => (await pack({ id: 'Foo', version: '1.0.0', size: 500_000 })).bytes],
    ['yazl', undefined, () => honestZip(FILES)],
    [
      'hand, with 65,536 entries, which needs zip64',
      undefined,
      async () =>
        rawZip(
          Array.from({ length: 0x10000 }, (_, index) => ({ name: `f${index}` })),
          { beforeEnd: zip64End },
        ),
    ],
    ['Info-ZIP', 'zip', home => zipped(home, ['-q', '-r', '-', '.', '-i', '*'])],
    ['Info-ZIP into a pipe, with descriptors', 'zip', home => zipped(home, ['-q', '-r', '-fd', '-', '.', '-i', '*'])],
    [
      'Info-ZIP without folders and compression',
      'zip',
      home => zipped(home, ['-q', '-r', '-D', '-0', '-', '.', '-i', '*']),
    ],
  ]

/** What `zip` makes of the files; `-` is its standard output. */
async function zipped(home: string, args: readonly string[]): Promise<Buffer> {
  for (const { path: name, content } of FILES) {
    const file = path.join(home, name)
    await mkdir(path.dirname(file), { recursive: true })
    if (!name.endsWith('/')) await writeFile(file, content)
  }
  return run('zip', args, { cwd: home, env: { LC_ALL: 'C.UTF-8' } })
}

async function ours(file: string): Promise<Files> {
  const zip = unwrap(await openZip(file))
  const files: Record<string, string> = {}
  for (const entry of zip.entries) {
    if (!entry.isDirectory) files[entry.path] = unwrap(await zip.hash(entry, 'sha256'))
  }
  zip.close()
  return files
}

const PYTHON = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], metadata_encoding='utf-8') as z:
    print(json.dumps({i.filename: hashlib.sha256(z.read(i)).hexdigest() for i in z.infolist() if not i.is_dir()}))
`

/** What Python reads, told that names are UTF-8 as they are for .NET: Info-ZIP does not say so. */
async function python(file: string): Promise<Files> {
  return JSON.parse((await run('python3', ['-c', PYTHON, file], { cwd: '.' })).toString())
}

/** The names that Debian's unzip reads, when it has compared every checksum; the bytes are those of `unzip.test.ts`. */
async function unzip(file: string): Promise<readonly string[]> {
  const env = { LC_ALL: 'C.UTF-8' }
  await run('unzip', ['-tqq', file], { cwd: '.', env })
  const names = (await run('unzip', ['-Z1', file], { cwd: '.', env })).toString().split('\n')
  return names.filter(name => name !== '' && !name.endsWith('/'))
}

async function make(t: TestContext, of: (home: string) => Promise<Buffer>): Promise<string> {
  const home = await temporaryFolder(t)
  await mkdir(path.join(home, 'files'))
  const file = path.join(home, 'made.zip')
  await writeFile(file, await of(path.join(home, 'files')))
  return file
}

for (const [what, packer, of] of ZIPS) {
  const also = packer === undefined ? [] : [packer]

  test(`A zip by ${what} is read as Python reads it.`, needs('python3', ...also), async t => {
    const file = await make(t, of)
    assert.deepEqual(await python(file), await ours(file))
  })

  test(`A zip by ${what} is read as unzip reads it.`, needs('unzip', ...also), async t => {
    const file = await make(t, of)
    assert.deepEqual((await unzip(file)).toSorted(), Object.keys(await ours(file)).toSorted())
  })
}
