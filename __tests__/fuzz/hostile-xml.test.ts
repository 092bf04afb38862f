import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { after, test } from 'node:test'
import { parseNuspec } from '../../src/package/nuspec.ts'
import {
  editPowerShellGetRepositories,
  newPowerShellGetRepositories,
} from '../../src/powershell/powershellget-repositories.ts'
import { editResourceRepositories, newResourceRepositories } from '../../src/powershell/resource-repositories.ts'
import { parseFeedPage } from '../../src/sources/nuget-v2-feed.ts'
import { checkPrototypes } from './checks.ts'

/** A document with something in front of its root, some text within, and something behind its first element. */
interface Parts {
  readonly prolog?: string
  readonly text?: string
  readonly element?: string
}

/** Everything that reads XML of others: what it gives back, undefined for a document that it took. */
interface Seam {
  readonly name: string
  readonly document: (parts: Parts) => string
  readonly refusal: (text: string) => string | undefined
}

const NOTHING = { remove: [], add: [] }

const SEAMS: readonly Seam[] = [
  {
    name: 'a page of a v2 feed',
    document: ({ prolog = '', text = '', element = '' }) =>
      `${prolog}<feed xmlns="http://www.w3.org/2005/Atom"><title>${text}</title>${element}<entry><properties><Id>Tool</Id><Version>1.10</Version></properties></entry></feed>`,
    refusal: text => {
      const page = parseFeedPage(text)
      if (!page.ok) return page.error
      assert.deepEqual(
        page.value.packages.map(({ id, version }) => [id, version.original]),
        [['Tool', '1.10']],
      )
      return undefined
    },
  },
  {
    name: 'a nuspec',
    document: ({ prolog = '', text = '', element = '' }) =>
      `${prolog}<package><metadata><id>Tool</id><version>1.10</version><description>${text}</description>${element}</metadata></package>`,
    refusal: text => {
      const nuspec = parseNuspec(text)
      if (!nuspec.ok) return nuspec.error
      assert.deepEqual(
        [nuspec.value.id, nuspec.value.version.original, nuspec.value.dependencies],
        ['Tool', '1.10', []],
      )
      return undefined
    },
  },
  {
    name: "PSResourceGet's repositories",
    document: ({ prolog = '', text = '', element = '' }) =>
      newResourceRepositories({ artifactRegistry: false })
        .replace('<configuration>', () => `${prolog}<configuration><note>${text}</note>${element}`)
        .replace(/^.*encoding="utf-8"\?>\n/, ''),
    refusal: text => {
      const edited = editResourceRepositories(text, NOTHING)
      if (edited.ok) assert.equal(edited.value.text, text)
      return edited.ok ? undefined : edited.error.kind === 'unfit' ? edited.error.why : edited.error.kind
    },
  },
  {
    name: "PowerShellGet's repositories",
    document: ({ prolog = '', text = '', element = '' }) =>
      prolog +
      newPowerShellGetRepositories().replace(/<Objs [^>]*>/, start => `${start}<note>${text}</note>${element}`),
    refusal: text => {
      const edited = editPowerShellGetRepositories(text, NOTHING)
      if (edited.ok) assert.equal(edited.value.text, text)
      return edited.ok ? undefined : edited.error.kind === 'unfit' ? edited.error.why : edited.error.kind
    },
  },
]

const LAUGHS = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('')

const DOCTYPE = /XML with a document type/
const MALFORMED = /XML that is not well-formed/
const TOO_MUCH = /XML with more than 150000 tags, attributes and entities/

type Made = Parts | ((whole: string, seam: Seam) => string)

