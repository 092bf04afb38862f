import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { PackageIdentity } from '../../src/package/identity.ts'
import { modulePathOf } from '../../src/package/module-folder.ts'
import { type PackageContents, readNupkg } from '../../src/package/nupkg.ts'
import { normalise, parseVersion } from '../../src/version/nuget-version.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { type HonestFile, honestZip } from './honest-zip.ts'
import { rawZip } from './raw-zip.ts'
import { temporaryFiles } from './temporary.ts'

const temporary = await temporaryFiles()

const nuspec = (id = 'Foo', version = '1.2.0', inside = ''): HonestFile => ({
  path: `${id}.nuspec`,
  content: `<package><metadata><id>${id}</id><version>${version}</version>${inside}</metadata></package>`,
})
const psd1: HonestFile = {
  path: 'Foo.psd1',
  content: `@{
    ModuleVersion = '1.2.0'; GUID = 'a97e0c3e-e389-46a6-b73d-2b9bc6909bdb'
    RequiredModules = @('Az.Accounts', @{ ModuleName = 'ActiveDirectory'; ModuleVersion = '1.0' })
    PrivateData = @{ PSData = @{ ExternalModuleDependencies = 'activedirectory' } }
  }`,
}
const psm1: HonestFile = { path: 'Foo.psm1', content: 'function Get-Foo { "foo" }\n'.repeat(5) }
const about: HonestFile = { path: 'en-US/about foo.txt', content: 'about' }
const MODULE: readonly HonestFile[] = [nuspec(), psd1, psm1, about]

const OPC: readonly HonestFile[] = [
  { path: '_rels/.rels', content: '<Relationships/>' },
  { path: '[Content_Types].xml', content: '<Types/>' },
  { path: 'package/services/metadata/core-properties/0a1b.psmdcp', content: '<coreProperties/>' },
]

function identity(id: string, text: string): PackageIdentity {
  const version = parseVersion(text)
  assert.ok(version.ok)
  return { id, version: version.value }
}

async function readBytes(bytes: Uint8Array, expected?: PackageIdentity): Promise<PackageContents> {
  const read = await readNupkg(await temporary(bytes), { ...(expected && { expected }) })
  assert.ok(read.ok, read.ok ? undefined : read.error)
  return read.value
}

const readFiles = async (files: readonly HonestFile[]): Promise<PackageContents> => readBytes(await honestZip(files))

test('A package says what it is, what it needs, and what of that comes with the system.', async () => {
  const dependencies = '<tags>PSModule</tags><dependencies><dependency id="Az.Accounts" version="2.0" /></dependencies>'
  const contents = await readBytes(
    await honestZip([nuspec('Foo', '1.2', dependencies), psd1, psm1, about, ...OPC]),
    identity('foo', '1.2.0.0'),
  )
  assert.equal(contents.identity.id, 'Foo')
  assert.equal(normalise(contents.identity.version), '1.2.0')
  assert.equal(contents.type, 'module')
  assert.equal(contents.guid, 'a97e0c3e-e389-46a6-b73d-2b9bc6909bdb')
  assert.deepEqual(
    contents.dependencies.map(({ id, range }) => `${id} ${formatRange(range)}`),
    ['Az.Accounts [2.0.0, )'],
  )
  assert.deepEqual(
    contents.requiredModules.map(({ id }) => id),
    ['Az.Accounts', 'ActiveDirectory'],
  )
  assert.deepEqual(contents.externalModules, ['activedirectory'])
  assert.equal(contents.signed, false)
  assert.deepEqual(contents.notes, [])
})

test('The content digest is the one that is written out by hand.', async () => {
  const lines = [psd1, psm1, about]
    .map(({ path, content }) => `${createHash('sha256').update(content).digest('hex')}  ${path}\n`)
    .join('')
  const contents = await readFiles(MODULE)
  assert.equal(contents.contentDigest, `h1:${createHash('sha256').update(lines).digest('base64')}`)
})

test('The same module packed otherwise has the same content digest.', async () => {
  const { contentDigest } = await readFiles(MODULE)
  const variants: Readonly<Record<string, Buffer>> = {
    'another order': await honestZip(MODULE.toReversed()),
    'no compression': await honestZip(MODULE.map(file => ({ ...file, compress: false }))),
    'OPC parts': await honestZip([...OPC, ...MODULE]),
    'a signature': await honestZip([...MODULE, { path: '.signature.p7s', content: 'signed' }]),
    'another nuspec': await honestZip([nuspec('FOO', '1.2', '<authors>x</authors>'), psd1, psm1, about]),
    'percent-encoding': await honestZip([nuspec(), psd1, psm1, { ...about, path: 'en-US/about%20foo.txt' }]),
    'folders as entries': await honestZip([{ path: 'en-US/', content: '' }, ...MODULE]),
    backslashes: rawZip(MODULE.map(({ path, content }) => ({ name: path.replace('/', '\\'), content }))),
  }
  for (const [what, bytes] of Object.entries(variants)) {
    assert.equal((await readBytes(bytes)).contentDigest, contentDigest, what)
  }
})

