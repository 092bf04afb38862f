import { countOf } from '../print/figures.ts'
import { combinedLines, fileLines, requirementCells, requirementJson } from '../print/requirements.ts'
import { table } from '../print/table.ts'
import type { Problem } from '../problem.ts'
import { TOOL } from '../product.ts'
import type { Collection } from '../requirements/collect.ts'
import { formatNote } from '../requirements/notebook.ts'
import type { Note, NoteKind } from '../requirements/requirement.ts'
import { searchOrder } from '../requirements/search.ts'

/** What was understood, for people: a table, and below it what was not taken. */
export function renderRequirements(collection: Collection, explain: boolean): readonly string[] {
  const { files, requirements, notes } = collection
  const header = ['MODULE', 'WRITTEN', 'BECOMES', 'STATED AT']
  return [
    ...(explain && files.some(({ chosenBy }) => chosenBy === 'search') ? [SEARCHED, ...searchOrder(), ''] : []),
    ...(explain ? fileLines(files) : files.map(({ file, format }) => `${file} (${format})`)),
    ...(files.length > 0 ? [''] : []),
    ...(requirements.length > 0 ? table([header, ...requirements.map(requirementCells)]) : ['No module is required.']),
    ...under('', combinedLines(requirements)),
    ...under('Not taken:', notes.filter(({ kind }) => isTold(kind, explain)).map(formatNote)),
    ...(explain ? [] : withoutEffect(notes)),
  ]
}

/** That nothing is required is said in place of the table. */
function isTold(kind: NoteKind, explain: boolean): boolean {
  return kind !== 'nothing-required' && (explain || kind !== 'no-effect')
}

const SEARCHED = 'Searched here, then in the build folder, the first that is there counts:'

/** Files repeat where to install and how with every entry; what was really left out must not drown in that. */
function withoutEffect(notes: readonly Note[]): readonly string[] {
  const { length } = notes.filter(({ kind }) => kind === 'no-effect')
  return length === 0 ? [] : ['', `${countOf(length, 'setting')} without effect here; --explain shows which.`]
}

function under(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...(title === '' ? [] : [title]), ...lines]
}

/** The same as `schema/requirements.schema.json` describes it. */
export function requirementsJson({ files, requirements, notes }: Collection) {
  return {
    ...HEAD,
    files: files.map(({ file, format, because, chosenBy }) => ({ file, format, because, chosenBy })),
    requirements: requirements.map(requirementJson),
    notes,
  }
}

/** Why nothing was understood, in the same schema. */
export function problemJson(problem: Problem) {
  return { ...HEAD, files: [], requirements: [], notes: [], problem }
}

const HEAD = { format: 1, tool: TOOL } as const
