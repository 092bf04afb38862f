import type { Problem } from '../../problem.ts'
import type { Result } from '../../result.ts'
import { type Notebook, openNotebook } from '../notebook.ts'
import type { RequirementsReader } from '../reader.ts'
import { requireModule } from '../require.ts'
import type { Requirement } from '../requirement.ts'
import { readSettings, refuseValue, type SettingsGrammar } from '../settings.ts'
import { type Entry, tableOf, textUnder, type Value } from '../value.ts'
import { readVersionText } from '../version-text.ts'
import { readAll, readEntries } from './entries.ts'
import { readSpecification } from './module-fast.ts'

/**
 * A plain list or table of names and versions, in a psd1 or in JSON, that no tool defines: names; tables with Name and
 * Version, or with the keys of a module specification; names with a version or such a table each. A bare version is exact.
 *
 * Where the format is stated, a list that stands under the only key of the file is read too.
 */
export const list: RequirementsReader = {
  format: 'list',
  read: file => {
    const book = openNotebook(file.document)
    const [group, ...others] = groupsIn(file.root)
    const root = group && others.length === 0 ? enter(group, file.root, book) : file.root
    if (root.kind === 'list') return readAll(root.items, book, item => readItem(item, book))
    return readEntries({ ...file, root }, book, entry => readEntry(entry, book))
  },
}

export const LIST_SETTINGS: SettingsGrammar = {
  keys: {
    Name: 'name',
    ModuleName: 'name',
    Version: 'version',
    RequiredVersion: 'required',
    MinimumVersion: 'minimum',
    ModuleVersion: 'minimum',
    MaximumVersion: 'maximum',
    Prerelease: 'prerelease',
    AllowPrerelease: 'prerelease',
    Repository: 'repository',
    GUID: 'guid',
  },
  version: text => readVersionText(text, { bare: 'exactly', latest: true, operators: true }),
  others: 'unknown-key',
}

/** The groups in which a file of somebody's own keeps modules: `Modules = @( … )`, `"dependencies": { "Pester": { … } }`. */
export function groupsIn(root: Value): readonly Entry[] {
  if (root.kind !== 'table') return []
  return root.entries.filter(({ value }) => {
    if (value.kind === 'list') return value.items.length > 0
    return (
      value.kind === 'table' && value.entries.length > 0 && value.entries.every(each => each.value.kind === 'table')
    )
  })
}

function enter(group: Entry, root: Value, book: Notebook): Value {
  for (const { key, at } of root.kind === 'table' ? root.entries : []) {
    if (at !== group.at) book.note('unknown-key', at, `"${key}" stands beside the modules under "${group.key}"`)
  }
  return group.value
}

function readItem(item: Value, book: Notebook): Result<Requirement | undefined, Problem> {
  if (item.kind !== 'table') return readSpecification(item, book)
  const settings = readSettings(
    textUnder(item, 'Name') ?? textUnder(item, 'ModuleName') ?? 'this module',
    item,
    LIST_SETTINGS,
    book,
  )
  if (!settings.ok) return settings
  const { name } = settings.value
  if (!name) {
    return book.refuse('REQUIREMENT_NAME', item.at, 'the table that begins here names no module', 'Give it a Name.')
  }
  return requireModule(name.text, item.at, settings.value, book)
}

function readEntry({ key, at, value }: Entry, book: Notebook): Result<Requirement | undefined, Problem> {
  if (value.kind !== 'table' && value.kind !== 'text') {
    return refuseValue({ key, at, value }, 'this file', 'a version in quotes', book)
  }
  const settings = readSettings(key, tableOf(value), LIST_SETTINGS, book)
  return settings.ok ? requireModule(settings.value.name?.text ?? key, at, settings.value, book) : settings
}
