import { XMLParser } from 'fast-xml-parser'
import { err, ok, type Result } from './result.ts'
import { excessOf } from './xml-limits.ts'

/**
 * An element of an XML document. Namespace prefixes are dropped: the feeds use fixed ones, nuspecs a dozen namespaces.
 */
export interface XmlElement {
  /** The local name. */
  readonly name: string
  /** By local name (`m:null` is `null`), of two the one without a prefix; without the namespace declarations. It has no prototype. */
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** The element's own text without its children's, trimmed. */
  readonly text: string
}

/** Atom feeds and nuspecs are at most 6 deep. */
const MAX_DEPTH = 100

const TEXT = '#text'
const ATTRIBUTES = ':@'

/**
 * Ordered output is what the parser builds first in any case; its other form costs a second pass and as much again to
 * take apart. Left to itself it reads the version `1.10` as the number 1.1, and leaves `&#xD;` as it is.
 */
const parser = new XMLParser({
  preserveOrder: true,
  textNodeName: TEXT,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
  jPath: false,
  // The built-in decoder stops at a number of entities that release notes (`&#xD;` on every line) can reach, and lets
  // undeclared ones through.
  entityDecoder: {
    decode: decodeEntities,
    setExternalEntities: () => {},
    // Called for a document type, with what it declares. What looks like one in a comment or CDATA is text.
    addInputEntities: () => {
      throw new Error('a document type')
    },
    setXmlVersion: () => {},
    reset: () => {},
  },
})

/**
 * Reads a whole, well-formed document without a document type. The error completes "sent something else: …".
 *
 * What is refused and why: fast-xml-parser without its validator takes a page that was cut off, mismatched tags and an
 * HTML error page for documents; and a document type is needed for every attack by entities, but by no feed and no
 * nuspec.
 */
export function parseXml(text: string): Result<XmlElement, string> {
  const document = text.startsWith('\uFEFF') ? text.slice(1) : text
  const start = document.trimStart()
  if (start === '') return err('an empty document instead of XML')
  if (!start.startsWith('<')) return err('text instead of XML')
  const excess = excessOf(document)
  if (excess !== undefined) return err(excess)

  try {
    const roots = parser.parse(document, true).filter((node: OrderedNode) => nameOf(node) !== TEXT)
    const [root] = roots
    // The validator looks for a second root and for text behind the first only where that is not `<empty/>`.
    const tail = document.slice(document.lastIndexOf('>') + 1)
    if (!root || roots.length > 1 || tail.trim() !== '') return err('XML that has not exactly one root element')
    const element = toElement(root)
    return element.name.toLowerCase() === 'html' ? err('HTML instead of XML') : ok(element)
  } catch (error) {
    return err(describeFault(start.trimEnd(), String(error instanceof Error ? error.message : error)))
  }
}

/** The first child of that local name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find(each => each.name === name)
}

/** The text of the first child of that local name; undefined when there is none, or it is `m:null="true"`. */
export function childText(element: XmlElement, name: string): string | undefined {
  const found = child(element, name)
  return found?.attributes.null === 'true' ? undefined : found?.text
}

/** What the parser makes of an element: its name (or `#text`) with its content, and `:@` with its attributes. */
interface OrderedNode {
  readonly [name: string]: readonly OrderedNode[] | string | Readonly<Record<string, string>>
}

function nameOf(node: OrderedNode): string {
  for (const key in node) if (key !== ATTRIBUTES) return key
  return TEXT
}

const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze(Object.create(null))

function toElement(node: OrderedNode): XmlElement {
  const name = nameOf(node)
  if (name.startsWith('!')) throw new Error(`<${name}> is no element`)
  const children: XmlElement[] = []
  let text = ''
  for (const item of node[name] as readonly OrderedNode[]) {
    const piece = item[TEXT]
    if (typeof piece === 'string') text += piece
    else children.push(toElement(item))
  }
  const attributes = node[ATTRIBUTES] as Readonly<Record<string, string>> | undefined
  return {
    name: localName(name),
    attributes: attributes ? toAttributes(attributes) : NO_ATTRIBUTES,
    children,
    text: text.trim(),
  }
}

/** The parser would take the last of `id="…" x:id="…"`, of which a reader that knows namespaces takes the first. */
function toAttributes(written: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(written)) {
    if (name === 'xmlns' || name.startsWith('xmlns:')) continue
    if (name.includes(':')) attributes[localName(name)] ??= value
    else attributes[name] = value
  }
  return attributes
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1)
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

/**
 * Decodes the five entities that XML has without a document type, and the numeric ones; throws for any other, and for
 * numbers with more digits than any character needs, of which a million take seconds to read.
 */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-f]{1,8});|#([0-9]{1,10});|([a-z]+);)?/gi,
    (all, hex?: string, decimal?: string, name?: string) => {
      const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)
      const character = name === undefined ? fromCodePoint(code) : NAMED.get(name)
      if (character === undefined) throw new Error(`the entity ${all} is not declared`)
      return character
    },
  )
}

function fromCodePoint(code: number): string | undefined {
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : undefined
}

function looksLikeHtml(document: string): boolean {
  return /<(?:!doctype\s+)?html[\s>]/i.test(document.slice(0, 1000))
}

function describeFault(document: string, message: string): string {
  if (looksLikeHtml(document)) return 'HTML instead of XML'
  if (/<!(?:DOCTYPE|ENTITY)/i.test(document)) return 'XML with a document type'
  const root = /<([A-Za-z_][^\s/>]*)/.exec(document)?.[1]
  if (root !== undefined && !document.endsWith(`</${root}>`))
    return `XML that is cut off at character ${document.length}`
  return `XML that is not well-formed (${message.slice(0, 160)})`
}
