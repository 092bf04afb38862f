import type { Problem } from '../problem.ts'
import { ok, type Result } from '../result.ts'
import { describeForeign } from './foreign.ts'
import { LIST_SETTINGS } from './formats/list.ts'
import { PSRESOURCE_SETTINGS } from './formats/psresource.ts'
import { openNotebook } from './notebook.ts'
import type { Format, ParsedFile } from './reader.ts'
import { findKey, lookOf, type Shape, shapeOf, type TextLook } from './shape.ts'
import type { TableValue, Value } from './value.ts'

export interface Recognised {
  readonly format: Format
  /** Completes "read as psdepend: …". */
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

interface Rule {
  readonly format: Format
  /** What shows that a file is of the format, as a clause; undefined if nothing does. */
  readonly evidence: (shape: Shape) => string | undefined
}

function firstOf(rules: readonly Rule[], shape: Shape): Recognised | undefined {
  for (const { format, evidence } of rules) {
    const because = evidence(shape)
    if (because !== undefined) return { format, because }
  }
  return undefined
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

/** Marks that only one format has, whatever the file is called. */
const BY_CONTENT: readonly Rule[] = [
  {
    format: 'module-manifest',
    evidence: ({ table, texts }) => {
      const version = findKey(table, ['ModuleVersion'])
      if (version && version.value.kind !== 'table') return 'it has the key "ModuleVersion"'
      const marks = texts.filter(({ key }) => /^(?:RootModule|ModuleToProcess|GUID|PowerShellVersion)$/i.test(key))
      return marks.length > 1 ? `it has the keys ${quoted(marks.map(({ key }) => key))}` : undefined
    },
  },
  {
    format: 'psdepend',
    evidence: ({ table, tables }) => {
      const key = table.entries.find(entry => /^PSDependOptions$/i.test(entry.key) || /::|\//.test(entry.key))
      if (key) return `it has the key "${key.key}"`
      for (const entry of tables) {
        const mark = findKey(entry.value, PSDEPEND_KEYS)
        if (mark) return `"${entry.key}" has the key "${mark.key}"`
      }
      return undefined
    },
  },
  {
    format: 'psresource',
    evidence: ({ table, tables }) => {
      if (tables.length < table.entries.length || !fits(tables, PSRESOURCE_SETTINGS.keys)) return undefined
      for (const entry of tables) {
        const mark = findKey(entry.value, PSRESOURCE_KEYS)
        if (mark) return `"${entry.key}" has the key "${mark.key}"`
      }
      return undefined
    },
  },
]

const REQUIRED_MODULES = /requiredmodules\.psd1$/i
const REQUIREMENTS = /requirements\.psd1$/i

/** For tables of names, versions and little else, which several formats share: the file's name, then its texts. */
const BY_NAME: readonly Rule[] = [
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
      const { fileName, texts, tables } = shape
      const named = REQUIRED_MODULES.test(fileName)
      const repository = tables.find(({ value }) => findKey(value, ['Repository']))
      const ofText = withLook(shape, ['range', 'float', 'address'])
      if (withLook(shape, ['latest', 'operator'])?.key !== undefined && !repository) return undefined
      if (named && ofText) return `its name is ${fileName}, and "${ofText.key}" is "${ofText.value.text}"`
      if (!repository || !/\.psd1$/i.test(fileName) || (!named && texts.length === 0)) return undefined
      return `names with ranges stand beside "${repository.key}", which has a "Repository"`
    },
  },
  {
    format: 'psdepend',
    evidence: ({ fileName }) =>
      REQUIRED_MODULES.test(fileName)
        ? `its name is ${fileName}, and nothing in it says that a bare version is a minimum`
        : undefined,
  },
  {
    format: 'azure-functions',
    evidence: shape => {
      const { fileName, tables } = shape
      const major = shape.texts.find(({ value }) => /^\d+\.\*$/.test(value.text.trim()))
      const others = withLook(shape, ['latest', 'range', 'operator'])
      return REQUIREMENTS.test(fileName) && tables.length === 0 && major && !others
        ? `its name is ${fileName}, and "${major.key}" is "${major.value.text}"`
        : undefined
    },
  },
  {
    format: 'psdepend',
    evidence: ({ fileName }) => (REQUIREMENTS.test(fileName) ? `its name is ${fileName}` : undefined),
  },
  {
    format: 'psresource',
    evidence: ({ table, tables }) =>
      tables.length > 0 && tables.length === table.entries.length && fits(tables, PSRESOURCE_SETTINGS.keys)
        ? 'each name has a table of its own'
        : undefined,
  },
  {
    format: 'modulefast',
    evidence: shape => {
      const operated = shape.tables.length === 0 ? withLook(shape, ['operator']) : undefined
      return operated && `"${operated.key}" is "${operated.value.text}"`
    },
  },
]

const STATE_ONE = "Write a table of names and versions: @{ 'Pester' = '5.7.1' }"

function recogniseList(file: ParsedFile, items: readonly Value[]): Result<Recognised, Problem> {
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

function isNamed(table: TableValue): boolean {
  return (
    findKey(
      table,
      Object.keys(LIST_SETTINGS.keys).filter(key => LIST_SETTINGS.keys[key] === 'name'),
    ) !== undefined
  )
}

function withLook({ texts }: Shape, looks: readonly TextLook[]) {
  return texts.find(({ value }) => looks.includes(lookOf(value.text)))
}

/** Whether the tables have no key but these. */
function fits(tables: Shape['tables'], keys: Readonly<Record<string, unknown>>): boolean {
  const known = new Set(Object.keys(keys).map(key => key.toLowerCase()))
  return tables.every(({ value }) => value.entries.every(({ key }) => known.has(key.toLowerCase())))
}

function quoted(words: readonly string[]): string {
  return words.map(word => `"${word}"`).join(' and ')
}
