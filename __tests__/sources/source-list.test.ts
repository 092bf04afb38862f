import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupFamilies } from '../../src/sources/family.ts'
import { PRESETS } from '../../src/sources/presets.ts'
import type { SourceConfig } from '../../src/sources/source.ts'
import { parseSourceList } from '../../src/sources/source-list.ts'
import { errorOf, unwrap } from '../helpers/result.ts'
import { namedSource } from '../helpers/scripted-source.ts'

/** The only source of a list of one line. */
function only(line: string): SourceConfig {
  const [source, ...others] = unwrap(parseSourceList(line))
  assert.ok(source)
  assert.deepEqual(others, [])
  return source
}

test('An empty list is the default chain.', () => {
  for (const text of ['', '\n', '  \r\n# nothing else\r\n']) {
    assert.deepEqual(
      unwrap(parseSourceList(text)).map(({ name }) => name),
      ['psgallery', 'pwsh-gallery', 'mar', 'psgallery-cdn'],
    )
  }
})

test("A list replaces the default chain, in its own order, and a preset's name is taken in any letter case.", () => {
  const sources = unwrap(parseSourceList('MAR\npsgallery'))
  assert.deepEqual(
    sources,
    ['mar', 'psgallery'].map(name => PRESETS.find(preset => preset.name === name)),
  )
})

test('Windows line ends, blanks, empty lines and comments mean nothing.', () => {
  const text =
    '# ours first\r\n\r\n  contoso:   https://nuget.contoso.test/v3/index.json  \r\n\t# then\r\npsgallery\r\n'
  const sources = unwrap(parseSourceList(text))
  assert.deepEqual(
    sources.map(({ name, url }) => [name, url]),
    [
      ['contoso', 'https://nuget.contoso.test/v3/index.json'],
      ['psgallery', 'https://www.powershellgallery.com/api/v2'],
    ],
  )
})

/** The kind that an address tells, and the base address. */
const ADDRESSES: readonly (readonly [string, SourceConfig['kind'], string])[] = [
  ['https://x.test/v3/index.json', 'nuget-v3', 'https://x.test/v3/index.json'],
  ['https://x.test/v3/INDEX.JSON', 'nuget-v3', 'https://x.test/v3/INDEX.JSON'],
  ['https://x.test/index.json?api-version=1', 'nuget-v3', 'https://x.test/index.json?api-version=1'],
  ['https://x.test/api/v2', 'nuget-v2', 'https://x.test/api/v2'],
  ['https://x.test/api/v2/', 'nuget-v2', 'https://x.test/api/v2'],
  ['https://x.test/feed/nuget', 'nuget-v2', 'https://x.test/feed/nuget'],
  ['oci://ghcr.io/contoso/modules', 'oci', 'https://ghcr.io/contoso/modules'],
  ['oci://registry.test:5000', 'oci', 'https://registry.test:5000'],
  ['https://x.test/{id}.{version}.nupkg', 'direct', 'https://x.test/{id}.{version}.nupkg'],
  ['http://127.0.0.1:8080/v3/index.json', 'nuget-v3', 'http://127.0.0.1:8080/v3/index.json'],
  ['nuget-v3+https://x.test/feed', 'nuget-v3', 'https://x.test/feed'],
  ['nuget-v2+https://x.test/feed/index.json', 'nuget-v2', 'https://x.test/feed/index.json'],
  ['oci+http://127.0.0.1:5000/psresource', 'oci', 'http://127.0.0.1:5000/psresource'],
  ['oci+https://x.test', 'oci', 'https://x.test'],
  ['direct+https://x.test/{id}/{version}', 'direct', 'https://x.test/{id}/{version}'],
]

for (const [address, kind, url] of ADDRESSES) {
  test(`${address} is a source of the kind ${kind}.`, () => {
    const source = only(`feed: ${address}`)
    assert.equal(source.kind, kind)
    assert.equal(source.url, url)
  })
}

test("A source of one's own is a private family with the last word, which no error lets pass.", () => {
  assert.deepEqual(only('contoso: https://nuget.contoso.test/v3/index.json'), {
    name: 'contoso',
    kind: 'nuget-v3',
    url: 'https://nuget.contoso.test/v3/index.json',
    family: 'contoso',
    isAuthority: true,
    onError: 'stop',
    redirects: { kind: 'public', privateToo: false },
  })
})

