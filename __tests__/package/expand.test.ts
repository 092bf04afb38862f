import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, readdir, readlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, test } from 'node:test'
import { inspectHere, inspectInTurn } from '../../src/package/inspect.ts'
import { readNupkg } from '../../src/package/nupkg.ts'
import { type LockedBytes, verifyPackage } from '../../src/package/verify.ts'
import { asSystemError } from '../../src/system-error.ts'
import { seededBytes } from '../gallery/filler.ts'
import { createFolder } from '../helpers/ask.ts'
import { startThreads } from '../helpers/inspector-thread.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { modesIn, treeIn } from '../helpers/tree.ts'
import { version } from '../helpers/versions.ts'
import { ODD_PACKAGES, type OddPackage, packOdd, treeOf } from './odd-packages.ts'
import type { RawEntry } from './raw-zip.ts'
import { temporaryFiles } from './temporary.ts'

const temporary = await temporaryFiles()
const FOO = { id: 'Foo', version: version('1.0.0') }
const onWindows = process.platform === 'win32'

for (const odd of ODD_PACKAGES) {
  test(`Of a package with ${odd.what} exactly the module's files are written, under the names that clients give them.`, async t => {
    const folder = path.join(await createFolder(t), 'module')
    unwrap(await readNupkg(await temporary(packOdd(odd)), { expected: FOO, expandTo: folder }))
    assert.deepEqual(await treeIn(folder), treeOf(odd))
  })
}

const MODES: readonly (readonly [inZip: number, written: number])[] = [
  [0, 0o644],
  [0o100644, 0o644],
  [0o100600, 0o644],
  [0o100444, 0o644],
  [0o100666, 0o644],
  [0o100000, 0o644],
  [0o100755, 0o755],
  [0o100700, 0o755],
  [0o100610, 0o755],
  [0o100001, 0o755],
  [0o106755, 0o755],
  [0o101644, 0o644],
  [0o755, 0o755],
]

test('What may be run may be run, and everything may be read; no other permission of the zip is taken over.', async t => {
  if (onWindows) return t.skip('no permissions of Unix')
  const odd: OddPackage = {
    what: 'modes',
    entries: [
      ...sound('nothing odd').entries,
      ...MODES.map(([mode], index) => ({ name: `${index}`, written: `${index}`, content: 'x', mode })),
      { name: 'closed/', written: 'closed/', content: '', mode: 0o040000 },
      { name: 'closed/file', written: 'closed/file', content: 'x', mode: 0 },
    ],
  }
  const folder = path.join(await createFolder(t), 'module')
  unwrap(await readNupkg(await temporary(packOdd(odd)), { expected: FOO, expandTo: folder }))
  const modes = await modesIn(folder)
  for (const [index, [inZip, written]] of MODES.entries()) {
    assert.equal(modes[index], written & ~process.umask(), `of ${inZip.toString(8)}`)
  }
})

test('Folders whose names differ by letter case alone stay two where the file system has two.', {
  skip: process.platform !== 'linux' && 'only Linux has two',
}, async t => {
  const folder = path.join(await createFolder(t), 'module')
  const bytes = packOdd(sound('nothing odd'), { name: 'lib/a', content: 'a' }, { name: 'Lib/b', content: 'b' })
  unwrap(await readNupkg(await temporary(bytes), { expected: FOO, expandTo: folder }))
  assert.deepEqual(await treeIn(folder), {
    ...treeOf(sound('nothing odd')),
    lib: undefined,
    'lib/a': 'a',
    Lib: undefined,
    'Lib/b': 'b',
  })
})

test('A package that is only read writes nothing.', async t => {
  const folder = await createFolder(t)
  const file = path.join(folder, 'Foo.nupkg')
  await writeFile(file, packOdd(sound('nothing odd')))
  unwrap(await readNupkg(file, { expected: FOO }))
  assert.deepEqual(await readdir(folder), ['Foo.nupkg'])
})

test('Large files are written whole, stored or deflated.', async t => {
  const content = Buffer.alloc(9_000_000, seededBytes('large', 999))
  const large: readonly RawEntry[] = [
    { name: 'stored.dll', content },
    { name: 'deflated.dll', content, method: 8 },
  ]
  const folder = path.join(await createFolder(t), 'module')
  const bytes = packOdd(sound('nothing odd'), ...large)
  unwrap(await readNupkg(await temporary(bytes), { expected: FOO, expandTo: folder }))
  await writeFile(path.join(folder, 'expected'), content)
  const { 'stored.dll': stored, 'deflated.dll': deflated, expected } = await treeIn(folder)
  assert.deepEqual([stored, deflated], [expected, expected])
})

