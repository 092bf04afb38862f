import { type Node, type ParseError, parseTree } from 'jsonc-parser'
import { type Problem, placeAt } from '../problem.ts'
import { excerpt } from '../redact.ts'
import { err, ok, type Result } from '../result.ts'
import { problemAt, type TextDocument } from '../text.ts'
import { deeperThan, describeParseError } from './json-text.ts'
import type { Entry, Value } from './value.ts'

/** As deep as a psd1 may nest; the parser below calls itself for each level. */
const MAX_DEPTH = 64

/**
 * Reads JSON with comments and trailing commas.
 *
 * Errors: `JSON_SYNTAX`, `JSON_EMPTY`, `JSON_TOO_DEEP`, and `JSON_DUPLICATE_KEY` with both places, letter case aside:
 * PowerShell takes no two such keys, and of two versions of one name nobody can tell the one that is meant.
 */
export function parseJson(document: TextDocument): Result<Value, Problem> {
  const deep = deeperThan(MAX_DEPTH, document.text)
  if (deep !== undefined) {
    const what = `it nests deeper than ${MAX_DEPTH} levels`
    return err(fault(document, deep, 'JSON_TOO_DEEP', what, 'No requirements need that.'))
  }
  const errors: ParseError[] = []
  const root = parseTree(document.text, errors, { allowTrailingComma: true, allowEmptyContent: true })
  const [first] = errors
  if (first) {
    const what = `it is not valid JSON: ${describeParseError(first)}`
    return err(fault(document, first.offset, 'JSON_SYNTAX', what, 'Mend it at the caret.'))
  }
  if (!root) return err(fault(document, 0, 'JSON_EMPTY', 'it is empty', 'Write a table: { "Pester": "5.7.1" }'))
  return toValue(root, document)
}

function toValue(node: Node, document: TextDocument): Result<Value, Problem> {
  const { offset: at, length } = node
  switch (node.type) {
    case 'object':
      return toTable(node, document)
    case 'array': {
      const items: Value[] = []
      for (const child of node.children ?? []) {
        const item = toValue(child, document)
        if (!item.ok) return item
        items.push(item.value)
      }
      return ok({ kind: 'list', items, at })
    }
    case 'boolean':
      return ok({ kind: 'switch', on: node.value === true, at })
    case 'string':
      return ok({ kind: 'text', text: String(node.value), at })
    case 'number':
      return ok({ kind: 'text', text: document.text.slice(at, at + length), at })
    default:
      return ok({ kind: 'nothing', at })
  }
}

function toTable(node: Node, document: TextDocument): Result<Value, Problem> {
  const entries: Entry[] = []
  const places = new Map<string, number>()
  for (const { children } of node.children ?? []) {
    const [name, child] = children ?? []
    if (!name || !child) continue
    const key = String(name.value)
    // For editors; no format has it.
    if (key === '$schema') continue
    const firstAt = places.get(key.toLowerCase())
    if (firstAt !== undefined) return err(duplicateKey(document, key, name.offset, firstAt))
    places.set(key.toLowerCase(), name.offset)
    const value = toValue(child, document)
    if (!value.ok) return value
    entries.push({ key, at: name.offset, value: value.value })
  }
  return ok({ kind: 'table', entries, at: node.offset })
}

function duplicateKey(document: TextDocument, key: string, at: number, firstAt: number): Problem {
  const { line, column } = placeAt(document.text, firstAt, document.file)
  const what = `"${excerpt(key)}" is stated twice in one table`
  return {
    ...fault(document, at, 'JSON_DUPLICATE_KEY', what, 'Keep one of the two; letter case makes no difference.'),
    details: [`The other one is at: line ${line}, column ${column}`],
  }
}

function fault(document: TextDocument, at: number, code: string, what: string, hint: string): Problem {
  return problemAt(document, at, { code, sentence: `${document.file} cannot be read: ${what}.`, hint })
}
