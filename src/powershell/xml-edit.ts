/**
 * Where an element stands in the text of a document, as offsets; what is at an end is behind it.
 *
 * Files that belong to others are edited as text, so that their comments, white space and quotes stay as they are. What an
 * element means is asked of `parseXml`, never of this.
 */
export interface ElementPlace {
  /** As it is written, with the prefix. */
  readonly name: string
  readonly start: number
  readonly end: number
  /** What is between the tags; of `<a/>` it is empty and at its end. */
  readonly contentStart: number
  readonly contentEnd: number
  /** In how many elements it lies; 0 for the root. */
  readonly depth: number
}

/** Comments and the like are matched to be skipped: a tag in them is none. */
const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/[^>]*>|<(?<name>[^\s/>!?]+)(?:"[^"]*"|'[^']*'|[^'">])*>/g

/** All elements in the order of their start tags. The text must be one that `parseXml` takes. */
export function locateElements(text: string): readonly ElementPlace[] {
  const found: ElementPlace[] = []
  const open: Pick<ElementPlace, 'name' | 'start' | 'contentStart'>[] = []
  for (const token of text.matchAll(TOKEN)) {
    const end = token.index + token[0].length
    const name = token.groups?.name
    if (name !== undefined && token[0].endsWith('/>')) {
      found.push({ name, start: token.index, end, contentStart: end, contentEnd: end, depth: open.length })
    } else if (name !== undefined) {
      open.push({ name, start: token.index, contentStart: end })
    } else if (token[0].startsWith('</')) {
      const opened = open.pop()
      if (opened) found.push({ ...opened, end, contentEnd: token.index, depth: open.length })
    }
  }
  return found.sort((one, other) => one.start - other.start)
}

/** The elements of this name that are children of `parent`. */
export function childrenOf(parent: ElementPlace, all: readonly ElementPlace[], name: string): readonly ElementPlace[] {
  return all.filter(each => each.depth === parent.depth + 1 && each.name === name && contains(parent, each))
}

export function contains(outer: ElementPlace, inner: ElementPlace): boolean {
  return inner.start >= outer.contentStart && inner.end <= outer.contentEnd
}

/**
 * Puts elements behind all that `container` holds, each on a line of its own, indented as `sibling` is. Of an element of
 * several lines the first gives no indentation, and the others theirs below it.
 */
export function insertElements(
  text: string,
  container: ElementPlace,
  sibling: ElementPlace | undefined,
  elements: readonly string[],
): string {
  const lineBreak = /\r?\n/.exec(text)?.[0] ?? '\n'
  const outer = indentationAt(text, container.start) ?? ''
  const inner = (sibling && indentationAt(text, sibling.start)) ?? `${outer}  `
  const lines = elements.map(element => lineBreak + inner + element.replaceAll('\n', lineBreak + inner)).join('')
  if (container.contentStart === container.end) {
    // `<a />` becomes `<a >…</a>`: by the space `cutElements` knows it again.
    const tags = [text.slice(container.start, container.end - 2), `${lineBreak}${outer}</${container.name}>`]
    return `${text.slice(0, container.start)}${tags[0]}>${lines}${tags[1]}${text.slice(container.end)}`
  }
  const at = container.contentEnd - trailingSpace(text.slice(container.contentStart, container.contentEnd)).length
  return text.slice(0, at) + lines + text.slice(at)
}

/** Takes elements out of `container`, each with the line break and the indentation before it: what `insertElements` put there. */
export function cutElements(text: string, container: ElementPlace, places: readonly ElementPlace[]): string {
  if (places.length === 0) return text
  let content = ''
  let from = container.contentStart
  for (const { start, end } of places) {
    content += text.slice(from, start).replace(/\r?\n[ \t]*$/, '')
    from = end
  }
  content += text.slice(from, container.contentEnd)
  const startTag = text.slice(container.start, container.contentStart)
  const wasEmpty = /[ \t\r\n]>$/.test(startTag) && trailingSpace(content) === content
  const before = text.slice(0, container.start)
  return wasEmpty
    ? `${before}${startTag.slice(0, -1)}/>${text.slice(container.end)}`
    : before + startTag + content + text.slice(container.contentEnd)
}

/** The white space between the start of the line and `at`; undefined where the line holds something else before it. */
function indentationAt(text: string, at: number): string | undefined {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return /^[ \t]*$/.test(line) ? line : undefined
}

function trailingSpace(text: string): string {
  let at = text.length
  while (at > 0 && ' \t\r\n'.includes(text.charAt(at - 1))) at -= 1
  return text.slice(at)
}

/** Text as the value of an attribute in double quotes, in ASCII, so that it is the same in every encoding of the file. */
export function escapeXml(text: string): string {
  return text.replace(
    /[&<>"]|[^\x20-\x7e]/gu,
    character => `&#x${character.codePointAt(0)?.toString(16).toUpperCase()};`,
  )
}
