import { combinedLines, fileLines, noteLines, requirementCells, requirementJson } from '../print/requirements.ts'
import { table } from '../print/table.ts'
import type { Problem } from '../problem.ts'
import { VERSION } from '../product.ts'
import type { Collection } from '../requirements/collect.ts'
import { searchOrder } from '../requirements/search.ts'

/** What was understood, for people: a table, and below it what was not taken. */
export function renderRequirements(collection: Collection, explain: boolean): readonly string[] {
  const { files, requirements, notes } = collection
  const header = ['MODULE', 'WRITTEN', 'BECOMES', 'STATED AT']
  return [
    ...(explain && files.some(({ chosenBy }) => chosenBy === 'search') ? [`Searched: ${searchOrder()}.`] : []),
    ...(explain ? fileLines(files) : files.map(({ file, format }) => `${file} (${format})`)),
    ...(files.length > 0 ? [''] : []),
    ...(requirements.length > 0 ? table([header, ...requirements.map(requirementCells)]) : ['No module is required.']),
    ...under('', combinedLines(requirements)),
    ...under('Not taken:', noteLines(notes)),
  ]
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

const HEAD = { format: 1, tool: `psmodule-restore ${VERSION}` } as const