test('Another byte, name or letter case, and a file more, give another content digest.', async () => {
  const { contentDigest } = await readFiles(MODULE)
  const variants: Readonly<Record<string, readonly HonestFile[]>> = {
    byte: [nuspec(), psd1, { ...psm1, content: `${psm1.content}\n` }, about],
    name: [nuspec(), psd1, psm1, { ...about, path: 'en-US/about-foo.txt' }],
    'letter case': [nuspec(), psd1, psm1, { ...about, path: 'en-us/about foo.txt' }],
    file: [...MODULE, { path: 'empty.txt', content: '' }],
  }
  for (const [what, files] of Object.entries(variants)) {
    assert.notEqual((await readFiles(files)).contentDigest, contentDigest, what)
  }
})

test('A signature is reported.', async () => {
  assert.equal((await readFiles([...MODULE, { path: '.signature.p7s', content: 'x' }])).signed, true)
  assert.equal((await readFiles([...MODULE, { path: 'lib/.signature.p7s', content: 'x' }])).signed, false)
})

const ps1: HonestFile = { path: 'foo.ps1', content: 'Get-Foo' }
const TYPES: readonly (readonly [string, readonly HonestFile[], 'module' | 'script', number])[] = [
  ['a module manifest', [nuspec(), psd1], 'module', 0],
  ['a module manifest in other letters', [nuspec(), { ...psd1, path: 'FOO.PSD1' }], 'module', 1],
  ['a script file', [nuspec(), ps1], 'script', 0],
  ['a module manifest and a script file', [nuspec(), psd1, ps1], 'module', 0],
  ['the tag of scripts', [nuspec('Foo', '1.2.0', '<tags>psscript</tags>')], 'script', 1],
  ['neither', [nuspec(), { ...psd1, path: 'lib/Foo.psd1' }], 'module', 1],
]

for (const [what, files, type, notes] of TYPES) {
  test(`A package with ${what} is a ${type}.`, async () => {
    const contents = await readFiles(files)
    assert.equal(contents.type, type)
    assert.equal(contents.notes.length, notes)
  })
}

test('A manifest that computes its modules is noted and no reason to refuse the package.', async () => {
  const contents = await readFiles([
    nuspec(),
    { path: 'Foo.psd1', content: "@{ ModuleVersion = '1.2.0'; RequiredModules = $all }" },
  ])
  assert.equal(contents.notes.length, 1)
})

/** The psd1 of a package Foo 1.2.3-beta1, and the folder in which PowerShell finds the module. */
const FOLDERS: readonly (readonly [file: string, text: string, folder: string, notes: number])[] = [
  ['Foo.psd1', "@{ ModuleVersion = '1.2.3' }", 'Foo/1.2.3', 0],
  ['Foo.psd1', "@{ ModuleVersion = '1.2.3.0' }", 'Foo/1.2.3.0', 0],
  ['Foo.psd1', "@{ ModuleVersion = '1.0' }", 'Foo/1.0', 0],
  ['Foo.psd1', "@{ ModuleVersion = '01.002' }", 'Foo/1.2', 0],
  ['Foo.psd1', "@{ ModuleVersion = ' 1.2 ' }", 'Foo/1.2', 0],
  ['Foo.psd1', '@{ ModuleVersion = 1.20 }', 'Foo/1.2', 0],
  ['Foo.psd1', '@{ ModuleVersion = 2.0 }', 'Foo/1.2.3', 1],
  ['fOO.PSD1', "@{ ModuleVersion = '1.2.3' }", 'fOO/1.2.3', 1],
  ['fOO.psd1', "@{ ModuleVersion = '1.2.3' }", 'fOO/1.2.3', 0],
  ['foo.psm1', '', 'foo', 1],
  ['Foo.psd1', "@{ ModuleVersion = '5' }", 'Foo/1.2.3', 1],
  ['Foo.psd1', "@{ ModuleVersion = '1.2.3-beta1' }", 'Foo/1.2.3', 1],
  ['Foo.psd1', "@{ ModuleVersion = '../../1.2' }", 'Foo/1.2.3', 1],
  ['Foo.psd1', '@{ ModuleVersion = $version }', 'Foo/1.2.3', 2],
  ['Foo.psd1', '@{ }', 'Foo/1.2.3', 1],
  ['Foo.psd1', '@{ not finished', 'Foo/1.2.3', 2],
  ['Foo.psm1', '', 'Foo', 1],
]