test('Only a source at a private address may be redirected to private addresses.', () => {
  for (const [address, privateToo] of [
    ['http://127.0.0.1:8080/index.json', true],
    ['https://10.1.2.3/index.json', true],
    ['http://localhost:5000/{id}.{version}.nupkg', true],
    ['https://nuget.contoso.test/index.json', false],
  ] as const) {
    assert.deepEqual(only(`x: ${address}`).redirects, { kind: 'public', privateToo })
  }
})

const URL_V3 = 'https://x.test/index.json'

const OPTIONS: readonly (readonly [string, Partial<SourceConfig>])[] = [
  ['(family gallery)', { family: 'gallery', isAuthority: false, onError: 'stop' }],
  ['(family gallery, authority)', { family: 'gallery', isAuthority: true, onError: 'stop' }],
  ['(on-error next)', { family: 'x', isAuthority: true, onError: 'next' }],
  ['(on-error next, family mar)', { family: 'mar', isAuthority: false, onError: 'next' }],
  ['(  family   ours ,authority,on-error  next  )', { family: 'ours', isAuthority: true, onError: 'next' }],
  ['(family ours)', { family: 'ours', isAuthority: true, onError: 'stop' }],
  ['()', { family: 'x', isAuthority: true, onError: 'stop' }],
]

for (const [options, expected] of OPTIONS) {
  test(`The options ${options} are taken.`, () => {
    const { family, isAuthority, onError } = only(`x: ${URL_V3} ${options}`)
    assert.deepEqual({ family, isAuthority, onError }, expected)
  })
}

test('Sources that share a name of a family share the family, whose authority is the one of that name.', () => {
  const sources = unwrap(parseSourceList(`mirror: ${URL_V3} (family contoso)\ncontoso: ${URL_V3}`))
  assert.deepEqual(
    sources.map(({ name, family, isAuthority }) => [name, family, isAuthority]),
    [
      ['mirror', 'contoso', false],
      ['contoso', 'contoso', true],
    ],
  )
})

test('A mirror of the Gallery may stand beside it, and may be its authority where the Gallery is not listed.', () => {
  const beside = unwrap(parseSourceList(`psgallery\nx: ${URL_V3} (family gallery)`))
  assert.deepEqual(
    beside.map(({ isAuthority }) => isAuthority),
    [true, false],
  )
  const instead = unwrap(parseSourceList(`pwsh-gallery\nx: ${URL_V3} (family gallery, authority)`))
  assert.deepEqual(
    instead.map(({ isAuthority }) => isAuthority),
    [false, true],
  )
})

