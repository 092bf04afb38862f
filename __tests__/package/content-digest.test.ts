import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { contentDigest, decodedPath, type HashedFile, isPackagingPart } from '../../src/package/content-digest.ts'

const hex = (content: string): string => createHash('sha256').update(content).digest('hex')
const file = (path: string, content = path): HashedFile => ({ path, sha256Hex: hex(content) })

test('The digest is that of two lines written by hand, in the order of their bytes.', () => {
  const a = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const lines = `${a}  Foo.psd1\n${empty}  lib/x y.txt\n`
  const expected = `h1:${createHash('sha256').update(lines, 'utf8').digest('base64')}`
  assert.equal(expected, 'h1:SnKX57dMmyQYkLhjcUP1Z7lhAvZjRfCFtxqACVhhaWg=')
  assert.equal(contentDigest([file('lib/x%20y.txt', ''), file('Foo.psd1', 'a'), file('Foo.nuspec')]), expected)
})

test('Of no files it is the digest of nothing.', () => {
  assert.equal(contentDigest([]), 'h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
})

test('Paths are ordered by their UTF-8 bytes, in which an astral character comes last.', () => {
  const [bmp, astral] = ['\uFFEE', '\u{1F600}']
  const line = (path: string): string => `${hex(path)}  ${path}\n`
  const expected = createHash('sha256')
    .update(line(bmp) + line(astral))
    .digest('base64')
  assert.equal(contentDigest([file(astral), file(bmp)]), `h1:${expected}`)
})

const PACKAGING = [
  '_rels/.rels',
  '_RELS/.RELS',
  '[Content_Types].xml',
  '[content_types].xml',
  'Foo.nuspec',
  'foo.NUSPEC',
  '.nuspec',
  '.signature.p7s',
  '.Signature.P7S',
  'package/services/metadata/core-properties/0a1b.psmdcp',
  'Package/Services/Metadata/Core-Properties/X.PSMDCP',
]
const CONTENT = [
  'Foo.psd1',
  'lib/Foo.nuspec',
  'lib/[Content_Types].xml',
  'lib/_rels/.rels',
  '_rels/other.rels',
  '_rels/.rels/x',
  'package/services/metadata/core-properties/a/b.psmdcp',
  'package/services/metadata/core-properties/x.xml',
  'x.psmdcp',
  'lib/.signature.p7s',
  'signature.p7s',
  'PSGetModuleInfo.xml',
  'Foo.nuspec.txt',
]

test('What the packer adds is no content, in its own place and whatever its letter case.', () => {
  for (const path of PACKAGING) assert.ok(isPackagingPart(path), path)
  for (const path of CONTENT) assert.ok(!isPackagingPart(path), path)
})

const DECODED: readonly (readonly [string, string])[] = [
  ['a%20b', 'a b'],
  ['a+b', 'a+b'],
  ['100%', '100%'],
  ['%zz%4', '%zz%4'],
  ['%41%2541', 'A%41'],
  ['%C3%BC', 'ü'],
  ['%c3%bc', 'ü'],
  ['%E2%82%AC%F0%9F%98%80', '€😀'],
  ['%C3', '%C3'],
  ['%C3%41', '%C3A'],
  ['%FF%2e', '%FF.'],
  ['%C0%AE', '%C0%AE'],
  ['%ED%A0%80', '%ED%A0%80'],
  ['%5BContent_Types%5D.xml', '[Content_Types].xml'],
  ['lib\\a', 'lib/a'],
  ['lib%5Ca', 'lib/a'],
  ['lib%2Fa', 'lib/a'],
]

for (const [written, decoded] of DECODED) {
  test(`${written} is decoded to ${decoded}.`, () => assert.equal(decodedPath(written), decoded))
}

const NAMES = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9 é€+-]{1,8}$/), { minLength: 1, maxLength: 6 })

test('Order, percent-encoding, backslashes and packaging parts change nothing.', () => {
  fc.assert(
    fc.property(NAMES, fc.infiniteStream(fc.boolean()), (names, flips) => {
      const files = names.map(name => file(`lib/${name}`))
      const digest = contentDigest(files)
      const flip = (): boolean => flips.next().value === true
      const disguised = files.map(({ path, sha256Hex }) => {
        const encoded = flip() ? path.split('/').map(encodeURIComponent).join('/') : path
        return { path: flip() ? encoded.replaceAll('/', '\\') : encoded, sha256Hex }
      })
      const parts = PACKAGING.filter(flip).map(path => file(path))
      assert.equal(contentDigest([...parts, ...disguised.toReversed()]), digest)
    }),
  )
})

test('Any other content, name or letter case, and a file more or less, change it.', () => {
  fc.assert(
    fc.property(NAMES, names => {
      const files = names.map(name => file(`lib/${name}`))
      const [first, ...rest] = files
      assert.ok(first)
      const digest = contentDigest(files)
      assert.notEqual(contentDigest([...rest, file(first.path, 'other')]), digest)
      assert.notEqual(contentDigest([...rest, { ...first, path: `${first.path}x` }]), digest)
      assert.notEqual(contentDigest([...rest, { ...first, path: first.path.replace('lib', 'Lib') }]), digest)
      assert.notEqual(contentDigest(rest), digest)
      assert.notEqual(contentDigest([...files, file('empty', '')]), digest)
    }),
  )
})
