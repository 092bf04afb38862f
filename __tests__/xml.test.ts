import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { child, childText, parseXml, type XmlElement } from '../src/xml.ts'

function parse(text: string): XmlElement {
  const root = parseXml(text)
  assert.ok(root.ok, root.ok ? undefined : root.error)
  return root.value
}

const FEED = `<?xml version="1.0" encoding="utf-8"?>
<!-- a comment -->
<feed xml:base="https://example.test/api/v2" xmlns="http://www.w3.org/2005/Atom" xmlns:d="data" xmlns:m="meta">
  <m:count>1</m:count>
  <entry>
    <m:properties>
      <d:Version>1.10</d:Version>
      <d:Digits>0012</d:Digits>
      <d:Empty></d:Empty>
      <d:IconUrl m:null="true" />
      <d:Kept m:null="false">text</d:Kept>
      <d:Published m:type="Edm.DateTime"> 1900-01-01T00:00:00 </d:Published>
    </m:properties>
  </entry>
  <link rel="next" href="https://example.test/FindPackagesById()?id='A'&amp;$skip=100" />
</feed>
`

test('A feed is read by local names, its numbers as text, its nulls as nothing.', () => {
  const feed = parse(FEED)
  assert.equal(feed.name, 'feed')
  assert.deepEqual({ ...feed.attributes }, { base: 'https://example.test/api/v2' })
  assert.deepEqual(
    feed.children.map(({ name }) => name),
    ['count', 'entry', 'link'],
  )
  assert.equal(child(feed, 'link')?.attributes.href, "https://example.test/FindPackagesById()?id='A'&$skip=100")
  const entry = child(feed, 'entry')
  const properties = entry && child(entry, 'properties')
  assert.ok(properties)
  assert.equal(childText(properties, 'Version'), '1.10')
  assert.equal(childText(properties, 'Digits'), '0012')
  assert.equal(childText(properties, 'Empty'), '')
  assert.equal(childText(properties, 'IconUrl'), undefined)
  assert.equal(childText(properties, 'Absent'), undefined)
  assert.equal(childText(properties, 'Kept'), 'text')
  assert.equal(childText(properties, 'Published'), '1900-01-01T00:00:00')
})

