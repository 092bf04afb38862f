import { specifiedRange } from '../package/module-specification.ts'
import type { Problem } from '../problem.ts'
import { excerpt, holdsCredentials } from '../redact.ts'
import { type Err, ok, type Result } from '../result.ts'
import { ANY_VERSION, intersect, type VersionRange } from '../version/version-range.ts'
import { nearestWord } from './nearest.ts'
import type { Notebook } from './notebook.ts'
import { describeValue, type Entry, type TableValue, type TextValue, type Value } from './value.ts'
import type { VersionWish } from './version-text.ts'

/** What a key of a module's own table says. */
export type Role =
  | TextRole
  | 'prerelease'
  /** Known, and no business of a restore. */
  | 'no-effect'
  /** Read by the format itself. */
  | 'own'

type TextRole =
  | 'name'
  /** A version text in the format's grammar. */
  | 'version'
  | BoundRole
  | 'repository'
  | 'guid'

/** The bare versions of PowerShell's module specifications. */
type BoundRole = 'required' | 'minimum' | 'maximum'

/** What the tables of a format may hold. */
export interface SettingsGrammar {
  /** The role of each key, spelt as messages show it. Letter case makes no difference in a file. */
  readonly keys: Readonly<Record<string, Role>>
  readonly version: (text: string) => Result<VersionWish, string>
  /** What a key is that is not in `keys`. */
  readonly others: 'unknown-key' | 'no-effect'
  /** Keys may be cut: `Ver` for Version. */
  readonly prefixes?: boolean
}

/** What the table of one module says of it. */
export interface Settings {
  readonly name?: TextValue
  readonly range: VersionRange
  readonly written: string
  readonly prerelease: boolean
  readonly repository?: string
  readonly guid?: string
}

type Texts = ReadonlyMap<Role, { readonly key: string; readonly value: TextValue }>

const WANTED: Readonly<Record<TextRole, string>> = {
  name: 'a name in quotes',
  version: 'a version in quotes',
  required: 'a version in quotes',
  minimum: 'a version in quotes',
  maximum: 'a version in quotes',
  repository: "a repository's name in quotes",
  guid: 'a GUID in quotes',
}

