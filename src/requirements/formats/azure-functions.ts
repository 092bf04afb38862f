import type { Problem } from '../../problem.ts'
import type { Result } from '../../result.ts'
import { type Notebook, openNotebook } from '../notebook.ts'
import type { RequirementsReader } from '../reader.ts'
import { requireModule } from '../require.ts'
import type { Requirement } from '../requirement.ts'
import { refuseValue, refuseVersion } from '../settings.ts'
import type { Entry } from '../value.ts'
import { readVersionText } from '../version-text.ts'
import { readEntries } from './entries.ts'

/**
 * The `requirements.psd1` of a function app, its managed dependencies: names with `'11.*'` or an exact version each.
 *
 * Facts: azure-functions-powershell-worker, `DependencyManifest.cs`.
 */
export const azureFunctions: RequirementsReader = {
  format: 'azure-functions',
  read: file => {
    const book = openNotebook(file.document)
    return readEntries(file, book, entry => readEntry(entry, book))
  },
}

/** What the worker takes; everything else stops the function app. */
const TAKEN = /^\d+(?:\.\*|\.[^*]*\w)?$/

const HINT = "Write it so; if the file is not that of a function app, say its format: 'requirements.psd1: psdepend'."

function readEntry({ key, at, value }: Entry, book: Notebook): Result<Requirement | undefined, Problem> {
  if (value.kind !== 'text')
    return refuseValue({ key, at, value }, 'this file', "a version in quotes, '11.*' or '1.2.3'", book)
  if (!TAKEN.test(value.text)) {
    const reason = `Azure Functions takes a major version, '11.*', or an exact one, '1.2.3'`
    return refuseVersion(key, value, reason, book, HINT)
  }
  const wish = readVersionText(value.text, { bare: 'exactly', latest: false, operators: false })
  if (!wish.ok) return refuseVersion(key, value, wish.error, book, HINT)
  return requireModule(key, at, { ...wish.value, written: value.text }, book)
}