/** A hostile document, and what every reader says of it; `read` where it is harmless and means what it says. */
const ROWS: readonly (readonly [what: string, made: Made, outcome: RegExp | 'read'])[] = [
  ['a billion laughs', { prolog: `<!DOCTYPE a [<!ENTITY l0 "ha">${LAUGHS}]>`, text: '&l9;' }, DOCTYPE],
  [
    'an entity of 9 KB, named 20,000 times',
    { prolog: `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(9000)}">]>`, text: '&x;'.repeat(20_000) },
    DOCTYPE,
  ],
  [
    'an entity that is a file',
    { prolog: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', text: '&x;' },
    DOCTYPE,
  ],
  [
    'an entity that is an address',
    { prolog: '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>', text: '&x;' },
    DOCTYPE,
  ],
  ['a document type at an address', { prolog: '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">' }, DOCTYPE],
  ['a parameter entity', { prolog: '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;]>' }, DOCTYPE],
  ['an entity that takes the place of &lt;', { prolog: '<!DOCTYPE a [<!ENTITY lt "evil">]>', text: '&lt;' }, DOCTYPE],
  ['a document type behind 8 KB', { prolog: `<!--${' '.repeat(8192)}--><!DOCTYPE a>` }, DOCTYPE],
  ['a document type in small letters', { prolog: '<!doctype a>' }, DOCTYPE],
  ['a document type within', { element: '<!DOCTYPE a [<!ENTITY x "y">]>' }, DOCTYPE],
  ['an entity that is declared within', { element: '<!ENTITY x "y">' }, DOCTYPE],
  ['a declaration of no known kind', { element: '<!NONSENSE x>' }, MALFORMED],
  ['a document type in a comment', { element: '<!-- <!DOCTYPE html> -->' }, 'read'],
  ['a document type in CDATA', { text: '<![CDATA[<!DOCTYPE html><!ENTITY x "y">]]>' }, 'read'],
  ['a document type as text', { text: '&lt;!DOCTYPE html>' }, 'read'],
  ['an undeclared entity', { text: '&nbsp;' }, MALFORMED],
  ['100,000 numeric entities', { text: '&#xD;'.repeat(100_000) }, 'read'],
  ['a million numeric entities', { text: '&#65;'.repeat(1_000_000) }, TOO_MUCH],
  ['an entity of a million digits', { text: `&#${'1'.repeat(1_000_000)};` }, MALFORMED],
  ['200,000 nested elements', { element: '<a>'.repeat(200_000) + '</a>'.repeat(200_000) }, TOO_MUCH],
  ['50,000 nested elements', { element: '<a>'.repeat(50_000) + '</a>'.repeat(50_000) }, /nested/],
  ['a million empty elements', { element: '<a/>'.repeat(1_000_000) }, TOO_MUCH],
  ['a million attributes', { element: '<a b="c"/>'.repeat(500_000) }, TOO_MUCH],
  [
    'an element with 100,000 attributes',
    { element: `<a ${Array.from({ length: 100_000 }, (_, at) => `a${at}="x"`).join(' ')}/>` },
    /a tag of more than 65536/,
  ],
  ['attributes without values', { element: `<a ${'b '.repeat(1_000_000)}/>` }, /a tag of more than 65536/],
  ['a name of a million letters', { element: `<${'a'.repeat(1_000_000)}/>` }, /a tag of more than 65536/],
  ['7 MB of text', { text: 'x'.repeat(7_000_000) }, /more than 6291456 characters/],
  ['a megabyte of text', { text: 'x'.repeat(1_000_000) }, 'read'],
  ['a page that was cut off', whole => whole.slice(0, -8), /cut off/],
  ['a page without its second half', whole => whole.slice(0, whole.length / 2), /cut off|not well-formed/],
  ['mismatched tags', { element: '<a><b></a></b>' }, MALFORMED],
  ['a second root', whole => `${whole}<a/>`, /./],
  ['text behind the root', whole => `${whole}more`, /./],
  ['a page of HTML', () => '<!DOCTYPE html><html><body>We are working on it<br></body></html>', /HTML instead of XML/],
  ['JSON', () => '{"error": "down"}', /text instead of XML/],
  ['nothing', () => '', /an empty document/],
  ['another document', () => '<Error><Code>BlobNotFound</Code></Error>', /./],
  ['a byte order mark', whole => `\ufeff${whole}`, 'read'],
  [
    'UTF-16 that was read as UTF-8',
    whole => Buffer.from(`\ufeff${whole}`, 'utf16le').toString('utf8'),
    /text instead of XML/,
  ],
  ['UTF-16 without a mark', whole => Buffer.from(whole, 'utf16le').toString('utf8'), MALFORMED],
  ['bytes that are no UTF-8', { text: Buffer.from([0xff, 0xfe, 0xc0, 0x80]).toString('utf8') }, 'read'],
  ['control characters', { text: '\u0001\u001b[31m\u0008&#x1b;' }, 'read'],
  ['half a surrogate pair', { text: '\ud800' }, 'read'],
  ['a repeated attribute', { element: '<a b="1" b="2"/>' }, MALFORMED],
  ['a namespace that is declared nowhere', { element: '<nowhere:a nowhere:b="c"/>' }, 'read'],
  [
    'a thousand namespaces',
    { element: Array.from({ length: 1000 }, (_, at) => `<a xmlns:n${at}="n"/>`).join('') },
    'read',
  ],
  ['an element called __proto__', { element: '<__proto__><polluted>1</polluted></__proto__>' }, MALFORMED],
  ['an attribute called __proto__', { element: '<a __proto__="polluted"/>' }, MALFORMED],
  ['an element called constructor', { element: '<constructor><prototype/></constructor>' }, MALFORMED],
  ['what every object inherits', { element: '<toString valueOf="1"/><hasOwnProperty isPrototypeOf="2"/>' }, 'read'],
]

/** As a machine that is busy with other things takes it. */
const MOST_MS = 1000

for (const [what, made, outcome] of ROWS) {
  for (const seam of SEAMS) {
    test(`${outcome === 'read' ? 'Read' : 'Refused'}: ${what}, in ${seam.name}.`, () => {
      const text = typeof made === 'function' ? made(seam.document({}), seam) : seam.document(made)
      const start = performance.now()
      const refusal = seam.refusal(text)
      assert.ok(performance.now() - start < MOST_MS)
      if (outcome === 'read') assert.equal(refusal, undefined)
      else {
        assert.match(refusal ?? 'it was read', outcome)
        assert.ok((refusal ?? '').length < 300 && !refusal?.includes('\n'))
      }
    })
  }
}

after(checkPrototypes)

const NUMBERS: readonly (readonly [written: string, size: number | undefined])[] = [
  ['2906', 2906],
  ['0', undefined],
  ['-1', undefined],
  ['-0', undefined],
  ['1.5', undefined],
  ['NaN', undefined],
  ['Infinity', undefined],
  ['1e999', undefined],
  ['9007199254740993', undefined],
  ['', undefined],
  ['many', undefined],
]

for (const [written, size] of NUMBERS) {
  test(`A size of ${JSON.stringify(written)} in a feed is ${size ?? 'none'}.`, () => {
    const page = parseFeedPage(
      `<feed><entry><properties><Id>A</Id><Version>0012.1.10</Version><PackageSize>${written}</PackageSize></properties></entry></feed>`,
    )
    const [entry] = page.ok ? page.value.packages : []
    assert.deepEqual([entry?.size, entry?.version.original], [size, '0012.1.10'])
  })
}

for (const id of ['__proto__', 'constructor', 'toString', 'valueOf', 'prototype']) {
  test(`${id} is a name of a package like any other.`, () => {
    const page = parseFeedPage(
      `<feed><entry><properties><Id>${id}</Id><Version>1.0</Version><Dependencies>${id}:1.0|${id}x:</Dependencies></properties></entry></feed>`,
    )
    const [entry] = page.ok ? page.value.packages : []
    assert.equal(entry?.id, id)
    assert.deepEqual(entry.dependencies.ok && entry.dependencies.value.map(each => each.id), [id, `${id}x`])
  })
}
