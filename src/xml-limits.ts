/**
 * How much of a document the parser is asked to read. Its time and memory grow with every character, and with every tag,
 * attribute and entity far more: 16 MiB of `<b/>` are a gigabyte and four seconds, of attributes without values 18 seconds.
 */

/** A page of the Gallery has 100 entries, whose notes have at most 35,000 characters each. */
const MAX_LENGTH = 6 * 1024 * 1024

/** A page of 100 whole entries has 13,400; where every line of their notes ends in `&#xD;`, some 50,000 more. */
const MAX_MARKUP = 150_000

/** The longest tags hold an address. */
const MAX_TAG = 64 * 1024

/** Why a document is not given to the parser, undefined for one that is. In a time that the length of the document bounds. */
export function excessOf(document: string): string | undefined {
  if (document.length > MAX_LENGTH) return `XML of more than ${MAX_LENGTH} characters`
  if (hasLongTag(document)) return `XML with a tag of more than ${MAX_TAG} characters`
  if (hasMuchMarkup(document)) return `XML with more than ${MAX_MARKUP} tags, attributes and entities`
  return undefined
}

function hasLongTag(document: string): boolean {
  for (let at = document.indexOf('<'); at !== -1; ) {
    const end = document.indexOf('>', at)
    const length = (end === -1 ? document.length : end) - at
    const isText = document.startsWith('<!--', at) || document.startsWith('<![CDATA[', at)
    if (length > MAX_TAG && !isText) return true
    at = end === -1 ? -1 : document.indexOf('<', end)
  }
  return false
}

const MARKUP = /[<&]|=\s*["']/g

function hasMuchMarkup(document: string): boolean {
  let count = 0
  for (const _ of document.matchAll(MARKUP)) {
    count += 1
    if (count > MAX_MARKUP) return true
  }
  return false
}
