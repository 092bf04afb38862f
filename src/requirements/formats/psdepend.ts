import type { Problem } from '../../problem.ts'
import { type Err, ok, type Result } from '../../result.ts'
import { type Notebook, openNotebook } from '../notebook.ts'
import type { RequirementsReader } from '../reader.ts'
import { requireModule } from '../require.ts'
import type { Requirement } from '../requirement.ts'
import { readSettings, refuseValue, type Settings, type SettingsGrammar } from '../settings.ts'
import { type Entry, findKey, itemsOf, type TableValue, tableOf, textUnder, type Value, valueUnder } from '../value.ts'
import { readVersionText } from '../version-text.ts'
import { readEntries } from './entries.ts'
import { isGalleryType, splitKey, typeOf } from './psdepend-type.ts'

/**
 * PSDepend's files, and what Sampler makes of them: names with a version, or with a table of Name, Version, DependencyType,
 * Parameters and more; `PSDependOptions` holds the defaults. Only modules of galleries are taken, the rest is noted.
 *
 * Facts: PSDepend, `Get-Dependency.ps1` and `PSGalleryModule.ps1`; Sampler, `Resolve-Dependency.ps1`.
 */
export const psdepend: RequirementsReader = {
  format: 'psdepend',
  read: (file, { tags }) => {
    const book = openNotebook(file.document)
    const defaults = readDefaults(file.root, book)
    if (!defaults.ok) return defaults
    const wanted = tags.map(tag => tag.toLowerCase())
    return readEntries(file, book, entry =>
      isOptions(entry) ? ok(undefined) : readEntry(entry, defaults.value, wanted, book),
    )
  },
}

/** Ranges and floats are what its PSResourceGet type takes, the operators what Sampler hands to ModuleFast. */
const VERSION: SettingsGrammar['version'] = text =>
  readVersionText(text, { bare: 'exactly', latest: true, operators: true })

/** PSDepend has the repository among the parameters; beside them it means the same, and a private name must stay so. */
const SETTINGS: SettingsGrammar = {
  keys: {
    Name: 'name',
    Version: 'version',
    DependencyType: 'own',
    Parameters: 'own',
    Repository: 'repository',
    Tags: 'own',
    Source: 'no-effect',
    Target: 'no-effect',
    AddToPath: 'no-effect',
    DependsOn: 'no-effect',
    PreScripts: 'no-effect',
    PostScripts: 'no-effect',
    Credential: 'no-effect',
  },
  version: VERSION,
  others: 'unknown-key',
}

/** `nuget.exe` is given the feed as the source of the dependency. */
const NUGET_SETTINGS: SettingsGrammar = { ...SETTINGS, keys: { ...SETTINGS.keys, Source: 'repository' } }

/** The options give their source to the entries of that type, with which it is read. */
const NUGET_OPTIONS: SettingsGrammar = { ...SETTINGS, keys: { ...SETTINGS.keys, Source: 'own' } }

/** Everything else is handed to the script that installs. */
const PARAMETERS: SettingsGrammar = {
  keys: { Repository: 'repository', AllowPrerelease: 'prerelease', Prerelease: 'prerelease' },
  version: VERSION,
  others: 'no-effect',
}

/** What `PSDependOptions` gives every entry that does not say otherwise. */
interface Defaults {
  readonly type: string | undefined
  readonly parameters: Settings | undefined
  /** Beside the parameters. */
  readonly repository: string | undefined
  /** For entries of the type PSGalleryNuget, with which it is read. */
  readonly source: Entry | undefined
  readonly tags: readonly string[]
}

const NO_DEFAULTS: Defaults = {
  type: undefined,
  parameters: undefined,
  repository: undefined,
  source: undefined,
  tags: [],
}

function isOptions({ key }: Entry): boolean {
  return key.toLowerCase() === 'psdependoptions'
}

