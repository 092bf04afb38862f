import type { Problem } from '../problem.ts'
import { excerpt } from '../redact.ts'
import type { Err } from '../result.ts'
import { hasClass } from './file-classes.ts'
import { groupsIn, LIST_SETTINGS } from './formats/list.ts'
import { PSRESOURCE_SETTINGS } from './formats/psresource.ts'
import { isCutKey, isRequiredModulesName, REQUIRED_MODULES_SETTINGS } from './formats/required-modules.ts'
import { nearestWord } from './nearest.ts'
import { openNotebook } from './notebook.ts'
import type { ParsedFile } from './reader.ts'
import { lookOf, type Shape } from './shape.ts'
import { type Entry, findKey } from './value.ts'

/** A kind of data file that states no requirements, known by keys that it shares with no format. */
interface Foreigner {
  readonly what: string
  readonly keys: readonly string[]
  /** How many of the keys make it certain. */
  readonly least: number
  readonly named?: RegExp
}

const FOREIGNERS: readonly Foreigner[] = [
  {
    what: "the settings of Sampler's Resolve-Dependency.ps1",
    keys: ['Gallery', 'WithYAML', 'UseModuleFast', 'UsePSResourceGet', 'PSDependTarget', 'MinimumPSDependVersion'],
    least: 2,
    named: /^resolve-dependency\.psd1$/i,
  },
  {
    what: 'the settings of PSScriptAnalyzer',
    keys: ['IncludeRules', 'ExcludeRules', 'Rules', 'IncludeDefaultRules', 'CustomRulePath'],
    least: 1,
    named: /scriptanalyzersettings\.psd1$/i,
  },
  {
    what: 'a build definition of ModuleBuilder',
    keys: [
      'OutputDirectory',
      'SourceDirectories',
      'VersionedOutputDirectory',
      'CopyPaths',
      'CopyDirectories',
      'PublicFilter',
    ],
    least: 1,
  },
  { what: 'a configuration of Pester', keys: ['Run', 'CodeCoverage', 'TestResult', 'Filter', 'Should'], least: 2 },
  { what: 'configuration data of DSC', keys: ['AllNodes', 'NonNodeData'], least: 1 },
  { what: "npm's package.json", keys: ['scripts', 'devDependencies', 'engines', 'license', 'main'], least: 3 },
  { what: "npm's package-lock.json", keys: ['lockfileVersion'], least: 1 },
  {
    what: 'a lock of psmodule-restore, which belongs beside the requirements',
    keys: ['format', 'requirements', 'packages'],
    least: 3,
  },
]

const IN_WORDS = 'Copy what it lists into the input "modules", one a line, as in Name@1.2.3.'

/** Says what a table is that has no format's shape; undefined for one that may be read. */
export function describeForeign(file: ParsedFile, shape: Shape): Err<Problem> | undefined {
  const { table, fileName } = shape
  const refuse = (at: number, what: string, hint: string): Err<Problem> =>
    openNotebook(file.document).refuse('OWN_FORMAT', at, what, hint)

  for (const { what, keys, least, named } of FOREIGNERS) {
    const found = keys.flatMap(key => findKey(table, [key]) ?? [])
    if (found.length >= least || named?.test(fileName)) {
      return refuse(found[0]?.at ?? table.at, `it holds ${what}${byKeys(found)}, no list of modules`, NAME_ANOTHER)
    }
  }
  const groups = groupsIn(table)
  const [group] = groups
  if (group) {
    const under = `${quoted(groups.slice(0, 3))}${groups.length > 3 ? ' and more' : ''}`
    const what = `it keeps what it lists under ${under}, in a format of its own`
    return refuse(group.at, what, groups.length === 1 ? sayList(file.document.file) : IN_WORDS)
  }
  const odd = shape.others.find(({ value }) => value.kind === 'switch')
  if (odd)
    return refuse(odd.at, `"${odd.key}" is true or false, so it holds settings, no list of modules`, NAME_ANOTHER)
  const name = findKey(table, ['Name', 'ModuleName'])
  if (name?.value.kind === 'text' && lookOf(name.value.text) === 'prose') {
    return refuse(name.at, `it tells of "${excerpt(name.value.text, 40)}" alone, and lists no modules`, IN_A_LIST)
  }
  const strange = strangeKey(shape)
  if (strange) {
    const what = `each of its tables has keys such as "${strange.key}", which are of no format that is known`
    return refuse(strange.at, what, sayList(file.document.file))
  }
  const [prose] = shape.texts
  // Of a file that calls itself requirements such a text is a slip, which its reader points out.
  if (
    prose &&
    shape.tables.length === 0 &&
    !hasClass(fileName) &&
    shape.texts.every(({ value }) => lookOf(value.text) === 'prose')
  ) {
    return refuse(
      prose.at,
      `it holds texts such as "${excerpt(prose.value.text, 40)}", no versions of modules`,
      NAME_ANOTHER,
    )
  }
  return undefined
}

const IN_A_LIST = "Is that the module that is needed? Then put the table into a list: @( @{ Name = 'Pester' } )"
const NAME_ANOTHER = 'Name the file that lists the modules in "manifest", or list them in "modules".'

function sayList(file: string): string {
  return `To have it read as a plain list of names and versions, a bare version being exact, say so: "${file}: list"`
}

/** What a module's table may hold in the formats that are told by name. */
const KNOWN = [LIST_SETTINGS, PSRESOURCE_SETTINGS, REQUIRED_MODULES_SETTINGS].flatMap(({ keys }) => Object.keys(keys))

/** A key that no format knows, if each of the tables has one; a slip of the keyboard is no such key. */
function strangeKey({ tables, fileName }: Shape): Entry | undefined {
  const mayBeCut = isRequiredModulesName(fileName)
  const strangers = tables.map(({ value }) =>
    value.entries.find(({ key }) => nearestWord(key, KNOWN) === undefined && !(mayBeCut && isCutKey(key))),
  )
  return strangers.every(stranger => stranger !== undefined) ? strangers[0] : undefined
}

function quoted(entries: readonly Entry[]): string {
  return entries.map(({ key }) => `"${key}"`).join(' and ')
}

function byKeys(found: readonly Entry[]): string {
  return found.length === 0 ? '' : ` (${quoted(found)})`
}
