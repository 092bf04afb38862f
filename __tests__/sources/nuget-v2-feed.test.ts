import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFeedPage, type V2Package } from '../../src/sources/nuget-v2-feed.ts'
import { normalise } from '../../src/version/nuget-version.ts'
import { formatRange } from '../../src/version/version-range.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const HASH = Buffer.alloc(64, 7).toString('base64')

/** A property per line, as the Gallery writes them; an undefined one is `m:null`. */
function properties(values: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries(values).map(([name, value]) =>
    value === undefined ? `<d:${name} m:null="true" />` : `<d:${name}>${value}</d:${name}>`,
  )
  return `<m:properties>\n${lines.join('\n')}\n</m:properties>`
}

const AZ_AKS: Readonly<Record<string, string | undefined>> = {
  Id: 'Az.Aks',
  Version: '6.1.0',
  NormalizedVersion: '6.1.0',
  Dependencies: 'Az.Accounts:[5.3.0, ):',
  IconUrl: undefined,
  PackageHash: HASH,
  PackageHashAlgorithm: 'SHA512',
  PackageSize: '104857',
  Published: '2026-01-06T02:11:40.917',
}

function entry(
  values: Readonly<Record<string, string | undefined>>,
  src = 'https://x.test/api/v2/package/Az.Aks/6.1.0',
): string {
  return `<entry>
  <id>https://x.test/api/v2/Packages(Id='Az.Aks',Version='6.1.0')</id>
  <title type="text">Az.Aks</title>
  <content type="application/zip" src="${src}" />
  ${properties(values)}
</entry>`
}

