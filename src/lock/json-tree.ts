import { type Node, type ParseError, parseTree } from 'jsonc-parser'
import { lineAt, type Problem } from '../problem.ts'
import { excerpt } from '../redact.ts'
import { deeperThan, describeParseError } from '../requirements/json-text.ts'
import { err, ok, type Result } from '../result.ts'
import { problemAt, type TextDocument } from '../text.ts'

/** Three times what a lock has; the parser below calls itself for each level. */
const MAX_DEPTH = 16

/** What git leaves at the beginning of a line where two sides do not fit, and between them. */
const CONFLICT = /^(?:<{7}|\|{7}|={7}|>{7})(?: |\r?$)/m

/**
 * Reads strict JSON: no comments, no trailing commas.
 *
 * Errors: `LOCK_CONFLICT`, `LOCK_CUT_OFF`, `LOCK_SYNTAX`, and `LOCK_FOREIGN` for what nests as no lock does.
 */
export function parseJsonTree(document: TextDocument): Result<Node, Problem> {
  const { file, text } = document
  const deep = deeperThan(MAX_DEPTH, text)
  if (deep !== undefined) {
    const sentence = `${file} is no lock of psmodule-restore: it nests deeper than ${MAX_DEPTH} levels.`
    return err(problemAt(document, deep, { code: 'LOCK_FOREIGN', sentence, hint: FOREIGN_HINT }))
  }
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { disallowComments: true, allowEmptyContent: true })
  const [first] = errors
  if (first) return err(damage(document, first))
  if (root) return ok(root)
  const sentence = `${file} is empty.`
  return err(problemAt(document, 0, { code: 'LOCK_CUT_OFF', sentence, hint: CUT_OFF_HINT }))
}

export const FOREIGN_HINT =
  'If it belongs to another tool, name another file in "lockfile"; else remove it and run "psmodule-restore lock".'
const CUT_OFF_HINT = 'Take the file from the last commit, or run "psmodule-restore lock --upgrade" to write it anew.'

function damage(document: TextDocument, first: ParseError): Problem {
  const { file, text } = document
  const conflict = CONFLICT.exec(text)
  if (conflict) {
    return problemAt(document, conflict.index, {
      code: 'LOCK_CONFLICT',
      sentence: `${file} has an unresolved merge conflict: a line reads "${excerpt(lineAt(text, conflict.index))}".`,
      hint: `Take one side (git checkout --ours ${file}), then run "psmodule-restore lock": it keeps what is there and adds what is missing.`,
    })
  }
  if (isCutOff(text, first)) {
    const sentence = `${file} is cut off: it ends in the middle of its JSON.`
    return problemAt(document, text.length, { code: 'LOCK_CUT_OFF', sentence, hint: CUT_OFF_HINT })
  }
  return problemAt(document, first.offset, {
    code: 'LOCK_SYNTAX',
    sentence: `${file} is not valid JSON: ${describeParseError(first)}.`,
    hint: `JSON has no comments and no commas before a closing bracket. Was it merged by hand? Take one side (git checkout --ours ${file}), or the file from the last commit, and run "psmodule-restore lock".`,
  })
}

/** Whether the text is valid up to its end, and only lacks the rest. */
function isCutOff(text: string, { offset, length }: ParseError): boolean {
  if (offset + length < text.trimEnd().length) return false
  const token = text.slice(offset).trimEnd()
  const isNumber = /^(?:-$|-?[0-9])/.test(token)
  return token.startsWith('"') || isNumber || ['true', 'false', 'null'].some(word => word.startsWith(token))
}
