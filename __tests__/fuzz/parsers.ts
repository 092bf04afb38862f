import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { readInputs } from '../../src/action/inputs.ts'
import { rememberedFromMain } from '../../src/action/post-state.ts'
import { lastTrouble, lastWarning, readClientLog } from '../../src/actions-cache/client-log.ts'
import { whyUnsaved } from '../../src/actions-cache/unsaved.ts'
import { parseArguments } from '../../src/cli/arguments.ts'
import { classifyStatus, parseRetryAfter } from '../../src/http/classify.ts'
import { followTo, nextPageOf } from '../../src/http/redirects.ts'
import { formatLock } from '../../src/lock/format-lock.ts'
import { parseLock } from '../../src/lock/read-lock.ts'
import { parseDependency, parseFeedDependencies } from '../../src/package/dependency.ts'
import { parseDigest } from '../../src/package/integrity.ts'
import { readModuleManifest } from '../../src/package/module-manifest.ts'
import { parseNuspec } from '../../src/package/nuspec.ts'
import { decodeClixmlText } from '../../src/powershell/clixml-text.ts'
import {
  editPowerShellGetRepositories,
  newPowerShellGetRepositories,
} from '../../src/powershell/powershellget-repositories.ts'
import { checkRepositoryName } from '../../src/powershell/repository-name.ts'
import { editResourceRepositories, newResourceRepositories } from '../../src/powershell/resource-repositories.ts'
import { parsePsd1 } from '../../src/psd1/parse.ts'
import { readScriptRequires } from '../../src/psd1/script-requires.ts'
import { redact } from '../../src/redact.ts'
import { folderRecord } from '../../src/repository/folder-record.ts'
import { readRegistrationRecord } from '../../src/repository/registration-record.ts'
import { parseInline } from '../../src/requirements/inline.ts'
import { nearestWord } from '../../src/requirements/nearest.ts'
import { readRequirements } from '../../src/requirements/read-file.ts'
import type { Format } from '../../src/requirements/reader.ts'
import { READERS } from '../../src/requirements/readers.ts'
import { readOperated, readVersionText } from '../../src/requirements/version-text.ts'
import { parseFeedPage } from '../../src/sources/nuget-v2-feed.ts'
import { parseManifest } from '../../src/sources/oci-manifest.ts'
import { parseChallenge } from '../../src/sources/oci-token.ts'
import { PRESETS } from '../../src/sources/presets.ts'
import { parseSourceList } from '../../src/sources/source-list.ts'
import { parseSourceMap } from '../../src/sources/source-map.ts'
import { decodeText } from '../../src/text.ts'
import { parseVersion } from '../../src/version/nuget-version.ts'
import { systemVersion } from '../../src/version/system-version.ts'
import { parseRange } from '../../src/version/version-range.ts'
import { parseXml } from '../../src/xml.ts'
import { SAMPLE } from '../lock/some-lock.ts'
import { mutated, type Tree, toPsd1, toXml } from './trees.ts'

/** Something that reads text which somebody else wrote. */
export interface Parser {
  readonly name: string
  /** Gives a value, a `Result`, or undefined; it throws nothing. */
  readonly read: (text: string) => unknown
  /** Documents that it takes, and such with keys dropped, types swapped and texts replaced. */
  readonly valid: fc.Arbitrary<string>
  /** Another one reads the same syntax, and differs only in what it makes of the value. */
  readonly isTwin?: boolean
}

const scratch = mkdtempSync(path.join(tmpdir(), 'psmr-fuzz-'))

/** Gone after the tests: the records are read from files. */
export const SCRATCH = scratch

function asFile(read: (file: string) => unknown): (text: string) => unknown {
  const file = path.join(scratch, 'record.json')
  return text => {
    writeFileSync(file, text)
    return read(file)
  }
}

const lines = (...texts: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }).map(some => some.join('\n'))

const json = (...trees: readonly Tree[]): fc.Arbitrary<string> =>
  fc.constantFrom(...trees).chain(tree => fc.oneof(fc.constant(tree), mutated(tree)).map(each => JSON.stringify(each)))

