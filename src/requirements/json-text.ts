import { createScanner, type ParseError, printParseErrorCode } from 'jsonc-parser'

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}' }

/**
 * Where JSON first nests deeper than `most` levels; comments and what stands in strings do not count. To be asked before a
 * parser that would exhaust the stack sees it. That parser goes on behind an error: a bracket that closes nothing does not end
 * a level for it, so `[}},[}},` nests as well.
 */
export function deeperThan(most: number, text: string): number | undefined {
  const scanner = createScanner(text, true)
  const open: string[] = []
  while (scanner.getPosition() < text.length) {
    scanner.scan()
    const token = text.charAt(scanner.getTokenOffset())
    const closing = CLOSING[token]
    if (closing !== undefined) open.push(closing)
    else if (token === open.at(-1)) open.pop()
    if (open.length > most) return scanner.getTokenOffset()
  }
  return undefined
}

/** `CloseBraceExpected` as a person says it. */
export function describeParseError({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
}
