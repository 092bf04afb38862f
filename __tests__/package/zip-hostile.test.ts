import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { systemClock } from '../../src/clock.ts'
import { inspectHere } from '../../src/package/inspect.ts'
import type { VerifiedPackage } from '../../src/package/verify.ts'
import { openZip } from '../../src/package/zip.ts'
import type { ZipFault, ZipFaultCode } from '../../src/package/zip-fault.ts'
import { checkEntries, type ListedEntry } from '../../src/package/zip-rules.ts'
import { fetchFrom } from '../../src/restore/fetch-package.ts'
import { createFolder, someCall } from '../helpers/ask.ts'
import { bodyOf } from '../helpers/memory-source.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { sourceConfig } from '../helpers/scripted-source.ts'
import { type Tree, treeIn } from '../helpers/tree.ts'
import { version } from '../helpers/versions.ts'
import { BOMBS } from './hostile-zips/bombs.ts'
import { CONTENTS } from './hostile-zips/contents.ts'
import { ENTRIES } from './hostile-zips/entries.ts'
import { good, type HostileZip, packageWith } from './hostile-zips/hostile-zip.ts'
import { LAYOUTS } from './hostile-zips/layouts.ts'
import { NAMES } from './hostile-zips/names.ts'
import { WHOLES } from './hostile-zips/wholes.ts'
import { temporaryFiles } from './temporary.ts'

const temporary = await temporaryFiles()

const HOSTILE: Readonly<Record<string, readonly HostileZip[]>> = {
  'A file is refused that is or has': WHOLES,
  'A zip is refused that has': ENTRIES,
  'A bomb is refused that is or has': BOMBS,
  'A name in a zip is refused that is or has': NAMES,
  'A layout is refused that has': LAYOUTS,
  'A content is refused that has': CONTENTS,
}

/** Fetches Foo 1.0.0 from a source that sends these bytes, as a restore with expansion does, below a deep folder of `home`. */
async function fetchFoo(bytes: Buffer, home: string): ReturnType<typeof fetchFrom> {
  const [staging, expanding] = [path.join(home, 'a/b/c/staging'), path.join(home, 'a/b/c/expanding')]
  for (const folder of [staging, expanding]) await mkdir(folder, { recursive: true })
  const body = bodyOf('https://hostile.test/foo', bytes)
  const source = {
    config: sourceConfig('hostile'),
    downloader: { download: async () => ({ ok: true, value: { body, announced: {} } }) as const },
  }
  const wanted = {
    identity: { id: 'Foo', version: version('1.0.0') },
    announced: {},
    guid: undefined,
    locked: undefined,
  }
  return fetchFrom(source, wanted, { staging, expanding, clock: systemClock, inspector: inspectHere }, someCall())
}

const NOTHING_LEFT: Tree = {
  a: undefined,
  'a/b': undefined,
  'a/b/c': undefined,
  'a/b/c/staging': undefined,
  'a/b/c/expanding': undefined,
}

/** Why the reader of zips refuses these bytes, at the door or at an entry. */
async function faultOf(bytes: Buffer): Promise<ZipFault> {
  const opened = await openZip(await temporary(bytes))
  if (!opened.ok) return opened.error
  try {
    for (const entry of opened.value.entries) {
      const read = await opened.value.hash(entry, 'sha256')
      if (!read.ok) return read.error
    }
  } finally {
    opened.value.close()
  }
  throw new Error('this zip is taken')
}

for (const [group, cases] of Object.entries(HOSTILE)) {
  for (const { what, bytes, code, elsewhere } of cases) {
    test(`${group} ${what}: ${code}.`, async t => {
      if (elsewhere !== undefined) t.diagnostic(`of ten readers, ${elsewhere}`)
      const fault = await faultOf(bytes)
      assert.equal(fault.code, code, fault.message)
      await assertRefused(t, bytes, fault.message)
    })
  }
}

/** Whoever sent it is told why in one plain line, and nothing of it lies anywhere. */
async function assertRefused(t: TestContext, bytes: Buffer, why: string): Promise<void> {
  const home = await createFolder(t)
  const { failure, sound } = errorOf(await fetchFoo(bytes, home))
  assert.deepEqual(failure, { kind: 'malformed', what: why, origin: 'https://hostile.test' })
  assert.equal(sound, undefined)
  assert.deepEqual(await treeIn(home), NOTHING_LEFT)
  assert.ok(why.length < 300)
  assert.doesNotMatch(why, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
}

test('The package that they are made from is taken: nothing else is wrong with them.', async t => {
  const home = await createFolder(t)
  const fetched: VerifiedPackage = unwrap(await fetchFoo(packageWith([good]), home))
  assert.deepEqual(Object.keys(await treeIn(fetched.expanded ?? '')).sort(), ['Foo.psd1', 'good.txt'])
})

/** Every name that a refusal can have; one that is missing here does not compile. */
const CODES: Readonly<Record<ZipFaultCode, true>> = {
  'not-a-zip': true,
  'cut-off': true,
  'trailing-data': true,
  'prepended-data': true,
  'zip-in-comment': true,
  'multi-disk': true,
  'needless-zip64': true,
  'bad-directory': true,
  'wrong-entry-count': true,
  'too-many-entries': true,
  'too-large': true,
  'unsupported-method': true,
  encrypted: true,
  'not-a-file': true,
  'folder-with-data': true,
  'invalid-utf8': true,
  'ambiguous-name': true,
  'absolute-path': true,
  'path-traversal': true,
  'empty-segment': true,
  'forbidden-character': true,
  'reserved-name': true,
  'trailing-dot-or-space': true,
  'path-too-long': true,
  'duplicate-name': true,
  'colliding-names': true,
  'file-as-folder': true,
  'local-header-mismatch': true,
  'descriptor-mismatch': true,
  'overlapping-entries': true,
  'hidden-data': true,
  'bad-deflate': true,
  'size-mismatch': true,
  'wrong-crc': true,
}

test('They are more than 140, no two the same, and every name of a refusal has one.', () => {
  const all = Object.values(HOSTILE).flat()
  assert.ok(all.length > 140, `${all.length}`)
  assert.equal(new Set(all.map(({ bytes }) => bytes.toString('latin1'))).size, all.length)
  assert.deepEqual([...new Set(all.map(({ code }) => code))].sort(), Object.keys(CODES).sort())
})

const MIB = 1024 * 1024

/** Bytes of the file, and the most that it may unpack to: 512 MiB, or twenty times its size if that is more. */
const CAPS: readonly (readonly [packed: number, most: number])[] = [
  [1000, 512 * MIB],
  [20 * MIB, 512 * MIB],
  [26 * MIB, 520 * MIB],
  [500 * MIB, 10_000 * MIB],
]

for (const [packedSize, most] of CAPS) {
  test(`A zip of ${packedSize} bytes may unpack to ${most} bytes and no more, and is told both figures.`, () => {
    const entry = (name: string, size: number): ListedEntry => ({
      ...{ path: name, flags: 0, method: 8, compressedSize: 100, size },
      ...{ externalAttributes: 0, disk: 0, zip64: false, offset: 0 },
    })
    assert.equal(checkEntries([entry('a', MIB), entry('b', most - MIB)], packedSize), undefined)
    assert.deepEqual(checkEntries([entry('a', MIB), entry('b', most - MIB + 1)], packedSize), {
      code: 'too-large',
      message: `a zip of ${packedSize} bytes that unpacks to ${most + 1} bytes, where ${most} are the most`,
    })
  })
}