const xml = (name: string, tree: Tree): fc.Arbitrary<string> =>
  fc.oneof(fc.constant(tree), mutated(tree)).map(each => `<?xml version="1.0"?>\n${toXml(name, each)}`)

const psd1 = (...trees: readonly Tree[]): fc.Arbitrary<string> =>
  fc.constantFrom(...trees).chain(tree => fc.oneof(fc.constant(tree), mutated(tree)).map(toPsd1))

const document = (text: string, file: string) => ({ file, text, encoding: 'utf-8' }) as const

const FEED: Tree = {
  '@xmlns': 'a',
  entry: [
    {
      content: { '@src': 'https://g.test/a' },
      properties: {
        Id: 'Tool',
        Version: '1.10',
        Dependencies: 'A:[1.0, 2.0):|B::net|::c',
        PackageHash: 'c2hhNTEy',
        PackageHashAlgorithm: 'SHA512',
        PackageSize: '2906',
        Published: '2026-01-06T02:11:40',
      },
    },
  ],
  link: { '@rel': 'next', '@href': 'https://g.test/?$skip=100' },
}

const NUSPEC: Tree = {
  metadata: {
    id: 'Tool',
    version: '1.2.3-beta',
    tags: 'PSModule a,b;c',
    description: 'what',
    dependencies: { group: { dependency: [{ '@id': 'A', '@version': '[1.0]' }, { '@id': 'B' }] } },
  },
}

const REPOSITORIES: Tree = {
  Repository: [
    { '@Name': 'PSGallery', '@Url': 'https://g.test', '@Priority': '50', '@Trusted': 'false' },
    { '@Name': 'Ours', '@Url': 'file:///tmp/r', '@Priority': '0' },
  ],
}

const MANIFEST: Tree = {
  layers: [
    {
      digest: `sha256:${'a'.repeat(64)}`,
      size: 12,
      annotations: {
        'org.opencontainers.image.title': 'Tool',
        metadata: JSON.stringify({
          RequiredModules: [{ ModuleName: 'A', ModuleVersion: '1.0' }, 'B'],
          PrivateData: {},
        }),
      },
    },
  ],
}

const PLACE = { name: 'Ours', location: '/tmp/r' }
const EDIT = { remove: [PLACE], add: [PLACE, { name: 'New', location: '/tmp/n' }] }

const TABLES: readonly Tree[] = [
  { Pester: '5.7.1', 'Az.Accounts': '[4.0,5.0)', PSReadLine: 'latest' },
  { Pester: { version: '[5.0,6.0)', repository: 'PSGallery', prerelease: true, AcceptLicense: true } },
  { PSDependOptions: { Target: '$PWD', AddToPath: true }, Pester: { Name: 'Pester', Version: '5', Tags: ['a'] } },
  { 'PSGalleryModule::Pester': 'latest', 'owner/tools': 'master', Pester: { DependencyType: 'PSGalleryNuget' } },
  { 'Az.*': '1.*', Az: '2.*', MyModule: '3.*' },
  { ModuleVersion: '1.0', GUID: 'a699dea5-2c73-4616-a270-1f7abb777e71', RequiredModules: ['A', { ModuleName: 'B' }] },
  ['Pester', 'Az', { ModuleName: 'A', RequiredVersion: '1.0', MaximumVersion: '2.0' }],
]

const SOURCES = [
  'psgallery',
  'contoso: https://n.test/v3/index.json (family a, authority, on-error next)',
  'o: oci+http://127.0.0.1:1/psresource',
  'd: direct+https://h.test/{id}.{version}.nupkg',
]

const VERSIONS = ['1.0', '1.10.0.0', '1.2.3-beta.1+meta', '2147483647.0.0', '0012.1']
const RANGES = ['[1.0,2.0)', '( , )', '1.*', '1.0.0-beta*', '[1.*-*, 2.0]', '(1.0,)', ...VERSIONS]

