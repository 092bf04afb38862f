import assert from 'node:assert/strict'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import fc from 'fast-check'
import { inspectHere } from '../../src/package/inspect.ts'
import { openZip } from '../../src/package/zip.ts'
import { pack } from '../gallery/pack.ts'
import { createFolder } from '../helpers/ask.ts'
import { treeIn } from '../helpers/tree.ts'
import { honestZip } from './honest-zip.ts'
import { packageWith } from './hostile-zips/hostile-zip.ts'
import { descriptor } from './raw-zip.ts'
import { temporaryFiles } from './temporary.ts'

configure({ useWebWorkers: false })
const temporary = await temporaryFiles()

/** What a reader makes of a zip: its entries by name, in the order of the directory; undefined where it refuses. */
type Reading = readonly (readonly [name: string, content: string])[] | undefined

async function ours(bytes: Buffer): Promise<Reading> {
  const file = await temporary(bytes)
  const zip = await openZip(file)
  if (!zip.ok) return undefined
  const entries: (readonly [string, string])[] = []
  try {
    for (const entry of zip.value.entries) {
      const content = await zip.value.read(entry)
      if (!content.ok) return undefined
      entries.push([entry.path, content.value.toString('base64')])
    }
  } finally {
    zip.value.close()
    await rm(file)
  }
  return entries
}

/** zip.js in its strictest mode; names as .NET reads them. */
async function theirs(bytes: Buffer): Promise<Reading> {
  const zip = new ZipReader(new Uint8ArrayReader(bytes), {
    strictness: 'strict',
    filenameEncoding: 'utf-8',
    checkSignature: true,
  })
  const entries: (readonly [string, string])[] = []
  for (const entry of await zip.getEntries()) {
    const content = entry.directory ? new Uint8Array() : await entry.getData(new Uint8ArrayWriter())
    entries.push([entry.filename.replaceAll('\\', '/'), Buffer.from(content).toString('base64')])
  }
  return entries
}

const { bytes: packed } = await pack({
  id: 'Foo',
  version: '1.0.0',
  files: { 'lib/Foo.dll': Buffer.alloc(3000, 'content '), 'en-US/über uns.txt': 'über uns' },
})
const streamed = packageWith([
  {
    name: 'streamed',
    content: 'streamed',
    flags: 0x0808,
    local: { crc32: 0, size: 0, compressedSize: 0 },
    behind: descriptor({ crc32: crc32('streamed'), size: 8, compressedSize: 8 }),
  },
])
const BASES: readonly Buffer[] = [
  packed,
  streamed,
  packageWith([{ name: 'lib/' }, { name: 'lib\\a', content: 'a', method: 8, external: 0o100755 * 0x10000 }]),
  await honestZip([
    { path: 'Foo.nuspec', content: 'not read here' },
    { path: 'stored', content: Buffer.alloc(200, 7), compress: false },
    { path: 'lib/', content: '' },
    { path: 'empty', content: '' },
  ]),
]

/** Where headers and records begin: what is changed near them matters. */
function landmarks(zip: Buffer): readonly number[] {
  const found: number[] = []
  for (let at = zip.indexOf('PK'); at !== -1; at = zip.indexOf('PK', at + 1)) found.push(at)
  return found
}

/** A change of the bytes; numbers beyond a zip's length or its headers wrap around. */
type Change = (zip: Buffer) => Buffer

const at = fc.nat()
const byte = fc.oneof(fc.constantFrom(0, 1, 2, 8, 127, 128, 254, 255), fc.nat(255))
const changes: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ at, offset: fc.nat(60), byte }).map(each => nearHeader(each)) },
  {
    weight: 3,
    arbitrary: fc.tuple(at, fc.nat(7)).map(
      ([where, bit]): Change =>
        zip =>
          flipped(zip, where, bit),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(at, fc.nat(40)).map(
      ([where, length]): Change =>
        zip =>
          without(zip, where, length),
    ),
  },
  {
    weight: 1,
    arbitrary: at.map(
      (where): Change =>
        zip =>
          zip.subarray(0, where % (zip.length + 1)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(at, at, fc.nat(80)).map(
      ([from, to, length]): Change =>
        zip =>
          doubled(zip, from, to, length),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(at, at, fc.nat(46)).map(
      ([from, to, length]): Change =>
        zip =>
          spliced(zip, from, to, length),
    ),
  },
)

function nearHeader({
  at: which,
  offset,
  byte: value,
}: {
  readonly at: number
  readonly offset: number
  readonly byte: number
}): Change {
  return zip => {
    const headers = landmarks(zip)
    const start = headers[which % Math.max(1, headers.length)] ?? 0
    return start + offset < zip.length ? zip.fill(value, start + offset, start + offset + 1) : zip
  }
}

function flipped(zip: Buffer, where: number, bit: number): Buffer {
  if (zip.length > 0) zip.writeUInt8(zip.readUInt8(where % zip.length) ^ (1 << bit), where % zip.length)
  return zip
}

function without(zip: Buffer, where: number, length: number): Buffer {
  const start = where % (zip.length + 1)
  return Buffer.concat([zip.subarray(0, start), zip.subarray(start + length)])
}

function doubled(zip: Buffer, from: number, to: number, length: number): Buffer {
  const [start, target] = [from % (zip.length + 1), to % (zip.length + 1)]
  return Buffer.concat([zip.subarray(0, target), zip.subarray(start, start + length), zip.subarray(target)])
}

/** One header over another. */
function spliced(zip: Buffer, from: number, to: number, length: number): Buffer {
  const headers = landmarks(zip)
  if (headers.length === 0) return zip
  zip.copy(
    zip,
    headers[to % headers.length] ?? 0,
    headers[from % headers.length] ?? 0,
    (headers[from % headers.length] ?? 0) + length,
  )
  return zip
}

const garbled = fc
  .tuple(fc.constantFrom(...BASES), fc.array(changes, { minLength: 1, maxLength: 4 }))
  .map(([base, all]) => all.reduce<Buffer>((zip, change) => change(zip), Buffer.from(base)))

test('As they are, the zips are read as zip.js reads them in its strictest mode.', async () => {
  for (const bytes of BASES) assert.deepEqual(await ours(bytes), await theirs(bytes))
})

test('However a zip is garbled, it is refused or read as zip.js reads it in its strictest mode, within a second.', async () => {
  let taken = 0
  await fc.assert(
    fc.asyncProperty(garbled, async bytes => {
      const before = process.cpuUsage()
      const read = await ours(bytes)
      const { user, system } = process.cpuUsage(before)
      assert.ok(user + system < 1_000_000, 'a second of work')
      if (read === undefined) return
      taken += 1
      assert.deepEqual(read, await theirs(bytes))
    }),
    { numRuns: 2000 },
  )
  assert.ok(taken > 30, `${taken} were taken`)
})

test('However a package is garbled, nothing is written beside its folder.', async t => {
  const home = await createFolder(t)
  const deep = path.join(home, 'a/b/c')
  await mkdir(deep, { recursive: true })
  await fc.assert(
    fc.asyncProperty(garbled, async bytes => {
      const file = path.join(deep, 'package')
      await writeFile(file, bytes)
      await inspectHere.inspect({ path: file, expandTo: path.join(deep, 'expanded') })
      await rm(path.join(deep, 'expanded'), { recursive: true, force: true })
      assert.deepEqual(Object.keys(await treeIn(home)).sort(), ['a', 'a/b', 'a/b/c', 'a/b/c/package'])
    }),
    { numRuns: 300 },
  )
})
