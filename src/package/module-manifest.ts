import { parsePsd1 } from '../psd1/parse.ts'
import { lookUp, type Psd1Table, type Psd1Value } from '../psd1/value.ts'
import { decodeText } from '../text.ts'
import { ANY_VERSION } from '../version/version-range.ts'
import { type Dependency, distinct } from './dependency.ts'
import { validId } from './identity.ts'
import { specifiedRange } from './module-specification.ts'

/** What counts of a module's own manifest. */
export interface ModuleManifest {
  /** As PowerShell has it: the folder that it looks for has this name. */
  readonly moduleVersion?: string
  /** The label beside the version, which has no place for one. */
  readonly prerelease?: string
  readonly guid?: string
  /** Everything that must be loaded first, external modules included. */
  readonly requiredModules: readonly Dependency[]
  readonly oddities: readonly ManifestOddity[]
  /** Names of required modules that come with the system and not from a gallery. */
  readonly externalModules: readonly string[]
  /** What could not be read and was left out, each as a sentence. */
  readonly unknowns: readonly string[]
}

/** What PowerShell takes and PSResourceGet does not: RequiredModules without a list, a ModuleVersion without quotes. */
export type ManifestOddity = 'required-modules-no-list' | 'module-version-no-text'

/**
 * Reads a `.psd1` of a module. It never fails: manifests are PowerShell and may compute what they say, which only
 * running them would tell; that the package can be loaded is its author's business.
 *
 * @param file the name by which the sentences speak of it
 */
export function readModuleManifest(bytes: Uint8Array, file: string): ModuleManifest {
  const document = decodeText(bytes, file)
  const root = document.ok ? parsePsd1(document.value) : document
  if (!root.ok) return { ...NOTHING, unknowns: [root.error.sentence] }
  if (root.value.kind !== 'table') return { ...NOTHING, unknowns: [`${file} is not a table.`] }

  const unknowns: string[] = []
  const note = (what: string): void => {
    if (unknowns.length < MOST_UNKNOWNS) unknowns.push(`${file}: ${what}.`)
    else unknowns[MOST_UNKNOWNS] = `${file}: more than these ${MOST_UNKNOWNS} cannot be read.`
  }
  const manifest = root.value
  const psData = tableUnder(tableUnder(manifest, 'PrivateData'), 'PSData')
  const moduleVersion = ownVersion(manifest, note)
  const guid = textUnder(manifest, 'GUID', note)
  const prerelease = textUnder(psData, 'Prerelease', note)
  const external = [psData, manifest].flatMap(table => itemsUnder(table, 'ExternalModuleDependencies'))
  const required = itemsUnder(manifest, 'RequiredModules').map(item => toDependency(item, note))
  return {
    ...(moduleVersion && { moduleVersion }),
    ...(prerelease && { prerelease }),
    ...(guid && { guid }),
    requiredModules: distinct(required.filter(dependency => dependency !== undefined)),
    oddities: odditiesOf(manifest),
    externalModules: external.map(item => nameOf(item, note)).filter(name => name !== undefined),
    unknowns,
  }
}

/** Each becomes a warning, and a list of a million numbers is a package of 2 KB. */
const MOST_UNKNOWNS = 20

const NOTHING = { requiredModules: [], oddities: [], externalModules: [] } as const

function odditiesOf(manifest: Psd1Table): readonly ManifestOddity[] {
  const required = lookUp(manifest, 'RequiredModules')?.kind
  return [
    ...(required === 'string' || required === 'table' ? ['required-modules-no-list' as const] : []),
    ...(lookUp(manifest, 'ModuleVersion')?.kind === 'number' ? ['module-version-no-text' as const] : []),
  ]
}

type Note = (what: string) => void

function tableUnder(table: Psd1Table | undefined, key: string): Psd1Table | undefined {
  const value = table && lookUp(table, key)
  return value?.kind === 'table' ? value : undefined
}

/** The items of an array, or the one value that stands for an array of one. */
function itemsUnder(table: Psd1Table | undefined, key: string): readonly Psd1Value[] {
  const value = table && lookUp(table, key)
  if (!value || value.kind === 'null') return []
  return value.kind === 'array' ? value.items : [value]
}

/** The text of a string, or of a number as it is written: `1.10` must not become 1.1. */
function textUnder(table: Psd1Table | undefined, key: string, note: Note): string | undefined {
  const value = table && lookUp(table, key)
  if (!value || value.kind === 'null') return undefined
  if (value.kind === 'string') return value.value.trim()
  if (value.kind === 'number') return value.text
  note(`${key} ${describe(value)}`)
  return undefined
}

/** Its own version PowerShell takes from the number that stands without quotes: `1.10` is 1.1. */
function ownVersion(manifest: Psd1Table, note: Note): string | undefined {
  const value = lookUp(manifest, 'ModuleVersion')
  return value?.kind === 'number' ? String(value.value) : textUnder(manifest, 'ModuleVersion', note)
}

function toDependency(item: Psd1Value, note: Note): Dependency | undefined {
  const id = nameOf(item, note)
  if (id === undefined) return undefined
  if (item.kind !== 'table') return { id, range: ANY_VERSION }
  const range = specifiedRange({
    minimum: textUnder(item, 'ModuleVersion', note),
    required: textUnder(item, 'RequiredVersion', note),
    maximum: textUnder(item, 'MaximumVersion', note),
  })
  if (range.ok) return { id, range: range.value }
  note(`the version ${range.error.text} of the required module ${id} is not a version: ${range.error.reason}`)
  return { id, range: ANY_VERSION }
}

/** The name of a module, given alone or as the `ModuleName` of a table. A path to a file inside the module is none. */
function nameOf(item: Psd1Value, note: Note): string | undefined {
  const name = item.kind === 'table' ? lookUp(item, 'ModuleName') : item
  if (name?.kind === 'string' && validId(name.value.trim())) return name.value.trim()
  note(`a module is left out, whose name ${name ? describe(name) : 'is missing'}`)
  return undefined
}

function describe(value: Psd1Value): string {
  if (value.kind === 'unknown') return `is only known when it runs: ${value.why}`
  return value.kind === 'string' ? `is ${JSON.stringify(value.value.slice(0, 80))}` : `is of the kind ${value.kind}`
}