const REFUSED: readonly (readonly [what: string, text: string, code: string, sentence: RegExp])[] = [
  ['a name that no preset has', 'psgalery', 'UNKNOWN_SOURCE', /there is no source named "psgalery"/],
  ['an address without a name', URL_V3, 'SOURCE_LINE', /"https:\/\/x\.test\/index\.json" has no name/],
  ['a preset with options', 'psgallery (on-error next)', 'UNKNOWN_SOURCE', /"psgallery \(on-error next\)"/],
  ['a name that cannot be one', `../x: ${URL_V3}`, 'SOURCE_NAME', /"\.\.\/x" cannot be the name/],
  ['a name twice', `x: ${URL_V3}\nX: ${URL_V3}`, 'SOURCE_TWICE', /"X" is listed twice/],
  ['a preset twice', 'psgallery\nPSGallery', 'SOURCE_TWICE', /"psgallery" is listed twice/],
  ['an unknown option', `x: ${URL_V3} (primary)`, 'SOURCE_OPTION', /does not exist: "primary"/],
  ['an option that lacks its word', `x: ${URL_V3} (family)`, 'SOURCE_OPTION', /does not exist: "family"/],
  ['an unknown way to go on', `x: ${URL_V3} (on-error stop)`, 'SOURCE_OPTION', /does not exist: "on-error stop"/],
  ['a family that cannot be named so', `x: ${URL_V3} (family a/b)`, 'SOURCE_OPTION', /does not exist: "family a\/b"/],
  ['a scheme that is none of ours', 'x: ftp://x.test/index.json', 'SOURCE_URL', /cannot be used: ftp:/],
  ['a file', 'x: file:///srv/feed/index.json', 'SOURCE_URL', /cannot be used: file:/],
  ['no address at all', 'x: nowhere', 'SOURCE_URL', /cannot be used: nowhere/],
  ['an address that is none', 'x: https://[/index.json', 'SOURCE_URL', /an address that is none/],
  ['an address that does not tell its kind', 'x: https://x.test/feed', 'SOURCE_URL', /does not tell what it speaks/],
  ['an unknown kind', 'x: npm+https://x.test/feed', 'SOURCE_URL', /cannot be used/],
  ['a direct address without an id', 'x: direct+https://x.test/{version}', 'SOURCE_URL', /lacks \{id\} or \{version\}/],
  ['a direct address without a version', 'x: https://x.test/{id}.nupkg', 'SOURCE_URL', /lacks \{id\} or \{version\}/],
  [
    'two authorities in a family',
    `contoso: ${URL_V3}\nbackup: ${URL_V3} (family contoso, authority)`,
    'TWO_AUTHORITIES',
    /"contoso" has more than one authority among contoso, backup/,
  ],
  [
    'two authorities of the Gallery',
    `psgallery\nx: ${URL_V3} (family gallery, authority)`,
    'TWO_AUTHORITIES',
    /"gallery" has more than one authority/,
  ],
  [
    'a private family without an authority',
    `a: ${URL_V3} (family ours)\nb: ${URL_V3} (family ours)`,
    'NO_AUTHORITY',
    /"ours" \(a, b\) has no authority/,
  ],
]

for (const [what, text, code, sentence] of REFUSED) {
  test(`The list is refused for ${what}.`, () => {
    const problem = errorOf(parseSourceList(text))
    assert.equal(problem.code, code)
    assert.match(problem.sentence, /^In "sources", .*\.$/)
    assert.match(problem.sentence, sentence)
    assert.ok(problem.hint)
  })
}

/** Lines with a secret where people put one, well-formed or not. */
const WITH_SECRET: readonly string[] = [
  'x: https://me:s3cr3t@x.test/index.json',
  'x: https://s3cr3t@x.test/index.json',
  'https://me:s3cr3t@x.test/index.json',
  'https://me:p@s3cr3t@x.test/index.json',
  'https://me:p/s3cr3t@x.test/index.json',
  'x: https://me:p@s3cr3t@x.test/feed',
  'x: https://me:p/s3cr3t@x.test/feed',
  'x: ftp://me:s3cr3t@x.test/',
  'x: https://x.test/feed?sig=s3cr3t',
  'https://x.test/index.json?sig=s3cr3t',
  `https://me:${'s3cr3t'.repeat(40)}@x.test/index.json`,
  `https://x.test/index.json?sig=${'s3cr3t'.repeat(40)}`,
]

for (const line of WITH_SECRET) {
  test(`A refusal of ${line.slice(0, 60)} does not show what may be secret in it.`, () => {
    assert.doesNotMatch(JSON.stringify(errorOf(parseSourceList(line))), /s3cr3t/)
  })
}

test('A source that is called like a public family is a private one, unless it says otherwise.', () => {
  for (const name of ['gallery', 'Gallery', 'mar ']) {
    const [source] = unwrap(parseSourceList(`${name}: https://nuget.contoso.test/index.json`))
    const [family] = groupFamilies([namedSource(source?.name ?? '', source)])
    assert.equal(family?.isPublic, false, name)
    assert.equal(source?.isAuthority, true)
  }
  const [stated] = unwrap(parseSourceList('mar: oci+http://127.0.0.1:5000/psresource (family mar, authority)'))
  assert.equal(stated?.family, 'mar')
})

test('The letter case of a family means nothing.', () => {
  const parsed = parseSourceList('mirror: https://mirror.test/index.json (family Gallery)')
  assert.ok(parsed.ok)
  assert.equal(parsed.value[0]?.family, 'gallery')
})
