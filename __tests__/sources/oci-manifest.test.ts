import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OciPackage, parseManifest } from '../../src/sources/oci-manifest.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const HEX = '4465339b2c52cb19d0cb6ee16467076cd7f32633e9195df675373eb81e0e8cca'
const BLOB = `sha256:${HEX}`

/** The layer that PSResourceGet pushes for Az.Accounts 5.5.2. */
function layer(metadata: unknown, annotations: Readonly<Record<string, string>> = {}) {
  return {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: BLOB,
    size: 10_201_874,
    annotations: {
      'org.opencontainers.image.title': 'Az.Accounts',
      'org.opencontainers.image.description': 'Az.Accounts.5.5.2.nupkg',
      metadata: typeof metadata === 'string' ? metadata : JSON.stringify(metadata),
      resourceType: 'Module',
      ...annotations,
    },
  }
}

function manifest(...layers: readonly unknown[]): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      size: 0,
    },
    layers,
  })
}

function dependenciesOf({ dependencies }: OciPackage): Readonly<Record<string, string>> {
  return Object.fromEntries(dependencies.map(({ id, range }) => [id, formatRange(range)]))
}

test('A manifest as PSResourceGet pushes it names the blob, its size, its digest and the proper name.', () => {
  const read = unwrap(parseManifest(manifest(layer({ ModuleVersion: '5.5.2', RequiredModules: [] })), 'az.accounts'))
  assert.deepEqual(read, {
    id: 'Az.Accounts',
    blob: BLOB,
    announced: {
      digest: { algorithm: 'sha256', value: Buffer.from(HEX, 'hex').toString('base64') },
      size: 10_201_874,
    },
    dependencies: [],
  })
})

test('An older manifest, with its stray quote and a file name as title, is read under the name that was asked for.', () => {
  const old = {
    mediaType: "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip'",
    digest: BLOB,
    annotations: { 'org.opencontainers.image.title': 'test_module.1.0.0.nupkg' },
  }
  const read = unwrap(parseManifest(manifest(old), 'Test_Module'))
  assert.equal(read.id, 'Test_Module')
  assert.equal(read.announced.size, undefined)
})

test('The layer with metadata is the package, wherever it stands; else the first.', () => {
  const other = `sha256:${'0'.repeat(64)}`
  const bare = { digest: other, size: 1 }
  assert.equal(unwrap(parseManifest(manifest(bare, layer({})), 'Az.Accounts')).blob, BLOB)
  assert.equal(unwrap(parseManifest(manifest(bare, { digest: BLOB }), 'Az.Accounts')).blob, other)
})

const METADATA: readonly (readonly [
  what: string,
  id: string,
  metadata: unknown,
  dependencies: Readonly<Record<string, string>>,
])[] = [
  [
    'RequiredModules of every form',
    'X',
    {
      RequiredModules: [
        { ModuleName: 'Az.Accounts', ModuleVersion: '5.3.0' },
        { ModuleName: 'Exact', RequiredVersion: '1.2.0' },
        { ModuleName: 'Between', ModuleVersion: '1.0', MaximumVersion: '2.0' },
        { ModuleName: 'Below', MaximumVersion: '1.*' },
        'PlainName',
      ],
    },
    {
      'Az.Accounts': '[5.3.0, )',
      Exact: '[1.2.0]',
      Between: '[1.0.0, 2.0.0]',
      Below: '(, 1.999999999.0]',
      PlainName: '( , )',
    },
  ],
  ['a single one without its list', 'X', { RequiredModules: 'Pester' }, { Pester: '( , )' }],
  [
    'a single table without its list',
    'X',
    { RequiredModules: { ModuleName: 'A', ModuleVersion: '1' } },
    { A: '[1.0.0, )' },
  ],
  [
    'keys in another letter case',
    'X',
    { requiredmodules: [{ modulename: 'A', moduleversion: '1' }] },
    { A: '[1.0.0, )' },
  ],
  [
    'external modules, which are not packages',
    'X',
    {
      RequiredModules: ['A', 'B', 'C'],
      ExternalModuleDependencies: 'a',
      PrivateData: { PSData: { ExternalModuleDependencies: ['B'] } },
    },
    { C: '( , )' },
  ],
  ['itself and one twice', 'X', { RequiredModules: ['x', 'A', 'a'] }, { A: '( , )' }],
  [
    'names and versions that are none',
    'X',
    { RequiredModules: ['a b', { ModuleName: 'B', ModuleVersion: 'new' }, 7, null] },
    {},
  ],
  ['a ModuleList, which of most modules means nothing', 'X', { RequiredModules: [], ModuleList: ['A'] }, {}],
  [
    'the ModuleList of Az',
    'Az',
    {
      RequiredModules: [],
      ModuleList: [
        { ModuleName: 'Az.Accounts', ModuleVersion: '5.3.0' },
        { ModuleName: 'Az.Resources', RequiredVersion: '8.1.0' },
      ],
    },
    { 'Az.Accounts': '[5.3.0, )', 'Az.Resources': '[8.1.0]' },
  ],
  [
    'the ModuleList of AzPreview beside its RequiredModules, in PSData',
    'AzPreview',
    { RequiredModules: ['Az.Accounts'], PrivateData: { PSData: { ModuleList: ['Az.Aks'] } } },
    { 'Az.Accounts': '( , )', 'Az.Aks': '( , )' },
  ],
  [
    'the ModuleList of an Az module without RequiredModules',
    'Az.Aks',
    { RequiredModules: [], ModuleList: ['A'] },
    { A: '( , )' },
  ],
  ['RequiredModules of an Az module', 'Az.Aks', { RequiredModules: ['A'], ModuleList: ['B'] }, { A: '( , )' }],
  ['a name that only begins like Az', 'AzX', { ModuleList: ['A'] }, {}],
  ['nothing that is known', 'X', { ModuleVersion: '1.0' }, {}],
  ['metadata that is no JSON', 'X', '@{ RequiredModules = "A" }', {}],
  ['metadata that is no object', 'X', '"text"', {}],
  ['metadata that is null', 'X', 'null', {}],
]

for (const [what, id, metadata, dependencies] of METADATA) {
  test(`Dependencies are read from ${what}.`, () => {
    assert.deepEqual(dependenciesOf(unwrap(parseManifest(manifest(layer(metadata)), id))), dependencies)
  })
}

const REFUSED: readonly (readonly [what: string, text: string, reason: RegExp])[] = [
  ['what is not JSON', '<html>', /^a manifest that is not JSON$/],
  ['nothing', '', /^a manifest that is not JSON$/],
  ['an index without layers', '{"schemaVersion":2,"manifests":[]}', /^a manifest without a layer/],
  ['no layer', manifest(), /^a manifest without a layer/],
  ['a layer without a digest', manifest({ size: 1 }), /^a manifest without a layer/],
  ['a digest of another algorithm', manifest({ digest: `md5:${'0'.repeat(32)}` }), /^a manifest without a layer/],
  ['a digest that is a path', manifest({ digest: '../../x' }), /^a manifest without a layer/],
  ['a digest with more behind it', manifest({ digest: `${BLOB}/../x` }), /^a manifest without a layer/],
  ['a text', '"x"', /^a manifest without a layer/],
]

for (const [what, text, reason] of REFUSED) {
  test(`A manifest is refused for ${what}.`, () => assert.match(errorOf(parseManifest(text, 'X')), reason))
}

test('A name in the metadata never comes from the chain of prototypes.', () => {
  const read = unwrap(parseManifest(manifest(layer('{"__proto__":{"RequiredModules":["A"]}}')), 'X'))
  assert.deepEqual(read.dependencies, [])
})