const GUID = /^[{(]?(?<digits>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[})]?$/i

/**
 * Reads the table that a file gives one module. Keys without effect are noted; a misspelt key that would change what is
 * restored ends the reading, since a version that is overlooked lets every version in.
 *
 * @param name by which messages speak of the table
 */
export function readSettings(
  name: string,
  table: TableValue,
  grammar: SettingsGrammar,
  book: Notebook,
): Result<Settings, Problem> {
  const owner = excerpt(name)
  const texts = new Map<Role, { readonly key: string; readonly value: TextValue }>()
  let prerelease = false
  for (const entry of table.entries) {
    const role = roleOf(entry.key, grammar)
    if (role === 'own' || entry.value.kind === 'nothing') continue
    if (role === undefined || role === 'no-effect') {
      const noted = noteKey(owner, entry, role ?? grammar.others, grammar, book)
      if (!noted.ok) return noted
    } else if (role === 'prerelease') {
      const on = readSwitch(entry, owner, book)
      if (!on.ok) return on
      prerelease = on.value
    } else {
      if (entry.value.kind !== 'text') return refuseValue(entry, owner, WANTED[role], book)
      if (entry.value.text.trim() !== '') texts.set(role, { key: entry.key, value: entry.value })
    }
  }
  const version = readVersion(owner, texts, grammar, book)
  if (!version.ok) return version
  const guid = readGuid(owner, texts, book)
  if (!guid.ok) return guid
  const stated = texts.get('name')?.value
  const repository = texts.get('repository')?.value.text.trim()
  return ok({
    ...version.value,
    prerelease: prerelease || version.value.prerelease,
    ...(stated && { name: stated }),
    ...(repository && { repository }),
    ...(guid.value && { guid: guid.value }),
  })
}

/** Version text and bare bounds together: what lies in all of them. */
function readVersion(
  owner: string,
  texts: Texts,
  grammar: SettingsGrammar,
  book: Notebook,
): Result<Pick<Settings, 'range' | 'written' | 'prerelease'>, Problem> {
  const version = texts.get('version')
  const wish = version && grammar.version(version.value.text)
  if (wish && !wish.ok) return refuseVersion(owner, version.value, wish.error, book)
  let range = wish?.value.range ?? ANY_VERSION
  const written = version ? [version.value.text.trim()] : []
  for (const role of ['required', 'minimum', 'maximum'] as const) {
    const bound = texts.get(role)
    if (!bound) continue
    const { key, value } = bound
    const alone = specifiedRange({ [role]: value.text.trim() })
    if (!alone.ok)
      return refuseVersion(owner, value, alone.error.reason, book, `"${key}" takes a version such as 1.2.3.`)
    const both = intersect(range, alone.value)
    if (!both) {
      const what = `"${key}" of ${owner} is ${value.text.trim()}, and no version meets that and the other versions stated`
      return book.refuse('REQUIREMENT_VERSION', value.at, what, 'Change one of the two.')
    }
    range = both
    written.push(`${key} ${value.text.trim()}`)
  }
  return ok({ range, written: written.join(', '), prerelease: wish?.value.prerelease ?? false })
}

function readGuid(owner: string, texts: Texts, book: Notebook): Result<string | undefined, Problem> {
  const guid = texts.get('guid')
  if (!guid) return ok(undefined)
  const digits = GUID.exec(guid.value.text.trim())?.groups?.digits
  return digits === undefined ? refuseValue({ ...guid, at: guid.value.at }, owner, 'a GUID', book) : ok(digits)
}

/** True and false, as such or in quotes: PSResourceGet's own sample has `"prerelease": "true"`. */
function readSwitch(entry: Entry, owner: string, book: Notebook): Result<boolean, Problem> {
  const { value } = entry
  if (value.kind === 'switch') return ok(value.on)
  const word = value.kind === 'text' ? value.text.trim().toLowerCase() : ''
  return word === 'true' || word === 'false' ? ok(word === 'true') : refuseValue(entry, owner, 'true or false', book)
}

/** Ends the reading at a version that is none. */
export function refuseVersion(
  owner: string,
  value: TextValue,
  reason: string,
  book: Notebook,
  hint = 'A version is written 1.2.3, a range [1.0,2.0), and 2.* is every 2.x.',
): Err<Problem> {
  // The reason may quote a part of the text in which a password is no longer known as one.
  const why = holdsCredentials(value.text) ? 'it is an address' : reason
  const what = `the version "${excerpt(value.text)}" of ${owner} cannot be read: ${why}`
  return book.refuse('REQUIREMENT_VERSION', value.at, what, hint)
}

/** Ends the reading at a value of the wrong kind, or at one that only running the file would tell. */
export function refuseValue({ key, value }: Entry, owner: string, wanted: string, book: Notebook): Err<Problem> {
  return refuseItem(value, `"${key}" of ${owner}`, wanted, book)
}

/** The same for what stands in a list, without a key. */
export function refuseItem(value: Value, noun: string, wanted: string, book: Notebook): Err<Problem> {
  const code = value.kind === 'unknown' ? 'REQUIREMENT_UNKNOWN' : 'REQUIREMENT_VALUE'
  return book.refuse(code, value.at, `${noun} is ${describeValue(value)}, not ${wanted}`, `Give ${wanted}.`)
}

/** The key that a cut one stands for: the first that begins so. */
export function keyCutTo(cut: string, keys: readonly string[]): string | undefined {
  return keys.find(each => each.toLowerCase().startsWith(cut.toLowerCase()))
}

function roleOf(key: string, { keys, prefixes = false }: SettingsGrammar): Role | undefined {
  const names = Object.keys(keys)
  const lower = key.toLowerCase()
  const known = names.find(each => each.toLowerCase() === lower) ?? (prefixes ? keyCutTo(key, names) : undefined)
  return known === undefined ? undefined : keys[known]
}

/** `Ver` and `Repo` are keys to `Install-RequiredModule`, and easily taken for keys elsewhere. */
const LEAST_OF_A_CUT_KEY = 3

function noteKey(
  owner: string,
  { key, at }: Entry,
  kind: 'unknown-key' | 'no-effect',
  { keys }: SettingsGrammar,
  book: Notebook,
): Result<void, Problem> {
  const names = Object.keys(keys)
  const nearest = nearestWord(key, names) ?? (key.length < LEAST_OF_A_CUT_KEY ? undefined : keyCutTo(key, names))
  const what = `"${key}" of ${owner} is not a key of this format`
  if (nearest !== undefined && keys[nearest] !== 'no-effect') {
    return book.refuse('MISSPELT_KEY', at, what, `Did you mean "${nearest}"?`)
  }
  if (kind === 'no-effect') {
    book.note('no-effect', at, `"${key}" of ${owner} has no effect here`)
    return ok(undefined)
  }
  book.note('unknown-key', at, nearest === undefined ? what : `${what}; perhaps "${nearest}" is meant`)
  return ok(undefined)
}