function feed(...children: readonly string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xml:base="https://x.test/api/v2" xmlns="http://www.w3.org/2005/Atom"
  xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices"
  xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
<m:count>${children.length}</m:count>
<id>http://schemas.datacontract.org/2004/07/</id>
<title />
<updated>2026-01-06T02:11:40Z</updated>
<link rel="self" href="https://x.test/api/v2/Packages" />
${children.join('\n')}
</feed>`
}

function only(values: Readonly<Record<string, string | undefined>>): V2Package {
  const [found, ...others] = unwrap(parseFeedPage(feed(entry(values)))).packages
  assert.ok(found)
  assert.deepEqual(others, [])
  return found
}

test('An entry as the Gallery writes it is read.', () => {
  const read = only(AZ_AKS)
  assert.equal(read.id, 'Az.Aks')
  assert.equal(normalise(read.version), '6.1.0')
  assert.equal(read.listed, true)
  assert.equal(read.size, 104_857)
  assert.equal(read.address, 'https://x.test/api/v2/package/Az.Aks/6.1.0')
  assert.deepEqual(read.digest, { algorithm: 'sha512', value: HASH })
  assert.deepEqual(
    unwrap(read.dependencies).map(({ id, range }) => [id, formatRange(range)]),
    [['Az.Accounts', '[5.3.0, )']],
  )
})

test('An empty feed has no packages and no next page.', () => {
  assert.deepEqual(unwrap(parseFeedPage(feed())), { packages: [], next: undefined })
})

test('A next link is taken as it is written, whatever its shape, once its entities are read.', () => {
  for (const [written, next] of [
    [
      "https://x.test/api/v2/FindPackagesById()?id='Az.Aks'&amp;$skip=100",
      "https://x.test/api/v2/FindPackagesById()?id='Az.Aks'&$skip=100",
    ],
    ["Packages?id='a'&amp;$skiptoken='A','2.0-x'", "Packages?id='a'&$skiptoken='A','2.0-x'"],
  ] as const) {
    assert.equal(unwrap(parseFeedPage(feed(`<link rel="next" href="${written}" />`))).next, next)
  }
})

test('Properties inside the content are read too, as some servers put them there.', () => {
  const text = feed(`<entry><content type="application/xml">${properties(AZ_AKS)}</content></entry>`)
  const [found] = unwrap(parseFeedPage(text)).packages
  assert.equal(found?.id, 'Az.Aks')
  assert.equal(found?.address, undefined)
})

test('A page that was asked for fewer fields is read with what it has.', () => {
  const read = only({ Version: '1.0' })
  assert.equal(read.id, 'Az.Aks', 'the title stands for the id')
  assert.deepEqual(unwrap(read.dependencies), [])
  assert.equal(read.digest, undefined)
  assert.equal(read.size, undefined)
  assert.equal(read.listed, true)
})

const LISTED: readonly (readonly [string | undefined, boolean])[] = [
  ['2026-01-06T02:11:40.917', true],
  ['1901-01-01T00:00:00', true],
  ['1900-01-01T00:00:00', false],
  ['1900-01-01T00:00:00Z', false],
  ['1899-12-31T16:00:00-08:00', false],
  ['0001-01-01T00:00:00', false],
  [undefined, true],
]

for (const [published, listed] of LISTED) {
  test(`A version published ${published ?? 'at no time'} is ${listed ? 'listed' : 'unlisted'}.`, () => {
    assert.equal(only({ ...AZ_AKS, Published: published }).listed, listed)
  })
}

const VERSIONS: readonly (readonly [string | undefined, string | undefined, string])[] = [
  ['1.10', '1.10.0', '1.10.0'],
  ['5.0.0-beta1', undefined, '5.0.0-beta1'],
  [undefined, '2.0.0', '2.0.0'],
  ['1.0.0.0', '1.0.0', '1.0.0'],
]

test('A version is that of the entry, in any spelling; a number never loses its zeros.', () => {
  for (const [Version, NormalizedVersion, expected] of VERSIONS) {
    assert.equal(normalise(only({ ...AZ_AKS, Version, NormalizedVersion }).version), expected)
  }
})

test('Entries that no client could name are left out, the others are kept.', () => {
  const text = feed(
    entry({ ...AZ_AKS, Version: '1.0.x' }),
    entry({ ...AZ_AKS, Id: '../../etc' }),
    entry({ ...AZ_AKS, Version: undefined, NormalizedVersion: undefined }),
    entry(AZ_AKS),
  )
  assert.deepEqual(
    unwrap(parseFeedPage(text)).packages.map(({ version }) => normalise(version)),
    ['6.1.0'],
  )
})

test('Dependencies that make no sense are an error of their own version and of no other.', () => {
  const text = feed(entry({ ...AZ_AKS, Dependencies: 'A:not-a-range:' }), entry({ ...AZ_AKS, Version: '6.2.0' }))
  const [broken, sound] = unwrap(parseFeedPage(text)).packages
  assert.match(broken ? errorOf(broken.dependencies) : '', /a dependency on A at "not-a-range"/)
  assert.ok(sound?.dependencies.ok)
})

const DIGESTS: readonly (readonly [string, string | undefined, string | undefined, boolean])[] = [
  ['SHA512', HASH, 'SHA512', true],
  ['sha512 in lower case', HASH, 'sha512', true],
  ['no algorithm', HASH, undefined, true],
  ['SHA256', Buffer.alloc(32).toString('base64'), 'SHA256', true],
  ['another algorithm', Buffer.alloc(16).toString('base64'), 'MD5', false],
  ['a hash of another length', Buffer.alloc(32).toString('base64'), 'SHA512', false],
  ['no hash', undefined, 'SHA512', false],
  ['an empty hash', '', 'SHA512', false],
]

for (const [what, PackageHash, PackageHashAlgorithm, announced] of DIGESTS) {
  test(`A hash is ${announced ? 'taken' : 'not taken'} for ${what}.`, () => {
    assert.equal(only({ ...AZ_AKS, PackageHash, PackageHashAlgorithm }).digest !== undefined, announced)
  })
}

test('A size that is none is not announced.', () => {
  for (const PackageSize of ['0', '-1', '1.5', 'big', '', '99999999999999999999']) {
    assert.equal(only({ ...AZ_AKS, PackageSize }).size, undefined, PackageSize)
  }
})

const REFUSED: readonly (readonly [what: string, text: string, reason: RegExp])[] = [
  ['an HTML page', '<!DOCTYPE html><html><body>Our services are down</body></html>', /^HTML instead of XML$/],
  ['JSON', '{"d":{"results":[]}}', /^text instead of XML$/],
  ['nothing', '', /^an empty document instead of XML$/],
  ['a block list', '<?xml version="1.0"?><BlockList><CommittedBlocks/></BlockList>', /^an XML document of <BlockList>/],
  [
    'an OData error',
    '<m:error xmlns:m="x"><m:code/><m:message>An error has occurred.</m:message></m:error>',
    /^an XML document of <error> instead of a feed$/,
  ],
  [
    'a single entry',
    entry(AZ_AKS)
      .replace(/<[dm]:/g, '<')
      .replace(/<\/[dm]:/g, '</')
      .replace(/ m:null/g, ' null'),
    /<entry>/,
  ],
  ['a page that was cut off', feed(entry(AZ_AKS)).slice(0, -40), /^XML that/],
  ['an entry without properties', feed('<entry><title>Az.Aks</title></entry>'), /^a feed entry without properties$/],
]

for (const [what, text, reason] of REFUSED) {
  test(`A page is refused for being ${what}.`, () => assert.match(errorOf(parseFeedPage(text)), reason))
}