const TEXTS: readonly (readonly [string, string, string])[] = [
  ['the five entities', '&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
  ['numeric entities', '&#65;&#x42;&#x1F600;', 'AB😀'],
  ['line ends as entities', 'a&#xD;\nb', 'a\r\nb'],
  ['an encoded entity once', '&amp;lt;', '&lt;'],
  ['character data', 'a <![CDATA[<b> & &lt;]]> c', 'a <b> & &lt; c'],
  ['text around an element', ' one <x>inner</x> two ', 'one  two'],
  ['text around a comment', 'one<!-- <y> -->two', 'onetwo'],
  ['many entities', `${'&#xD;'.repeat(100_000)}end`, 'end'],
]

for (const [what, written, expected] of TEXTS) {
  test(`Text is read with ${what}.`, () => assert.equal(parse(`<a>${written}</a>`).text, expected))
}

test('A byte order mark, a declaration and white space may surround the document.', () => {
  assert.equal(parse('\uFEFF<?xml version="1.0"?>\n<a/>\n\n').name, 'a')
})

const laughs = `<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;">]><a>&m;</a>`

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ['an empty document', '', /^an empty document/],
  ['white space', ' \n', /^an empty document/],
  ['JSON', '{"error":"unavailable"}', /^text instead of XML$/],
  [
    'an HTML page',
    '<!DOCTYPE html><html><head><meta charset=utf-8></head><body>Down</body></html>',
    /^HTML instead of XML$/,
  ],
  ['an HTML page without a type', '<html><body><br>Down</body></html>', /^HTML instead of XML$/],
  ['a well-formed HTML page', '<html lang="en"><body>Down</body></html>', /^HTML instead of XML$/],
  ['a cut-off HTML page', '\n<HTML><body>Down', /^HTML instead of XML$/],
  ['a billion laughs', laughs, /^XML with a document type$/],
  [
    'an external entity',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    /^XML with a document type$/,
  ],
  ['a redefined entity', '<!doctype a [<!ENTITY lt "evil">]><a>&lt;</a>', /^XML with a document type$/],
  ['a late document type', `<a><b/>${laughs}</a>`, /^XML with a document type$/],
  ['a document type behind 4 KB', `<!--${' '.repeat(5000)}-->${laughs}`, /^XML with a document type$/],
  ['an entity declaration alone', '<a><!ENTITY x "y"></a>', /^XML with a document type$/],
  ['an undeclared entity', '<a>&nbsp;</a>', /not well-formed .*&nbsp;/],
  ['an undeclared entity in an attribute', '<a b="&x;"></a>', /&x;/],
  ['a bare ampersand', '<a>b & c</a>', /^XML that is not well-formed/],
  ['a bare ampersand in an attribute', '<a><b c="d&e"/></a>', /^XML that is not well-formed/],
  ['a NUL as an entity', '<a>&#0;</a>', /^XML that is not well-formed/],
  ['half a surrogate pair', '<a>&#xD800;</a>', /^XML that is not well-formed/],
  ['a number beyond Unicode', `<a>&#${'9'.repeat(400)};</a>`, /^XML that is not well-formed/],
  ['mismatched tags', '<a><b></a></b></a>', /^XML that is not well-formed/],
  ['a repeated attribute', '<a><b c="1" c="2"/></a>', /^XML that is not well-formed/],
  ['an attribute without quotes', '<a><b c=1></b></a>', /^XML that is not well-formed/],
  ['two roots', '<a></a><b></b>', /./],
  ['two empty roots', '<a/><b/>', /exactly one root/],
  ['text behind the root', '<a></a>more', /./],
  ['text behind an empty root', '<a/>more', /./],
  ['text in front of the root', 'more<a/>', /^text instead of XML$/],
  ['a comment that is never closed', '<a></a><!-- ', /./],
  ['102 nested elements', '<a>'.repeat(102) + '</a>'.repeat(102), /nested/],
  ['the prototype as an element', '<a><__proto__><x/></__proto__></a>', /^XML that is not well-formed/],
  ['the prototype as an attribute', '<a __proto__="x"></a>', /^XML that is not well-formed/],
]

for (const [what, text, error] of REFUSED) {
  test(`It is refused: ${what}.`, () => {
    const root = parseXml(text)
    assert.ok(!root.ok)
    assert.match(root.error, error)
    assert.ok(root.error.length < 300)
  })
}

test('A document that is cut off anywhere is refused, and said to be cut off where its root had begun.', () => {
  const whole = FEED.trimEnd()
  const rootEnd = whole.indexOf('>', whole.indexOf('<feed'))
  for (let length = 1; length < whole.length; length += 1) {
    const root = parseXml(whole.slice(0, length))
    assert.ok(!root.ok, `cut at ${length}`)
    if (length > rootEnd) assert.match(root.error, /^XML that is cut off at character \d+$/)
  }
})

test('Names that every object inherits are no more than names.', () => {
  const root = parse('<a toString="1"><hasOwnProperty>x</hasOwnProperty><valueOf/></a>')
  assert.equal(root.children.length, 2)
  assert.equal(root.attributes.constructor, undefined)
  assert.equal(childText(root, 'constructor'), undefined)
  assert.deepEqual(Object.keys(Object.prototype), [])
})

test('Any text survives being written and read.', () => {
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  const character = fc.oneof(
    fc.constantFrom('<', '>', '&', '"', "'", ' ', ';', '#', ']'),
    fc.stringMatching(/^[\u00a1-\uffee]$/u),
  )
  fc.assert(
    fc.property(
      fc.array(character).map(all => all.join('')),
      text => {
        const root = parse(`<r><d:t xmlns:d="d" a="${escaped(text)}">${escaped(text)}</d:t></r>`)
        assert.equal(childText(root, 't'), text.trim())
        assert.equal(child(root, 't')?.attributes.a, text)
      },
    ),
  )
})
