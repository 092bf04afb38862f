import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { crc32 } from 'node:zlib'
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import fc from 'fast-check'
import { openZip, type ZipArchive } from '../../src/package/zip.ts'
import { type HonestFile, honestZip } from './honest-zip.ts'
import { descriptor, type RawEntry, rawZip, zip64End } from './raw-zip.ts'
import { temporaryFiles } from './temporary.ts'

configure({ useWebWorkers: false })
const temporary = await temporaryFiles()

async function open(t: TestContext, bytes: Uint8Array): Promise<ZipArchive> {
  const zip = await openZip(await temporary(bytes))
  assert.ok(zip.ok, zip.ok ? undefined : zip.error.message)
  t.after(() => zip.value.close())
  return zip.value
}

async function contentsOf(zip: ZipArchive): Promise<readonly (readonly [string, string])[]> {
  const contents: (readonly [string, string])[] = []
  for (const entry of zip.entries.filter(each => !each.isDirectory)) {
    const content = await zip.read(entry)
    assert.ok(content.ok)
    contents.push([entry.path, content.value.toString('base64')])
  }
  return contents
}

test('An honest zip is read as zip.js reads it, in its strictest mode.', async t => {
  const bytes = await honestZip([
    { path: 'Foo.psd1', content: '@{}' },
    { path: 'lib/', content: '' },
    { path: 'lib/net8.0/Foo.dll', content: Buffer.alloc(200_000, 7) },
    { path: 'empty.txt', content: '' },
    { path: 'stored.bin', content: Buffer.from([0, 1, 2, 255]), compress: false },
    { path: 'en-US/über uns.txt', content: 'Ünïcödé' },
  ])
  const oracle = new ZipReader(new Uint8ArrayReader(bytes), { strictness: 'strict' })
  const expected: [string, string][] = []
  for (const entry of await oracle.getEntries()) {
    if (entry.directory) continue
    expected.push([entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter())).toString('base64')])
  }
  assert.deepEqual(await contentsOf(await open(t, bytes)), expected)
})

test('Whatever files an ordinary packer packs are read back as they were.', async t => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9 _-]{0,8}[a-z0-9]$/).map(each => `x${each}`)
  const file = fc.record({ content: fc.uint8Array({ maxLength: 300 }), compress: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, file, { maxKeys: 5 }), async files => {
      const packed: HonestFile[] = Object.entries(files).map(([path, { content, compress }]) => ({
        path,
        content: Buffer.from(content),
        compress,
      }))
      const zip = await open(t, await honestZip(packed))
      const expected = packed.map(({ path, content }) => [path, Buffer.from(content).toString('base64')])
      assert.deepEqual(await contentsOf(zip), expected)
    }),
    { numRuns: 40 },
  )
})

const content = Buffer.from('some content '.repeat(50))
const facts = (method: 0 | 8): { crc32: number; size: number; compressedSize: number } => {
  const [local] = [rawZip([{ name: 'a', content, method }])]
  return { crc32: crc32(content), size: content.length, compressedSize: local.readUInt32LE(18) }
}

const ACCEPTED: readonly (readonly [string, readonly RawEntry[]])[] = [
  ['backslashes for slashes', [{ name: 'en-US\\about.txt', content }]],
  [
    'a plus, a percent sign that encodes nothing, and a character half encoded',
    [{ name: 'a+b 100% %zz %C3x.txt', content }],
  ],
  ['folders, by slash and by backslash', [{ name: 'a/' }, { name: 'b\\' }, { name: 'a/x', content }]],
  ['a folder of nothing, deflated', [{ name: 'a/', method: 8, content: '' }]],
  ['a folder that says it is a regular file', [{ name: 'a/', external: 0o100644 * 0x10000 }]],
  [
    'one folder in two letter cases',
    [
      { name: 'en-US/a', content },
      { name: 'en-us/b', content },
    ],
  ],
  ['names without the UTF-8 flag', [{ name: 'über.txt', content, flags: 0 }]],
  ['240 bytes of path', [{ name: 'é'.repeat(120), content }]],
  ['a long encoded path that is short decoded', [{ name: encodeURIComponent('é'.repeat(100)), content }]],
  ...([0, 8] as const).flatMap(method =>
    [true, false].flatMap(signed =>
      [true, false].map((wide): readonly [string, readonly RawEntry[]] => [
        `a ${signed ? '' : 'un'}signed ${wide ? 'wide' : 'narrow'} descriptor, method ${method}`,
        [
          {
            name: 'a',
            content,
            method,
            flags: 0x0808,
            local: { crc32: 0, size: 0, compressedSize: 0 },
            behind: descriptor(facts(method), { signed, wide }),
          },
          { name: 'b', content },
        ],
      ]),
    ),
  ),
]

