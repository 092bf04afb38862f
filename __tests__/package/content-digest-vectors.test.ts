/**
 * Every value in this file was computed without this program, by the tools of GNU, in a folder that holds the module:
 *
 *     find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c-64 | xxd -r -p | base64
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { readNupkg } from '../../src/package/nupkg.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { honestZip } from './honest-zip.ts'
import { type RawEntry, rawZip } from './raw-zip.ts'
import { temporaryFiles } from './temporary.ts'

const temporary = await temporaryFiles()

const MODULE = {
  'Foo.psd1': "@{ ModuleVersion = '1.0.0' }\n",
  'Foo.psm1': "function Get-Foo { 'foo' }\n",
  'en-US/about Foo.help.txt': 'About Foo.\n',
  'lib/a+b 100%.dll': 'MZ',
  'lib/é.txt': '',
}

const MODULE_LINES = `\
eedca2792edba3cc23981b79bb1d7b8f6fbb974608da2370f79f77bc1ced9131  Foo.psd1
1cbd51f2dfb8e0859cb0d4d2310bf637979357451ae3230348cc25986e61fef7  Foo.psm1
ab0873bff658d57353a8694f3947be9a6fedc5720752bd5e0f205ec80137d741  en-US/about Foo.help.txt
9b8db510ef42b8ed54a3712636fda55a4f8cfcd5493e20b74ab00cd4f3979f2d  lib/a+b 100%.dll
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  lib/é.txt
`
const MODULE_DIGEST = 'h1:MVGhs5XJitDyzzwhrkTiuIu1XaeU8WKxrYnyC/ARnq8='

const NUSPEC = '<package><metadata><id>Foo</id><version>1.0.0</version></metadata></package>'
const nuspec: RawEntry = { name: 'Foo.nuspec', content: NUSPEC }

/** The module's entries, their names written as told. */
function named(write: (path: string) => string): readonly RawEntry[] {
  return Object.entries(MODULE).map(([path, content]) => ({ name: write(path), content }))
}

const entries = named(path => path)

function deflated(level: number): readonly RawEntry[] {
  return entries.map(entry => ({ ...entry, method: 8, packed: deflateRawSync(entry.content ?? '', { level }) }))
}

