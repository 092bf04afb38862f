import type { Problem } from '../../problem.ts'
import { ok, type Result } from '../../result.ts'
import { readModuleSpecification } from '../module-specification.ts'
import { nearestWord } from '../nearest.ts'
import { type Notebook, openNotebook } from '../notebook.ts'
import type { RequirementsReader } from '../reader.ts'
import type { Requirement } from '../requirement.ts'
import { refuseValue } from '../settings.ts'
import { itemsOf, type TableValue, type Value, valueUnder } from '../value.ts'
import { readAll } from './entries.ts'

/**
 * A module manifest: what its `RequiredModules` names, without those that `ExternalModuleDependencies` says come with the
 * system. A name alone takes any version, `ModuleVersion` is a minimum, `RequiredVersion` exact, `MaximumVersion` an end.
 */
export const moduleManifest: RequirementsReader = {
  format: 'module-manifest',
  read: ({ document, root }) => {
    const book = openNotebook(document)
    if (root.kind !== 'table') {
      return book.refuse('REQUIREMENTS_NOT_A_TABLE', root.at, 'it is not a table', 'A module manifest is one table.')
    }
    const slip = root.entries.find(({ key }) => isSlip(key))
    if (slip) {
      const what = `"${slip.key}" is not a key of a module manifest`
      return book.refuse('MISSPELT_KEY', slip.at, what, `Did you mean "${REQUIRED}"?`)
    }
    const external = externalModules(root, book)
    if (!external.ok) return external
    const items = itemsOf(valueUnder(root, REQUIRED))
    return readAll(items, book, item => readItem(item, external.value, book))
  },
}

const REQUIRED = 'RequiredModules'

/** PowerShell refuses a manifest with a key of no meaning; here it would look like one that requires nothing. */
function isSlip(key: string): boolean {
  return key.toLowerCase() !== REQUIRED.toLowerCase() && nearestWord(key, [REQUIRED]) !== undefined
}

function readItem(
  item: Value,
  external: ReadonlySet<string>,
  book: Notebook,
): Result<Requirement | undefined, Problem> {
  const requirement = readModuleSpecification(item, book)
  if (!requirement.ok || !requirement.value || !external.has(requirement.value.name.toLowerCase())) return requirement
  const { name } = requirement.value
  book.note('skipped', item.at, `"${name}" is external by ExternalModuleDependencies, and not taken from a gallery`)
  return ok(undefined)
}

/** PSResourceGet writes the list under PrivateData.PSData; older hands put it at the top. */
function externalModules(manifest: TableValue, book: Notebook): Result<ReadonlySet<string>, Problem> {
  const psData = tableUnder(tableUnder(manifest, 'PrivateData'), 'PSData')
  const items = [psData, manifest].flatMap(table => itemsOf(table && valueUnder(table, EXTERNAL)))
  const unknown = items.find(({ kind }) => kind === 'unknown')
  if (unknown)
    return refuseValue({ key: EXTERNAL, at: unknown.at, value: unknown }, 'this file', 'a list of names', book)
  const named = items.map(item => (item.kind === 'table' ? valueUnder(item, 'ModuleName') : item))
  return ok(new Set(named.flatMap(name => (name?.kind === 'text' ? [name.text.trim().toLowerCase()] : []))))
}

const EXTERNAL = 'ExternalModuleDependencies'

function tableUnder(table: TableValue | undefined, key: string): TableValue | undefined {
  const value = table && valueUnder(table, key)
  return value?.kind === 'table' ? value : undefined
}