const BAD: readonly (readonly [what: string, entry: RawEntry, error: RegExp])[] = [
  ['a wrong checksum', { name: 'bad.dll', content: 'bad', crc32: 1 }, /"bad\.dll" does not have its checksum$/],
  [
    'garbage',
    { name: 'bad.dll', method: 8, size: 5, packed: Buffer.from('garbage') },
    /"bad\.dll" cannot be unpacked$/,
  ],
  [
    'a wrong checksum in a large file',
    { name: 'bad.dll', content: Buffer.alloc(9_000_000), method: 8, crc32: 1 },
    /"bad\.dll" does not have its checksum$/,
  ],
  ['a name that leaves it', { name: '../bad.dll', content: 'bad' }, /"\.\.\/bad\.dll" leaves its folder$/],
  ['an encoded name that leaves it', { name: '..%2Fbad.dll', content: 'bad' }, /leaves its folder$/],
  ['two names for one file', { name: 'FOO.psm1', content: 'bad' }, /the entries "Foo\.psm1" and "FOO\.psm1"$/],
  ['a link', { name: 'bad.dll', content: '/etc/passwd', external: 0o120777 * 0x10000 }, /neither a file nor a folder$/],
]

/** A lock of these very bytes. */
function lockOf({ size, sha512 }: { readonly size: number; readonly sha512: string }): LockedBytes {
  return { identity: FOO, type: 'module', accepted: [{ sha512, size }], content: ['h1:x'], dependencies: [] }
}

for (const [[what, entry, error], isLocked] of BAD.flatMap(bad => [[bad, false] as const, [bad, true] as const])) {
  const kind = isLocked ? 'locked package' : 'package'
  test(`A ${kind} with ${what} in its middle counts for nothing, and nothing is written beside its folder.`, async t => {
    const home = await createFolder(t)
    const bytes = packOdd(sound('nothing odd'), entry, { name: 'last.txt', content: 'last' })
    const sha512 = createHash('sha512').update(bytes).digest('base64')
    const digests = [{ algorithm: 'sha512', value: sha512 }] as const
    const received = { path: await temporary(bytes), size: bytes.length, origin: undefined, digests }
    const expected = { identity: FOO, ...(isLocked && { locked: lockOf({ size: bytes.length, sha512 }) }) }
    const { failure, sound: kept } = errorOf(
      await verifyPackage(received, expected, inspectHere, path.join(home, 'module')),
    )
    assert.equal(kept, undefined)
    assert.ok(failure.kind === 'malformed')
    assert.match(failure.what, error)
    assert.ok((await readdir(home)).every(name => name === 'module'))
    assert.deepEqual(await openBelow(home), [])
    const tree = await treeIn(home)
    assert.ok(!('module/last.txt' in tree))
  })
}

for (const odd of ODD_PACKAGES) {
  test(`Of a locked package with ${odd.what} the same is written, and nothing is hashed again.`, async t => {
    const folder = path.join(await createFolder(t), 'module')
    const file = await temporary(packOdd(odd))
    const read = unwrap(await readNupkg(file, { expected: FOO, expandTo: folder, knownDigest: 'h1:as locked' }))
    assert.equal(read.contentDigest, 'h1:as locked')
    assert.deepEqual(await treeIn(folder), treeOf(odd))
  })
}

test('A package that nobody wants any more before it is read comes to what nobody wants it for.', async t => {
  const file = await temporary(packOdd(sound('nothing odd')))
  const received = { path: file, size: 1, origin: undefined, digests: [] }
  const over = AbortSignal.abort({ kind: 'cancelled' })
  for (const inspector of [startThreads(t), inspectInTurn()]) {
    const { failure } = errorOf(await verifyPackage(received, { identity: FOO }, inspector, undefined, over))
    assert.deepEqual(failure, { kind: 'cancelled' })
  }
})

test('A package that is not the one expected is not expanded at all.', async t => {
  const home = await createFolder(t)
  const file = await temporary(packOdd(sound('nothing odd')))
  const read = await readNupkg(file, {
    expected: { ...FOO, version: version('2.0.0') },
    expandTo: path.join(home, 'module'),
  })
  assert.equal(errorOf(read), 'Foo 1.0.0 instead of Foo 2.0.0')
  assert.deepEqual(await readdir(home), [])
})

/** In bytes, with the NUL at its end that C wants. */
const MAX_PATH = 4096

/** A path of that many bytes below a folder; all but its last part is made. */
async function makeDeep(home: string, length: number): Promise<string> {
  let folder = home
  while (folder.length < length - 250) folder = path.join(folder, 'x'.repeat(200))
  await mkdir(folder, { recursive: true })
  return path.join(folder, 'y'.repeat(length - folder.length - 1))
}

/** A folder into which no package can be expanded, and what the system says of it. */
interface Obstacle {
  readonly what: string
  readonly code: string
  /** Prepares it in a folder of the test's own. */
  readonly folder: (home: string) => Promise<string>
  /** Where the system says that it is; the folder itself if absent. */
  readonly at?: (folder: string) => string
  readonly skip?: string | false
}