const SCRIPT = '#Requires -Version 7.0 -Modules Pester, @{ModuleName="A"; RequiredVersion="1.0"}\nparam($x = @(1))\n'

const STATED: readonly (Format | undefined)[] = [undefined, ...READERS.map(({ format }) => format)]

const FILES: readonly Parser[] = STATED.flatMap(format => [
  {
    name: `a requirements file of PowerShell data, ${format ?? 'recognised'}`,
    read: text => readRequirements(document(text, 'build.requirements.psd1'), format, { tags: [] }),
    valid: psd1(...TABLES),
    isTwin: format !== undefined,
  },
  {
    name: `a requirements file of JSON, ${format ?? 'recognised'}`,
    read: text => readRequirements(document(text, 'modules.requires.jsonc'), format, { tags: ['a'] }),
    valid: json(...TABLES),
    isTwin: format !== undefined,
  },
])

const REGISTRATION: Tree = { name: 'Ours', folder: '/tmp/r', location: 'file:///tmp/r' }

/** Everything in src that reads foreign text by a function of its own; sources and their JSON are asked over HTTP. */
export const PARSERS: readonly Parser[] = [
  ...FILES,
  { name: 'a script', read: text => readScriptRequires(document(text, 'x.ps1')), valid: lines(SCRIPT, '$x = 1') },
  { name: 'PowerShell data', read: text => parsePsd1(document(text, 'x.psd1')), valid: psd1(...TABLES) },
  {
    name: "a module's manifest",
    read: text => readModuleManifest(Buffer.from(text), 'x.psd1'),
    valid: psd1(...TABLES),
  },
  { name: 'the modules input', read: parseInline, valid: lines('Pester@5.7.1', 'Az>=1.0', 'P:[1.0,2.0)', '!Foo') },
  { name: 'a version', read: parseVersion, valid: lines(...VERSIONS) },
  { name: "a version of .NET's", read: systemVersion, valid: lines(...VERSIONS) },
  { name: 'a range', read: parseRange, valid: lines(...RANGES) },
  { name: 'a range with operators', read: readOperated, valid: lines('>=1.0', '!:[1.0]', '@1.2.3', '<= 2') },
  {
    name: 'a version text',
    read: text => readVersionText(text, { bare: 'exactly', latest: true, operators: true }),
    valid: lines(...RANGES, 'latest'),
  },
  { name: 'the sources input', read: parseSourceList, valid: lines(...SOURCES) },
  {
    name: 'the source-map input',
    read: text => parseSourceMap(text, PRESETS),
    valid: lines('Contoso.*: psgallery', '*: mar', 'Az: gallery'),
  },
  {
    name: 'every other input',
    read: text => readInputs(() => text, { workspace: '/w' }),
    valid: lines('true', '8s', '16', 'auto', 'a/b', '10m'),
  },
  { name: 'command line arguments', read: text => parseArguments(text.split('\n', 2000)), valid: argv() },
  { name: 'XML', read: parseXml, valid: xml('feed', FEED) },
  { name: 'a page of a v2 feed', read: parseFeedPage, valid: xml('feed', FEED) },
  { name: 'dependencies of a v2 feed', read: parseFeedDependencies, valid: lines('A:[1.0, ):net|B::|::c', 'null') },
  { name: 'a dependency', read: text => parseDependency(text, text), valid: lines('A', ...RANGES) },
  { name: 'a nuspec', read: parseNuspec, valid: xml('package', NUSPEC) },
  { name: 'a manifest of a registry', read: text => parseManifest(text, 'tool'), valid: json(MANIFEST) },
  {
    name: 'the metadata of a manifest',
    read: text => parseManifest(withMetadata(text), 'Az.A'),
    valid: json(METADATA()),
  },
  {
    name: 'a challenge of a registry',
    read: parseChallenge,
    valid: lines('Bearer realm="https://a.test/t",service="r",scope="repository:a:pull,push"', 'Basic realm=x'),
  },
  { name: 'a digest', read: parseDigest, valid: lines('sha512-c2hhNTEy', `sha256:${'a'.repeat(64)}`) },
  { name: 'a lock', read: text => parseLock(text, 'modules.lock.json'), valid: json(JSON.parse(formatLock(SAMPLE))) },
  {
    name: 'the address of a redirect',
    read: text => followTo(new URL('https://a.test/x'), text, { kind: 'public', privateToo: false }),
    valid: lines('/y?z#a', 'https://b.test/', 'http://c.test', '//[::1]/', 'https://u:p@d.test'),
  },
  {
    name: 'the address of a next page',
    read: text => nextPageOf(new URL('https://a.test/x'), text),
    valid: lines('/y?z#a', 'https://a.test/', 'http://a.test:443/'),
  },
  {
    name: 'Retry-After',
    read: text => [parseRetryAfter(text, 0), classifyStatus(429, 'https://a.test', text, 0)],
    valid: lines('120', 'Fri, 31 Dec 1999 23:59:59 GMT', '-1', '1e9'),
  },
  {
    name: 'the log of the cache client',
    read: text => {
      const log = readClientLog(text)
      return [lastWarning(log), lastTrouble(log), whyUnsaved(log)]
    },
    valid: lines(
      '::warning::Failed to restore: x',
      '::add-mask::secret',
      '::error title=a::b%0Ac',
      'Attempt 1 of 5 failed with error: x. Retrying request in 3000 ms...',
      'Error: x',
      'Failed to reserve cache: Error: x',
    ),
  },
  {
    name: "PSResourceGet's repositories",
    read: text => editResourceRepositories(text, EDIT),
    valid: fc.oneof(
      xml('configuration', REPOSITORIES),
      fc.constant(newResourceRepositories({ artifactRegistry: true })),
    ),
  },
  {
    name: "PowerShellGet's repositories",
    read: text => editPowerShellGetRepositories(text, EDIT),
    valid: fc.constant(newPowerShellGetRepositories()),
    isTwin: true,
  },
  { name: 'a text of CLIXML', read: decodeClixmlText, valid: lines('a_x000A_b', '_x005F_x') },
  { name: 'the name of a repository', read: checkRepositoryName, valid: lines('Restored', 'R-2') },
  {
    name: 'the record of registrations',
    read: asFile(readRegistrationRecord),
    valid: json({ format: 1, registrations: [REGISTRATION] }),
  },
  {
    name: 'the record of a folder',
    read: asFile(file => folderRecord(file.replace(/record\.json$/, 'r'), /^[a-z]+$/).read()),
    valid: json({ format: 1, files: ['a', 'b'] }),
  },
  {
    name: 'what main kept for the post step',
    read: text => {
      process.env.STATE_registered = text.replaceAll('\0', '')
      return rememberedFromMain()
    },
    valid: json({ clients: ['PSResourceGet'], registrations: [{ name: 'a', folder: '/b' }] }),
  },
  { name: 'the bytes of a text', read: text => decodeText(Buffer.from(text, 'latin1'), 'x'), valid: lines('a', 'ÿþa') },
  { name: 'an address that is redacted', read: redact, valid: lines('see https://u:p@h.test/?q=1 and more') },
  { name: 'a misspelt word', read: text => nearestWord(text, ['version', 'repository']), valid: lines('versoin') },
]

function METADATA(): Tree {
  return {
    RequiredModules: ['A'],
    ModuleList: { ModuleName: 'B' },
    PrivateData: { PSData: { ExternalModuleDependencies: 'C' } },
  }
}

function withMetadata(text: string): string {
  return JSON.stringify({ layers: [{ digest: `sha256:${'a'.repeat(64)}`, annotations: { metadata: text } }] })
}

function argv(): fc.Arbitrary<string> {
  const words = ['restore', 'lock', 'requirements', '--modules', 'Pester', '--json', '--upgrade', '--', '-h', 'a.psd1']
  return fc
    .array(fc.constantFrom(...words, '--print-env=bash', '--no-install', '--sources=x'))
    .map(each => each.join('\n'))
}
