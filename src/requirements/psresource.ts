import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { validId } from '../package/identity.ts'
import { type Locate, locator, type Problem } from '../problem.ts'
import { parsePsd1 } from '../psd1/parse.ts'
import { err, ok, type Result } from '../result.ts'
import { problemAt, type TextDocument } from '../text.ts'
import { parseVersion } from '../version/nuget-version.ts'
import { ANY_VERSION, exactly, parseRange, type VersionRange } from '../version/version-range.ts'
import { describeValue, type Entry, entriesOf, membersOf } from './data-table.ts'
import type { RequirementsReader } from './reader.ts'
import type { Note, Reading, Requirement } from './requirement.ts'

/**
 * The file that `Install-PSResource -RequiredResourceFile` takes: a table of names, each a table of its own.
 *
 * Its `version` is exact where it is bare (`'1.0'`), a range in NuGet's brackets, or ends in a star. Facts: PSResourceGet,
 * `InstallPSResource.cs` and its documentation.
 */
export const psresourcePsd1: RequirementsReader = {
  format: 'psresource',
  recognises: document => /\.psd1$/i.test(document.file) && !looksLikeJson(document.text),
  read: document => {
    const parsed = parsePsd1(document)
    if (!parsed.ok) return parsed
    return parsed.value.kind === 'table' ? readTable(document, entriesOf(parsed.value)) : err(notATable(document))
  },
}

/** The same in JSON; comments are taken too. */
export const psresourceJson: RequirementsReader = {
  format: 'psresource',
  recognises: document => looksLikeJson(document.text),
  read: document => {
    if (!looksLikeJson(document.text)) return psresourcePsd1.read(document)
    const errors: ParseError[] = []
    const root = parseTree(document.text, errors, { allowTrailingComma: true })
    const first = errors[0]
    if (first || !root) return err(jsonSyntax(document, first))
    return root.type === 'object' ? readTable(document, membersOf(root)) : err(notATable(document))
  },
}

function looksLikeJson(text: string): boolean {
  return /^\s*(?:\/\/[^\n]*\s*|\/\*[\s\S]*?\*\/\s*)*[{[]/.test(text.slice(0, 4096))
}

/** Keys that say how to install, which is not our business, or whom to trust, which a file must not decide. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'acceptlicense',
  'scope',
  'quiet',
  'reinstall',
  'trustrepository',
  'noclobber',
  'skipdependencycheck',
  'credential',
])

/** Keys that give another format away. */
const OTHER_FORMATS: ReadonlyMap<string, string> = new Map([
  ['moduleversion', 'a module manifest'],
  ['rootmodule', 'a module manifest'],
  ['psdependoptions', 'a PSDepend file'],
])

function readTable(document: TextDocument, entries: readonly Entry[]): Result<Reading, Problem> {
  const requirements: Requirement[] = []
  const notes: Note[] = []
  const locate = locator(document.text, document.file)
  const foreign = entries.find(({ key }) => OTHER_FORMATS.has(key.toLowerCase()))
  if (foreign) {
    const what = `it is ${OTHER_FORMATS.get(foreign.key.toLowerCase())}, a format that is not read yet`
    return err(
      problem(
        document,
        'OTHER_FORMAT',
        what,
        foreign.at,
        'List the modules in "modules", or in a file of the format "psresource".',
      ),
    )
  }
  for (const entry of entries) {
    const read = readEntry(document, entry, locate, notes)
    if (!read.ok) return read
    requirements.push(read.value)
  }
  return ok({ requirements, notes })
}

function readEntry(document: TextDocument, entry: Entry, locate: Locate, notes: Note[]): Result<Requirement, Problem> {
  const { key, value } = entry
  const fail = (code: string, what: string, at: number, hint: string) => err(problem(document, code, what, at, hint))
  if (value.kind !== 'table') {
    const version = value.kind === 'text' && versionOf(value.text).ok ? value.text : '[1.0,2.0)'
    const hint = `Write '${key}' = @{ version = '${version}' }, in JSON "${key}": { "version": "${version}" }.`
    return fail('REQUIREMENT_NOT_A_TABLE', `"${key}" must be a table of its own`, value.at, hint)
  }
  let requirement: Omit<Requirement, 'stated'> = { name: key, range: ANY_VERSION, prerelease: false }
  for (const { key: word, at, value: setting } of value.entries) {
    const wrong = (wanted: string) =>
      fail(
        'REQUIREMENT_VALUE',
        `"${word}" of ${key} is ${describeValue(setting)}, not ${wanted}`,
        setting.at,
        `Give ${wanted}.`,
      )
    switch (word.toLowerCase()) {
      case 'name':
        if (setting.kind !== 'text') return wrong('a name in quotes')
        requirement = { ...requirement, name: setting.text }
        break
      case 'version': {
        if (setting.kind !== 'text') return wrong('a version in quotes')
        const range = versionOf(setting.text)
        if (!range.ok) {
          const hint = `"1.0" is exactly that version, "[1.0,2.0)" a range, "2.*" every 2.x.`
          return fail(
            'REQUIREMENT_VERSION',
            `the version "${setting.text}" of ${key} cannot be read: ${range.error}`,
            setting.at,
            hint,
          )
        }
        requirement = { ...requirement, range: range.value }
        break
      }
      case 'prerelease': {
        const on = setting.kind === 'switch' ? setting.on : setting.kind === 'text' ? truth(setting.text) : undefined
        if (on === undefined) return wrong('true or false')
        requirement = { ...requirement, prerelease: on }
        break
      }
      case 'repository':
        if (setting.kind !== 'text') return wrong("a repository's name in quotes")
        requirement = { ...requirement, repository: setting.text }
        break
      default: {
        const known = WITHOUT_EFFECT.has(word.toLowerCase())
        const text = `"${word}" of ${key} ${known ? 'has no effect here' : 'is not a key of this format'}`
        notes.push({ place: locate(at), text })
      }
    }
  }
  if (!validId(requirement.name)) {
    const what = `"${requirement.name.slice(0, 80)}" cannot be the name of a module`
    return fail(
      'REQUIREMENT_NAME',
      what,
      entry.at,
      'Names are letters, digits and underscores, with single dots or hyphens between them.',
    )
  }
  return ok({ ...requirement, stated: locate(entry.at) })
}

/** A bare version is exact, as PSResourceGet has it; everything else is NuGet's grammar. */
function versionOf(text: string): Result<VersionRange, string> {
  if (text.trim() === '') return ok(ANY_VERSION)
  const version = parseVersion(text)
  return version.ok ? ok(exactly(version.value)) : parseRange(text)
}

function truth(text: string): boolean | undefined {
  const lower = text.trim().toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}

function problem(document: TextDocument, code: string, what: string, at: number, hint: string): Problem {
  return problemAt(document, at, { code, sentence: `${document.file} cannot be used: ${what}.`, hint })
}

function jsonSyntax(document: TextDocument, error: ParseError | undefined): Problem {
  const what = error
    ? printParseErrorCode(error.error)
        .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
        .toLowerCase()
    : 'it is empty'
  return problem(
    document,
    'JSON_SYNTAX',
    `this is not valid JSON: ${what}`,
    error?.offset ?? 0,
    'Mend the JSON at the caret.',
  )
}

function notATable(document: TextDocument): Problem {
  const hint = "A requirements file of this format is one table: @{ 'Pester' = @{ version = '5.7.1' } }"
  return problem(document, 'REQUIREMENTS_NOT_A_TABLE', 'this is not a table of modules', 0, hint)
}