const OBSTACLES: readonly Obstacle[] = [
  {
    what: 'is there already',
    code: 'EEXIST',
    folder: async home => home,
  },
  {
    what: 'is in a folder that is missing',
    code: 'ENOENT',
    folder: async home => path.join(home, 'missing', 'module'),
  },
  {
    what: 'is below a file',
    code: onWindows ? 'ENOENT' : 'ENOTDIR',
    folder: async home => {
      await writeFile(path.join(home, 'file'), 'theirs')
      return path.join(home, 'file', 'module')
    },
  },
  {
    what: 'is in a folder that may not be written',
    code: 'EACCES',
    skip: (onWindows || process.getuid?.() === 0) && 'everything may be written',
    folder: async home => {
      await chmod(home, 0o555)
      return path.join(home, 'module')
    },
  },
  {
    what: 'has a path that leaves no room for the files',
    code: 'ENAMETOOLONG',
    skip: process.platform !== 'linux' && 'the limit is of Linux',
    folder: async home => makeDeep(home, MAX_PATH - 5),
    at: folder => path.join(folder, 'Foo.psd1'),
  },
]

const INSPECTORS = { here: inspectHere, 'in a thread': startThreads({ after }) }

for (const { what, code, folder: prepare, at = (folder: string) => folder, skip = false } of OBSTACLES) {
  for (const [where, inspector] of Object.entries(INSPECTORS)) {
    test(`Expanding ${where} into a folder that ${what} is an error of this machine: ${code}.`, { skip }, async t => {
      const home = await createFolder(t)
      const expandTo = await prepare(home)
      const file = await temporary(packOdd(sound('nothing odd')))
      await assert.rejects(inspector.inspect({ path: file, expected: FOO, expandTo }), error => {
        const system = asSystemError(error)
        assert.equal(system.code, code)
        assert.equal(system.path, at(expandTo))
        return true
      })
      assert.deepEqual(await openBelow(home), [])
    })

    test(`Verified ${where}, a package for a folder that ${what} fails as one that could not be stored: ${code}.`, {
      skip,
    }, async t => {
      const home = await createFolder(t)
      const expandTo = await prepare(home)
      const bytes = packOdd(sound('nothing odd'))
      const received = { path: await temporary(bytes), size: bytes.length, origin: undefined, digests: [] }
      const refused = errorOf(await verifyPackage(received, { identity: FOO }, inspector, expandTo))
      assert.deepEqual(refused, { failure: { kind: 'local-io', code, path: at(expandTo) }, sound: undefined })
    })
  }
}

/** Expands a package where no file may grow beyond 8 blocks of 512 bytes, and prints what came of it. */
const EXPAND = `
  import { readdirSync, readlinkSync } from 'node:fs'
  import { inspectHere } from ${JSON.stringify(new URL('../../src/package/inspect.ts', import.meta.url))}
  import { verifyPackage } from ${JSON.stringify(new URL('../../src/package/verify.ts', import.meta.url))}
  const [, path, expandTo] = process.argv
  const identity = ${JSON.stringify(FOO)}
  const verified = await verifyPackage({ path, size: 0, origin: undefined, digests: [] }, { identity }, inspectHere, expandTo)
  process.stdout.write(JSON.stringify(verified.error))
`

for (const [what, size] of [
  ['A file', 100_000],
  ['A large file', 9_000_000],
] as const) {
  test(`${what} that the disk does not take to its end is a failure of this machine.`, {
    skip: onWindows && 'no limits of Unix',
  }, async t => {
    const expandTo = path.join(await createFolder(t), 'module')
    const bytes = packOdd(sound('nothing odd'), { name: 'big.dll', content: Buffer.alloc(size), method: 8 })
    const limited = `trap '' XFSZ; ulimit -f 8; exec "$@"`
    const node = [process.execPath, '--input-type=module', '--eval', EXPAND, await temporary(bytes), expandTo]
    const { stdout, stderr } = spawnSync('sh', ['-c', limited, 'sh', ...node], { encoding: 'utf8' })
    assert.notEqual(stdout, '', stderr)
    assert.deepEqual(JSON.parse(stdout), { failure: { kind: 'local-io', code: 'EFBIG', path: expandTo } })
  })
}

function sound(what: string): OddPackage {
  const odd = ODD_PACKAGES.find(each => each.what === what)
  assert.ok(odd)
  return odd
}

/** The files below a folder that this process has open; only Linux tells. */
async function openBelow(folder: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return []
  const descriptors = await readdir('/proc/self/fd')
  const targets = await Promise.all(descriptors.map(each => readlink(`/proc/self/fd/${each}`).catch(() => '')))
  return targets.filter(target => target.startsWith(folder))
}
