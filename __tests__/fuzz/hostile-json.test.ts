import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { after, test } from 'node:test'
import type { SourceKind } from '../../src/sources/source.ts'
import { createHttp, question, someCall, sourceAt } from '../helpers/ask.ts'
import { serve } from '../helpers/web-server.ts'
import { checkPrototypes } from './checks.ts'

/** A place where a source sends JSON: who else must answer what before it is asked, and what it would send when well. */
interface Seam {
  readonly name: string
  readonly kind: SourceKind
  readonly url: string
  readonly route: RegExp
  readonly around: (origin: string) => Readonly<Record<string, unknown>>
  readonly well: (origin: string) => object
}

const LEAF = { catalogEntry: { id: 'Tool', version: '1.10' }, packageContent: '/tool.nupkg' }
const TAGS = '/v2/tool/tags/list'
const MANIFEST = '/v2/tool/manifests/1.10'
const LAYERS = { layers: [{ digest: `sha256:${'a'.repeat(64)}`, size: 12 }] }
const index = (origin: string) => ({ resources: [{ '@id': `${origin}/r/`, '@type': 'RegistrationsBaseUrl/3.6.0' }] })

const SEAMS: readonly Seam[] = [
  {
    name: 'a service index',
    kind: 'nuget-v3',
    url: '/index.json',
    route: /^\/index\.json$/,
    around: () => ({ '/r/tool/index.json': { items: [{ items: [LEAF] }] } }),
    well: index,
  },
  {
    name: 'a registration',
    kind: 'nuget-v3',
    url: '/index.json',
    route: /^\/r\/tool/,
    around: origin => ({ '/index.json': index(origin) }),
    well: () => ({ items: [{ items: [LEAF] }] }),
  },
  {
    name: 'a page of a registration',
    kind: 'nuget-v3',
    url: '/index.json',
    route: /^\/p$/,
    around: origin => ({ '/index.json': index(origin), '/r/tool/index.json': { items: [{ '@id': '/p' }] } }),
    well: () => ({ items: [LEAF] }),
  },
  {
    name: 'a list of tags',
    kind: 'oci',
    url: '',
    route: /tags\/list/,
    around: () => ({ [MANIFEST]: LAYERS }),
    well: () => ({ tags: ['1.10', 'latest', '__proto__'] }),
  },
  {
    name: 'a manifest',
    kind: 'oci',
    url: '',
    route: /manifests/,
    around: () => ({ [TAGS]: { tags: ['1.10'] } }),
    well: () => LAYERS,
  },
  {
    name: 'a token',
    kind: 'oci',
    url: '',
    route: /^\/token/,
    around: () => ({ [TAGS]: { tags: ['1.10'] }, [MANIFEST]: LAYERS }),
    well: () => ({ token: 'abc' }),
  },
]

type Body = string | Buffer

/** What resolving comes to where one place sends this. */
async function ask(t: Parameters<typeof createHttp>[0], seam: Seam, spoil: (whole: object) => Body): Promise<string> {
  let origin = ''
  await using site = await serve((request, response) => {
    const path = request.url ?? ''
    const isChallenged = seam.name === 'a token' && !path.startsWith('/token') && !request.headers.authorization
    if (isChallenged) {
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${origin}/token",service="x"` }).end()
    } else if (seam.route.test(path)) response.end(spoil(seam.well(origin)))
    else {
      const known = seam.around(origin)[path]
      response.writeHead(known ? 200 : 404).end(JSON.stringify(known))
    }
  })
  origin = site.origin
  const { resolver } = sourceAt(seam.kind, origin + seam.url, createHttp(t))
  const resolved = await resolver?.resolve(question('Tool', '1.10'), someCall())
  if (!resolved) return 'nothing'
  if (resolved.ok) return resolved.value.identity.version.original
  assert.ok(JSON.stringify(resolved.error).length < 500)
  return resolved.error.kind
}

const MANY = 400_000
const deep = (open: string, middle: string, close: string): string => open.repeat(MANY) + middle + close.repeat(MANY)
const everywhere = (list: string): string =>
  `{"items":${list},"resources":${list},"tags":${list},"layers":${list},"token":1}`

const MALFORMED: readonly (readonly [what: string, body: Body])[] = [
  ['nothing', ''],
  ['a page of HTML', '<!DOCTYPE html><html><body>We are working on it</body></html>'],
  ['XML', '<?xml version="1.0"?><Error/>'],
  ['half a value', '{"items": [{"items": [{"catalogEn'],
  ['null', 'null'],
  ['a number', '1e999'],
  ['a text', '"down"'],
  ['a list', '[]'],
  ['an empty object', '{}'],
  ['NaN', '{"items": NaN}'],
  ['a comment', '{"items": [] /* none */ // }'],
  ['a comma too many', '{"items": [],}'],
  ['a control character in a text', '{"items": "\u0001"}'],
  ['UTF-16', Buffer.from('\ufeff{"items":[]}', 'utf16le')],
  ['lists nested 400,000 deep', deep('[', '', ']')],
  ['lists nested without end', '['.repeat(2_000_000)],
  ['lists nested 2,000,000 deep', '['.repeat(2_000_000) + ']'.repeat(2_000_000)],
  ['objects nested 400,000 deep', deep('{"items":', '1', '}')],
  ['400,000 empty objects, in four lists', everywhere(`[${'{},'.repeat(MANY / 4)}{}]`)],
  ['a million numbers', everywhere(`[${'1,'.repeat(1_000_000)}1]`)],
  ['wrong kinds everywhere', everywhere('[null, 1, [], {"items": [[]], "@id": {}, "digest": []}]')],
  ['200,000 keys', `{${Array.from({ length: 200_000 }, (_, at) => `"k${at}":1`).join()}}`],
  [
    'a prototype in place of what is asked',
    '{"__proto__": {"items": [], "resources": [], "tags": [], "layers": [], "token": "x"}}',
  ],
]

for (const [what, body] of MALFORMED) {
  for (const seam of SEAMS) {
    test(`Refused: ${what}, as ${seam.name}.`, async t => {
      const start = performance.now()
      assert.equal(await ask(t, seam, () => body), 'malformed')
      assert.ok(performance.now() - start < 2000, 'with all of the way over HTTP')
    })
  }
}

/** What is read for what it says. */
const READ: readonly (readonly [what: string, change: (whole: object) => Body])[] = [
  ['as it should be', whole => JSON.stringify(whole)],
  ['a byte order mark', whole => `\ufeff${JSON.stringify(whole)}`],
  ['blanks', whole => JSON.stringify(whole) + ' '.repeat(1_000_000)],
  ['a prototype beside what is asked', whole => `{"__proto__": {"polluted": true}, ${JSON.stringify(whole).slice(1)}`],
  ['a constructor', whole => `{"constructor": {"prototype": {"polluted": true}}, ${JSON.stringify(whole).slice(1)}`],
  [
    '100,000 other keys',
    whole => `{${Array.from({ length: 100_000 }, (_, at) => `"k${at}":{}`).join()}, ${JSON.stringify(whole).slice(1)}`,
  ],
  [
    'bytes that are no UTF-8',
    whole =>
      Buffer.concat([
        Buffer.from('{"x":"'),
        Buffer.from([0xff, 0xc0]),
        Buffer.from(`",${JSON.stringify(whole).slice(1)}`),
      ]),
  ],
]

for (const [what, change] of READ) {
  for (const seam of SEAMS) {
    test(`Read: ${what}, as ${seam.name}.`, async t => assert.equal(await ask(t, seam, change), '1.10'))
  }
}

after(checkPrototypes)