function readDefaults(root: Value, book: Notebook): Result<Defaults, Problem> {
  const entries = root.kind === 'table' ? root.entries : []
  const options = entries.find(isOptions)
  if (!options || options.value.kind === 'nothing') return ok(NO_DEFAULTS)
  const { value } = options
  if (value.kind !== 'table') return refuseValue(options, 'this file', 'a table', book)
  const wrong = refuseWrongType('PSDependOptions', value, book)
  if (wrong) return wrong
  const grammar = entries.some(statesNuget) ? NUGET_OPTIONS : SETTINGS
  const settings = readSettings('PSDependOptions', value, grammar, book)
  if (!settings.ok) return settings
  const parameters = readParameters('PSDependOptions', value, book)
  if (!parameters.ok) return parameters
  return ok({
    type: textUnder(value, 'DependencyType'),
    parameters: parameters.value,
    repository: settings.value.repository,
    source: findKey(value, ['Source']),
    tags: tagsOf(value),
  })
}

function readEntry(
  { key, at, value }: Entry,
  defaults: Defaults,
  wanted: readonly string[],
  book: Notebook,
): Result<Requirement | undefined, Problem> {
  if (value.kind !== 'table' && value.kind !== 'text' && value.kind !== 'nothing') {
    return refuseValue({ key, at, value }, 'this file', "a version in quotes, 'latest', or a table", book)
  }
  const table = tableOf(value)
  const wrong = refuseWrongType(key, table, book)
  if (wrong) return wrong
  const type = typeOf(key, textUnder(table, 'DependencyType'), textUnder(table, 'Name'), defaults.type)
  if (!isGalleryType(type)) {
    book.note('skipped', at, `"${key}" is a ${type} dependency, not a module of a gallery`)
    return ok(undefined)
  }
  const tags = valueUnder(table, 'Tags') ? tagsOf(table) : defaults.tags
  if (wanted.length > 0 && !tags.some(tag => wanted.includes(tag.toLowerCase()))) {
    book.note('skipped', at, `"${key}" has none of the tags ${wanted.join(', ')}`)
    return ok(undefined)
  }
  const settings = readTable(key, isNuget(type) ? withSource(table, defaults.source) : table, type, defaults, book)
  if (!settings.ok) return settings
  return requireModule(settings.value.name?.text ?? splitKey(key).name, at, settings.value, book)
}

function withSource(table: TableValue, source: Entry | undefined): TableValue {
  return source === undefined || findKey(table, ['Source']) ? table : { ...table, entries: [...table.entries, source] }
}

function readTable(
  key: string,
  table: TableValue,
  type: string,
  defaults: Defaults,
  book: Notebook,
): Result<Settings, Problem> {
  const settings = readSettings(key, table, isNuget(type) ? NUGET_SETTINGS : SETTINGS, book)
  if (!settings.ok) return settings
  const own = readParameters(key, table, book)
  if (!own.ok) return own
  // The entry's own parameters stand for the default ones, which are not mixed in.
  const parameters = own.value ?? defaults.parameters
  const repository = own.value?.repository ?? settings.value.repository ?? parameters?.repository ?? defaults.repository
  return ok({
    ...settings.value,
    prerelease: parameters?.prerelease || settings.value.prerelease,
    ...(repository !== undefined && { repository }),
  })
}

function readParameters(owner: string, table: TableValue, book: Notebook): Result<Settings | undefined, Problem> {
  const parameters = findKey(table, ['Parameters'])
  if (!parameters || parameters.value.kind === 'nothing') return ok(undefined)
  if (parameters.value.kind !== 'table') return refuseValue(parameters, owner, 'a table', book)
  return readSettings(owner, parameters.value, PARAMETERS, book)
}

/** Of a type that only running the file would tell, nobody knows whether it is fetched from a gallery. */
function refuseWrongType(owner: string, table: TableValue, book: Notebook): Err<Problem> | undefined {
  const type = findKey(table, ['DependencyType'])
  if (!type || type.value.kind === 'text' || type.value.kind === 'nothing') return undefined
  return refuseValue(type, owner, 'the name of a type in quotes', book)
}

/** Whether an entry, or the options for all of them, is of the type that is given its feed as the source. */
function statesNuget({ key, value }: Entry): boolean {
  return isNuget(splitKey(key).type ?? textUnder(tableOf(value), 'DependencyType') ?? '')
}

function isNuget(type: string): boolean {
  return type.toLowerCase() === 'psgallerynuget'
}

function tagsOf(table: TableValue): readonly string[] {
  return itemsOf(valueUnder(table, 'Tags')).flatMap(tag => (tag.kind === 'text' ? [tag.text.trim()] : []))
}