for (const [what, entries] of ACCEPTED) {
  test(`A zip is accepted that has ${what}.`, async t => {
    const zip = await open(t, rawZip(entries))
    assert.equal(zip.entries.length, entries.length)
    for (const [, base64] of await contentsOf(zip)) assert.equal(base64, content.toString('base64'))
  })
}

test('Backslashes in names become slashes; percent-encoding stays.', async t => {
  const zip = await open(t, rawZip([{ name: 'lib\\a%20b.dll' }]))
  assert.deepEqual(
    zip.entries.map(({ path }) => path),
    ['lib/a%20b.dll'],
  )
})

test('A comment is accepted, and so is a zip with nothing in it.', async t => {
  assert.equal(
    (await open(t, rawZip([{ name: 'a', content }], { comment: Buffer.from('packed by hand') }))).entries.length,
    1,
  )
  assert.equal((await open(t, rawZip([]))).entries.length, 0)
})

test('An honest bomb below the limit is read: 100 MB out of 100 KB.', async t => {
  const zip = await open(t, rawZip([{ name: 'zeros', method: 8, content: Buffer.alloc(100_000_000) }]))
  const [entry] = zip.entries
  assert.ok(entry)
  const hash = await zip.hash(entry, 'sha512')
  assert.ok(hash.ok)
  assert.equal(hash.value, createHash('sha512').update(Buffer.alloc(100_000_000)).digest('hex'))
})

test('Who may execute a file is kept, for files only.', async t => {
  const zip = await open(
    t,
    await honestZip([
      { path: 'run.sh', content, mode: 0o100755 },
      { path: 'read.txt', content, mode: 0o100644 },
      { path: 'folder/', content: '' },
    ]),
  )
  assert.deepEqual(
    zip.entries.map(({ executable }) => executable),
    [true, false, false],
  )
})

test('A file that is too large to be read at once is read in places, large entries in pieces.', async t => {
  const large = Buffer.alloc(36_000_000)
  for (let at = 0; at < large.length; at += 4) large.writeUInt32LE((at * 2654435761) >>> 0, at)
  const zip = await open(
    t,
    rawZip([
      { name: 'small.txt', content },
      { name: 'deflated.bin', content: large.subarray(0, 9_000_000), method: 8 },
      { name: 'stored.bin', content: large },
    ]),
  )
  const [small, deflated, stored] = zip.entries
  assert.ok(small && deflated && stored)
  assert.deepEqual(await zip.read(small), { ok: true, value: content })
  const whole = await zip.read(deflated)
  assert.ok(whole.ok && whole.value.equals(large.subarray(0, 9_000_000)))
  const hash = await zip.hash(stored, 'sha256')
  assert.ok(hash.ok)
  assert.equal(hash.value, createHash('sha256').update(large).digest('hex'))
  let longest = 0
  const poured = await zip.pour(stored, async chunk => {
    longest = Math.max(longest, chunk.length)
  })
  assert.ok(poured.ok)
  assert.ok(longest <= 1024 * 1024)
})

test('Zip64 is accepted where it is needed: 65,536 entries.', async t => {
  const entries = Array.from({ length: 0x10000 }, (_, index) => ({ name: `f${index}` }))
  const zip = await open(t, rawZip(entries, { beforeEnd: zip64End }))
  assert.equal(zip.entries.length, 0x10000)
})

test('What the file system says is thrown as it is: it is no fault of the zip.', async () => {
  await assert.rejects(openZip('no/such/file.nupkg'), { code: 'ENOENT' })
  await assert.rejects(openZip('.'), { code: 'EISDIR' })
})
