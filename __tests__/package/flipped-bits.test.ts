import assert from 'node:assert/strict'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { crc32, deflateRawSync } from 'node:zlib'
import type { ZipEntry } from '../../src/package/zip.ts'
import { pack } from '../gallery/pack.ts'
import { type Held, hold, type Knowledge, knowledgeOf, received } from './hold-body.ts'
import { descriptor, rawZip } from './raw-zip.ts'
import { fieldsOfZip } from './zip-fields.ts'

const { bytes: served } = await pack({
  id: 'Foo',
  version: '1.0.0',
  dependencies: { Bar: '[1.0, 2.0)' },
  files: { 'Foo.psd1': "@{ ModuleVersion = '1.0.0'; RequiredModules = 'Bar' }", 'Foo.psm1': '' },
})

const MANIFEST = "@{ ModuleVersion = '1.0.0' }"
const packed = deflateRawSync(MANIFEST)

/** What `served` has not: a stored file, a time in an extra field, a descriptor, a folder, a comment. */
const peculiar = rawZip(
  [
    {
      name: 'Foo.nuspec',
      content: '<package><metadata><id>Foo</id><version>1</version></metadata></package>',
      extra: Buffer.from('5554050001000000aa', 'hex'),
    },
    {
      name: 'Foo.psd1',
      content: MANIFEST,
      method: 8,
      packed,
      flags: 0x0808,
      local: { crc32: 0, compressedSize: 0, size: 0 },
      behind: descriptor({ crc32: crc32(MANIFEST), compressedSize: packed.length, size: MANIFEST.length }),
    },
    { name: 'lib/' },
    { name: 'lib/é', method: 8, external: 0o100644 * 0x10000 },
  ],
  { comment: Buffer.from('by hand') },
)

interface Body {
  readonly what: string
  readonly bytes: Buffer
  /** The bits that are flipped in each byte, one at a time. */
  readonly masks: readonly number[]
  /** The fields that nothing covers but a digest of the whole file, with how many of their flips nobody else finds. */
  readonly uncovered: Readonly<Record<string, string>>
}

const BODIES: readonly Body[] = [
  {
    what: 'each byte of a package as a gallery serves it',
    bytes: served,
    masks: [1],
    uncovered: {
      'local header: version needed': '12 of 12',
      'local header: time': '12 of 12',
      'local header: date': '12 of 12',
      'directory: version made by': '12 of 12',
      'directory: version needed': '12 of 12',
      'directory: time': '12 of 12',
      'directory: date': '12 of 12',
      'directory: internal attributes': '12 of 12',
      'directory: external attributes': '24 of 24',
    },
  },
  {
    what: 'a package with all that a zip can have',
    bytes: peculiar,
    masks: [1, 2, 4, 8, 16, 32, 64, 128],
    uncovered: {
      'local header: version needed': '64 of 64',
      'local header: time': '64 of 64',
      'local header: date': '64 of 64',
      'local header: extra field': '72 of 72',
      'data: last byte of deflated': '12 of 16',
      'directory: version made by': '64 of 64',
      'directory: version needed': '64 of 64',
      'directory: time': '64 of 64',
      'directory: date': '64 of 64',
      'directory: internal attributes': '64 of 64',
      'directory: external attributes': '117 of 128',
      'directory: extra field': '57 of 72',
      'end: comment': '56 of 56',
    },
  },
]

interface Flip extends Held {
  readonly field: string
}

/** Eight at a time, each in a file of its own. */
async function flipEach({ bytes, masks }: Body, folder: string, knowledge: Knowledge): Promise<readonly Flip[]> {
  const flips: Flip[] = []
  const todo = fieldsOfZip(bytes)
    .flatMap((field, at) => masks.map(mask => ({ field, at, mask })))
    .values()
  const lanes = Array.from({ length: 8 }, async (_, lane) => {
    const name = path.join(folder, `${lane}`)
    const file = await open(name, 'w')
    for (const { field, at, mask } of todo) {
      const flipped = Buffer.from(bytes)
      flipped.writeUInt8(flipped.readUInt8(at) ^ mask, at)
      await file.write(flipped, 0, flipped.length, 0)
      flips.push({ field, ...(await hold(received(name, flipped), knowledge)) })
    }
    await file.close()
  })
  await Promise.all(lanes)
  return flips
}

/** How many flips of each field are not found in the body itself. */
function tally(flips: readonly Flip[]): Readonly<Record<string, string>> {
  const byField = Map.groupBy(flips, ({ field }) => field)
  const counts = [...byField].map(([field, all]) => [field, all.filter(({ read }) => read).length, all.length] as const)
  return Object.fromEntries(
    counts.filter(([, sound]) => sound > 0).map(([field, sound, all]) => [field, `${sound} of ${all}`]),
  )
}

for (const body of BODIES) {
  describe(`One flipped bit in ${body.what}`, async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'psmr-test-'))
    after(() => rm(folder, { recursive: true, force: true }))
    const file = path.join(folder, 'original')
    await writeFile(file, body.bytes)
    const knowledge = await knowledgeOf(received(file, body.bytes))
    const original = await hold(received(file, body.bytes), knowledge)
    const flips = await flipEach(body, folder, knowledge)

    test('Without it, the package is taken.', () => {
      const { announced, unannounced, locked } = original
      assert.deepEqual([announced, unannounced, locked], ['announced', 'content', 'locked'])
    })

    test('It is found wherever it is by an announced digest.', () => {
      for (const { field, announced, read } of flips) {
        assert.equal(announced, read ? 'differs-announced' : 'malformed', field)
      }
    })

    test('It is found without one, but in fields that have no part in the content.', () => {
      assert.deepEqual(tally(flips), body.uncovered)
      for (const { field, unannounced, read } of flips) assert.equal(unannounced, read ? 'content' : 'malformed', field)
    })

    test('With a lock, these fields make it a package that was packed otherwise.', () => {
      for (const { field, locked, read } of flips) assert.equal(locked, read ? 'repackaged' : 'malformed', field)
    })

    test('They change nothing that is read, but for the permission to execute a file.', () => {
      const changing = new Set<string>()
      for (const { field, read } of flips) {
        if (!read) continue
        assert.deepEqual(read.contents, original.read?.contents, field)
        assert.deepEqual(read.entries.map(unmarked), original.read?.entries.map(unmarked), field)
        if (!isDeepStrictEqual(read.entries, original.read?.entries)) changing.add(field)
      }
      assert.deepEqual([...changing], ['directory: external attributes'])
    })
  })
}

function unmarked(entry: ZipEntry): ZipEntry {
  return { ...entry, executable: false }
}
