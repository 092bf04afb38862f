import type { Problem } from '../../problem.ts'
import type { Result } from '../../result.ts'
import { type Notebook, openNotebook } from '../notebook.ts'
import type { RequirementsReader } from '../reader.ts'
import { requireModule } from '../require.ts'
import type { Requirement } from '../requirement.ts'
import { keyCutTo, readSettings, refuseValue, refuseVersion, type SettingsGrammar } from '../settings.ts'
import type { Entry } from '../value.ts'
import { readVersionText } from '../version-text.ts'
import { readEntries } from './entries.ts'

/**
 * The `RequiredModules.psd1` of `Install-RequiredModule`: names with a NuGet range each, in which a bare version is a
 * minimum, or with the address of a repository, or with a table of Version and Repository, whose keys may be cut.
 *
 * Facts: Jaykul/RequiredModules, `RequiredModule.Update`.
 */
export const requiredModules: RequirementsReader = {
  format: 'requiredmodules',
  read: file => {
    const book = openNotebook(file.document)
    return readEntries(file, book, entry => readEntry(entry, book))
  },
}

export const REQUIRED_MODULES_SETTINGS: SettingsGrammar = {
  keys: { Version: 'version', Repository: 'repository', Credential: 'no-effect' },
  version: text => readVersionText(text, { bare: 'at-least', latest: false, operators: false }),
  others: 'unknown-key',
  prefixes: true,
}

/** Whether a file has the format's usual name, which may have more in front of it. */
export function isRequiredModulesName(fileName: string): boolean {
  return /requiredmodules\.psd1$/i.test(fileName)
}

/** Whether a key is one of the format's that is cut, as no other format takes it. */
export function isCutKey(key: string): boolean {
  const whole = keyCutTo(key, Object.keys(REQUIRED_MODULES_SETTINGS.keys))
  return whole !== undefined && whole.length > key.length
}

/** Whether a text is where a repository is, and no version. */
export function isAddress(text: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|\\\\)/i.test(text.trim())
}

const HINT =
  "A range is written [1.0,2.0), and 2.* is every 2.x; a repository's name stands in a table: @{ Repository = 'PSGallery' }"

function readEntry({ key, at, value }: Entry, book: Notebook): Result<Requirement | undefined, Problem> {
  if (value.kind === 'table') {
    const settings = readSettings(key, value, REQUIRED_MODULES_SETTINGS, book)
    return settings.ok ? requireModule(key, at, settings.value, book) : settings
  }
  if (value.kind !== 'text') return refuseValue({ key, at, value }, 'this file', 'a NuGet range in quotes', book)
  if (isAddress(value.text)) return requireModule(key, at, { repository: value.text.trim() }, book)
  const wish = REQUIRED_MODULES_SETTINGS.version(value.text)
  if (!wish.ok) return refuseVersion(key, value, wish.error, book, HINT)
  return requireModule(key, at, { ...wish.value, written: value.text.trim() }, book)
}
