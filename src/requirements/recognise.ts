import type { Problem } from '../problem.ts'
import { redact } from '../redact.ts'
import { ok, type Result } from '../result.ts'
import { describeForeign } from './foreign.ts'
import { BY_CONTENT, BY_NAME, type FormatRule } from './format-rules.ts'
import { LIST_SETTINGS } from './formats/list.ts'
import { openNotebook } from './notebook.ts'
import type { Format, ParsedFile } from './reader.ts'
import { type Shape, shapeOf } from './shape.ts'
import { findKey, type TableValue, type Value } from './value.ts'

export interface Recognised {
  readonly format: Format
  /** Completes "read as psdepend: …". It may quote the file, without the password of an address. */
  readonly because: string
}

/**
 * Tells the format of a data file by its name and its content. Nothing is guessed: what two formats read alike is read so,
 * and what no format has is refused with a word on what it is.
 *
 * Errors: `OWN_FORMAT`.
 */
export function recognise(file: ParsedFile): Result<Recognised, Problem> {
  const { root } = file
  if (isScriptName(file.document.file)) return ok({ format: 'script', because: 'its name is that of a script' })
  if (root.kind === 'list') return recogniseList(file, root.items)
  if (root.kind !== 'table') {
    return openNotebook(file.document).refuse('OWN_FORMAT', root.at, 'it holds no table and no list', STATE_ONE)
  }
  const shape = shapeOf(file, root)
  const telling = firstOf(BY_CONTENT, shape)
  if (telling) return ok(telling)
  const foreign = describeForeign(file, shape)
  if (foreign) return foreign
  const because = root.entries.length === 0 ? 'its table is empty' : 'it is a table of names and versions'
  return ok(firstOf(BY_NAME, shape) ?? { format: 'list', because })
}

export function isScriptName(file: string): boolean {
  return /\.psm?1$/i.test(file)
}

function firstOf(rules: readonly FormatRule[], shape: Shape): Recognised | undefined {
  for (const { format, evidence } of rules) {
    const because = evidence(shape)
    if (because !== undefined) return { format, because: redact(because) }
  }
  return undefined
}

const STATE_ONE = "Write a table of names and versions: @{ 'Pester' = '5.7.1' }"

function recogniseList(file: ParsedFile, items: readonly Value[]): Result<Recognised, Problem> {
  if (items.length === 0) return ok({ format: 'list', because: 'its list is empty' })
  if (items.every(({ kind }) => kind === 'text')) return ok({ format: 'modulefast', because: 'it is a list of texts' })
  const stranger = items.find(item => item.kind !== 'text' && !(item.kind === 'table' && isNamed(item)))
  if (!stranger) return ok({ format: 'list', because: 'it is a list of tables that name modules' })
  const what = 'it is a list, and what stands here neither is a name nor has one'
  return openNotebook(file.document).refuse(
    'OWN_FORMAT',
    stranger.at,
    what,
    'Give each table a "Name" and a "Version".',
  )
}

const NAME_KEYS = Object.keys(LIST_SETTINGS.keys).filter(key => LIST_SETTINGS.keys[key] === 'name')

function isNamed(table: TableValue): boolean {
  return findKey(table, NAME_KEYS) !== undefined
}
