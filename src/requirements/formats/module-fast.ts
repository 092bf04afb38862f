import type { Problem } from '../../problem.ts'
import type { Result } from '../../result.ts'
import { type Notebook, openNotebook } from '../notebook.ts'
import type { RequirementsReader } from '../reader.ts'
import { requireModule } from '../require.ts'
import type { Requirement } from '../requirement.ts'
import { refuseItem, refuseValue, refuseVersion } from '../settings.ts'
import { parseSpecification, splitBang } from '../specification.ts'
import type { Entry, Value } from '../value.ts'
import { readVersionText } from '../version-text.ts'
import { readAll, readEntries } from './entries.ts'

/**
 * ModuleFast's files: a list of specifications (`Pester>=5.0`), or a table of names with `latest`, an exact version, a
 * range, or what its grammar puts behind the name. Its `requires.lock.json` is such a table of exact versions.
 *
 * Facts: ModuleFast, `ConvertFrom-RequiredSpec` and the constructor of `ModuleFastSpec`.
 */
export const moduleFast: RequirementsReader = {
  format: 'modulefast',
  read: file => {
    const book = openNotebook(file.document)
    if (file.root.kind === 'list') return readAll(file.root.items, book, item => readSpecification(item, book))
    return readEntries(file, book, entry => readEntry(entry, book))
  },
}

/** Reads one text of a list: a name and what is asked of it. */
export function readSpecification(item: Value, book: Notebook): Result<Requirement | undefined, Problem> {
  if (item.kind !== 'text') {
    return refuseItem(item, 'an item of this list', 'a text such as "Pester>=5.0"', book)
  }
  const parsed = parseSpecification(item.text.trim())
  if (parsed.ok) return requireModule(parsed.value.name, item.at, parsed.value, book)
  const hint =
    'For example: "Pester", "Pester=5.7.1", "Pester:[5.0,6.0)", "Az.Accounts>=4.0", or "Pester!" for prereleases.'
  return book.refuse('REQUIREMENT_SPECIFICATION', item.at, parsed.error.what, hint)
}

function readEntry({ key, at, value }: Entry, book: Notebook): Result<Requirement | undefined, Problem> {
  if (value.kind !== 'text')
    return refuseValue({ key, at, value }, 'this file', "a version or 'latest' in quotes", book)
  const wish = readVersionText(value.text, { bare: 'exactly', latest: true, operators: true })
  if (!wish.ok) return refuseVersion(key, value, wish.error, book)
  const { name, prerelease } = splitBang(key)
  const wanted = { ...wish.value, prerelease: prerelease || wish.value.prerelease, written: value.text.trim() }
  return requireModule(name, at, wanted, book)
}
