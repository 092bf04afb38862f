import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { readNupkg } from '../../src/package/nupkg.ts'
import { unwrap } from '../helpers/result.ts'
import { type RawEntry, rawZip } from './raw-zip.ts'
import { temporaryFiles } from './temporary.ts'

const temporary = await temporaryFiles()

interface ModuleFile {
  readonly path: string
  readonly content: Uint8Array
}

/** `%41` is one that must not be decoded. The `x` at the end keeps spaces from there, where no name may have them. */
const SEGMENT = fc
  .array(fc.constantFrom('a', 'B', '7', ' ', '+', '-', '%', '%41', 'é', 'e\u0301', 'ü', '€', '😀'), { maxLength: 5 })
  .map(characters => `${characters.join('')}x`)

/** Folders have no extension, so that none is a file too. */
const PATH = fc
  .tuple(fc.array(SEGMENT, { maxLength: 2 }), SEGMENT)
  .map(([folders, name]) => [...folders, `${name}.txt`].join('/'))

/** Paths that a file system would take for one differ in this. */
function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

const MODULE: fc.Arbitrary<readonly ModuleFile[]> = fc.uniqueArray(
  fc.record({ path: PATH, content: fc.uint8Array({ maxLength: 40 }) }),
  { selector: ({ path }) => keyOf(path), minLength: 1, maxLength: 5 },
)

/** Each writes a path so that it decodes to what it was. */
const WRITINGS: readonly ((path: string) => string)[] = [
  path => path.replaceAll('%', '%25'),
  path => path.replace(/%(?=[\da-f]{2})/gi, '%25'),
  path => path.split('/').map(encodeURIComponent).join('/'),
  path => encodeURIComponent(path),
  path => Buffer.from(path).toString('hex').replace(/../g, '%$&'),
]

const WRITING = fc.tuple(fc.constantFrom(...WRITINGS), fc.constantFrom('/', '\\')).map(
  ([write, slash]) =>
    (path: string) =>
      write(path).replaceAll('/', slash),
)

const METHOD = fc.oneof(
  fc.constant((content: Uint8Array) => ({ method: 0, content: Buffer.from(content) })),
  fc.integer({ min: 0, max: 9 }).map(level => (content: Uint8Array) => ({
    method: 8,
    content: Buffer.from(content),
    packed: deflateRawSync(content, { level }),
  })),
)

const NUSPEC: RawEntry = {
  name: 'Foo.nuspec',
  content: '<package><metadata><id>Foo</id><version>1</version></metadata></package>',
}
const PARTS: readonly RawEntry[] = [
  { name: '_rels/.rels', content: '<Relationships/>' },
  { name: '[Content_Types].xml', content: '<Types/>' },
  { name: 'package/services/metadata/core-properties/0a1b.psmdcp', content: '<coreProperties/>' },
  { name: '.signature.p7s', content: 'signed' },
]

function foldersOf(files: readonly ModuleFile[]): readonly RawEntry[] {
  const names = files.flatMap(({ path }) => [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1)))
  const unique = new Map(names.map(name => [keyOf(name), name]))
  return [...unique.values()].map(name => ({ name: name.replaceAll('%', '%25') }))
}

/** Every way to pack these files. */
function packings(files: readonly ModuleFile[]): fc.Arbitrary<readonly RawEntry[]> {
  const own = files.map(({ path, content }) =>
    fc.tuple(WRITING, METHOD).map(([write, pack]): RawEntry => ({ name: write(path), ...pack(content) })),
  )
  return fc
    .tuple(fc.tuple(...own), fc.subarray([...PARTS]), fc.subarray([...foldersOf(files)]))
    .map(groups => [NUSPEC, ...groups.flat()])
    .chain(entries => fc.shuffledSubarray(entries, { minLength: entries.length }))
}

async function digestOf(entries: readonly RawEntry[]): Promise<string> {
  return unwrap(await readNupkg(await temporary(rawZip(entries)))).contentDigest
}

/** By the words of the definition, from the files themselves. */
function defined(files: readonly ModuleFile[]): string {
  const lines = files.map(({ path, content }) => ({
    path: Buffer.from(path),
    line: `${createHash('sha256').update(content).digest('hex')}  ${path}\n`,
  }))
  lines.sort((a, b) => a.path.compare(b.path))
  const text = lines.map(({ line }) => line).join('')
  return `h1:${createHash('sha256').update(text).digest('base64')}`
}

test('However a module is packed, its digest is the one that is defined.', async () => {
  const packed = MODULE.chain(files => fc.tuple(fc.constant(files), packings(files)))
  await fc.assert(
    fc.asyncProperty(packed, async ([files, entries]) => {
      assert.equal(await digestOf(entries), defined(files))
    }),
    { numRuns: 200 },
  )
})

/** What becomes of a file of at least one byte; no generated path begins with `z`. */
const CHANGES: readonly (readonly [what: string, change: (file: ModuleFile, at: number) => readonly ModuleFile[]])[] = [
  ['a bit changed', ({ path, content }, at) => [{ path, content: flipBit(content, at) }]],
  ['a byte more', ({ path, content }, at) => [{ path, content: Buffer.concat([content, Buffer.from([at % 256])]) }]],
  ['a byte less', ({ path, content }) => [{ path, content: content.subarray(1) }]],
  ['a file of another name', ({ path, content }) => [{ path: path.replace(/x\.txt$/, 'y.txt'), content }]],
  ['a name in another letter case', ({ path, content }) => [{ path: path.replace(/x\.txt$/, 'X.txt'), content }]],
  ['a file in another folder', ({ path, content }) => [{ path: `z/${path}`, content }]],
  ['a file less', () => []],
  ['an empty file more', file => [file, { path: 'z', content: Buffer.alloc(0) }]],
  ['a file twice', file => [file, { ...file, path: `z${file.path}` }]],
]

const SOME_FILE = fc.record({ path: PATH, content: fc.uint8Array({ minLength: 1, maxLength: 40 }) })

function flipBit(content: Uint8Array, at: number): Buffer {
  const changed = Buffer.from(content)
  const byte = Math.floor(at / 8) % changed.length
  changed.writeUInt8(changed.readUInt8(byte) ^ (1 << (at % 8)), byte)
  return changed
}

for (const [what, change] of CHANGES) {
  test(`With ${what}, a module has another digest, however it is packed.`, async () => {
    const pair = fc.tuple(MODULE, SOME_FILE, fc.nat()).chain(([files, file, at]) => {
      const others = files.filter(other => keyOf(other.path) !== keyOf(file.path))
      return fc.tuple(packings([file, ...others]), packings([...change(file, at), ...others]))
    })
    await fc.assert(
      fc.asyncProperty(pair, async ([before, after]) => {
        assert.notEqual(await digestOf(after), await digestOf(before))
      }),
      { numRuns: 30 },
    )
  })
}
