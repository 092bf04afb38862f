import { PSRESOURCE_SETTINGS } from './formats/psresource.ts'
import { isCutKey, isRequiredModulesName } from './formats/required-modules.ts'
import type { Format } from './reader.ts'
import type { Shape, TextLook } from './shape.ts'
import { findKey } from './value.ts'

/** One thing that shows a format. */
export interface FormatRule {
  readonly format: Format
  /** What shows that a file is of the format, as a clause; undefined if nothing does. */
  readonly evidence: (shape: Shape) => string | undefined
}

const PSDEPEND_KEYS = [
  'DependencyType',
  'Parameters',
  'DependsOn',
  'Target',
  'AddToPath',
  'Tags',
  'PreScripts',
  'PostScripts',
  'Source',
]
/** What `Install-PSResource` takes and no other format has. */
const PSRESOURCE_KEYS = [
  'Prerelease',
  'AcceptLicense',
  'Scope',
  'Quiet',
  'Reinstall',
  'TrustRepository',
  'NoClobber',
  'SkipDependencyCheck',
]

/** Marks that only one format has, whatever the file is called. The first rule that finds one decides. */
export const BY_CONTENT: readonly FormatRule[] = [
  {
    format: 'module-manifest',
    evidence: ({ table, texts }) => {
      const version = findKey(table, ['ModuleVersion'])
      const isManifest = version && version.value.kind !== 'table' && !findKey(table, ['ModuleName'])
      if (isManifest) return 'it has the key "ModuleVersion"'
      const [first, second] = texts.filter(({ key }) =>
        /^(?:RootModule|ModuleToProcess|GUID|PowerShellVersion)$/i.test(key),
      )
      return first && second && `it has the keys "${first.key}" and "${second.key}"`
    },
  },
  {
    format: 'psdepend',
    evidence: ({ table, tables }) => {
      const key = table.entries.find(entry => /^PSDependOptions$/i.test(entry.key) || /::|\//.test(entry.key))
      return key ? `it has the key "${key.key}"` : markIn(tables, PSDEPEND_KEYS)
    },
  },
  {
    format: 'psresource',
    evidence: shape => (isOfTables(shape) ? markIn(shape.tables, PSRESOURCE_KEYS) : undefined),
  },
]

/** For tables of names, versions and little else, which several formats share: the file's name, then its versions. */
export const BY_NAME: readonly FormatRule[] = [
  {
    format: 'modulefast',
    evidence: ({ fileName, tables }) =>
      /\.requires\.[a-z0-9]+$|^requires\.lock\.json$/i.test(fileName) && tables.length === 0
        ? `its name is ${fileName}`
        : undefined,
  },
  {
    format: 'psdepend',
    evidence: ({ fileName }) => (/\.depend\.psd1$/i.test(fileName) ? 'its name ends in .depend.psd1' : undefined),
  },
  {
    format: 'requiredmodules',
    evidence: shape => {
      const { fileName, tables } = shape
      // `Install-RequiredModule` takes neither, and where one stands a bare version is exact.
      if (withLook(shape, ['latest', 'operator'])) return undefined
      const ranged = withLook(shape, ['range', 'float', 'address'])
      const repository = tables.find(({ value }) => findKey(value, ['Repository']))
      if (isRequiredModulesName(fileName)) {
        if (ranged) return `its name is ${fileName}, and "${ranged.name}" is "${ranged.text}"`
        const cut = tables.flatMap(({ value }) => value.entries).find(({ key }) => isCutKey(key))
        if (cut) return `its name is ${fileName}, and "${cut.key}" is a key that is cut`
        return repository && `its name is ${fileName}, and "${repository.key}" has a "Repository"`
      }
      if (!ranged || !repository || shape.texts.length === 0 || !/(?<!\.requires)\.psd1$/i.test(fileName)) {
        return undefined
      }
      return `names with ranges stand beside "${repository.key}", which has a "Repository"`
    },
  },
  {
    format: 'list',
    evidence: ({ tables }) => {
      const bound = tables.find(({ value }) => findKey(value, BOUND_KEYS) && !findKey(value, ['Version']))
      const key = bound && findKey(bound.value, BOUND_KEYS)?.key
      return bound && `"${bound.key}" has the key "${key}", which only plain lists have`
    },
  },
  {
    format: 'psdepend',
    evidence: ({ fileName }) =>
      isRequiredModulesName(fileName)
        ? `its name is ${fileName}, and nothing in it says that a bare version is a minimum`
        : undefined,
  },
  {
    format: 'azure-functions',
    evidence: shape => {
      const { fileName, tables } = shape
      const major = shape.texts.find(({ value }) => /^\d+\.\*$/.test(value.text.trim()))
      const others = withLook(shape, ['latest', 'any', 'range', 'operator'])
      return isRequirementsName(fileName) && tables.length === 0 && major && !others
        ? `its name is ${fileName}, and "${major.key}" is "${major.value.text}"`
        : undefined
    },
  },
  {
    format: 'psdepend',
    evidence: ({ fileName }) => (isRequirementsName(fileName) ? `its name is ${fileName}` : undefined),
  },
  {
    format: 'psresource',
    evidence: shape =>
      isOfTables(shape) && !withLook(shape, ['latest']) ? 'each name has a table of its own' : undefined,
  },
  {
    format: 'modulefast',
    evidence: shape => {
      if (shape.tables.length > 0) return undefined
      const operated = withLook(shape, ['operator'])
      if (operated) return `"${operated.name}" is "${operated.text}"`
      const marked = shape.texts.find(({ key }) => /^!|!$/.test(key))
      return marked && `"${marked.key}" asks for prereleases with its "!"`
    },
  },
]

/** How a plain list states bounds; PSDepend and PSResourceGet would take any version there. */
const BOUND_KEYS = ['RequiredVersion', 'MinimumVersion', 'ModuleVersion']

function isRequirementsName(fileName: string): boolean {
  return /requirements\.psd1$/i.test(fileName)
}

function markIn(tables: Shape['tables'], keys: readonly string[]): string | undefined {
  for (const { key, value } of tables) {
    const mark = findKey(value, keys)
    if (mark) return `"${key}" has the key "${mark.key}"`
  }
  return undefined
}

function withLook({ versions }: Shape, looks: readonly TextLook[]) {
  return versions.find(({ look }) => looks.includes(look))
}

const PSRESOURCE_KNOWN = new Set(Object.keys(PSRESOURCE_SETTINGS.keys).map(key => key.toLowerCase()))

/** Whether each name has a table with no key that `Install-PSResource` would not take. */
function isOfTables({ table, tables }: Shape): boolean {
  if (tables.length === 0 || tables.length < table.entries.length) return false
  return tables.every(({ value }) => value.entries.every(({ key }) => PSRESOURCE_KNOWN.has(key.toLowerCase())))
}