for (const [file, text, folder, notes] of FOLDERS) {
  test(`With ${file} ${text} the module belongs into ${folder}.`, async () => {
    const contents = await readFiles([nuspec('Foo', '1.2.3-beta1'), { path: file, content: text }])
    assert.equal(contents.folder && modulePathOf(contents.folder), folder)
    assert.equal(contents.notes.length, notes, contents.notes.join('; '))
  })
}

test('A script package has a file and no folder.', async () => {
  const contents = await readFiles([nuspec('Get-Foo'), { path: 'get-foo.ps1', content: '' }])
  assert.equal(contents.folder, undefined)
  assert.equal(contents.scriptFile, 'get-foo.ps1')
})

const MANY = Array.from({ length: 1001 }, (_, index) => `A${index}`)

const REFUSED: readonly (readonly [string, Promise<Buffer> | Buffer, RegExp])[] = [
  ['HTML', Buffer.from('<html></html>'), /^HTML instead of a zip$/],
  ['no nuspec', honestZip([psd1]), /^a zip without a nuspec$/],
  ['a nuspec in a folder only', honestZip([{ ...nuspec(), path: 'lib/Foo.nuspec' }]), /^a zip without a nuspec$/],
  ['two nuspecs', honestZip([nuspec(), nuspec('Bar')]), /^a package with 2 nuspecs$/],
  [
    'a nuspec that is no XML',
    honestZip([{ path: 'Foo.nuspec', content: 'text' }]),
    /^a package whose nuspec is no nuspec/,
  ],
  [
    'a nuspec that is no text',
    honestZip([{ path: 'Foo.nuspec', content: Buffer.alloc(50) }]),
    /^a package whose nuspec is not a text$/,
  ],
  [
    'a nuspec of 17 MB',
    honestZip([{ path: 'Foo.nuspec', content: Buffer.alloc(17_000_000, 32) }]),
    /^a package whose Foo\.nuspec has 17000000 bytes$/,
  ],
  [
    'a manifest that requires 1001 modules',
    honestZip([nuspec(), { path: 'Foo.psd1', content: `@{ RequiredModules = @(${MANY.map(name => `'${name}'`)}) }` }]),
    /^a package whose Foo\.psd1 requires more than 1000 modules$/,
  ],
  ['another id', honestZip([nuspec('Bar')]), /^Bar 1\.2\.0 instead of Foo 1\.2\.0$/],
  ['another version', honestZip([nuspec('Foo', '1.2.1')]), /^Foo 1\.2\.1 instead of Foo 1\.2\.0$/],
  ['a prerelease of the version', honestZip([nuspec('Foo', '1.2.0-rc')]), /^Foo 1\.2\.0-rc instead of Foo 1\.2\.0$/],
  [
    'a broken file',
    rawZip([
      { name: 'Foo.nuspec', content: nuspec().content },
      { name: 'x', content: 'y', crc32: 1 },
    ]),
    /"x" does not have its checksum$/,
  ],
  [
    'a broken nuspec',
    rawZip([{ name: 'Foo.nuspec', content: nuspec().content, crc32: 1 }]),
    /"Foo\.nuspec" does not have its checksum$/,
  ],
  [
    'a path that leaves it',
    rawZip([{ name: 'Foo.nuspec', content: nuspec().content }, { name: '../x' }]),
    /^a zip whose entry "\.\.\/x" leaves its folder$/,
  ],
]

for (const [what, bytes, error] of REFUSED) {
  test(`A package is refused that is or has ${what}.`, async () => {
    const read = await readNupkg(await temporary(await bytes), { expected: identity('Foo', '1.2.0') })
    assert.ok(!read.ok)
    assert.match(read.error, error)
  })
}

test('What the file system says is thrown as it is.', async () => {
  await assert.rejects(readNupkg('no/such/file.nupkg'), { code: 'ENOENT' })
})

test('Whichever byte of a package is changed, it is refused, or what is in it is the same.', async () => {
  const bytes = await honestZip([nuspec(), { path: 'Foo.psd1', content: `@{ ModuleVersion = '1.2.0' }` }, psm1])
  const expected = identity('Foo', '1.2.0')
  const { contentDigest } = await readBytes(bytes, expected)
  let refused = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(bytes.readUInt8(at) ^ (1 << (at % 8)), at)
    const read = await readNupkg(await temporary(changed), { expected })
    if (read.ok) assert.equal(read.value.contentDigest, contentDigest, `byte ${at}`)
    else refused += 1
  }
  // What may change are times, versions of the format and attributes.
  assert.ok(refused > bytes.length * 0.7, `${refused} of ${bytes.length}`)
})
