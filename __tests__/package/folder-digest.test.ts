import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFile, chmod, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { folderDigest } from '../../src/package/folder-digest.ts'
import { readNupkg } from '../../src/package/nupkg.ts'
import { pack } from '../gallery/pack.ts'
import { smallSet } from '../gallery/sets.ts'
import { createFolder } from '../helpers/ask.ts'
import { writeFiles } from '../helpers/folder-with.ts'
import { unwrap } from '../helpers/result.ts'
import { ODD_PACKAGES, packOdd } from './odd-packages.ts'
import { rawZip } from './raw-zip.ts'
import { temporaryFiles } from './temporary.ts'

const temporary = await temporaryFiles()

for (const odd of ODD_PACKAGES) {
  test(`A package with ${odd.what} and its expanded folder have one content digest.`, async t => {
    const folder = path.join(await createFolder(t), 'module')
    const { contentDigest } = unwrap(await readNupkg(await temporary(packOdd(odd)), { expandTo: folder }))
    assert.equal(await folderDigest(folder), contentDigest)
  })
}

test('So have packages as a gallery serves them, scripts among them, however they were packed.', async t => {
  const home = await createFolder(t)
  for (const [index, spec] of smallSet().entries()) {
    const digests = new Set<string | undefined>()
    for (const repacked of [false, true]) {
      const folder = path.join(home, `${index}-${repacked}`)
      const { bytes } = await pack(spec, { repacked })
      digests.add(unwrap(await readNupkg(await temporary(bytes), { expandTo: folder })).contentDigest)
      digests.add(await folderDigest(folder))
    }
    assert.equal(digests.size, 1, `${spec.id} ${spec.version}`)
  }
})

const SEGMENT = fc.stringMatching(/^[a-zé€][A-Za-z0-9é€ +%-]{0,6}[a-z]$/)
const FILES = fc.dictionary(
  fc.array(SEGMENT, { minLength: 1, maxLength: 3 }).map(each => each.join('/')),
  fc.string(),
  {
    minKeys: 1,
    maxKeys: 5,
  },
)

test('Whatever the files are called and hold, the digest of the package is that of its folder.', async t => {
  const home = await createFolder(t)
  let count = 0
  let taken = 0
  const nuspec = {
    name: 'Foo.nuspec',
    content: '<package><metadata><id>Foo</id><version>1</version></metadata></package>',
  }
  await fc.assert(
    fc.asyncProperty(FILES, async files => {
      const entries = Object.entries(files).map(([name, content]) => ({ name, content }))
      count += 1
      const folder = path.join(home, String(count))
      const read = await readNupkg(await temporary(rawZip([nuspec, ...entries])), { expandTo: folder })
      // Names that collide are refused.
      if (!read.ok) return
      taken += 1
      assert.equal(await folderDigest(folder), read.value.contentDigest)
    }),
    { numRuns: 60 },
  )
  assert.ok(taken > 40, `${taken} of 60`)
})

/** A module's folder as it was expanded. */
async function expanded(t: TestContext): Promise<string> {
  const folder = path.join(await createFolder(t), 'module')
  await writeFiles(folder, { 'Foo.psd1': '@{}', 'Foo.psm1': "'one'", 'lib/Foo.dll': '', 'en-US/about.txt': 'about' })
  return folder
}

const CHANGES: readonly (readonly [what: string, change: (folder: string) => Promise<unknown>])[] = [
  ['another byte', folder => writeFile(path.join(folder, 'Foo.psm1'), "'two'")],
  ['a byte more', folder => appendFile(path.join(folder, 'lib/Foo.dll'), ' ')],
  ['a byte less', folder => writeFile(path.join(folder, 'en-US/about.txt'), 'abou')],
  ['a file less', folder => rm(path.join(folder, 'lib/Foo.dll'))],
  ['an empty file more', folder => writeFile(path.join(folder, 'empty'), '')],
  ['a file in a folder more', folder => writeFiles(folder, { 'new/file': 'x' })],
  ['a hidden file more', folder => writeFile(path.join(folder, '.hidden'), 'x')],
  ['a file that packers would add', folder => writeFile(path.join(folder, 'Foo.nuspec'), 'x')],
  ['another name', folder => rename(path.join(folder, 'Foo.psm1'), path.join(folder, 'Bar.psm1'))],
  ['another letter case', folder => rename(path.join(folder, 'lib/Foo.dll'), path.join(folder, 'lib/foo.dll'))],
  ['a folder of another name', folder => rename(path.join(folder, 'lib'), path.join(folder, 'bin'))],
  ['a file in another folder', folder => rename(path.join(folder, 'lib/Foo.dll'), path.join(folder, 'Foo.dll'))],
  [
    'two contents exchanged',
    async folder => {
      await writeFile(path.join(folder, 'Foo.psd1'), "'one'")
      await writeFile(path.join(folder, 'Foo.psm1'), '@{}')
    },
  ],
]

for (const [what, change] of CHANGES) {
  test(`Changed, a folder has another digest: ${what}.`, async t => {
    const folder = await expanded(t)
    const before = await folderDigest(folder)
    await change(folder)
    const after = await folderDigest(folder)
    assert.match(after ?? '', /^h1:/)
    assert.notEqual(after, before)
  })
}

const INDIFFERENT: readonly (readonly [what: string, change: (folder: string) => Promise<unknown>])[] = [
  ['an empty folder', folder => mkdir(path.join(folder, 'empty'))],
  ['times', folder => utimes(path.join(folder, 'Foo.psm1'), 0, 0)],
  ['permissions', folder => chmod(path.join(folder, 'Foo.psm1'), 0o755)],
  [
    'the name of the folder itself',
    async folder => rename(folder, `${folder}-2`).then(() => rename(`${folder}-2`, folder)),
  ],
]

for (const [what, change] of INDIFFERENT) {
  test(`It says nothing of ${what}.`, async t => {
    const folder = await expanded(t)
    const before = await folderDigest(folder)
    await change(folder)
    assert.equal(await folderDigest(folder), before)
  })
}

const NO_FILES: readonly (readonly [what: string, make: (folder: string) => Promise<unknown>])[] = [
  ['a link to a file in it', folder => symlink('Foo.psm1', path.join(folder, 'link.psm1'))],
  ['a link to a folder in it', folder => symlink('lib', path.join(folder, 'link'))],
  ['a link in a folder', folder => symlink('../Foo.psm1', path.join(folder, 'lib', 'link'))],
  ['a link out of it', folder => symlink('/', path.join(folder, 'link'))],
  ['a link to nothing', folder => symlink('nothing', path.join(folder, 'link'))],
  [
    'a link in place of a file with the same content',
    async folder => {
      await rename(path.join(folder, 'Foo.psm1'), path.join(folder, '..', 'Foo.psm1'))
      await symlink('../Foo.psm1', path.join(folder, 'Foo.psm1'))
    },
  ],
  ['a pipe', async folder => execFileSync('mkfifo', [path.join(folder, 'pipe')])],
]

for (const [what, make] of NO_FILES) {
  test(`A folder with ${what} has none.`, { skip: process.platform === 'win32' && 'no links and pipes' }, async t => {
    const folder = await expanded(t)
    await make(folder)
    assert.equal(await folderDigest(folder), undefined)
  })
}

test('Where there is no such folder, the system says so.', async t => {
  const folder = await expanded(t)
  await assert.rejects(folderDigest(path.join(folder, 'missing')), { code: 'ENOENT' })
  await assert.rejects(folderDigest(path.join(folder, 'Foo.psd1')), { code: 'ENOTDIR' })
})