/** As .NET's packers write a path: each of its names escaped as in a URI. */
function escaped(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

/** Every byte but the slashes, in lower case, which no packer does. */
function allEscaped(path: string): string {
  const names = path.split('/').map(name => Buffer.from(name).toString('hex').replace(/../g, '%$&'))
  return names.join('/')
}

async function digestOf(zip: Uint8Array): Promise<string> {
  return unwrap(await readNupkg(await temporary(zip))).contentDigest
}

async function digestOfEntries(...entries: readonly RawEntry[]): Promise<string> {
  return digestOf(rawZip([nuspec, ...entries]))
}

test('The digest of the module is the sha256 of its lines, which hold the sha256 of its files.', async () => {
  assert.equal(`h1:${createHash('sha256').update(MODULE_LINES).digest('base64')}`, MODULE_DIGEST)
  assert.equal(await digestOfEntries(...entries), MODULE_DIGEST)
})

const CORE = 'package/services/metadata/core-properties'

/** What belongs to the packing, in the place where it does. */
const PACKAGING: readonly string[] = [
  '_rels/.rels',
  '_RELS/.Rels',
  '[Content_Types].xml',
  '[content_types].XML',
  '%5BContent_Types%5D.xml',
  `${CORE}/0a1b.psmdcp`,
  `${CORE.toUpperCase()}/0A1B.PSMDCP`,
  `${CORE.replaceAll('/', '\\')}\\0a1b.psmdcp`,
  '.signature.p7s',
  '.SIGNATURE.P7S',
  '%2Esignature%2Ep7s',
]

const PARTS = ['_rels/.rels', '[Content_Types].xml', `${CORE}/0a1b.psmdcp`, '.signature.p7s']

const REPACKED: readonly (readonly [what: string, entries: readonly RawEntry[]])[] = [
  ['the other way round', [...entries.toReversed(), nuspec]],
  ...[0, 1, 6, 9].map(level => [`deflated by level ${level}`, [nuspec, ...deflated(level)]] as const),
  ['in names without the flag for UTF-8', [nuspec, ...entries.map(entry => ({ ...entry, flags: 0 }))]],
  ['in names escaped as in a URI', [nuspec, ...named(escaped)]],
  ['in names escaped byte for byte', [nuspec, ...named(allEscaped)]],
  ['in names with backslashes', [nuspec, ...named(path => path.replaceAll('/', '\\'))]],
  ['in names with escaped slashes', [nuspec, ...named(encodeURIComponent)]],
  ['in names with escaped backslashes', [nuspec, ...named(path => path.replaceAll('/', '%5c'))]],
  ['with folders', [{ name: 'lib/' }, nuspec, ...entries, { name: 'en-US\\' }, { name: 'empty%20folder/' }]],
  ['with permissions to execute', [nuspec, ...entries.map(entry => ({ ...entry, external: 0o100755 * 0x10000 }))]],
  ...PACKAGING.map(name => [`with ${name}`, [nuspec, ...entries, { name, content: 'x' }]] as const),
  ['with all that packers add', [...PARTS.map(name => ({ name })), ...entries, nuspec]],
  ['with another nuspec', [{ name: 'foo.NuSpec', content: `<!-- another -->${NUSPEC}` }, ...entries]],
]

for (const [what, repacked] of REPACKED) {
  test(`Packed ${what}, the module has the same digest.`, async () => {
    assert.equal(await digestOf(rawZip(repacked)), MODULE_DIGEST)
  })
}

test('Packed by an ordinary packer, the module has the same digest.', async () => {
  const files = Object.entries({ ...MODULE, 'Foo.nuspec': NUSPEC }).map(([path, content]) => ({ path, content }))
  assert.equal(await digestOf(await honestZip(files)), MODULE_DIGEST)
})

/** What differs, the files that do (undefined for one that is gone), the digest. */
const CHANGED: readonly (readonly [what: string, files: Readonly<Record<string, string | undefined>>, h1: string])[] = [
  ['another letter', { 'Foo.psm1': "function Get-Foo { 'fop' }\n" }, 's/pMUugPPZq9PvxZRbRAU7OWnlelda9/acRb5KB0lRM='],
  [
    'the line ends of Windows',
    { 'Foo.psm1': "function Get-Foo { 'foo' }\r\n" },
    'iB59OwkPmgJyWQR4OS3O6jwc5/x67cN2Jk7fiHmQdpw=',
  ],
  [
    'another name',
    { 'Foo.psm1': undefined, 'Fob.psm1': MODULE['Foo.psm1'] },
    'jd87B64wXytlxFnrKHeBXaCbPQyLclMyC1UAE8C0So0=',
  ],
  [
    'a letter of a name in capitals',
    { 'lib/é.txt': undefined, 'lib/É.txt': '' },
    '9mTOEZb3RHHyjkRJlV2PNjKfu6OLi8ihPxyvknzTq0s=',
  ],
  [
    'a folder in small letters',
    { 'en-US/about Foo.help.txt': undefined, 'en-us/about Foo.help.txt': 'About Foo.\n' },
    'ZfWkjGwyu01/itzUF4EozXrPI5c4DoWDhdIeo6Mqczs=',
  ],
  [
    'a name decomposed',
    { 'lib/é.txt': undefined, 'lib/e\u0301.txt': '' },
    'ioAil/06kOTRCFZtqQTf1Rm9SSfX5AWmKKX2n93n+wE=',
  ],
  [
    'two contents exchanged',
    { 'Foo.psd1': MODULE['Foo.psm1'], 'Foo.psm1': MODULE['Foo.psd1'] },
    '5F0+5WbCaYeD2FwuMa/Lbgh8Q1Mi7xTjxT0jcM6s4uM=',
  ],
  ['a file in another folder', { 'lib/é.txt': undefined, 'é.txt': '' }, 'bUSfZVSpTGgGUW9LF3nmLMwO1F5MLs3lJKgspBBkr2c='],
  ['an empty file more', { 'lib/empty': '' }, 'J0HRloEufhHXeQaYFHEUKLIpBMQdb0cHcHieSjxy2Zg='],
  ['an empty file less', { 'lib/é.txt': undefined }, 'LdXFfKIm1c6hGUSUlByK8Y9OSNbK1U5s5iWKTeY0shw='],
  ['a nuspec in a folder', { 'lib/Foo.nuspec': 'x' }, 'MnMoNGylYjdDxFCx4FheVQdexvs5vLYaAL96lhfObIY='],
  ['relationships in a folder', { 'sub/_rels/.rels': 'x' }, 'C4JhlCNBBXt6yA0AnCDPnomcPKTEMbwuMGUivipFNIY='],
  ['relationships of its own', { '_rels/Foo.rels': 'x' }, 'KyyquvCOBZsxd3iQfVVlyVSgKuGMCgx4XsHc6sCOsPo='],
  ['a signature in a folder', { 'x/.signature.p7s': 'x' }, 'EP1B4gtyB0v0UNnqmOjIO//HMl4zps5ezPHtN5DWsJ8='],
  ['a signature with the long s', { '.signature.p7ſ': 'x' }, 'zQGD0eU8V8xtHiTOF5nkbJvttJHEtgmLmk9/KYAA/q4='],
  ['content types in a folder', { 'lib/[Content_Types].xml': 'x' }, 'EmBu5nYsl5ty5OulKnPVZF3zDxYalK2DbWXPn2EWteg='],
  ['core properties too deep', { [`${CORE}/a/b.psmdcp`]: 'x' }, 'Bi2g288667PuMrXIUq3/miy3uwenQy1IcBSPzpsoPoI='],
  ['core properties in the root', { 'x.psmdcp': 'x' }, 'BnqgStWbFIEwA09xEGkC9OQeW0SoeIpHkV0omdQt8Jg='],
]

for (const [what, changes, h1] of CHANGED) {
  test(`With ${what}, the module has another digest.`, async () => {
    const changed = Object.entries({ ...MODULE, ...changes }).flatMap(([name, content]) =>
      content === undefined ? [] : [{ name, content }],
    )
    assert.equal(await digestOfEntries(...changed), `h1:${h1}`)
  })
}

/** The path of a file whose content is `x`, alone in its module; the digest; the names in a zip that mean this path. */
const NAMES: readonly (readonly [path: string, h1: string, written: readonly string[]])[] = [
  ['a+b', '59XO0FYq1Ifn2bC6u6xnqB7CxTXOO+b6nm3SxMeb8SY=', ['a+b', 'a%2Bb', 'a%2bb', '%61+%62']],
  ['a b', 'NSQtCQXJc8mIrkZrw9/GdHmoDA5Qm7gCehGJCDu6RNk=', ['a b', 'a%20b']],
  ['100%', 'L6DhrhXVef0dqCK3hbXxpZfgK4912jaCrLHOaFyJTno=', ['100%', '100%25']],
  ['%zz', '4JBvB2DfgjUV9dUcjyQIy+d3d4AjJn8HWx64flzYCIw=', ['%zz', '%25zz', '%%7az']],
  ['aA', 'ya6HzBuDGippxUSx0gGqRrgwoSwoG6qYtYPfsKjmJbU=', ['aA', 'a%41']],
  ['a%41', '1TU1rUbvq4JEcbONPbDTWubZZL9OqSi0EGOhNLLRpLA=', ['a%2541', 'a%25%34%31', 'a%%341']],
  ['a%2B', 'RTvv3gPwnuZDGeeASyuhrKUeL1W6YlFiG0ipKCMg4qM=', ['a%252B', 'a%25%32B']],
  ['lib/x', 'wrI6fA8VfR74mMG1BtnD12iJfkZFVskXT22CLY4Wt2s=', ['lib/x', 'lib\\x', 'lib%2Fx', 'lib%5Cx', 'lib%5cx']],
  ['é', 'ktEC9dqI5EsWj01Z0JxeVP6DIH9tItqbY2LX7iQQiJ8=', ['é', '%C3%A9', '%c3%a9']],
  ['e\u0301', 'C9PA6oLhcYEDkxZqog3R3w/o1Ds/opiKWYSxS3j8XNs=', ['e\u0301', 'e%CC%81', '%65\u0301']],
  ['😀', 'UCSoNXHNDWNVcGm8GaXUWRKiNab03U9dCcEMrgkc9Hs=', ['😀', '%F0%9F%98%80']],
  ['a%C3', 'IG6Xxg4kkX1XuNUPDBjwG/LLG83sUU+m+FlrOlmQKOA=', ['a%C3', '%61%C3', 'a%25C3']],
  ['%C0%AE', '0wlQPIY/XZKy34B/JO7LU7Tdl+le5wufvD6MIQLnS0s=', ['%C0%AE', '%25C0%25AE']],
  ['%F4%90%80%80', 'ESdrsFVjpPupGdNaI5QL9GG524xqj+vZ7KXwOyESZ60=', ['%F4%90%80%80', '%25F4%2590%2580%2580']],
]

for (const [path, h1, written] of NAMES) {
  test(`The names ${written.join(', ')} in a zip all mean ${path}.`, async () => {
    for (const name of written) assert.equal(await digestOfEntries({ name, content: 'x' }), `h1:${h1}`, name)
  })
}

const REFUSED: readonly (readonly [names: readonly string[], sentence: string])[] = [
  [['a b', 'a%20b'], 'a zip with two entries "a b"'],
  [['a%20b', '%61%20b'], 'a zip with two entries "a b"'],
  [['a%2Bb', 'a+b'], 'a zip with two entries "a+b"'],
  [['é', '%C3%A9'], 'a zip with two entries "é"'],
  [['lib/x', 'lib\\x'], 'a zip with two entries "lib/x"'],
  [['lib/x', 'lib%5Cx'], 'a zip with two entries "lib/x"'],
  [['lib/x', 'lib%2fx'], 'a zip with two entries "lib/x"'],
  [['lib/x', 'LIB/x'], 'a zip with the entries "lib/x" and "LIB/x"'],
  [['lib/x', 'lib\\%58'], 'a zip with the entries "lib/x" and "lib/X"'],
  [['é', 'e%CC%81'], 'a zip with the entries "é" and "e\u0301"'],
  [['_rels/.rels', '_RELS/.RELS'], 'a zip with the entries "_rels/.rels" and "_RELS/.RELS"'],
  [['.signature.p7s', '%2Esignature.p7s'], 'a zip with two entries ".signature.p7s"'],
  [['Foo%2Enuspec'], 'a zip with two entries "Foo.nuspec"'],
  [['Bar.nuspec'], 'a package with 2 nuspecs'],
]

for (const [names, sentence] of REFUSED) {
  test(`A package with a Foo.nuspec and ${names.join(' and ')} is refused.`, async () => {
    const zip = rawZip([nuspec, ...names.map(name => ({ name, content: 'x' }))])
    assert.equal(errorOf(await readNupkg(await temporary(zip))), sentence)
  })
}

test('Names that only look as if they decoded to one are two files.', async () => {
  const digest = await digestOfEntries({ name: 'a%41', content: 'x' }, { name: 'a%2541', content: 'x' })
  assert.equal(digest, 'h1:PuUo2/PLQklzqfWWysX2OcFgLh5zBEyfFjXwYlB0/b0=')
})
